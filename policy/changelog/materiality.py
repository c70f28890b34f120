"""Propose whether a change is material, with reasons. Rules only: a person confirms or overrules.

The material kinds follow WP260 rev.01 (Article 29 Working Party, transparency): new categories of recipients,
transfers to third countries, new purposes, another controller, other ways to exercise rights; style and spelling are
not material.
"""

from __future__ import annotations

from collections.abc import Iterable

from policy.changelog.facts import wording_changes
from policy.changelog.model import DefinitionChange, Materiality, Meaning, Named, Proposal, Topic, Touched
from policy.changelog.noise import harmless, small_rewording
from policy.compare import Change, ChangeKind, Redline
from policy.documents import other_language

WEIGHTY_TOPICS = {
    Topic.CONTROLLER: "who answers for the data",
    Topic.LEGAL_BASIS: "the legal basis",
    Topic.TRANSFERS: "transfers to other countries",
    Topic.RETENTION: "how long data is kept",
    Topic.RIGHTS: "people's rights",
    Topic.CONTACT: "whom to write to",
    Topic.CHANGE_NOTICE: "how and when changes take effect",
    Topic.DATA: "which data is processed",
    Topic.PURPOSES: "what data is used for",
}
MOST_NAMED = 6


def propose(redline: Redline, meaning: Meaning) -> Materiality:
    """Propose material or editorial. Doubt falls to material: a notice too many harms less than one too few."""
    changes = wording_changes(redline)
    serious = tuple(change for change in changes if not harmless(change))
    if not serious:
        return Materiality(Proposal.EDITORIAL, tuple(_why_quiet(redline, changes)))
    facts = meaning.differences
    sections = {side.section for change in serious for side in (*change.new, *change.old)}
    reasons = [
        *_named("names new recipients", meaning.recipients_added),
        *_named("no longer names", meaning.recipients_removed),
        *_listed("speaks for the first time of the data", facts.data_added),
        *_listed("no longer speaks of the data", facts.data_removed),
        *_listed("names the new purposes", facts.purposes_added),
        *_listed("drops the purposes", facts.purposes_removed),
        *_listed("another address to write to", facts.contacts_added),
        *_listed("no longer gives the address", facts.contacts_removed),
        *([f"changes how to object ({cited(meaning.objection.section)})"] if meaning.objection else []),
        *_definitions(item for item in meaning.definitions if item.kind == "amended" and item.section in sections),
        *_topics(item for item in meaning.touched if item.section in sections),
        *_whole_clauses(serious),
    ]
    if reasons:
        return Materiality(Proposal.MATERIAL, tuple(reasons))
    where = _places(serious)
    if small_rewording(serious) and not other_language(redline.new):
        told = f"rewords a few words ({where}); no recipient, data, purpose, period, right or address changes"
        return Materiality(Proposal.EDITORIAL, (told,))
    return Materiality(Proposal.MATERIAL, (f"changes words that no rule calls harmless ({where})",))


def _why_quiet(redline: Redline, changes: tuple[Change, ...]) -> Iterable[str]:
    if not redline.changes:
        yield "the text is the same"
    kinds = {change.kind for change in redline.changes}
    if ChangeKind.FORMATTING in kinds:
        yield "restyles without changing words"
    if ChangeKind.RENUMBERED in kinds:
        yield "renumbers"
    if kinds & {ChangeKind.MOVED, ChangeKind.MOVED_AMENDED}:
        yield "moves text without changing it"
    why = dict.fromkeys(harmless(change) for change in changes)
    if why:
        yield f"changes only {', '.join(why)}"
    elif kinds & {ChangeKind.SPLIT, ChangeKind.MERGED}:
        yield "splits or joins paragraphs"


def _named(what: str, recipients: tuple[Named, ...]) -> Iterable[str]:
    if recipients:
        names = ", ".join(item.name for item in recipients[:MOST_NAMED])
        more = f" and {len(recipients) - MOST_NAMED} more" if len(recipients) > MOST_NAMED else ""
        sections = _sections(item.section for item in recipients)
        yield f"{what}: {names}{more} ({sections})"


def _listed(what: str, items: tuple[str, ...]) -> Iterable[str]:
    if items:
        more = f" and {len(items) - MOST_NAMED} more" if len(items) > MOST_NAMED else ""
        yield f"{what}: {', '.join(items[:MOST_NAMED])}{more}"


def _definitions(changes: Iterable[DefinitionChange]) -> Iterable[str]:
    for change in changes:
        uses = f", used in {_sections(change.used_in[:MOST_NAMED])}" if change.used_in else ""
        yield f'changes what "{change.term}" means ({cited(change.section)}{uses})'


def _topics(touched: Iterable[Touched]) -> Iterable[str]:
    sections: dict[Topic, list[str]] = {}
    for item in touched:
        if item.topic in WEIGHTY_TOPICS:
            sections.setdefault(item.topic, []).append(item.section)
    for topic, name in WEIGHTY_TOPICS.items():
        if topic in sections:
            yield f"touches {name} ({_sections(sections[topic])})"


def _whole_clauses(changes: tuple[Change, ...]) -> Iterable[str]:
    for kind, verb in ((ChangeKind.ADDED, "adds"), (ChangeKind.REMOVED, "removes")):
        of_kind = [change for change in changes if change.kind is kind]
        if of_kind:
            clauses = "a clause" if len(of_kind) == 1 else f"{len(of_kind)} clauses"
            yield f"{verb} {clauses} ({_places(of_kind)})"


def _places(changes: Iterable[Change]) -> str:
    return _sections((change.new or change.old)[0].section for change in changes)


def _sections(keys: Iterable[str]) -> str:
    return ", ".join(cited(key) for key in dict.fromkeys(keys))


def cited(key: str) -> str:
    """Return a section as people cite it: "§6", or its heading's slug in words."""
    return f"§{key}" if any(letter.isdigit() for letter in key[:3]) or len(key) == 1 else f'"{key.replace("-", " ")}"'
