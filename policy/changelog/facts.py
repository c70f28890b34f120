"""What a redline means: recipients, data, purposes, addresses and links that came or went, and the topics it touches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policy.changelog.definitions import definitions_changed
from policy.changelog.model import Differences, Meaning, Named, ObjectionChange, SectionCount, Topic, Touched
from policy.changelog.noise import harmless
from policy.changelog.objection import ADDRESS, find_objection
from policy.changelog.wording import concepts_of, labels, topics_of, topics_of_heading
from policy.compare import Change, ChangeKind, Redline
from policy.dates.lengths import NUMBER_WORDS
from policy.documents import Block, Document, Section
from policy.sharing import Force, RecipientKind, SharingStatement, read_sharing

OPENING_CHARACTERS = 6_000
_WORD = re.compile(r"\w+")
_REFERENCE = re.compile(
    r"(?:\b(?:sections?|clauses?|articles?|paragraphs?|chapters?|points?)|§{1,2})\s*$", re.IGNORECASE
)
_OF_PERIODS = frozenset({Topic.RETENTION, Topic.RIGHTS, Topic.CHANGE_NOTICE})
_PERIOD = re.compile(
    rf"\d|\b(?:{'|'.join(sorted(NUMBER_WORDS))}|hours?|days?|weeks?|months?|years?|jours?|mois|ans?|Tage?n?|Woche[n]?|"
    r"Monate?n?|Jahre?n?|d[ií]as?|mes(?:es)?|años?|giorni|mesi|anni|dagen|weken|maanden|jaar|dias|anos)\b",
    re.IGNORECASE,
)
_MOVES = frozenset({ChangeKind.MOVED, ChangeKind.RENUMBERED, ChangeKind.FORMATTING})


def meaning_of(redline: Redline) -> Meaning:
    """Derive by rule what a redline means; a redline without changed words means nothing."""
    if not redline.changes:
        return Meaning()
    added, removed = recipients_changed(redline)
    return Meaning(
        added,
        removed,
        differences(redline),
        touched_topics(redline),
        objection_changed(redline),
        definitions_changed(redline),
    )


def wording_changes(redline: Redline) -> tuple[Change, ...]:
    """Return the changes that bring, drop or alter words: neither form, nor numbers, nor mere moves.

    A cross-reference that only follows its section to a new number ("see section 7" becomes "8") is a number, too.
    """
    numbers = _renumbered(redline)
    return tuple(
        change
        for change in redline.changes
        if change.kind not in _MOVES and words_differ(change) and not _only_follows(change, numbers)
    )


def _renumbered(redline: Redline) -> frozenset[tuple[str, str]]:
    """The printed numbers that sections had and have, for those whose heading was renumbered or moved."""
    pairs = set()
    for change in redline.changes:
        if change.kind in (ChangeKind.RENUMBERED, ChangeKind.MOVED, ChangeKind.MOVED_AMENDED):
            pairs |= {(old.section, new.section) for old in change.old for new in change.new}
    return frozenset(pair for pair in pairs if pair[0] != pair[1])


def _only_follows(change: Change, numbers: frozenset[tuple[str, str]]) -> bool:
    """Tell whether each changed stretch is one number that stands behind a word for a section and was renumbered so."""
    if not numbers or change.kind is not ChangeKind.AMENDED:
        return False
    before, gone = "", ""
    followed = 0
    for run in change.words:
        if run.sign == "=":
            if gone:
                return False
            before += run.text
        elif run.sign == "-":
            gone = run.text.strip()
        else:
            if (gone, run.text.strip()) not in numbers or not _REFERENCE.search(before[-40:]):
                return False
            before, gone, followed = before + run.text, "", followed + 1
    return followed > 0 and not gone


def words_differ(change: Change) -> bool:
    """Tell whether a change has any word that came or went (a split or merge may have none)."""
    return any(run.sign != "=" and run.text.strip() for run in change.words)


def recipients_changed(redline: Redline) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return the recipients that only the new text names, and those that only the old one names.

    Only sections with changed words are read for recipients; one that the rest of the other text names is not new.
    """
    changes = wording_changes(redline)
    if not changes:
        return (), ()
    keys = frozenset(side.section for change in changes for side in (*change.old, *change.new))
    before, after = (_recipients(excerpt(document, keys)) for document in (redline.old, redline.new))
    return _only_in(after, before, redline.old), _only_in(before, after, redline.new)


def excerpt(document: Document, keys: frozenset[str]) -> Document:
    """Return the document with its opening, where the publisher says who it is, and the sections with these keys."""
    blocks: list[Block] = []
    sections: list[Section] = []
    lines = document.source.split("\n")
    kept: list[str] = []
    read = 0
    for section in document.sections:
        held = document.blocks[section.first_block : section.end_block]
        if section.key in keys or read < OPENING_CHARACTERS:
            first = len(blocks)
            blocks += [replace(block, index=first + place) for place, block in enumerate(held)]
            sections.append(replace(section, first_block=first, end_block=len(blocks)))
            kept += lines[held[0].first_line - 1 : held[-1].last_line] if held else []
        read += sum(len(block.text) for block in held)
    return replace(document, source="\n".join(kept), blocks=tuple(blocks), sections=tuple(sections))


def _recipients(document: Document) -> dict[str, SharingStatement]:
    found: dict[str, SharingStatement] = {}
    for statement in read_sharing(document):
        if statement.force is not Force.NEVER:
            found.setdefault(statement.key, statement)
    return found


def _only_in(
    here: dict[str, SharingStatement], there: dict[str, SharingStatement], other: Document
) -> tuple[Named, ...]:
    known = {_bare(name) for statement in there.values() for name in _names(statement)}
    candidates = [
        statement
        for key, statement in here.items()
        if key not in there and not any(_bare(name) in known for name in _names(statement))
    ]
    words = f" {' '.join(_WORD.findall(other.source.lower()))} " if candidates else ""
    doubtful = {statement.key for statement in candidates if _is_named_in(statement, words)}
    elsewhere = _recipients(other).keys() & doubtful if doubtful else set()
    return tuple(_named(statement) for statement in candidates if statement.key not in elsewhere)


def _named(statement: SharingStatement) -> Named:
    category = statement.recipient.kind is RecipientKind.CATEGORY
    return Named(statement.recipient.name, statement.group, statement.section, statement.quote, category=category)


def _is_named_in(statement: SharingStatement, words: str) -> bool:
    """Tell whether a text names the recipient at all; only names are looked up, for categories are common words."""
    if statement.recipient.kind is RecipientKind.CATEGORY:
        return False
    return any(f" {' '.join(_WORD.findall(name.lower()))} " in words for name in _names(statement))


def _names(statement: SharingStatement) -> tuple[str, ...]:
    return (statement.recipient.name, *statement.recipient.aliases)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def differences(redline: Redline) -> Differences:
    """Return the data categories, purposes, addresses and links that one text has and the other lacks."""
    changes = redline.changes
    old_side = [side.text for change in changes for side in change.old]
    new_side = [side.text for change in changes for side in change.new]
    come, gone = _exchanged(redline, _concepts(old_side), _concepts(new_side))
    mail_old, mail_new = _addresses(redline.old), _addresses(redline.new)
    links_old, links_new = _targets(redline.old), _targets(redline.new)
    return Differences(
        data_added=labels(_of_kind(come, "data:")),
        data_removed=labels(_of_kind(gone, "data:")),
        purposes_added=labels(_of_kind(come, "purpose:")),
        purposes_removed=labels(_of_kind(gone, "purpose:")),
        contacts_added=_missing_from(mail_new, mail_old),
        contacts_removed=_missing_from(mail_old, mail_new),
        links_added=_missing_from(links_new, links_old),
        links_removed=_missing_from(links_old, links_new),
    )


def _concepts(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(concepts_of(text) for text in texts))


def _exchanged(redline: Redline, old: frozenset[str], new: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of the concepts that changed clauses name on one side only, keep those that the whole other text lacks."""
    come, gone = new - old, old - new
    if come:
        come -= _concepts(block.text for block in redline.old.blocks)
    if gone:
        gone -= _concepts(block.text for block in redline.new.blocks)
    return come, gone


def _of_kind(concepts: frozenset[str], prefix: str) -> frozenset[str]:
    return frozenset(key for key in concepts if key.startswith(prefix))


def _addresses(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.lower().rstrip(".") for found in ADDRESS.findall(document.source[:2_000_000])))


def _targets(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.target for block in document.blocks for link in block.links if link.target))


def _missing_from(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, ...]:
    known = frozenset(there)
    return tuple(item for item in here if item not in known)


def touched_topics(redline: Redline) -> tuple[Touched, ...]:
    """Return the topics that changed words bear on, in reading order, once a section."""
    found: dict[tuple[Topic, str], Touched] = {}
    for change in wording_changes(redline):
        side = (change.new or change.old)[0]
        come = _runs(change, "+")
        gone = _runs(change, "-")
        for topic in sorted(_topics(change, side.heading, come, gone)):
            found.setdefault((topic, side.section), Touched(topic, side.section, side.heading, come, gone))
    return tuple(found.values())


def _topics(change: Change, heading: str, come: str, gone: str) -> frozenset[Topic]:
    """A change bears on a topic when its words speak of it, or when its clause no longer does or newly does, or when
    it stands under the topic's heading; on one that lives by its periods also when a period changed in its clause."""
    before = _concepts(side.text for side in change.old)
    after = _concepts(side.text for side in change.new)
    spoken = concepts_of(come) | concepts_of(gone) | (before ^ after)
    found = topics_of(spoken) | topics_of_heading(heading)
    if not _PERIOD.search(f"{come} {gone}") or harmless(change):
        return found
    return found | (topics_of(before & after) & _OF_PERIODS)


def _runs(change: Change, sign: str) -> str:
    """Return the words of one sign; pieces that the kept text parts are joined by an ellipsis."""
    pieces = [run.text.strip() for run in change.words if run.sign == sign and run.text.strip()]
    return " … ".join(pieces)[:600]


def objection_changed(redline: Redline) -> ObjectionChange | None:
    """Return how the way to object to changes differs; None when it is the same."""
    before, after = find_objection(redline.old), find_objection(redline.new)
    old, new = (before.sentence if before else ""), (after.sentence if after else "")
    clause = after or before
    if clause is None or " ".join(old.lower().split()) == " ".join(new.lower().split()):
        return None
    return ObjectionChange(old, new, clause.section)


def counts_by_section(redline: Redline) -> tuple[SectionCount, ...]:
    """Count the changes of each kind by section, in reading order."""
    return tuple(_counted(redline.changes))


def _counted(changes: Iterable[Change]) -> Iterator[SectionCount]:
    kinds: dict[tuple[str, str], dict[str, int]] = {}
    for change in changes:
        side = (change.new or change.old)[0]
        section = kinds.setdefault((side.section, side.heading), {})
        section[change.kind.value] = section.get(change.kind.value, 0) + 1
    for (section_key, heading), counted in kinds.items():
        yield SectionCount(section_key, heading, counted)
