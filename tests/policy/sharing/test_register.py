from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from policy.answers import History, answer
from policy.documents import Document, read_document
from policy.errors import SettingsError
from policy.sharing import (
    Severity,
    apply_register,
    check_register,
    draft_register,
    map_description,
    read_policy,
    read_register,
    register_map,
)
from policy.vocabulary import standard_vocabulary

SAMPLES = Path(__file__).parent.parent / "answers" / "data"
VOCABULARY = standard_vocabulary()


def document(name: str = "ferrywatch") -> Document:
    return read_document((SAMPLES / f"{name}.md").read_bytes(), f"{name}.md")


@pytest.mark.parametrize("name", ["ferrywatch", "lanternbooks", "orchardpost", "tidewater"])
def test_a_draft_passes_its_own_check(name: str) -> None:
    reading = read_policy(document(name))
    draft = draft_register(reading, "abc123", date(2024, 3, 4), VOCABULARY)
    register = read_register(draft)
    assert len(register.entries) == len([s for s in reading.statements if s.force.value != "never"])
    assert check_register(register, reading, VOCABULARY) == ()


def test_a_draft_says_what_is_uncertain_and_why() -> None:
    reading = read_policy(read_document("## 1. Sharing\n\nWe may use tools (such as Okapix and Drift).", "p.md"))
    draft = draft_register(reading, "abc", None, VOCABULARY)
    assert "# uncertain: “Drift” is also an ordinary word" in draft
    assert "# uncertain: the list is open (“such as”), there may be others" in draft
    assert "# uncertain: the text does not say which data" in draft


def test_the_check_finds_a_quote_that_the_policy_does_not_contain() -> None:
    register = read_register("recipients:\n  - name: Quillpay\n    quote: We give Quillpay everything.\n")
    faults = check_register(register, read_policy(document()), VOCABULARY)
    assert (faults[0].severity, faults[0].place) == (Severity.ERROR, "sharing.yml:2")
    assert "does not stand in ferrywatch.md" in faults[0].reason
    assert any("names Statly, the register does not" in fault.reason for fault in faults)


REVIEWED = """recipients:
  - name: Marlowe & Finch
    data: [transaction_data, bank_details]
    location: Edinburgh
    dpa: https://marlowe.example/dpa
    quote: Our auditors, Marlowe & Finch, may see invoices once a year.
  - name: Statly
    not_a_recipient: true
  - name: Gone Ltd
    quote: This sentence is not in the policy.
"""


def test_reviewed_entries_beat_extracted_ones() -> None:
    reading = apply_register(read_policy(document()), read_register(REVIEWED))
    names = [s.recipient.name for s in reading.statements]
    assert "Statly" not in names
    assert "Gone Ltd" not in names
    (reviewed,) = [s for s in reading.statements if s.recipient.name == "Marlowe & Finch"]
    assert (reviewed.source, reviewed.categories) == ("register", ("data:transaction_data", "data:bank_details"))


def test_an_answer_says_what_comes_from_the_register() -> None:
    history = History.of_document(document(), "abc", date(2024, 3, 4)).with_register(REVIEWED)
    given = answer("who gets bank details?", history)
    assert [(r.name, r.source) for r in given.recipients] == [("Marlowe & Finch", "register")]
    assert dict(given.recipients[0].notes)["location"] == "Edinburgh"
    assert "location: Edinburgh (from the register, not the policy)" in given.text
    assert "Statly" not in answer("list all sub-processors", history).text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("recipients:\n  - name: A\n", "sharing.yml:2.*has no quote"),
        ("recipients:\n  - name: A\n    quote: q\n  - colour: red\n", "sharing.yml:4.*needs a `name`"),
        ("recipients:\n  - name: A\n    quote: q\n    colour: red\n", "unknown field `colour`"),
        ("recipients:\n  - name: A\n    quote: q\n    force: perhaps\n", "perhaps"),
        ("recipients:\n  - name: A\n    quote: q\n    data: cards\n", "`data` must be a list"),
        ("- 1\n", "must be a mapping"),
        ("recipients: {\n", "is not YAML"),
        ("a: &a [x]\nrecipients: *a\n", "anchors"),
        ("x" * 1_000_001, "longer than"),
    ],
)
def test_a_bad_register_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_register(text)


def test_the_map_is_a_picture_with_words_for_those_who_cannot_see_it() -> None:
    statements = read_policy(document()).statements
    root = ElementTree.fromstring(register_map(statements, VOCABULARY, "Ferrywatch <data>"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Quillpay", "card data", "phone number", "Pingwing SMS", "Ferrywatch <data>"} <= set(texts)
    assert root.find("{http://www.w3.org/2000/svg}desc") is not None
    assert "Pingwing SMS: phone number" in map_description(statements, VOCABULARY)


def test_the_map_of_a_policy_without_recipients_says_so() -> None:
    assert map_description((), VOCABULARY) == "The policy names no recipient."
    ElementTree.fromstring(register_map((), VOCABULARY, "Nobody"))
