from collections.abc import Iterator
from importlib.resources import files

import pytest
import yaml

from policy.errors import SettingsError
from policy.vocabulary import Kind, extended_vocabulary, keys_of, standard_vocabulary, tokens


def found(text: str, kind: Kind = Kind.DATA) -> tuple[str, ...]:
    vocabulary = standard_vocabulary()
    return keys_of(vocabulary.question.find(tokens(text), text), kind)


def test_about_thirty_categories_and_ten_purposes_with_published_terms() -> None:
    data = standard_vocabulary().of_kind(Kind.DATA)
    assert 28 <= len(data) <= 45
    assert len(standard_vocabulary().of_kind(Kind.PURPOSE)) >= 10
    assert all(concept.dpv and concept.fides for concept in data)


def test_every_parent_exists() -> None:
    concepts = standard_vocabulary().concepts
    assert [concept.key for concept in concepts.values() if concept.parent and not (
        concept.parent in concepts or concept.parent in {"topic:rights", "topic:law"}
    )] == []  # fmt: skip


def test_contact_information_contains_email_addresses() -> None:
    assert standard_vocabulary().within("data:email_address", "data:contact_information")
    assert not standard_vocabulary().within("data:contact_information", "data:email_address")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("their email addresses", ("data:email_address",)),
        ("your contact information", ("data:contact_information",)),
        ("your contacts", ("data:customer_contacts",)),
        ("contact lists", ("data:customer_contacts",)),
        ("credit card numbers", ("data:card_data",)),
        ("employee payroll data", ("data:employee_data",)),
        ("SSNs", ("data:government_identifier",)),
    ],
)
def test_words_of_staff_name_a_category(text: str, keys: tuple[str, ...]) -> None:
    assert found(text) == keys


def test_payroll_is_no_payment() -> None:
    assert "purpose:payments" not in found("who does payroll", Kind.PURPOSE)


def test_a_repository_adds_its_own_words() -> None:
    text = "data:\n  vessel_data:\n    label: vessel data\n    parent: personal_data\n    aliases: [call sign]\n"
    vocabulary = extended_vocabulary(text, "vocabulary.yml")
    question = "who gets the call signs?"
    assert keys_of(vocabulary.question.find(tokens(question), question), Kind.DATA) == ("data:vessel_data",)
    assert "data:vessel_data" not in standard_vocabulary().concepts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("data: [1", "vocabulary.yml:1"),
        ("colours: {}", "unknown section"),
        ("data:\n  x:\n    parent: nowhere\n", "unknown parent"),
        ("data:\n  x:\n    aliases: word\n", "must be a list"),
        ("a: &x [1]\nb: *x\n", "anchors"),
        ("x" * 200_001, "longer than"),
    ],
)
def test_a_bad_vocabulary_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        extended_vocabulary(text, "vocabulary.yml")


@pytest.mark.parametrize("name", ["data.yml", "purposes.yml", "recipients.yml", "topics.yml", "words.yml", "names.yml"])
def test_no_word_is_swallowed_by_yaml(name: str) -> None:
    content = yaml.safe_load((files("policy.vocabulary") / "terms" / name).read_text(encoding="utf-8"))
    assert [value for value in leaves(content) if not isinstance(value, str)] == []


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for key, inside in value.items():
            if key not in ("generic", "own"):
                yield from leaves(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from leaves(inside)
    else:
        yield value
