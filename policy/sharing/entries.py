"""Entries of recipient lists and tables: "**Acme**: payment processing", "[Acme](…). Help desk.", "| Acme | … | EU |"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.documents import BlockKind, Document
from policy.sharing.details import data_of, region_of
from policy.sharing.identity import Identity
from policy.sharing.model import Clause, DataItem
from policy.sharing.names import Name, clean_name, find_names, not_names
from policy.sharing.predicates import SHARING_HEADING
from policy.sharing.wordings import wording
from policy.vocabulary import Kind, Vocabulary, fold, tokens

_NAME_COLUMN = re.compile(
    r"sub-?\s?processor|vendor|provider|company|entit|recipient|third[- ]part|supplier|partner|\bname|organi[sz]ation|processor|\bwho\b|tool|firm",
    re.IGNORECASE,
)
_PURPOSE_COLUMN = re.compile(
    r"purpose|service|activit|function|\buse|description|what (?:for|they)|why|role|task|reason|does", re.IGNORECASE
)
_REGION_COLUMN = re.compile(r"location|countr|region|where|jurisdiction|based|hosted|place|seat", re.IGNORECASE)
_DATA_COLUMN = re.compile(r"\bdata\b|information|categor|what they (?:get|see|receive)", re.IGNORECASE)
_LIST_OPENING = re.compile(
    r"third[- ]part|sub-?\s?processor|processor|service provider|provider|vendor|partner|supplier|recipient|following (?:companies|services|products|tools|firms|organi[sz]ations)|"
    r"products/services|companies|\bshare|disclos|whom",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|/|;|\band\b|&(?=\s[A-Z]))\s*")
_SEPARATED = re.compile(r"^(.{2,60}?)(?:\s+[–—-]\s+|:\s+|\s+\(|\.\s+(?=[A-Z])|$)")
_SMALL_WORD = re.compile(r"(?<![\w.])[a-z]{4,}(?![\w.])")
_MOST_WORDS_OF_A_NAME = 6
_LEGAL_TAIL = re.compile(r"^(?:inc|llc|ltd|gmbh|limited|corp|b\.v|s\.a|co|plc|ag)\b\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list of recipients: its names, or the kinds it speaks of where it has no name."""

    names: tuple[Name, ...]
    kinds: tuple[str, ...]
    purpose: str
    region: str
    data: tuple[DataItem, ...]
    mentions: tuple[str, ...]
    role: str
    scope: str


def entry_of(clause: Clause, document: Document, identity: Identity, vocabulary: Vocabulary) -> Entry | None:
    """Return the entry that a clause is, or None when it is prose."""
    if clause.kind is BlockKind.ROW:
        return _row(clause, identity, vocabulary)
    if clause.kind is BlockKind.ITEM and _opens_recipients(clause):
        return _item(clause, document, identity, vocabulary)
    return None


def _opens_recipients(clause: Clause) -> bool:
    return bool(_LIST_OPENING.search(clause.lead)) or any(
        SHARING_HEADING.search(heading) for heading in clause.headings
    )


def _item(clause: Clause, document: Document, identity: Identity, vocabulary: Vocabulary) -> Entry | None:
    block = document.blocks[clause.block]
    if clause.label:
        head, rest = clause.label, clause.text
    elif clause.start == 0:
        head, rest = _head(clause, block.links[0].text if block.links else "")
    else:  # a later sentence of the item: belongs to the names its first sentence has
        head, rest = _head_of_block(block.text, block.links[0].text if block.links else ""), clause.text
    names = entry_names(head, identity, vocabulary)
    if not names:
        return None
    data, mentions = data_of(clause, vocabulary)
    purpose = rest.strip(" .:–—-")
    return Entry(names, (), purpose, _region(clause), data, mentions, _role(clause), _product(clause, identity))


def _head(clause: Clause, link: str) -> tuple[str, str]:
    if link and clause.text.startswith(link):
        return link, clause.text[len(link) :]
    match = _SEPARATED.match(clause.text.rstrip("."))
    if match:
        return match.group(1), clause.text[match.end(1) :].strip(" ()–—:-.")
    return "", clause.text


def _head_of_block(text: str, link: str) -> str:
    if link and text.startswith(link):
        return link
    match = _SEPARATED.match(text)
    return match.group(1) if match else ""


def entry_names(head: str, identity: Identity, vocabulary: Vocabulary) -> tuple[Name, ...]:
    """Return the names that a list entry opens with; none when its opening is a kind or a purpose in plain words."""
    if not head or _is_category(head, vocabulary):
        return ()
    names: list[Name] = []
    bracket = re.search(r"\s*\(([^)]*)\)", head)
    plain = re.sub(r"\s*\([^)]*\)", "", head)
    parts = [part for part in _SPLIT.split(plain) if part and not _LEGAL_TAIL.match(part)]
    if len(parts) > 1 and re.search(r"\w\s*&\s*\w", plain) and "," not in plain:
        parts = [plain]
    for part in parts:
        shown = clean_name(part)
        if _is_name(shown, identity, vocabulary):
            aliases = (
                (clean_name(bracket.group(1)),)
                if bracket and len(parts) == 1 and len(bracket.group(1).split()) <= 4
                else ()
            )
            names.append(
                Name(
                    shown,
                    tuple(alias for alias in aliases if alias[:1].isupper()),
                    0,
                    len(part),
                    len(part),
                    certain=True,
                )
            )
    return tuple(names)


def _is_name(shown: str, identity: Identity, vocabulary: Vocabulary) -> bool:
    if not shown or len(shown.split()) > _MOST_WORDS_OF_A_NAME or identity.is_own(shown):
        return False
    if fold(shown) in not_names().whole or _is_category(shown, vocabulary):
        return False
    return any(letter.isupper() for letter in shown) or "." in shown


def _is_category(head: str, vocabulary: Vocabulary) -> bool:
    """Whether the words name a kind of recipient or a purpose, as "Payment Providers" and "With your consent" do."""
    if _SMALL_WORD.search(head) and not re.search(r"[a-z]\.[a-z]{2,3}\b", head):
        return True
    if fold(head.split()[0]) in not_names().openers and len(head.split()) > 1:
        return True
    reading = wording(head, vocabulary)
    covered = {place for match in reading.matches for place in range(match.first, match.last)}
    rest = [word for place, word in enumerate(reading.tokens) if place not in covered]
    plain = [
        word for word in rest if fold(word.text) not in not_names().heads and fold(word.text) not in not_names().openers
    ]
    return not plain


def _row(clause: Clause, identity: Identity, vocabulary: Vocabulary) -> Entry | None:
    columns = _columns(clause)
    if "name" not in columns:
        return None
    cells = {role: clause.cells[place] for role, place in columns.items() if place < len(clause.cells)}
    by_kind = re.search(r"categor|types? of|kinds? of", clause.columns[columns["name"]], re.IGNORECASE)
    names = () if by_kind else entry_names(cells.get("name", ""), identity, vocabulary)
    kinds = () if names else _kinds(cells.get("name", ""), vocabulary)
    if not names and not kinds and not by_kind:
        names = find_names(cells.get("name", ""), identity, vocabulary)
    cell = cells.get("data", "")  # a cell holds nothing but data, so loose words ("Name") count as well
    data = tuple(
        DataItem(match.concept, match.words)
        for match in vocabulary.question.find(tokens(cell), cell)
        if match.concept.startswith("data:") and not vocabulary.concepts[match.concept].generic
    )
    mentions = tuple(key for key in clause.wording.keys(Kind.DATA) if key not in {item.category for item in data})
    return Entry(
        names,
        kinds,
        cells.get("purpose", ""),
        cells.get("region", ""),
        data,
        mentions,
        _role(clause),
        _product(clause, identity),
    )


def _columns(clause: Clause) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, title in enumerate(clause.columns):
        role = _column_role(title)
        if role and role not in columns:
            columns[role] = place
    relevant = _LIST_OPENING.search(" ".join((*clause.headings, clause.lead, *clause.columns)))
    return columns if relevant else {}


def _column_role(title: str) -> str:
    for role, pattern in (
        ("name", _NAME_COLUMN),
        ("region", _REGION_COLUMN),
        ("data", _DATA_COLUMN),
        ("purpose", _PURPOSE_COLUMN),
    ):
        if pattern.search(title) and not (
            role == "name" and re.search(r"\b(?:data|purpose|cookie)\b", title, re.IGNORECASE)
        ):
            return role
    return ""


def _kinds(cell: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(key.partition(":")[2] for key in wording(cell, vocabulary).keys(Kind.RECIPIENT))


def _region(clause: Clause) -> str:
    return region_of(clause.text) or region_of(clause.lead)


def _role(clause: Clause) -> str:
    words = " ".join((*clause.headings, clause.lead, *clause.columns))
    return "processor" if re.search(r"processor|on our behalf|service provider", words, re.IGNORECASE) else ""


def _product(clause: Clause, identity: Identity) -> str:
    """Return the publisher's product whose list the entry stands in ("HEY subprocessors"), if its headings name one."""
    for heading in (*clause.headings, clause.lead):
        for product in identity.products:
            if re.search(rf"\b{re.escape(product)}\b", heading):
                return product
    return ""
