"""Answers come from the version that holds: what was taken back or put off before it held never did."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.answers import answer
from policy.changelog import changelog, standing
from policy.index import open_temporary_index
from policy.index.holding import MOST_COMPARED, DatedRevision, around
from policy.repository import Revision
from tests.policy.conftest import START, Legal

TEXT = """\
# Privacy policy

{}

## 1. Sharing

We share postal addresses with {}, which hosts our servers.{}

## 2. Changes

Changes take effect 30 days after the update date.
"""
Step = tuple[str, str, str, str]
"""Day of the merge, date line, host, further words."""

FIRST: Step = ("2026-01-01", "Last updated: January 1, 2026", "Rackety", "")
COMING: Step = ("2026-11-01", "Last updated: November 1, 2026", "Hostify", "")
STORIES: dict[str, tuple[list[Step], dict[str, str]]] = {
    "a change holds from its day": (
        [FIRST, COMING],
        {"2026-11-30": "Rackety", "2026-12-01": "Hostify"},
    ),
    "taken back before it held": (
        [FIRST, COMING, ("2026-11-20", "Last updated: November 20, 2026", "Rackety", "")],
        {"2026-11-25": "Rackety", "2026-12-05": "Rackety", "2026-12-25": "Rackety"},
    ),
    "put off before it held": (
        [FIRST, COMING, ("2026-11-20", "Last updated: November 1, 2026. Effective January 15, 2027", "Hostify", "")],
        {"2026-12-05": "Rackety", "2027-01-14": "Rackety", "2027-01-15": "Hostify"},
    ),
    "brought forward": (
        [
            FIRST,
            ("2026-11-01", "Last updated: November 1, 2026. Effective January 15, 2027", "Hostify", ""),
            ("2026-11-20", "Last updated: November 1, 2026. Effective December 20, 2026", "Hostify", ""),
        ],
        {"2026-12-19": "Rackety", "2026-12-20": "Hostify"},
    ),
    "a typo mended in what is to come": (
        [
            FIRST,
            ("2026-11-01", "Last updated: November 1, 2026", "Hostify", " We wirte letters."),
            ("2026-11-20", "Last updated: November 20, 2026", "Hostify", " We write letters."),
        ],
        {"2026-11-30": "Rackety", "2026-12-05": "Hostify"},
    ),
    "taken back after it held": (
        [FIRST, COMING, ("2026-12-10", "Last updated: December 10, 2026", "Rackety", "")],
        {"2026-12-05": "Hostify", "2027-01-08": "Hostify", "2027-01-09": "Rackety"},
    ),
    "old versions committed on one day": (
        [
            ("2026-11-20", "Last updated: January 1, 2020", "Rackety", ""),
            ("2026-11-20", "Last updated: January 1, 2022", "Hostify", ""),
            ("2026-11-20", "Last updated: January 1, 2024", "Serverly", ""),
        ],
        {"2021-05-05": "Rackety", "2022-01-30": "Rackety", "2023-05-05": "Hostify", "2026-11-21": "Serverly"},
    ),
}


def write(legal: Legal, steps: list[Step]) -> None:
    for merged, line, host, more in steps:
        at = datetime.fromisoformat(f"{merged}T10:00").replace(tzinfo=UTC)
        legal.minutes = int(at.timestamp() - START) // 60
        legal.commit(merged, privacy__md=TEXT.format(line, host, more))


@pytest.mark.parametrize("story", STORIES)
def test_a_question_is_answered_from_the_version_that_holds(legal: Legal, story: str) -> None:
    steps, expected = STORIES[story]
    write(legal, steps)
    with legal.open() as repository, open_temporary_index(repository) as index:
        history = index.history("privacy.md")
        for day, host in expected.items():
            given_answer = answer("Who hosts our servers?", history, today=date.fromisoformat(day))
            assert [recipient.name for recipient in given_answer.recipients] == [host], day


@pytest.mark.parametrize("story", STORIES)
def test_the_short_way_says_what_the_whole_changelog_says(legal: Legal, story: str) -> None:
    steps, expected = STORIES[story]
    write(legal, steps)
    with legal.open() as repository, open_temporary_index(repository) as index:
        entries = changelog(repository, "privacy.md")
        last = max(date.fromisoformat(step[0]) for step in steps)
        for day in filter(lambda day: day >= last, map(date.fromisoformat, expected)):
            short, whole = index.standing("privacy.md", day), standing(entries, day)
            assert (short.current, short.pending) == (whole.current, whole.pending), day


def test_what_is_to_come_is_told_with_the_day_it_was_put_off_to(legal: Legal) -> None:
    write(legal, STORIES["put off before it held"][0])
    with legal.open() as repository, open_temporary_index(repository) as index:
        coming = index.history("privacy.md").coming(date(2026, 12, 5))
        assert coming is not None
        assert coming.starts_on == date(2027, 1, 15)
        assert index.history("privacy.md").previous(coming) is not None


def test_what_was_taken_back_is_not_to_come(legal: Legal) -> None:
    write(legal, STORIES["taken back before it held"][0])
    with legal.open() as repository, open_temporary_index(repository) as index:
        assert index.history("privacy.md").coming(date(2026, 11, 25)) is None


def test_what_legal_called_editorial_holds_at_once(legal: Legal) -> None:
    write(legal, [FIRST, COMING])
    with legal.open() as repository, open_temporary_index(repository) as index:
        commit = repository.revisions("privacy.md")[-1].commit
        held = index.history("privacy.md", frozenset({commit})).in_force(date(2026, 11, 5))
        assert held is not None
        assert held.revision == commit


TWO = """\
# Privacy policy

Effective {}

## 1. Sharing

We share postal addresses with {}, which hosts our servers.

## 2. Keeping

We keep letters for {} days.
"""
IN_FORCE = TWO.format("January 1, 2026", "Rackety", 90)
TO_COME = TWO.format("December 15, 2026", "Hostify", 120)


@pytest.mark.parametrize("alone", [True, False], ids=["from the start", "after a text of its own"])
def test_of_a_file_with_two_versions_the_one_that_holds_is_answered_from(legal: Legal, *, alone: bool) -> None:
    legal.minutes = int(datetime(2026, 11, 10, tzinfo=UTC).timestamp() - START) // 60
    if not alone:
        legal.commit("First", privacy__md=IN_FORCE)
    legal.commit("Both", privacy__md=f"{IN_FORCE}\n---\n\n{TO_COME}")
    with legal.open() as repository, open_temporary_index(repository) as index:
        history = index.history("privacy.md")
        for day, host in (("2026-11-20", "Rackety"), ("2026-12-14", "Rackety"), ("2026-12-15", "Hostify")):
            told = answer("Who hosts our servers?", history, today=date.fromisoformat(day))
            assert [recipient.name for recipient in told.recipients] == [host], day
            assert all(citation.quote in (IN_FORCE + TO_COME) for citation in told.citations)
        coming = history.coming(date(2026, 11, 20))
        assert coming is not None
        assert coming.starts_on == date(2026, 12, 15)
        assert "Rackety" not in coming.load().source
        assert history.coming(date(2026, 12, 15)) is None


def test_the_day_of_a_coming_version_in_figures_is_read_as_legal_writes_it(legal: Legal) -> None:
    legal.minutes = int(datetime(2026, 11, 10, tzinfo=UTC).timestamp() - START) // 60
    coming = TO_COME.replace("December 15, 2026", "12/11/2026")
    legal.commit("Both", privacy__md=f"{IN_FORCE}\n---\n\n{coming}", herald__toml='date_order = "mdy"\n')
    with legal.open() as repository, open_temporary_index(repository) as index:
        history = index.history("privacy.md")
        for day, host in ((date(2026, 12, 10), "Rackety"), (date(2026, 12, 11), "Hostify")):
            told = answer("Who hosts our servers?", history, today=day)
            assert [recipient.name for recipient in told.recipients] == [host], day


def test_a_text_dated_a_century_ahead_does_not_make_every_question_compare_all_that_follow() -> None:
    def revision(number: int, effective: date) -> DatedRevision:
        made = Revision("p.md", f"c{number}", "b", datetime(2026, 1, 1, tzinfo=UTC), "a", "")
        return DatedRevision(made, date(2026, 1, 1) + timedelta(number), effective)

    known = [revision(0, date(2126, 1, 1)), *(revision(number, date(2026, 1, 1)) for number in range(1, 400))]
    found = around(known, date(2027, 6, 1))
    assert (len(found), found[-1]) == (MOST_COMPARED, known[-1])


DAYS = st.integers(0, 60).map(lambda number: date(2026, 1, 1) + timedelta(number))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=8), DAYS)
def test_nothing_before_the_first_that_is_compared_was_still_to_come(
    days: list[tuple[date, date | None]], day: date
) -> None:
    known = [
        DatedRevision(
            Revision("p.md", f"c{number}", "b", datetime(2026, 1, 1, tzinfo=UTC), "a", ""), published, effective
        )
        for number, (published, effective) in enumerate(days)
        if published <= day
    ]
    if not known:
        return
    found = around(known, day)
    base = len(known) - len(found)
    for earlier in known[: base + 1] if base else ():
        later = [*(each.published for each in known[base + 1 :]), day]
        assert earlier.effective_on is None or earlier.effective_on <= min(later)
    assert list(found) == known[base:]
    assert all(first is not second for first, second in pairwise(found))
