"""The subject line: whose words it holds."""

from __future__ import annotations

import re

_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\]\s*)?(re|aw|antw|antwort|sv|vs|rv|r|rif|res|resp|ref|odp|fw|fwd|wg|tr|i|enc|doorst|rm)"
    r"\s*(?:\[\d+\])?\s*:\s*",
    re.IGNORECASE,
)
_MOST_PREFIXES = 12


def own_subject(subject: str) -> tuple[str, bool]:
    """Return the subject without its prefixes, and whether it had any: then the words may be those of our notice."""
    prefixed = False
    for _ in range(_MOST_PREFIXES):
        match = _PREFIX.match(subject)
        if match is None:
            break
        prefixed = True
        subject = subject[match.end() :]
    return subject.strip()[:300], prefixed
