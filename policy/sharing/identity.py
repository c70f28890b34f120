"""Who speaks in a policy: the company's own names, its products, its group, and the terms it defines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from policy.documents import BlockKind, Document
from policy.vocabulary import fold

_NAME = r"([A-Z0-9][\w&.'’+-]*(?:\s+[A-Z0-9][\w&.'’+-]*){0,4})"
_SELF = (
    re.compile(rf"\b[Ww]e\s+are\s+(?:the\s+)?{_NAME}"),
    re.compile(
        rf"{_NAME}(?:,?\s+(?:Inc|LLC|Ltd|GmbH|Limited|Corp|B\.V|S\.A)\.?)?,?\s*\([^)]*[“\"](?:[Ww]e|[Uu]s|[Oo]ur)[”\"]"
    ),
    re.compile(
        rf"{_NAME}(?:,?\s+(?:Inc|LLC|Ltd|GmbH|Limited|Corp)\.?)?\s*\((?:hereinafter|referred to|the\s+)?\s*[“\"]{_NAME}[”\"]"
    ),
    re.compile(rf"\b[Aa]t\s+{_NAME},?\s+(?:we|our)\b"),
    re.compile(
        rf"\b(?:how|when|because)\s+{_NAME}\s*(?:\([^)]*\))?\s*(?:collects?|uses?|processes|and its|complies|handles?|treats)\b"
    ),
    re.compile(
        rf"\b{_NAME}\s+(?:collects?|complies|respects|cares|takes|encourages|commits|operates|provides this|has also committed|is committed|believes|reserves)\b"
    ),
    re.compile(
        rf"\b(?:operated|provided|maintained|offered|built|run)(?: and (?:operated|maintained|provided|run))? by\s+{_NAME}"
    ),
)
_SMALL_NAME = re.compile(r"\b([a-z][a-z0-9-]{2,20}),?\s+(?:Inc|LLC|Ltd|GmbH|Limited|Corp)\b")
"""A brand written small ("acme, Inc.")."""
_TITLE = re.compile(rf"{_NAME}(?:['’]s)?\s+(?:[Gg]lobal\s+)?(?:[Pp]rivacy|[Dd]ata\s+[Pp]rotection)\b")
_QUOTED = re.compile(r"[“\"]([^”\"“]{2,40})[”\"]")
_MEANS_US = re.compile(r"(?:references? to|refers? to)\s+((?:[“\"][^”\"]+[”\"],?\s*(?:and|or)?\s*)+)")
_LISTED = rf"((?:{_NAME}(?:\s*\([^)]*\))?(?:,\s*(?:and\s+)?|\s+and\s+)?)+)"
_PRODUCTS = (
    re.compile(
        rf"\b(?:products?|services?|brands?|apps?|applications|websites)\b[^.:;]{{0,80}}?\b(?:including|such as|like|called|named|namely)\s+{_LISTED}"
    ),
    re.compile(rf"\b(?:products?|brands?|apps)\s+(?:are\s+)?{_LISTED}"),
)
_PRODUCT_HEADING = re.compile(rf"^{_NAME}\s+(?:[Ss]ub-?\s?processors?|[Pp]rocessors?)$")
_OUR_PRODUCTS = re.compile(
    rf"\b[Oo]ur\s+({_NAME}(?:(?:,\s*(?:and\s+)?|\s+and\s+){_NAME}){{0,30}})\s+(?:products?|apps?|services?|brands?|platforms?|plans?)\b"
)
_OUR_LISTED = re.compile(
    r"\b[Oo]ur\s+[\w\s,.'’-]{0,80}?(?:websites?|applications?|apps?|products?|services?|features)[^()]{0,160}\("
    r"(?:including|for example,?|such as|e\.g\.,?|like)\s+([^()]{3,1500})\)"
)
_DOMAIN_NAME = re.compile(r"[a-z0-9-]+\.[a-z]{2,6}")
_LONGEST_PRODUCT = 40
_SPEAKS_OF_OURS = re.compile(r"\b(?:our|appl(?:y|ies)|covers?|maintained|built|brands?)\b", re.IGNORECASE)
_SPEAKS_OF_OTHERS = re.compile(r"third|vendor|provider|partner|processor|supplier", re.IGNORECASE)
_GROUP = (
    re.compile(rf"\bin\s+the\s+{_NAME}\s+[Gg]roup(?:\s+of\s+companies)?\b"),
    re.compile(rf"\bthe\s+{_NAME}\s+[Gg]roup(?:\s+of\s+companies)?\b"),
    re.compile(rf"\b{_NAME}\s+[Gg]roup(?:\s+of\s+companies)?\b"),
)
_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "your",
        "we",
        "you",
        "this",
        "that",
        "these",
        "those",
        "it",
        "they",
        "i",
        "if",
        "when",
        "privacy",
        "policy",
        "terms",
        "service",
        "services",
        "european",
        "union",
        "site",
    ]
)
_NOT_OWN = frozenset(
    [
        "eu",
        "eea",
        "uk",
        "us",
        "usa",
        "gdpr",
        "ccpa",
        "united",
        "states",
        "european",
        "union",
        "european",
        "economic",
        "area",
        "california",
        "personal",
        "customer",
        "article",
        "data",
    ]
) | frozenset(
    (
        "united states",
        "united kingdom",
        "european union",
        "european economic area",
        "personal data",
        "personal information",
    )
)
_MOST_OWN = 40


@dataclass(frozen=True, slots=True)
class Identity:
    """The names that mean the publisher itself; `group` is the name of its group of companies ("" if none)."""

    own: frozenset[str]
    main: str
    group: str
    products: tuple[str, ...]
    defined: frozenset[str]

    def is_own(self, name: str) -> bool:
        """Whether a name means the publisher or one of its products ("Acme", "Acme Inc", "Acme Mail")."""
        folded = fold(name)
        bare = re.sub(r"(?:^www\.|\.(?:com|org|net|io|co|app|eu|dev|example)$|[^a-z0-9])", "", folded)
        if folded in self.own or bare in {re.sub(r"[^a-z0-9]", "", own) for own in self.own}:
            return True
        return any(folded.startswith(f"{own} ") or folded.endswith(f" {own}") for own in self.own if len(own) > 2)

    def is_defined(self, name: str) -> bool:
        """Whether the policy defines these words in quotation marks ("Log Data")."""
        return fold(name) in self.defined

    def as_we(self, text: str) -> str:
        """Return a text in which the publisher's name as a subject reads "we" ("Acme shares" → "we shares")."""
        if not self.main:
            return text
        return re.sub(rf"(?<![\w.@/]){re.escape(self.main)}(?=\s+[a-z])", "we", text)

    @property
    def group_recipient(self) -> str:
        """What the companies of the publisher's group are called as recipients."""
        name = self.group or self.main
        return f"{name} group companies" if name else "group companies"


def read_identity(document: Document) -> Identity:
    """Read who the publisher is from the ways in which policies introduce themselves."""
    blocks = [block for block in document.blocks if block.kind is not BlockKind.ROW]
    text = "\n".join(block.text for block in blocks)
    opening = text[:6_000]
    votes: Counter[str] = Counter()
    for weight, pattern in zip((6, 8, 4, 4, 3, 2, 3), _SELF, strict=True):
        for match in pattern.finditer(text if weight < 4 else opening):
            for name in match.groups():
                if name and (cleaned := _clean(name)):
                    votes[cleaned] += weight
    votes.update(dict.fromkeys(_SMALL_NAME.findall(opening), 8))
    meant = [_clean(name) for group in _MEANS_US.findall(text) for name in _QUOTED.findall(group)]
    votes.update({name: 8 for name in meant if name and name.lower() not in {"we", "us", "our"}})
    headings = (_PRODUCT_HEADING.match(section.heading) for section in document.sections)
    headed = tuple(found.group(1) for found in headings if found)
    products = tuple(dict.fromkeys((*_products(opening, text), *(name for name in headed if _clean(name) == name))))
    titled = _TITLE.match(document.title)
    if titled and (cleaned := _clean(titled.group(1))):
        votes[cleaned] += 6
    known = [
        name for name, count in votes.most_common(_MOST_OWN) if count >= 6 or (count >= 3 and text.count(name) >= 4)
    ]
    main = max(known, key=lambda name: (text.count(name), votes[name]), default="")
    own = {fold(name) for name in (*known, *products, _short(main, text))}
    defined = frozenset(fold(term) for term in _QUOTED.findall(text) if fold(term) not in own)
    return Identity(frozenset(own - {""}), _short(main, text), _group(text), products, defined)


def _clean(name: str) -> str:
    words = name.strip(" ,.").split()
    while words and words[0].lower() in _COMMON:
        words = words[1:]
    while words and words[-1].lower().strip(".,") in {"inc", "llc", "ltd", "gmbh", "limited", "corp", "group"}:
        words = words[:-1]
    cleaned = " ".join(words).strip(" ,.’'")
    return cleaned if len(cleaned) > 1 and fold(cleaned) not in _COMMON | _NOT_OWN else ""


def _short(name: str, text: str) -> str:
    """Return the first word of a name when the text uses that alone more often ("Mailbird Technologies" → "Mailbird")."""
    first = name.split()[0] if name else ""
    return first if first and text.count(first) > 2 * max(1, text.count(name)) else name


def _products(text: str, whole: str) -> tuple[str, ...]:
    lists = [match.group(1) for match in _OUR_PRODUCTS.finditer(whole)]
    for sentence in re.split(r"(?<=[.!?])\s+", text[:4_000]):
        if _SPEAKS_OF_OURS.search(sentence) and not _SPEAKS_OF_OTHERS.search(sentence):
            lists += [match.group(1) for pattern in _PRODUCTS for match in pattern.finditer(sentence)]
    lists += [
        match.group(1)
        for match in _OUR_LISTED.finditer(text[:4_000])
        if not _SPEAKS_OF_OTHERS.search(match.group().partition("(")[0])
    ]
    names = [name for part in lists for name in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*\([^)]*\)", part)]
    kept = (cleaned for name in names if (cleaned := _clean(name)) and len(cleaned) <= _LONGEST_PRODUCT)
    return tuple(dict.fromkeys(name for name in kept if name[0].isupper() or _DOMAIN_NAME.fullmatch(name)))


def _group(text: str) -> str:
    for pattern in _GROUP:
        for match in pattern.finditer(text):
            if cleaned := _clean(match.group(1)):
                return cleaned
    return ""
