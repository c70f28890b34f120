"""Is a failure permanent? Judged by what the report says of the address, not by the class of its status alone."""

from __future__ import annotations

import re

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.,:/-])([45])\d\d(?=[ \-;:])")
UNDONE = frozenset({"delayed", "delivered", "relayed", "expanded"})

# RFC 3463 and its registry: bad mailbox or system address, moved, null MX.
_GONE = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "7.27"})
# Mailbox, system and security statuses: what the words say of the user is then not the whole truth.
_CONFLICTING = ("2.0", "7.")

_NOT_GONE = re.compile(
    r"full|over ?quota|quota|exceeded|insufficient|out of storage|spam|block|blacklist|reputation|gr[ea]y-?list|rate limit|too many|"
    r"too (?:big|large|long)|message size|size limit|timed? ?out|expired|temporar|try again|policy|dmarc|dkim|spf\b|virus|banned|"
    r"content|refused to talk|loop|hops|authenticat|relay|suspicious|unsolicited|connection (?:refused|reset)|deferred|"
    r"sender|mail from|end of data|reverse dns|\bfrom:|helo|ehlo|my name|malformed|unexpected name server|procmail|couldn't create",
    re.IGNORECASE,
)
# Words that leave it open whether the mailbox comes back; a status that names the address decides.
_MAYBE_GONE = re.compile(
    r"disabled|suspend|inactive|restrict|denied|barred|rejecting mail|not (?:authori[sz]ed|permitted|allowed)|one or more recipients|locked|frozen",
    re.IGNORECASE,
)
# Microsoft's directory-based blocking answers so for recipients that do not exist.
_DIRECTORY = re.compile(
    r"5\.4\.1[ \[].{0,200}recipient\s+address\s+rejected:\s+access\s+denied", re.IGNORECASE | re.DOTALL
)
_UNKNOWN = re.compile(
    r"user (?:is )?(?:unknown|not found|doesn'?t exist|does not exist|not known|unkown)|unknown[ -](?:user|recipient|local|"
    r"address|mailbox|account|or illegal|alias|host|domain|to address)|no such (?:user|recipient|mailbox|person|account|address|local|domain|host|name)|"
    r"(?:mailbox|address|recipient|account|user|addressee|email)(?: \S+){0,6}? (?:not found|(?:does(?:n't| not) exist)|is unknown|unknown|"
    r"invalid|is not valid|not exist|no longer (?:exists|valid|available)|not a valid)|invalid[ -](?:recipient|mailbox|user|address|final|domain)|no "
    r"(?:mailbox|account|mail ?box) (?:here|by|with|found)|not a (?:valid|known) (?:mailbox|user|recipient|address)|recipient (?:not found|unknown|"
    r"is not exist|address rejected: user)|unroute?able|host(?: or domain name)? (?:unknown|not found)|"
    r"(?:domain|host)(?: \S+){0,4}? (?:not found|does not exist|unknown|invalid)|name (?:or )?service (?:not known|error)|bad (?:destination|address)|"
    r"nonexist|non-exist|not listed in|couldn'?t (?:be found|find any host|find a mail exchanger)|wasn'?t found|not be found|has moved|user moved|null ?mx|nullmx|does not accept "
    r"mail|no mx|(?:has|have) no (?:mail exchang|mx)|mail is not accepted|not our customer|isn'?t (?:found|listed)|address(?:ee)? unknown|"
    r"can'?t find|not known|recipient\W+unknown|user\W+unknown|unknown\W+user|no such|not in the (?:directory|address book)|not recogni[sz]ed|indicated no smtp|リストにありません|no valid recipient|ist unbekannt|unbekannter|"
    r"existiert nicht|n'existe pas|no existe|non esiste|bestaat niet|does not like recipient|sorry, no mailbox|"
    r"does ?n[o']t have an? .{0,30}account|no users? here|all relevant mx|mx record|lookup .{0,60}fail|doesn't have|not a local",
    re.IGNORECASE,
)


def status_in(text: str) -> str:
    """The first enhanced status in `text`, else the class of the first reply code as "5.0.0", else ""."""
    general = ""
    for match in _STATUS.finditer(text):
        if not match.group(0).endswith(".0.0"):
            return match.group(0)
        general = general or match.group(0)
    code = _REPLY_CODE.search(text)
    return general or (f"{code.group(1)}.0.0" if code else "")


def is_permanent(status: str, action: str, diagnostic: str) -> bool:
    """Whether the address itself is dead. Unclear reports are not: a customer is never given up on doubt."""
    grade, _, rest = status.partition(".")
    if action in UNDONE or grade == "4" or _NOT_GONE.search(diagnostic):
        return False
    if grade == "5" and (rest in _GONE or _DIRECTORY.search(diagnostic)):
        return True
    unknown = _UNKNOWN.search(diagnostic) is not None
    return unknown and not rest.startswith(_CONFLICTING) and _MAYBE_GONE.search(diagnostic) is None
