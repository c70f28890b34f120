"""Reads every sharing statement out of a policy: who gets what, why, and under which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policy.documents import BlockKind, Document
from policy.sharing.clauses import read_clauses
from policy.sharing.details import data_of, local_words, purpose_of, purposes_of, region_of, scope_of, stated_aim
from policy.sharing.entries import Entry, entry_of
from policy.sharing.identity import Identity, read_identity
from policy.sharing.model import Clause, DataItem, Force, Recipient, RecipientKind, SharingStatement
from policy.sharing.names import Name, find_described, find_names, is_listed
from policy.sharing.predicates import (
    SHARE,
    SHARING_HEADING,
    SPOKEN_OF,
    acts_for_us,
    force_of,
    in_list_of_providers,
    in_sharing_section,
    is_collection,
    is_denial,
    names_no_recipient,
    others_share,
    speaks_of_sharing,
    until_denial,
    we_share,
)
from policy.sharing.quotes import literal_quote
from policy.sharing.wordings import wording
from policy.vocabulary import Kind, Vocabulary, standard_vocabulary

_CONNECTED = re.compile(
    r"\b(?:with|to|by|via|through|using|use|uses|including|includes|such as|like|e\.g\.,?|i\.e\.,?|namely|called|engage|employ|instructs?|are|is|and|or|currently|"
    r"presently|today|now|from|(?:host|stor|run|deploy|kept|held|built|rely|sav|keep|process|archiv|back)\w*\s+(?:\w+\s+){0,3}?(?:on|in|at|up))\s*"
    r"(?:the\s+|a\s+|an\s+|our\s+|companies\s+|services?\s+|providers?\s+)*[(“\"]?$|[,(/:]\s*$",
    re.IGNORECASE,
)
_NAMES_FOLLOW = re.compile(
    r"\b(?:(?:with|to|by|via|using|use|uses|including|includes|such as|like|e\.g\.,?|namely|called|engage|employ|instructs?|is|are)|"
    r"(?:provider|processor|partner|vendor|supplier)s?,?)\s+(?:[A-Z]\w+(?:,| and| or)?\s+)*$"
)
_RECIPIENT_BEFORE = re.compile(
    r"\b(?:third[- ]part\w+|providers?|vendors?|partners?|processors?|suppliers?|companies|services? such)\b",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(
    r"\b(?:shared?|disclosed?|provided?|pass(?:ed)?|send|sent|transfer(?:red)?|transmit(?:ted)?|used?|using|engaged?|rely on|works? with|hosts?|hosted|hosting|"
    r"stored?|processed|powered|handled|managed|operated|gives?|given|goes|tell)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:is|are|was|be|been)\s+(?:\w+\s+){0,2}?(?:\w+(?:ed|en|pt|nt|ld|one|ade)|run|put|read)\b[^.;]{0,60}?\b(?:by|through|with|via|using|to)\s+(?:the\s+)?(?:company\s+|provider\s+)?$|"
    r"\b(?:kept|stored|held|hosted|processed|managed|saved)\s+(?:\w+\s+){0,3}?(?:in|on|at|with|by)\s+$|\b(?:our|the) \w+(?: \w+)?,\s+$",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"^(?:They|Both|It|These (?:companies|providers|services|partners|vendors|firms)|(?:This|The|That) (?:company|provider|service|firm))\b"
)
_UNLESS = re.compile(r"\b(?:unless|except|other than|apart from)\b.*$", re.IGNORECASE)
_OWN_PROCESSING = re.compile(
    r"\b(?:carried out by|done by|performed by|handled by|processed by|available to|accessed by|used by)\b",
    re.IGNORECASE,
)
_PROCESSOR = re.compile(r"\bprocess(?:or|ors)\b|on our behalf|service provider", re.IGNORECASE)
_WITHIN_KINDS = frozenset(
    [
        "payment_processor",
        "analytics_providers",
        "advertisers",
        "social_networks",
        "resellers",
        "carriers",
        "banks",
        "researchers",
        "professional_advisers",
        "insurers",
    ]
)
_SECTION_KINDS = frozenset(["employees", "public", "other_users", "emergency", "researchers", "carriers"])
_NO_RECIPIENT_TOPICS = frozenset({"topic:complaint", "topic:arbitration"})


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """What one revision says: its clauses and sharing statements, ready for questions."""

    document: Document
    clauses: tuple[Clause, ...]
    statements: tuple[SharingStatement, ...]
    identity: Identity


@dataclass(frozen=True, slots=True)
class _Content:
    """What the statements of one clause have in common."""

    data: tuple[DataItem, ...] = ()
    mentions: tuple[str, ...] = ()
    purpose: str = ""
    names: tuple[str, ...] = ()
    local: bool = False


_READINGS: dict[tuple[object, ...], PolicyReading] = {}
_MOST_READINGS = 256


def read_policy(document: Document, vocabulary: Vocabulary | None = None) -> PolicyReading:
    """Read a document's clauses and sharing statements; the same text is read once in a process."""
    words = vocabulary or standard_vocabulary()
    # An excerpt may bear the name and hold the words of a whole document: its sections tell them apart.
    key = (document.name, document.source, document.sections, words.identity)
    reading = _READINGS.pop(key, None) or _read(document, words)
    if len(_READINGS) >= _MOST_READINGS:
        _READINGS.pop(next(iter(_READINGS)))
    _READINGS[key] = reading  # the last one used stands last
    return reading


def read_sharing(document: Document, vocabulary: Vocabulary | None = None) -> tuple[SharingStatement, ...]:
    """Return every sharing statement of a document in reading order; each has a quote that stands in its source.

    Statements of force `never` deny sharing: their recipient is "third parties" at large.
    """
    return read_policy(document, vocabulary).statements


def _read(document: Document, vocabulary: Vocabulary) -> PolicyReading:
    clauses = read_clauses(document, vocabulary)
    identity = read_identity(document)
    statements = tuple(_Extraction(document, vocabulary, identity).statements(clauses))
    return PolicyReading(document, clauses, statements, identity)


@dataclass(slots=True)
class _Extraction:
    document: Document
    vocabulary: Vocabulary
    identity: Identity

    def statements(self, clauses: tuple[Clause, ...]) -> Iterator[SharingStatement]:
        earlier: tuple[SharingStatement, ...] = ()
        for clause in clauses:
            if not clause.wording.tokens:
                continue
            found = tuple(self.of_clause(clause, earlier))
            yield from found
            named = tuple(s for s in found if s.recipient.kind is RecipientKind.NAMED)
            earlier = named or (earlier if earlier and earlier[0].block == clause.block else ())

    def of_clause(self, clause: Clause, earlier: tuple[SharingStatement, ...]) -> Iterator[SharingStatement]:
        if is_denial(self.identity.as_we(clause.text)):
            yield from self.denial(clause)
            yield from self.before_denial(clause)
        elif earlier and _ANAPHORA.match(clause.text) and earlier[0].block == clause.block:
            yield from self.continued(clause, earlier)
        elif entry := entry_of(clause, self.document, self.identity, self.vocabulary):
            yield from self.listed(clause, entry)
        elif clause.kind is not BlockKind.ROW and not is_collection(self.identity.as_we(clause.text)):
            yield from self.prose(clause)

    def continued(self, clause: Clause, earlier: tuple[SharingStatement, ...]) -> Iterator[SharingStatement]:
        """“They receive your name …” speaks of the recipients of the sentence before it."""
        data, mentions = data_of(clause, self.vocabulary)
        for before in earlier:
            content = _Content(data, mentions, before.purpose, (before.recipient.name,))
            recipient = replace(before.recipient, location=region_of(clause.text) or before.recipient.location)
            yield from self.built(clause, recipient, before.force, content, before.scope)

    def denial(self, clause: Clause) -> Iterator[SharingStatement]:
        data, mentions = data_of(clause, self.vocabulary)
        nobody = Recipient("third parties", RecipientKind.CATEGORY)
        yield from self.built(clause, nobody, Force.NEVER, _Content(data, mentions))
        exception = _UNLESS.search(clause.text)
        spoken = wording(exception.group(), self.vocabulary).concepts if exception else frozenset()
        for key in ("public_authorities", "business_transfer_party"):
            if f"recipient:{key}" in spoken:
                yield from self.kind(clause, key, _Content(data, mentions, "", ()))

    def before_denial(self, clause: Clause) -> Iterator[SharingStatement]:
        """“We only share A with B - we do not share it with C” also says who gets A."""
        head = until_denial(clause.text)
        spoken = self.identity.as_we(head)
        if head and we_share(spoken) and not is_denial(spoken):
            end = clause.start + len(head)
            yield from self.prose(replace(clause, text=head, end=end, wording=wording(head, self.vocabulary)))

    def listed(self, clause: Clause, entry: Entry) -> Iterator[SharingStatement]:
        """An entry of a list or table of recipients: each name with the purpose, data and region of its entry."""
        content = _Content(entry.data, entry.mentions, entry.purpose, tuple(name.shown for name in entry.names))
        force = force_of(clause, "" if clause.cells else clause.text, "")
        for name in entry.names:
            recipient = Recipient(name.shown, RecipientKind.NAMED, name.aliases, entry.role, entry.region)
            yield from self.built(clause, recipient, force, content, entry.scope)
        for key in entry.kinds:
            yield from self.kind(clause, key, content)

    def prose(self, clause: Clause) -> Iterator[SharingStatement]:
        inside = in_sharing_section(clause)
        spoken = self.identity.as_we(clause.text)
        shares = inside or speaks_of_sharing(spoken) or _OWN_PROCESSING.search(spoken) or in_list_of_providers(clause)
        if not shares or (others_share(spoken) and not clause.label):
            return
        names = self.names(clause, inside=inside)
        data, mentions = data_of(clause, self.vocabulary)
        shown = tuple(name.shown for name in names)
        content = _Content(data, mentions, purpose_of(clause, names) if names else "", shown)
        role = "processor" if _PROCESSOR.search(clause.text + clause.lead) else ""
        for name in names:
            location = region_of(clause.text[name.end :])
            recipient = Recipient(name.shown, RecipientKind.NAMED, name.aliases, role, location)
            force = force_of(clause, clause.text, clause.text[: name.start])
            own_words = local_words(clause.text, name, names)
            special = replace(content, purpose=own_words, local=bool(own_words)) if own_words else content
            yield from self.built(clause, recipient, force, special, scope_of(clause.text, name.start, name.end))
        for key in self.kinds(clause, named=bool(names), inside=inside):
            yield from self.kind(clause, key, _Content(data, mentions, stated_aim(clause), shown))

    def names(self, clause: Clause, *, inside: bool) -> tuple[Name, ...]:
        text = clause.text
        found = tuple(
            name
            for name in (*find_names(text, self.identity, self.vocabulary), *find_described(text, self.identity))
            if not names_no_recipient(text[: name.start], text[name.full_end :])
            and (
                not text[: name.start].strip()
                or _CONNECTED.search(text[: name.start])
                or acts_for_us(text[name.full_end :])
            )
        )
        kept = tuple(
            n
            for n in found
            if n.certain
            or _NAMES_FOLLOW.search(text[: n.start])
            or is_listed(n, found, text)
            or acts_for_us(text[n.full_end :])
        )
        if inside or _reaches(text, kept):
            return kept
        return tuple(
            n for n in kept if acts_for_us(text[n.full_end :]) or (n.certain and _AGENT.search(text[: n.start]))
        )

    def kinds(self, clause: Clause, *, named: bool, inside: bool) -> tuple[str, ...]:
        """Return the kinds of recipients that the clause speaks of without naming one."""
        if _NO_RECIPIENT_TOPICS & clause.wording.concepts:
            return ()
        spoken = clause.wording.concepts | wording(clause.label, self.vocabulary).concepts
        text, lead = self.identity.as_we(clause.text), self.identity.as_we(clause.lead)
        shares = (
            we_share(text)
            or (inside and bool(clause.label or SHARE.search(text)))
            or we_share(lead)
            or in_list_of_providers(clause)
        )
        own = bool(_OWN_PROCESSING.search(clause.text))
        keys = []
        for concept in self.vocabulary.of_kind(Kind.RECIPIENT):
            key = concept.key.partition(":")[2]
            grouped = key == "group_companies"
            if concept.key not in spoken and not (key in SPOKEN_OF and SPOKEN_OF[key].search(clause.text)):
                continue
            if (named and key in _WITHIN_KINDS) or (key in _SECTION_KINDS and not inside):
                continue
            if shares or (own and grouped):
                keys.append(key)
        return tuple(keys)

    def kind(self, clause: Clause, key: str, content: _Content) -> Iterator[SharingStatement]:
        concept = self.vocabulary.concepts[f"{Kind.RECIPIENT.value}:{key}"]
        name = self.identity.group_recipient if key == "group_companies" else concept.label
        recipient = Recipient(name, RecipientKind.CATEGORY, concept=concept.key)
        yield from self.built(clause, recipient, force_of(clause, clause.text, ""), content)

    def built(
        self, clause: Clause, recipient: Recipient, force: Force, content: _Content, scope: str = ""
    ) -> Iterator[SharingStatement]:
        """Yield the statement unless its words cannot be quoted literally: no quote, no statement."""
        text = self.document.blocks[clause.block].markdown if clause.cells else clause.text
        if clause.kind is BlockKind.ITEM and clause.label and recipient.name in clause.label:
            text = self.document.blocks[clause.block].text[: clause.end]  # the name is in the label: quote it as well
        quote = literal_quote(text, clause.block, self.document)
        if not quote:
            return
        group = _group(clause)
        own_name = wording(recipient.name, self.vocabulary)
        if recipient.kind is RecipientKind.NAMED:
            purposes = self.purposes(clause, content, group)
        else:  # what else the clause speaks of says nothing about authorities or a buyer
            purposes = purposes_of(content.purpose, "", self.vocabulary, group, content.names)
        yield SharingStatement(
            recipient=recipient,
            group=group,
            data=content.data,
            mentions=content.mentions,
            purpose=content.purpose,
            purposes=tuple(dict.fromkeys([*purposes, *own_name.keys(Kind.PURPOSE)])),
            scope=scope,
            force=force,
            region=recipient.location or region_of(clause.text),
            section=clause.section,
            heading=clause.heading,
            clause=clause.index,
            block=clause.block,
            start=clause.start,
            end=clause.end,
            line=clause.line,
            quote=quote,
        )

    def purposes(self, clause: Clause, content: _Content, group: str) -> tuple[str, ...]:
        """What the clause says of one name alone ("Acme (newsletters)") outweighs what it says of all."""
        if content.local and (own := purposes_of(content.purpose, "", self.vocabulary, "", content.names)):
            return own
        return purposes_of(content.purpose, clause.text, self.vocabulary, group, content.names)


def _group(clause: Clause) -> str:
    """Return the policy's own label: the clause's label, else the heading when it stands below a sharing heading."""
    if clause.label and clause.kind is not BlockKind.ITEM:
        return clause.label
    if any(SHARING_HEADING.search(heading) for heading in clause.headings[1:-1]) or clause.kind is BlockKind.ITEM:
        return clause.heading
    return clause.label


def _reaches(text: str, names: tuple[Name, ...]) -> bool:
    """Outside sharing sections, whether a verb of sharing or use, or a word for recipients, stands before the names."""
    if not names:
        return False
    before = text[: names[0].start]
    return bool(_RECIPIENT_BEFORE.search(before) or _VERB_BEFORE.search(before))
