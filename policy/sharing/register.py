"""The reviewed sharing register `sharing.yml`: drafting it, reading it, checking it against a revision.

Legal reviews the draft and keeps it beside the policy. A reviewed entry beats what Herald extracts, as long as its quote
stands in the text of that revision; without its quote it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import yaml

from policy.documents import Document
from policy.errors import SettingsError
from policy.sharing.extraction import PolicyReading
from policy.sharing.model import Clause, DataItem, Force, Recipient, RecipientKind, SharingStatement
from policy.sharing.quotes import flat, is_literal
from policy.vocabulary import Vocabulary, fold

_MOST_CHARACTERS = 1_000_000
_MOST_ENTRIES = 2_000
_REMEDY = "see docs/register.md"
_KNOWN = frozenset(
    {
        "name",
        "aliases",
        "kind",
        "group",
        "role",
        "force",
        "data",
        "purpose",
        "region",
        "section",
        "quote",
        "not_a_recipient",
    }
)
EXTRAS = (
    "location",
    "address",
    "dpa",
    "safeguard",
    "country",
    "representative",
    "subjects",
    "legal_basis",
    "retention",
    "security",
    "contact",
    "note",
)
"""What an entry may carry beyond the policy's text (GDPR Article 30 fields and what processor tables hold)."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One reviewed recipient. `line` is its line in the file; `extras` is what the policy's text does not say."""

    name: str
    aliases: tuple[str, ...]
    kind: RecipientKind
    group: str
    role: str
    force: Force
    data: tuple[str, ...]
    purpose: str
    region: str
    section: str
    quote: str
    not_a_recipient: bool
    extras: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Register:
    """The entries of a `sharing.yml` in the order of the file."""

    entries: tuple[RegisterEntry, ...]
    place: str


@dataclass(frozen=True, slots=True)
class RegisterFault:
    """Something that `herald register check` reports, with the line in the register."""

    severity: Severity
    place: str
    reason: str
    remedy: str


def read_register(text: str, place: str = "sharing.yml") -> Register:
    """Read a register; raises SettingsError naming the line for anything that does not fit."""
    if len(text) > _MOST_CHARACTERS:
        raise SettingsError(place, f"longer than {_MOST_CHARACTERS} characters", _REMEDY)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise SettingsError(place, "anchors and aliases of YAML are not accepted", "write the entry out")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise SettingsError(f"{place}:{mark.line + 1}" if mark else place, "is not YAML", _REMEDY) from error
    return Register(tuple(_entries(root, content, place)), place)


def _entries(root: yaml.Node | None, content: object, place: str) -> Iterator[RegisterEntry]:
    if content is None:
        return
    if not isinstance(root, yaml.MappingNode) or not isinstance(content, dict):
        raise SettingsError(place, "must be a mapping with `recipients`", _REMEDY)
    rows = content.get("recipients", [])
    if not isinstance(rows, list) or len(rows) > _MOST_ENTRIES:
        raise SettingsError(place, f"`recipients` must be a list of at most {_MOST_ENTRIES} entries", _REMEDY)
    nodes: list[yaml.Node] = next((value.value for key, value in root.value if key.value == "recipients"), [])
    for node, row in zip(nodes, rows, strict=True):
        yield _entry(row, f"{place}:{node.start_mark.line + 1}", node.start_mark.line + 1)


def _entry(row: object, place: str, line: int) -> RegisterEntry:
    if not isinstance(row, dict) or not str(row.get("name", "")).strip():
        raise SettingsError(place, "an entry needs a `name`", _REMEDY)
    unknown = [str(key) for key in row if str(key) not in _KNOWN and str(key) not in EXTRAS]
    if unknown:
        raise SettingsError(
            place, f"unknown field `{unknown[0]}`", f"use one of {', '.join(sorted(_KNOWN | set(EXTRAS)))}"
        )
    removed = row.get("not_a_recipient", False) is True
    if not removed and not str(row.get("quote", "")).strip():
        raise SettingsError(place, f"the entry `{row['name']}` has no quote", "quote the sentence of the policy")
    try:
        force, kind = Force(str(row.get("force", "will"))), RecipientKind(str(row.get("kind", "named")))
    except ValueError as error:
        raise SettingsError(
            place, str(error), f"force: {', '.join(Force)}; kind: {', '.join(RecipientKind)}"
        ) from error
    return RegisterEntry(
        name=str(row["name"]).strip(),
        aliases=_words(row.get("aliases"), place, "aliases"),
        kind=kind,
        group=str(row.get("group", "")),
        role=str(row.get("role", "")),
        force=force,
        data=_words(row.get("data"), place, "data"),
        purpose=str(row.get("purpose", "")),
        region=str(row.get("region", "")),
        section=str(row.get("section", "")),
        quote=" ".join(str(row.get("quote", "")).split()),
        not_a_recipient=removed,
        extras=tuple((key, str(row[key])) for key in EXTRAS if row.get(key)),
        line=line,
    )


def _words(value: object, place: str, field: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise SettingsError(place, f"`{field}` must be a list", _REMEDY)
    return tuple(str(word) for word in value)


def check_register(register: Register, reading: PolicyReading, vocabulary: Vocabulary) -> tuple[RegisterFault, ...]:
    """Verify every entry against a revision: quotes must be literal, categories known, nobody missing or twice."""
    faults: list[RegisterFault] = []
    seen: set[tuple[str, str, str]] = set()
    for entry in register.entries:
        at = f"{register.place}:{entry.line}"
        faults += _entry_faults(entry, at, reading.document, vocabulary)
        key = (fold(entry.name), entry.quote, entry.section)
        if key in seen:
            faults.append(
                RegisterFault(Severity.WARNING, at, f"{entry.name} stands here twice with one quote", "remove one")
            )
        seen.add(key)
    known = {fold(name) for entry in register.entries for name in (entry.name, *entry.aliases)}
    for name in dict.fromkeys(s.recipient.name for s in reading.statements if s.force is not Force.NEVER):
        if fold(name) not in known:
            remedy = "add an entry, or one with `not_a_recipient: true`"
            faults.append(
                RegisterFault(
                    Severity.WARNING, register.place, f"the policy names {name}, the register does not", remedy
                )
            )
    return tuple(faults)


def _entry_faults(entry: RegisterEntry, at: str, document: Document, vocabulary: Vocabulary) -> Iterator[RegisterFault]:
    if entry.not_a_recipient:
        return
    if not is_literal(entry.quote, document):
        reason = f"the quote of {entry.name} does not stand in {document.name}"
        yield RegisterFault(Severity.ERROR, at, reason, "copy the sentence from the policy, or remove the entry")
    for key in entry.data:
        if f"data:{key}" not in vocabulary.concepts:
            yield RegisterFault(Severity.ERROR, at, f"unknown data category {key}", "use a key of the vocabulary")
    if entry.section and document.section(entry.section) is None and entry.section != "header":
        yield RegisterFault(
            Severity.WARNING, at, f"{document.name} has no section {entry.section}", "correct the section"
        )


def apply_register(reading: PolicyReading, register: Register) -> PolicyReading:
    """Return the reading with reviewed entries in the place of what was extracted about the same recipients.

    An entry whose quote does not stand in this revision is ignored: what the text no longer says is no answer.
    """
    removed = {fold(entry.name) for entry in register.entries if entry.not_a_recipient}
    reviewed = [s for entry in register.entries if not entry.not_a_recipient for s in _statements(entry, reading)]
    replaced = removed | {fold(statement.recipient.name) for statement in reviewed}
    kept = [s for s in reading.statements if fold(s.recipient.name) not in replaced or s.force is Force.NEVER]
    ordered = sorted((*kept, *reviewed), key=lambda s: s.clause)
    return replace(reading, statements=tuple(ordered))


def _row(clause: Clause, reading: PolicyReading) -> str:
    return reading.document.blocks[clause.block].markdown if clause.cells else clause.text


def _statements(entry: RegisterEntry, reading: PolicyReading) -> Iterator[SharingStatement]:
    if not is_literal(entry.quote, reading.document):
        return
    wanted = flat(entry.quote)
    holding = [
        c
        for c in reading.clauses
        if flat(c.text) in wanted or wanted in flat(c.text) or flat(_row(c, reading)) == wanted
    ]
    if not holding:
        return
    clause = next((c for c in holding if c.section == entry.section), holding[0])
    like = [s for s in reading.statements if fold(s.recipient.name) == fold(entry.name) and s.clause == clause.index]
    purposes = tuple(dict.fromkeys(p for s in like for p in s.purposes)) or tuple(
        key for key in (clause.wording.concepts | clause.context.concepts) if key.startswith("purpose:")
    )
    recipient = Recipient(
        entry.name, entry.kind, entry.aliases, entry.role, dict(entry.extras).get("location", ""),
        concept=next((s.recipient.concept for s in like), ""),
    )  # fmt: skip
    yield SharingStatement(
        recipient=recipient,
        group=entry.group or clause.label,
        data=tuple(DataItem(f"data:{key}", key.replace("_", " ")) for key in entry.data),
        mentions=tuple(dict.fromkeys(m for s in like for m in s.mentions)),
        purpose=entry.purpose,
        purposes=purposes,
        scope=like[0].scope if like else "",
        force=entry.force,
        region=entry.region,
        section=clause.section,
        heading=clause.heading,
        clause=clause.index,
        block=clause.block,
        start=clause.start,
        end=clause.end,
        line=clause.line,
        quote=entry.quote,
        source="register",
        notes=entry.extras,
    )
