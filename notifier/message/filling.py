"""Filling one variant of a notice in for customer after customer: what they share is worked out once.

A name of plain letters takes the short way; any other is encoded from scratch. Both give the same bytes (a test says so).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from operator import itemgetter

from notifier.message.encoding import LONGEST_LINE, PLAIN_NAME, PLAIN_TEXT, address_header, quoted_printable, slot_text
from notifier.message.slots import Slotted

STAND_IN = "slotNAME"
"""A plain name while what surrounds it is encoded: its letters are encoded as themselves."""


class Filler:
    """Joins one variant with customers' values.

    `greeting` makes the greeting of a name; `answer` is a reply address such as all that will be filled in, of the
    greatest length: only its signed reference may differ, letters and digits.
    """

    __slots__ = ("_around", "_around_html", "_greeting", "_pick", "_pieces", "_plain_answer", "_room")

    def __init__(self, slotted: Slotted, greeting: Callable[[str], str], answer: str) -> None:
        self._greeting = greeting
        self._plain_answer = PLAIN_TEXT.fullmatch(answer) is not None and "'" not in answer
        self._pieces: list[bytes] = [b""] * (2 * len(slotted.order) + 1)
        self._pieces[::2] = slotted.pieces
        self._pick = itemgetter(*slotted.order)
        before, found, after = greeting(STAND_IN).partition(STAND_IN)
        self._around = _surroundings(before, after)
        self._around_html = _surroundings(escape(before), escape(after))
        fixed = max(sum(map(len, self._around)), sum(map(len, self._around_html)))
        once = found and STAND_IN not in after  # legal's own greeting may name nobody, or somebody twice
        self._room = LONGEST_LINE - fixed if once else -1  # octets of the longest name that still fits on the line

    def fill(self, name: str, address: str, answer: str, message_id: str, sent: bytes) -> bytes:
        """One customer's message: display name, mailbox, reply address, Message-ID, and the value of Date."""
        if len(name) <= self._room and PLAIN_NAME.fullmatch(name) is not None and "'" not in name:
            letters = name.encode()
            first, last = self._around
            said = first + letters + last
            first, last = self._around_html
            shown = first + letters + last
            to = f'"{name}"\r\n <{address}>'.encode()
        else:
            greeting = self._greeting(name)
            said, shown = slot_text(greeting), slot_text(escape(greeting))
            to = address_header(name, address)
        reply = answer.encode()
        if self._plain_answer:
            written = shown_reply = reply
        else:
            written, shown_reply = slot_text(answer), slot_text(escape(answer))
        parts = self._pieces.copy()
        parts[1::2] = self._pick((to, reply, message_id.encode(), sent, said, shown, written, shown_reply))
        return b"".join(parts)


def _surroundings(before: str, after: str) -> tuple[bytes, bytes]:
    """What stands before and after a plain name in quoted-printable text."""
    first = quoted_printable(before + STAND_IN).removesuffix(STAND_IN.encode())
    return first, quoted_printable(STAND_IN + after).removeprefix(STAND_IN.encode())
