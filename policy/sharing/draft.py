"""Drafts `sharing.yml` from what the policy's text says, with comments on everything that a person should look at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from policy.documents import other_language
from policy.sharing.extraction import PolicyReading
from policy.sharing.model import Force, RecipientKind, SharingStatement
from policy.sharing.predicates import in_sharing_section
from policy.sharing.quotes import flat
from policy.vocabulary import Vocabulary, fold


def draft_register(reading: PolicyReading, revision: str, policy_date: date | None, vocabulary: Vocabulary) -> str:
    """Return the text of a `sharing.yml` for legal to review: one entry for each recipient and sentence."""
    dated = f" of {policy_date.isoformat()}" if policy_date else ""
    lines = [
        f"# Sharing register of {reading.document.name}, drafted by Herald from revision {revision}{dated}.",
        "# Review each entry: correct it, add what the text does not say (location, dpa, safeguard, retention, …), or set",
        "# `not_a_recipient: true`. Keep the quotes literal: `herald register check` verifies them.",
        "recipients:",
    ]
    stated = [s for s in reading.statements if s.force is not Force.NEVER]
    for statement in stated:
        lines += [f"  # uncertain: {reason}" for reason in doubts(statement, reading, vocabulary)]
        lines += _entry(statement)
    if not stated:
        lines[-1:] = [*_why_nobody(reading), "recipients: []"]
    for statement in reading.statements:
        if statement.force is Force.NEVER:
            lines.append(f"# denied in section {statement.section}: {flat(statement.quote)}")
    return "\n".join(lines) + "\n"


def _why_nobody(reading: PolicyReading) -> Iterator[str]:
    language = other_language(reading.document)
    if language:
        yield f"# The policy is in {language}, and Herald reads recipients out of English only: enter them by hand."


def _entry(statement: SharingStatement) -> Iterator[str]:
    recipient = statement.recipient
    yield f"  - name: {_scalar(recipient.name)}"
    if recipient.aliases:
        yield f"    aliases: {_list(recipient.aliases)}"
    yield f"    kind: {recipient.kind.value}"
    for field, value in (
        ("group", statement.group),
        ("role", recipient.role),
        ("force", statement.force.value),
        ("purpose", statement.purpose),
        ("region", statement.region),
        ("section", statement.section),
    ):
        if value:
            yield f"    {field}: {_scalar(value)}"
    yield f"    data: {_list(tuple(item.category.partition(':')[2] for item in statement.data))}"
    yield f"    quote: {_scalar(flat(statement.quote))}"


def _scalar(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a YAML string, whatever it contains


def _list(values: tuple[str, ...]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def doubts(statement: SharingStatement, reading: PolicyReading, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return why a person should look at an entry, in words that stand in the draft as comments."""
    clause = reading.clauses[statement.clause]
    recipient = statement.recipient
    found = []
    if recipient.kind is RecipientKind.NAMED and all(w in vocabulary.ordinary for w in fold(recipient.name).split()):
        found.append(f"“{recipient.name}” is also an ordinary word")
    if not in_sharing_section(clause):
        found.append("the sentence does not stand in a section about sharing")
    if not statement.data:
        found.append("the text does not say which data")
    if statement.mentions:
        named = ", ".join(vocabulary.label(key) for key in statement.mentions)
        found.append(f"the sentence mentions {named} without saying that it is shared")
    if statement.force.open_list:
        found.append(f"the list is open (“{statement.force.value.replace('-', ' ')}”), there may be others")
    if recipient.kind is RecipientKind.CATEGORY:
        found.append("a kind of recipient, the text has no name")
    return tuple(found)
