"""What happens to a change after its merge: postponed, brought forward, withdrawn; and which translations follow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from policy.changelog import Entry, changelog, changelog_markdown, entry_json, headline, summary_now
from policy.changelog.translations import language_and_text, translations_of

if TYPE_CHECKING:
    from tests.policy.conftest import Legal

# The repository of the tests commits in September 2020.
BASE = """# Privacy

Last updated: 1 August 2020
Effective: 31 August 2020

We keep letters for 90 days, and nobody but the carrier reads the address on them.
"""
LONGER = BASE.replace("31 August", "1 November").replace("1 August", "13 September").replace("90 days", "120 days")
POSTPONED = LONGER.replace("1 November", "1 December")
EARLIER = LONGER.replace("1 November", "20 October")
OTHER = POSTPONED.replace("nobody but the carrier", "only the carrier and the sorter")

Entries = Callable[..., tuple[Entry, ...]]


def told(entry: Entry) -> list[tuple[str, str, str]]:
    return [(event.kind.value, event.effective_before, event.effective_after) for event in entry.events]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((BASE, LONGER), []),
        ((BASE, LONGER, POSTPONED), [("postponed", "2020-11-01", "2020-12-01")]),
        ((BASE, LONGER, EARLIER), [("brought_forward", "2020-11-01", "2020-10-20")]),
        (
            (BASE, LONGER, POSTPONED, LONGER.replace("1 November 2020", "5 January 2021")),
            [("postponed", "2020-11-01", "2020-12-01"), ("postponed", "2020-12-01", "2021-01-05")],
        ),
        ((BASE, LONGER, BASE), [("withdrawn", "2020-11-01", "")]),
        (
            (BASE, LONGER, POSTPONED, BASE),
            [("postponed", "2020-11-01", "2020-12-01"), ("withdrawn", "2020-12-01", "")],
        ),
        ((BASE, LONGER, OTHER), []),
        ((BASE, LONGER, OTHER, BASE), [("withdrawn", "2020-11-01", "")]),
    ],
)
def test_events_are_added_to_the_entry_of_the_change(
    entries_of: Entries, texts: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    entries = entries_of(*texts)
    assert told(entries[1]) == expected
    assert entries[0].events == ()


def test_what_comes_after_the_effective_date_is_no_event(entries_of: Entries) -> None:
    past = LONGER.replace("1 November", "13 September")
    assert told(entries_of(BASE, past, past.replace("Effective: 13 September", "Effective: 1 December"))[1]) == []


COUNTED = """# Privacy

Last updated: 13 September 2020

We keep letters for 90 days, and nobody but the carrier reads the adress on them.

Changes take effect 30 days after the update date.
"""
COUNTED_LONGER = COUNTED.replace("90 days, and", "120 days, and")
REDATED = COUNTED_LONGER.replace("13 September", "20 September")


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (REDATED, [("postponed", "2020-10-13", "2020-10-20")]),
        (REDATED.replace("adress", "address"), []),
    ],
    ids=["dated anew", "a typo mended under a new date"],
)
def test_a_counted_day_is_moved_by_a_new_date_line_alone(
    entries_of: Entries, last: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(entries_of(COUNTED, COUNTED_LONGER, last)[1]) == expected


def test_the_summary_on_a_page_names_the_day_that_holds(entries_of: Entries) -> None:
    announced, postponed = entries_of(BASE, LONGER)[1], entries_of(POSTPONED)[1]
    assert "Takes effect on 1 November 2020." in summary_now(announced)
    assert "Takes effect on 1 November 2020." in postponed.summary.text, "the entry stays as it was"
    assert "Takes effect on 1 December 2020." in summary_now(postponed)
    withdrawn = entries_of(BASE)[1]
    assert "Was withdrawn before it took effect." in summary_now(withdrawn)
    assert "Takes effect" not in summary_now(withdrawn)


def test_the_event_names_its_revision_and_quotes_the_new_date(entries_of: Entries) -> None:
    entries = entries_of(BASE, LONGER, POSTPONED)
    (event,) = entry_json(entries[1])["events"]
    assert event["revision"] == entries[2].revision.commit
    assert "1 December 2020" in event["quote"]
    assert "- Postponed: from 2020-11-01 to 2020-12-01" in changelog_markdown("privacy.md", entries)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("privacy.md", ("", "privacy.md")),
        ("privacy.fr.md", ("fr", "privacy.md")),
        ("privacy_pt-BR.md", ("pt", "privacy.md")),
        ("de/privacy.md", ("de", "privacy.md")),
        ("legal/fr-FR/terms.md", ("fr", "legal/terms.md")),
        ("EN-Terms.md", ("en", "terms.md")),
        ("us/privacy.md", ("", "us/privacy.md")),
        ("opt-in.md", ("", "opt-in.md")),
    ],
)
def test_the_language_stands_in_the_path(path: str, expected: tuple[str, str]) -> None:
    assert language_and_text(path) == expected


def test_translations_are_the_same_text_in_other_languages() -> None:
    documents = ("privacy.md", "privacy.de.md", "fr/privacy.md", "fr/terms.md", "terms.md")
    assert translations_of("privacy.md", documents) == ("fr/privacy.md", "privacy.de.md")
    assert translations_of("terms.md", documents) == ("fr/terms.md",)


def test_each_entry_tells_which_translations_carry_its_date(legal: Legal) -> None:
    french = "# Vie privée\n\nDernière mise à jour : {day}\n\nNous gardons les lettres {days} jours.\n"
    legal.commit("one", privacy__md=BASE, privacy__fr__md=french.format(day="1 août 2020", days=90))
    legal.commit("two", privacy__md=LONGER)
    legal.commit("three", privacy__md=LONGER.replace("13 September", "14 September").replace("120", "130"))
    legal.commit("four", privacy__fr__md=french.format(day="14 septembre 2020", days=130))
    with legal.open() as repository:
        entries = changelog(repository, "privacy.md")
    states = [entry_json(entry)["translations"][0] for entry in entries]
    assert [state["state"] for state in states] == ["current", "skipped", "current"]
    assert {state["language"] for state in states} == {"fr"}
    assert states[2]["updated_on"] == "2020-09-14"
    assert "no version of that date, the next one is of 14 September 2020" in changelog_markdown("privacy.md", entries)


def test_a_translation_that_was_not_touched_lags(legal: Legal) -> None:
    legal.commit(
        "one", privacy__md=BASE, privacy__de__md="# Datenschutz\n\nStand: 1. August 2020\n\nWir bewahren auf.\n"
    )
    legal.commit("two", privacy__md=LONGER)
    with legal.open() as repository:
        states = [entry.translations[0].state.value for entry in changelog(repository, "privacy.md")]
    assert states == ["current", "behind"]


@pytest.mark.parametrize(
    ("texts", "messages", "expected"),
    [
        (
            (BASE, BASE.replace("90 days", "eighty days")),
            (),
            "Changed how long data is kept (“privacy”).",
        ),
        ((BASE, BASE.replace("letters", "leters")), (), "Corrected dates, spelling or punctuation only."),
        ((BASE, LONGER), ("One", "Two\n\nChangelog: We keep letters longer."), "We keep letters longer."),
    ],
)
def test_the_line_is_short_neutral_and_past(
    entries_of: Entries, texts: tuple[str, ...], messages: tuple[str, ...], expected: str
) -> None:
    line = headline(entries_of(*texts, messages=messages)[1])
    assert line == expected.translate(str.maketrans("“”", '""'))


def test_the_line_of_a_large_change_stays_within_its_length(mailjet: tuple[str, str], entries_of: Entries) -> None:
    for entry in entries_of(*mailjet):
        assert 10 < len(headline(entry)) <= 140
        assert entry_json(entry)["self_check"] is True
