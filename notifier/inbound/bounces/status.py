"""Is a failure permanent? Judged by what the report says of the address, not by the class of its status alone."""

from __future__ import annotations

import re

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.-])([45]\d\d)(?=[ \-])")

# Statuses of RFC 3463 and its registry that say the address or its host does not exist or has moved away.
_GONE = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.4", "1.0", "7.17", "7.18"})

_NOT_GONE = re.compile(
    r"mailbox (?:is )?full|over ?quota|quota exceeded|exceeded (?:its |the |storage )?(?:quota|storage|allocation)|insufficient "
    r"(?:disk|storage|system)|spam|blocked|block ?list|blacklist|reputation|greylist|grey-list|rate limit|too many|too "
    r"(?:big|large)|message size|size limit|timed? ?out|expired|temporar|try again|policy|dmarc|dkim|spf|virus|"
    r"banned|rejected for|content|refused to talk|loop|hops|authenticat|relay(?:ing)? (?:access )?denied|not (?:authori[sz]ed|"
    r"permitted|allowed)|suspicious|unsolicited|connection (?:refused|reset)|deferred",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"user (?:is )?(?:unknown|not found|doesn'?t exist|does not exist|not known|suspended)|unknown (?:user|recipient|local|"
    r"address|mailbox|account|or illegal)|no such (?:user|recipient|mailbox|person|account|address|local)|"
    r"(?:mailbox|address|recipient|account|user|addressee)(?: \S+){0,6}? (?:not found|unavailable\b.*not found|does(?:n't| not) exist|unknown|"
    r"is unknown|invalid|not exist|no longer|disabled|inactive|has been disabled|is disabled|suspended|rejected: undeliverable)|invalid "
    r"(?:recipient|mailbox|user|address)|no (?:mailbox|account) (?:here|by|with|found)|not a (?:valid|known) (?:mailbox|user|recipient|address)|"
    r"(?:doesn't|does not|not) (?:have|list|exist)|recipient (?:not found|unknown|is not exist)|unrouteable address|unroutable|"
    r"host (?:unknown|not found|or domain name not found)|(?:domain|host)(?: \S+){0,4}? (?:not found|does not exist|unknown)|name "
    r"(?:or service not known|service error.*not found)|bad (?:destination|address)|nonexist|not listed in|"
    r"couldn'?t (?:be found|find any host)|wasn't found|no longer (?:valid|available|active|in use|works|here)|user has moved|"
    r"has moved|null mx|does not accept mail|no mx|dns error|not our customer|isn'?t (?:found|listed)|undeliverable address|"
    r"address(?:ee)? unknown|unknown in|deactivated|discontinued|not active|550.*unknown|can'?t find|delisted|not known",
    re.IGNORECASE,
)


def is_permanent(status: str, action: str, diagnostic: str) -> bool:
    """Whether the address itself is dead. Unclear reports are not: a customer is never given up on doubt."""
    if action in ("delayed", "delivered", "relayed", "expanded"):
        return False
    klass, _, rest = status.partition(".")
    unknown = _UNKNOWN.search(diagnostic) is not None
    not_gone = _NOT_GONE.search(diagnostic) is not None
    if klass == "4" and not unknown:
        return False
    if rest in _GONE and klass == "5":
        return unknown or not not_gone
    return unknown and not not_gone
