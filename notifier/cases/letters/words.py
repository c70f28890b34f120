"""What letters to customers are made of in one language. Placeholders in braces are filled by `letters.compose`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from notifier.model import ReplyKind


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language; every field is used by some letter."""

    months: tuple[str, ...]
    day: str  # {day} {month} {year}
    greeting: str  # {name}
    greeting_nobody: str
    kinds: dict[ReplyKind, str]
    received_subject: str  # {numbers}
    received: str  # {date}
    case_line: str  # {number} {kind} {due}
    late: str  # {number}
    unsorted: str
    next_step: str
    prove_subject: str  # {numbers}
    prove: str  # {number} {expires}
    extended_subject: str  # {numbers}
    extended: str  # {number} {due}
    closed_subject: str  # {numbers}
    done: str  # {number} {kind}
    refused: str  # {number} {kind}
    withdrawn: str  # {number} {kind}
    reason: str  # {reason}
    remedy: str
    farewell_subject: str  # {numbers}
    farewell: str  # {number}
    footer: str

    def write_day(self, day: date) -> str:
        """A date as people write it in this language."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)
