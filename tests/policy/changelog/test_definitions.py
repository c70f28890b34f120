"""Defined terms: found where a policy defines them, told when their definition changes, with the sections that use them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from policy.changelog import Entry, entry_json
from policy.changelog.definitions import find_definitions
from policy.documents import read_document

POLICY = """# Post

Last updated: 3 March 2025

## 1. Terms
"Parcel" means anything that we carry for you.

**Carrier** means whoever brings a parcel to its door.

## 2. Data
We keep the address on each Parcel (the "Address") for 90 days. The Carrier reads it.

## 3. Sharing
A Carrier may pass a Parcel on.
"""


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('"Parcel" means anything that we carry.', {"parcel"}),
        ("“Parcel” shall mean anything that we carry.", {"parcel"}),
        ("« Colis » désigne tout ce que nous portons.", {"colis"}),
        ("„Paket“ bezeichnet alles, was wir befördern.", {"paket"}),
        ("«Paquete» significa todo lo que llevamos.", {"paquete"}),
        ('We visit our site (the "Site") often.', {"site"}),
        ('Post Example (collectively, "we", "us" or "our") carries letters.', {"we"}),
        ("**Carrier** means whoever brings a parcel.", {"carrier"}),
        ('Press the button (the one that says "send" below it).', set()),
        ('She said "no" and went.', set()),
        ("**Carriers** bring parcels.", set()),
        ('# "Parcel" means', set()),
    ],
)
def test_terms_are_found_where_they_are_defined(text: str, terms: set[str]) -> None:
    assert set(find_definitions(read_document(text, "policy.md"))) == terms


def test_a_changed_definition_is_told_with_the_sections_that_use_it(
    entries_of: Callable[..., tuple[Entry, ...]],
) -> None:
    changed = POLICY.replace("anything that we carry", "any letter that we carry").replace("3 March", "4 April")
    (definition,) = entries_of(POLICY, changed)[1].meaning.definitions
    assert (definition.term, definition.kind, definition.section) == ("Parcel", "amended", "1")
    assert definition.used_in == ("2", "3")
    assert definition.new == '"Parcel" means any letter that we carry for you.'


def test_terms_that_come_and_go_are_told(entries_of: Callable[..., tuple[Entry, ...]]) -> None:
    changed = POLICY.replace("**Carrier** means whoever brings", '"Courier" means whoever brings')
    told = [(item.term, item.kind, item.used_in) for item in entries_of(POLICY, changed)[1].meaning.definitions]
    assert told == [("Courier", "added", ()), ("Carrier", "removed", ("2", "3"))]


def test_other_words_of_the_sentence_do_not_change_a_term_in_brackets(
    entries_of: Callable[..., tuple[Entry, ...]],
) -> None:
    entry = entries_of(POLICY, POLICY.replace("for 90 days", "for 60 days"))[1]
    assert entry.meaning.definitions == ()
    assert entry_json(entry)["definitions"] == []


def test_a_hostile_text_takes_bounded_time() -> None:
    text = "\n\n".join(f'"Term{n}" means (the "A{n}") ' + '"' * 40 + "(" * 40 for n in range(3_000))
    begun = time.perf_counter()
    find_definitions(read_document(text, "policy.md"))
    assert time.perf_counter() - begun < 10
