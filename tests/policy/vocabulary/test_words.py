import pytest

from policy.vocabulary import fold, stem, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shares", "sharing"),
        ("retained", "retains"),
        ("policies", "policy"),
        ("companies", "company"),
        ("kept", "keep"),
        ("customer's", "customers"),
        ("addresses", "address"),
        ("deleted", "deletes"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("pay", "payroll"), ("contract", "contact"), ("customer", "custom")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_marks_and_case_do_not_count_in_comparison() -> None:
    assert fold("Google® Analytics™") == fold("google  analytics")


def test_a_dot_inside_a_name_does_not_part_it() -> None:
    assert [token.text for token in tokens("We use Customer.io, and e.g. A/B-tests.")] == [
        "We", "use", "Customer.io", "and", "e.g", "A", "B", "tests",
    ]  # fmt: skip


def test_offsets_point_into_the_text() -> None:
    text = "Stripe® and Chargify"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Stripe", "and", "Chargify"]
