"""A message that is built once and then filled in for each customer by joining bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class Slot(IntEnum):
    """Places that differ from customer to customer. The number is the place in the values handed to `fill`."""

    TO = 0
    REPLY_TO = 1
    MESSAGE_ID = 2
    DATE = 3
    GREETING_TEXT = 4
    GREETING_HTML = 5
    ANSWER_TEXT = 6
    ANSWER_HTML = 7


MARKS = {
    Slot.TO: "slot-to@slot.invalid",
    Slot.REPLY_TO: "slot-reply@slot.invalid",
    Slot.MESSAGE_ID: "<slot-id@slot.invalid>",
    Slot.DATE: "Thu, 01 Jan 1970 00:00:01 +0000",
    Slot.GREETING_TEXT: "slotGREETINGtext",
    Slot.GREETING_HTML: "slotGREETINGhtml",
    Slot.ANSWER_TEXT: "slotANSWERtext",
    Slot.ANSWER_HTML: "slotANSWERhtml",
}
"""Stand-ins while the message is built: legal where they stand, and found nowhere else."""

FINDER = re.compile("|".join(re.escape(mark) for mark in MARKS.values()))
BY_MARK = {mark: slot for slot, mark in MARKS.items()}


@dataclass(frozen=True, slots=True)
class Slotted:
    """Bytes with slots: `pieces[i]` is followed by the value of `order[i]`; the last piece by nothing."""

    pieces: tuple[bytes, ...]
    order: tuple[Slot, ...]

    @classmethod
    def split(cls, content: bytes) -> Slotted:
        """Find the slots of a message that was built with `MARKS`."""
        text = content.decode("latin-1")
        found = list(FINDER.finditer(text))
        starts = [0, *(match.end() for match in found)]
        ends = [*(match.start() for match in found), len(text)]
        pieces = tuple(content[start:end] for start, end in zip(starts, ends, strict=True))
        return cls(pieces, tuple(BY_MARK[match.group()] for match in found))

    def marked(self) -> bytes:
        """The whole message with the marks back in their places."""
        return self.fill([MARKS[slot].encode() for slot in Slot])

    def fill(self, values: Sequence[bytes]) -> bytes:
        """Join the pieces with one customer's values, indexed by `Slot`."""
        parts = [self.pieces[0]]
        for slot, piece in zip(self.order, self.pieces[1:], strict=True):
            parts.append(values[slot])
            parts.append(piece)
        return b"".join(parts)


def parts_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a text at its slot marks: the stretches between, and the marks."""
    return tuple(FINDER.split(text)), tuple(FINDER.findall(text))
