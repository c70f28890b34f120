"""What the builders take and give: finished messages, and the facts of a card that are not in the ledger's values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks import limits
from bot.blocks.lint import json_size, lint_message
from bot.blocks.text import cut_shown
from bot.errors import BotError

LEFT_OUT: dict[str, Any] = {
    "type": "context",
    "elements": [{"type": "mrkdwn", "text": "Some of this is too long for Slack and was left out here."}],
}
ESSENTIAL = frozenset({"header", "actions"})


class UnsendableError(BotError):
    """A message breaks a limit of Slack's; names the first fault."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready for Slack. `text` tells all of it: notifications and screen readers read it for the blocks."""

    text: str
    blocks: tuple[Block, ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return the JSON of text and blocks; raises UnsendableError when Slack would refuse it."""
        blocks = fitted([block.to_dict() for block in self.blocks])
        text = cut_shown(self.text, limits.TEXT_BYTES)
        faults = lint_message(text, blocks)
        if faults:
            raise UnsendableError(f"{faults[0].error} at {faults[0].place}: {faults[0].reason}")
        return {"text": text, "blocks": blocks} if blocks else {"text": text}


def fitted(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks, without the longest ones when together they are more than Slack takes.

    Headings and buttons always stay, and a line says that something was left out.
    """
    kept = list(blocks)
    while json_size([*kept, LEFT_OUT]) > limits.ALL_BLOCKS or len(kept) > limits.MESSAGE_BLOCKS - 1:
        spare = [block for block in kept if block.get("type") not in ESSENTIAL]
        if not spare:
            break
        kept.remove(max(spare, key=lambda block: json_size([block])))
    return kept if len(kept) == len(blocks) else [*kept, LEFT_OUT]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sending of a notice is."""

    total: int = 0
    sent: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class NoticeReference:
    """What a button names: a notice and the text that its presser saw."""

    notice_id: int
    text_hash: str

    def encode(self) -> str:
        """Return the button's value."""
        return f"{self.notice_id}:{self.text_hash}"

    @classmethod
    def decode(cls, value: str) -> NoticeReference:
        """Read a button's value; raises ValueError for anything else."""
        number, colon, text_hash = value.partition(":")
        if not colon or not number.isdecimal() or len(number) > 18 or not text_hash:
            raise ValueError("not a reference to a notice")
        return cls(int(number), text_hash)


def fingerprint(payload: dict[str, Any]) -> str:
    """Return the SHA-256 of a message's JSON: two messages that look the same have the same."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
