"""What `herald check` finds: a code that never changes its meaning, where it is, why it is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The rules. Names are a promise: legal's CI may silence one by name."""

    SETTINGS = "settings"
    UNREADABLE = "unreadable"
    DATE_MISSING = "date-missing"
    DATE_AMBIGUOUS = "date-ambiguous"
    DATE_INCOMPLETE = "date-incomplete"
    DATE_IMPOSSIBLE = "date-impossible"
    DATE_CONFLICT = "date-conflict"
    DATE_UNCHANGED = "date-unchanged"
    DATE_BACKWARDS = "date-backwards"
    EFFECTIVE_TOO_SOON = "effective-too-soon"
    NOTICE_SHORT = "notice-short"
    EFFECT_ON_POSTING = "effect-on-posting"
    REFERENCE_BROKEN = "reference-broken"
    LINK_BROKEN = "link-broken"
    REFERENCE_MOVED = "reference-moved"
    SECTION_DUPLICATE = "section-duplicate"
    OBJECTION_CONTACT = "objection-contact"
    RECIPIENT_UNREGISTERED = "recipient-unregistered"
    RECIPIENT_NOT_IN_TEXT = "recipient-not-in-text"
    QUOTE_GONE = "quote-gone"


_WARNINGS = frozenset({Code.NOTICE_SHORT, Code.EFFECT_ON_POSTING, Code.REFERENCE_MOVED, Code.LINK_BROKEN})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `line` is 1-based in `file`; `reason` and `fix` are one line each."""

    code: Code
    file: str
    line: int
    reason: str
    fix: str

    @property
    def severity(self) -> Severity:
        """An error stops legal's CI; a warning does not."""
        return Severity.WARNING if self.code in _WARNINGS else Severity.ERROR
