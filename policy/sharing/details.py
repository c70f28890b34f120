"""What a sharing clause says besides the recipient: data, purpose, scope, region."""

from __future__ import annotations

import re

from policy.sharing.model import Clause, DataItem
from policy.sharing.names import Name
from policy.sharing.predicates import SHARE
from policy.sharing.wordings import wording
from policy.vocabulary import Kind, Vocabulary

_PURPOSE = re.compile(
    r"\b(?:(?:for the purposes? of|in order to|so that (?:we|they|you) can|so as to|to help (?:us|you)|to enable|whose job is|which)\s+|"
    r"(?:to|for)\s+(?!(?:the extent|third|our|you\b|your|us\b|them\b|example|instance|more|further|public|law|any|a\b|each|all|which|whom|as long))|"
    r"for (?=our|your|any|a\b|all))([^.;]+)",
    re.IGNORECASE,
)
_BY_MEANS_OF = re.compile(
    r"^(?:[Ww]e|[Oo]ur \w+)\s+(?:may |also |currently )?(.+?)\s+(?:using|through|via|with the help of|with|by|on)\s"
)
_ABOUT_DATA = re.compile(
    r"\b(?:shar\w+|disclos\w+|provid\w+|transfer\w*|pass\w*|send\w*|sent|giv\w+|process\w*|receiv\w+|collect\w*|stor\w+|access\w*|"
    r"handle\w*|see\w*|learn\w*|know\w*|get[s]?|hold[s]?|reach\w*|forward\w*|transmit\w*|submit\w*|keep[s]?|record\w*|mak\w+)\b",
    re.IGNORECASE,
)
_LONGEST_PURPOSE = 240
_REGION = re.compile(
    r"\b(?:in|within|throughout|located in|based in|from|to)\s+(?:the\s+)?((?:United States|United Kingdom|European Union|European Economic Area|"
    r"Europe|EU|EEA|US|USA|UK|U\.S\.A?|Germany|France|Ireland|Netherlands|Canada|India|Australia|Singapore|Japan|Switzerland|Sweden|Finland|"
    r"Spain|Italy|Austria|Denmark|Norway|Poland|Belgium|Brazil|Israel)(?:(?:,| or| and|, and)\s+(?:the\s+)?(?:United States|Europe|EU|EEA|US|USA|UK|"
    r"Germany|France|Ireland|Netherlands|Canada|India|Singapore|Switzerland|United Kingdom|Australia|Japan))*)"
)


def data_of(clause: Clause, vocabulary: Vocabulary) -> tuple[tuple[DataItem, ...], tuple[str, ...]]:
    """Return the data that the clause says is shared, and the categories it only mentions.

    Data is what follows a verb of sharing or processing before the purpose begins; "personal data" alone says nothing
    about which data, so it is left out.
    """
    items: dict[str, DataItem] = {}
    mentions: dict[str, None] = {}
    for match in clause.wording.matches:
        if not match.concept.startswith(f"{Kind.DATA.value}:"):
            continue
        concept = vocabulary.concepts[match.concept]
        if concept.generic:
            continue
        before = clause.text[max(0, match.start - 160) : match.start]
        if _is_object(before) and not _only_purpose(before):
            items.setdefault(match.concept, DataItem(match.concept, match.words))
        else:
            mentions[match.concept] = None
    passive = _passive_subject(clause)
    for key in [
        key
        for key in mentions
        if passive and any(m.concept == key and m.start < passive for m in clause.wording.matches)
    ]:
        words = next(match.words for match in clause.wording.matches if match.concept == key)
        items.setdefault(key, DataItem(key, words))
    return tuple(items.values()), tuple(key for key in mentions if key not in items)


def _is_object(before: str) -> bool:
    """Whether a verb that takes data stands before, in the same part of the sentence."""
    verbs = list(_ABOUT_DATA.finditer(before))
    return bool(verbs) and not re.search(r"[.;:]", before[verbs[-1].end() :])


def _only_purpose(before: str) -> bool:
    """Whether "to"/"for" stands between the last verb of giving and the data: then the data is named in the purpose."""
    shares = list(SHARE.finditer(before))
    tail = before[shares[-1].end() :] if shares else before
    last = list(_ABOUT_DATA.finditer(before))
    tail = tail if shares else before[last[-1].start() :] if last else before
    return bool(
        re.search(
            r"\b(?:to|for)\s+(?:the purposes? of\s+)?(?:\w+ing|process|fulfil\w*|charge|re-?assign|manage|deliver)\b",
            tail,
        )
    ) and not re.search(r"\brequired (?:to|for)\b|\bneeded (?:to|for)\b|\bnecessary (?:to|for)\b", tail)


def _passive_subject(clause: Clause) -> int:
    match = re.search(
        r"\b(?:is|are|may be|will be|can be|was|were|gets?|be|goes|go|sits|lives)\s+(?:\w+ly\s+)?(?:shared|disclosed|provided|transferred|passed|sent|"
        r"given|stored|processed|forwarded|transmitted|hosted|held|kept|handled|collected|to|with|on|in|directly|made|written|backed|archived|answered|measured|straight|passed|seen)\b",
        clause.text,
    )
    return match.start() if match else 0


_PASSIVE_BY = re.compile(
    r"^(?:The\s+)?(.+?)\s+(?:is|are|will be|may be)\s+(?:\w+ly\s+)?(?:processed|handled|done|provided|managed|carried out|run|delivered|"
    r"stored|hosted|sent|operated|collected|answered|measured|kept|calculated|printed|shipped|translated)\s+(?:by|with|through|on|via|at)\b"
)
_STATED_AIM = re.compile(
    r"\b(?:in order to|for the purposes? of|so that|to (?:comply|meet|help|establish|protect|investigate|enforce|defend))\s+[^.;]+"
)


def purpose_of(clause: Clause, names: tuple[Name, ...]) -> str:
    """Return the literal words of the purpose behind the names, or before them; "" when the clause gives none."""
    text = clause.text
    after = names[-1].full_end if names else 0
    shown = tuple(name.shown for name in names)
    found = [
        match.group(1) for match in _PURPOSE.finditer(text, after) if text[match.start() - 1 : match.start()] != "("
    ]
    for pattern in (_PASSIVE_BY, _BY_MEANS_OF):
        match = pattern.match(text)
        if match and match.end() <= (names[0].start + 3 if names else 0):
            found.append(match.group(1))
    found += [match.group(1) for match in _PURPOSE.finditer(text, 0, after)]
    trimmed = (_trimmed(words) for words in found)
    return next((words for words in trimmed if words and not any(name in words for name in shown)), "")


def stated_aim(clause: Clause) -> str:
    """Return the aim of a disclosure to recipients without a name ("to meet law enforcement requirements …")."""
    match = _STATED_AIM.search(clause.text)
    return _trimmed(match.group()) if match else ""


def local_words(text: str, name: Name, names: tuple[Name, ...]) -> str:
    """Return what the clause says of one name among several: its brackets, or its own verb ("Bramble sends our mail").

    "" when the clause speaks of all of its names alike.
    """
    bracket = re.match(r"\s*\((?!for our|for the|only|in |our )([a-z][^()]{2,80})\)", text[name.full_end :])
    if bracket:
        return bracket.group(1)
    if shared_out := _own_aim(text, name, names):
        return shared_out
    following = next((other.start for other in names if other.start >= name.full_end), len(text))
    behind = text[name.full_end : following]
    verb = re.match(r"\s+(?:also\s+)?(?!is\b|as\b|this\b|its\b|has\b)[a-z]+(?:s|es)\s+[^;]+", behind)
    if verb and len(names) > 1 and len(behind.split()) >= 3 and not behind.strip().startswith("s "):
        return behind.strip(" ,;").removesuffix(" and").removesuffix(",")
    return ""


_AIM = re.compile(r"\s+for\s+([a-z][\w-]*(?:\s+(?!and\b)[\w-]+){0,5}?)\s*(?=[,;).]|\band\b|$)")


def _own_aim(text: str, name: Name, names: tuple[Name, ...]) -> str:
    """Return a name's own aim where a list deals out aims ("Acme for hosting and Bramble for mail"), else "".

    One aim at the end of a list belongs to all of its names, so a second one must stand beside another name.
    """
    aims = [(other.start, match.group(1)) for other in names if (match := _AIM.match(text, other.full_end))]
    if len(aims) < 2:
        return ""
    start, words = next(((start, words) for start, words in aims if start >= name.start), (len(text), ""))
    apart = re.search(r"[()]|\b[a-z]{4,}", text[name.full_end : start])
    return scope_of(text, name.start, name.end) if apart else words


def _trimmed(words: str) -> str:
    """Cut a purpose where the next thought begins; a very long one at its last comma that still fits."""
    words = re.split(r",\s+and\s+(?:therefore|we)\b|\s+\((?:such as|including)", words)[0]
    depth = 0
    for place, letter in enumerate(words):  # a bracket that closes more than was opened ends the thought
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            words = words[:place]
            break
    if len(words) > _LONGEST_PURPOSE:
        words = words[:_LONGEST_PURPOSE].rsplit(",", 1)[0]
    return words.strip(" ,)")


def scope_of(text: str, start: int, end: int) -> str:
    """Return the words that limit a name within its clause: before "(such as …" or in brackets behind it."""
    behind = re.match(r"[^()]{0,80}?\s*\((for|in|only|used|when|to)\b([^()]*)\)", text[end : end + 200])
    if behind:
        return f"{behind.group(1)}{behind.group(2)}"
    opened = text.rfind("(", 0, start)
    if opened >= 0 and ")" not in text[opened:start]:
        before = re.split(r"[,;()]|\bor\b|\band\b|\beither\b", text[:opened])[-1]
        return " ".join(before.split()[-8:])
    return ""


def region_of(text: str) -> str:
    """Return the countries or regions that a text places data in, in its own words."""
    match = _REGION.search(text)
    return match.group(1) if match else ""


def purposes_of(words: str, text: str, vocabulary: Vocabulary, group: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the vocabulary's purposes in the label and in the text; words inside the names do not count."""
    for name in names:
        text = text.replace(name, " ")
    keys = [*wording(group, vocabulary).keys(Kind.PURPOSE), *wording(words, vocabulary).keys(Kind.PURPOSE)]
    return tuple(dict.fromkeys([*keys, *wording(text, vocabulary).keys(Kind.PURPOSE)]))
