"""Whether a clause says that data goes to somebody: the verbs, their subject, negation and force."""

from __future__ import annotations

import re

from policy.documents import BlockKind
from policy.sharing.model import Clause, Force

_SHARE = (
    r"(?:shar(?:e|es|ed|ing)|disclos(?:e|es|ed|ing|ure)|provid(?:e|es|ed|ing)|transfer(?:s|red|ring)?|pass(?:es|ed|ing)?|"
    r"send(?:s|ing)?|sent|giv(?:e|es|en|ing)|releas(?:e|es|ed|ing)|transmit(?:s|ted|ting)?|forward(?:s|ed|ing)?|"
    r"mak(?:e|es|ing) (?:\w+ ){0,4}available|made available|hand(?:s|ed)? over|report(?:s|ed)? (?:the|this|it|them|such)|"
    r"suppl(?:y|ies|ied)|grant(?:s|ed)? access|reveal(?:s|ed)?|go(?:es)? (?:\w+ )?to|reach(?:es)?|tells? (?:our|the)|communicate[sd]? (?:\w+ ){0,4}to)"
)
_SELL = r"(?:sell(?:s|ing)?|sold|rent(?:s|ed|ing)?(?: out)?|leas(?:e|es|ed|ing)|trad(?:e|es|ed|ing)|barter|monetis\w+|monetiz\w+)"
_USE = (
    r"(?:use[sd]?|using|engage[sd]?|engaging|employ(?:s|ed|ing)?|rel(?:y|ies|ied|ying) (?:up)?on|work(?:s|ed|ing)? (?:together )?with|"
    r"partner(?:s|ed)? with|contract(?:s|ed)? with|cooperate[sd]? with|host(?:s|ed|ing)?|stor(?:e|es|ed|ing)|process(?:es|ed|ing)?|"
    r"operate[sd]?|power(?:s|ed)?|handle[sd]?|manage[sd]?|run(?:s|ning)?|deliver(?:s|ed|ing)?|outsourc\w+|integrat\w+|appoint\w*|"
    r"commission\w*|entrust\w*|instruct\w*|carried out|collect(?:s|ed|ing)?|answer(?:s|ed)?|calculate[sd]?|translate[sd]?|transcribe[sd]?|"
    r"measure[sd]?|print(?:s|ed)?|ship(?:s|ped)?|held|kept|sits?|lives?|help(?:s|ed)?|assist(?:s|ed)?|receive[sd]?|gets?|see[sn]?|access(?:es)?|"
    r"have access|has access|perform(?:s|ed)?|protect(?:s|ed)?|monitor(?:s|ed)?|backed up|archived?|sent through|written to|watch(?:es)?|look(?:s|ed)? after)"
)
SHARE = re.compile(rf"\b{_SHARE}\b", re.IGNORECASE)
SELL = re.compile(rf"\b{_SELL}\b", re.IGNORECASE)
USE = re.compile(rf"\b{_USE}\b", re.IGNORECASE)
_NOT_SHARED = re.compile(
    rf"\b(?:(?:we|us|company|and|or)\s+(?:\w+\s+){{0,4}}?(?:do not|does not|don['’]t|doesn['’]t|will not|won['’]t|never|shall not|would not|have not|has not|have never|did not|cannot)"
    rf"|(?:do not|does not|will not|never)|in no (?:case|event)|under no circumstances|at no time|neither|nobody(?: outside)?)\b"
    rf"[^.;:]{{0,60}}?\b(?:{_SHARE}|{_SELL})\b|\bnobody (?:else|outside)\b[^.;:]{{0,60}}?\b(?:receives?|gets?|sees?|has access|learns?)\b",
    re.IGNORECASE,
)
_PASSIVE_NOT = re.compile(
    rf"\b(?:not|never|nor)\b\s+(?:be\s+|been\s+)?(?:\w+\s+){{0,2}}?(?:{_SHARE}|{_SELL})\b|\b(?:no|none of)\b[^.;]{{0,60}}\b(?:is|are|will be|be)\s+(?:shared|sold|disclosed|rented|passed|transferred|given)\b",
    re.IGNORECASE,
)
_OTHERS_ACT = re.compile(
    r"^(?:if |when |where |please note |should )?(?:you|users?|customers?)\b[^,]*?\b(?:do(?:es)? not|don['’]t|never|should not|must not|may not)\b|"
    r"\b(?:you|they|it|these (?:providers|companies|vendors|third parties)|providers|vendors|processors)\b[^.,;]{0,30}?\b(?:do not|does not|may not|must not|shall not|not to|not be|are not|cannot|not allowed)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"(?:^|[,;:]\s+)(?:please\s+|kindly\s+)?(?:do not|don['’]t)\s+\w+|^(?:please\s+)?never\s+\w+", re.IGNORECASE
)
_RECEIVE_FROM = re.compile(
    r"\b(?:we|us)\b[^.;]{0,60}?\b(?:receive|collect|obtain|get|gather|import|access)\w*\b[^.;]{0,120}?\bfrom\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:with your consent|at your (?:request|direction)|upon (?:your )?request|if you (?:ask|request|connect|choose|authori[sz]e|agree)|when you (?:ask|connect|choose)|your permission|on request)\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|might|can|could|from time to time|in certain situations|sometimes)\b", re.IGNORECASE)
_SUCH_AS = re.compile(
    r"\b(?:such as|for example|for instance|e\.g\.|like)\b|\b(?:amongst|among) others\b", re.IGNORECASE
)
_INCLUDING = re.compile(r"\b(?:including|includes?|in particular|mainly|main)\b", re.IGNORECASE)
SHARING_HEADING = re.compile(
    r"\b(?:shar(?:e|es|ed|ing)|disclos\w+|third[- ]part\w+|recipients?|sub-?\s?processors?|processors?|service providers?|vendors?|partners?|"
    r"who (?:has|have|gets?|sees|receives|else)|with whom|to whom|suppliers?|we work with|who works|access to your|others? (?:see|get)|passing on|outside help|helpers)\b",
    re.IGNORECASE,
)


def is_denial(text: str) -> bool:
    """Whether a clause says that we do not share or sell something."""
    match = _NOT_SHARED.search(text) or _PASSIVE_NOT.search(text)
    return bool(match) and not _OTHERS_ACT.search(text) and not _IMPERATIVE.search(text)


_LIMITED = re.compile(
    r"\b(?:through|via|within|as part of|in|under) (?:our|the|this) (?:\w+ ){0,3}?"
    r"(?:program(?:me)?s?|features?|partnerships?|promotions?|surveys?|contests?|campaigns?)\b",
    re.IGNORECASE,
)


def is_limited(text: str) -> bool:
    """Whether a denial speaks of one programme or feature only, so that it says nothing of the rest."""
    return bool(_LIMITED.search(text))


def is_collection(text: str) -> bool:
    """Whether a clause is about data that we get from others, which is the opposite direction."""
    match = _RECEIVE_FROM.search(text)
    return bool(match) and not re.search(
        rf"\bwe\b[^.;]{{0,30}}\b{_SHARE}\b", text[: match.end()] if match else text, re.IGNORECASE
    )


def speaks_of_sharing(text: str) -> bool:
    """Whether a clause has a verb by which data reaches somebody."""
    return bool(SHARE.search(text) or SELL.search(text) or USE.search(text))


def in_sharing_section(clause: Clause) -> bool:
    """Whether the clause stands below a heading about sharing, recipients or processors."""
    return any(SHARING_HEADING.search(heading) for heading in clause.headings)


def force_of(clause: Clause, text: str, before_names: str) -> Force:
    """Return how strongly the clause speaks of the names that follow `before_names`."""
    if _SUCH_AS.search(before_names):
        return Force.SUCH_AS
    if _INCLUDING.search(before_names) or _INCLUDING.search(clause.lead):
        return Force.INCLUDING
    if _SUCH_AS.search(clause.lead):
        return Force.SUCH_AS
    if _CONDITION.search(text):
        return Force.ON_REQUEST
    if _MAY.search(text) or _MAY.search(clause.lead):
        return Force.MAY
    return Force.WILL


_OTHERS_SHARE = re.compile(
    rf"\b(?:you|users?|visitors?)\b\s+(?:\w+\s+){{0,4}}?{_SHARE}\b|\b(?:employees|staff|personnel) (?:undergo|sign|are)\b",
    re.IGNORECASE,
)
_WE_SHARE = re.compile(
    rf"\b(?:we|us|our \w+)\b[^.;]{{0,100}}?\b{_SHARE}\b|\b(?:is|are|be|been|being|gets?)\s+(?:\w+\s+){{0,3}}?{_SHARE}\b|\b(?:disclosure|sharing|transfer)\b|\b(?:your|the|all|any|each)\b[^.;]{{0,60}}?\bgo(?:es)? (?:\w+ )?to\b",
    re.IGNORECASE,
)


def others_share(text: str) -> bool:
    """Whether the reader, and not the publisher, is who gives data in this clause ("you may provide us with …")."""
    return bool(_OTHERS_SHARE.search(text)) and not re.search(rf"\bwe\b[^.;]{{0,80}}\b(?:{_SHARE}|{_USE})\b", text)


def we_share(text: str) -> bool:
    """Whether the publisher, and not the reader, is who shares in this clause."""
    return bool(_WE_SHARE.search(text)) and not (
        _OTHERS_SHARE.search(text) and not re.search(rf"\bwe\b[^.;]{{0,60}}\b{_SHARE}", text)
    )


_GROUP_COMPANIES = re.compile(
    r"\b(?:compan(?:y|ies)|members?|entit(?:y|ies)|parts?)\s+(?:of|in|within)\s+(?:the|our)\s+(?:[A-Z]\w+\s+)*[Gg]roup\b"
)
_TRANSACTION = re.compile(
    r"\b(?:company|business|assets|part of it|division|undertaking|operations|we)\b[^.;]{0,60}?\b(?:be|is|are|were|gets?)\s+(?:ever\s+)?"
    r"(?:merged|sold|acquired|taken over|wound up|bought|dissolved|liquidated|restructured)\b|"
    r"\banother (?:company|entity|business|party)\b[^.;]{0,40}?\b(?:acquires?|buys?|purchases?|takes over)\b",
    re.IGNORECASE,
)
SPOKEN_OF = {"group_companies": _GROUP_COMPANIES, "business_transfer_party": _TRANSACTION}
"""Kinds that a clause speaks of by its grammar, beside the words of the vocabulary."""
_LISTS_PROVIDERS = re.compile(
    r"\b(?:providers?|third[- ]part\w+|companies|vendors|partners|recipients|processors)\b[^.;]{0,60}:\s*$",
    re.IGNORECASE,
)
_FOR_US = re.compile(
    r"\s+(?:\w+ly\s+)?[a-z]+(?:s|es)\b[^.;]{0,80}?\b(?:on (?:our|\w+['’]s) behalf|for us)\b",
)


def in_list_of_providers(clause: Clause) -> bool:
    """Whether a clause is an item of a list that opens with "the service providers that we use include:"."""
    return clause.kind is BlockKind.ITEM and bool(_LISTS_PROVIDERS.search(clause.lead))


def acts_for_us(behind: str) -> bool:
    """Whether the words behind a name say that it works for the publisher ("collects that data on our behalf")."""
    return bool(_FOR_US.match(behind))


_NO_RECIPIENT = re.compile(
    r"\b(?:registered|incorporated|certified|self-certified|enrolled)\s+(?:with|in|by|under|at|to)\s+(?:the\s+)?$|"
    r"\byou (?:can|may) (?:also )?(?:use|visit|install|download|go to|opt out)\b[^.;]{0,80}$|"
    r"\b(?:if|when|whenever|where) you(?: are|['’]re)? (?:also )?(?:use|using|visit|buy|purchase|sign up|subscribe|comment)\w*\b[^.;,()]*"
    r"(?:\([^)]*)?$|\byou\b[^.;]{0,120}\bour\s+$",
    re.IGNORECASE,
)


_OBJECT_BEFORE = re.compile(
    r"\b(?:shar|disclos)(?:e|es|ed|ing)\b(?:(?!\b(?:with|to|via|by)\b)[^.;()])*$", re.IGNORECASE
)
_OBJECT_BEHIND = re.compile(r"[^.;()]*?\bwith\b")


def names_no_recipient(before: str, behind: str) -> bool:
    """Whether a name is a register we stand in, a tool that readers may use, or itself what is shared."""
    shared = _OBJECT_BEFORE.search(before) and _OBJECT_BEHIND.match(behind)
    return bool(shared or _NO_RECIPIENT.search(before))


_TURN = re.compile(r"(?:\s[-–—]|;|,\s+but)\s+(?=we\s+(?:do|will|shall|have)\s+(?:not|never)\b)")


def until_denial(text: str) -> str:
    """Return what a clause says before it turns to a denial, "" where it does not turn."""
    turn = _TURN.search(text)
    return text[: turn.start()] if turn else ""
