from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.dates import DateReading, ProblemKind, SourceKind, read_dates
from policy.dates.lengths import find_lengths
from policy.dates.written import find_dates
from policy.documents import read_document
from policy.settings import DateOrder, PolicySettings, read_settings

CLAUSE = "\n\n**11\\. Changes**  \nWe may amend this notice. {}\n"
BODY = "\n\n# Using data\n\nWe keep your letters in a drawer.\n"


def read(text: str, settings: PolicySettings | None = None) -> DateReading:
    return read_dates(read_document(text, "privacy.md"), settings or PolicySettings())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10/29/2020", date(2020, 10, 29)),
        ("29/10/2020", date(2020, 10, 29)),
        ("10/29/20", date(2020, 10, 29)),
        ("05/05/2021", date(2021, 5, 5)),
        ("2024-12-23", date(2024, 12, 23)),
        ("2024/12/23", date(2024, 12, 23)),
        ("2026-05-04T10:00:00Z", date(2026, 5, 4)),
        ("18.03.2025", date(2025, 3, 18)),
        ("April 20, 2023", date(2023, 4, 20)),
        ("APRIL 1st 2026", date(2026, 4, 1)),
        ("Mar 18, 2026", date(2026, 3, 18)),
        ("Sept. 5, 2020", date(2020, 9, 5)),
        ("the 3rd of May 2019", date(2019, 5, 3)),
        ("17 June 2026", date(2026, 6, 17)),
        ("18. März 2025", date(2025, 3, 18)),
        ("13 mars 2026", date(2026, 3, 13)),
        ("1er août 2025", date(2025, 8, 1)),
        ("3 de mayo de 2024", date(2024, 5, 3)),
        ("12-Jan-2024", date(2024, 1, 12)),
        ("February 29, 2024", date(2024, 2, 29)),
    ],
)
def test_a_written_date_is_read(text: str, value: date) -> None:
    assert [found.value for found in find_dates(text)] == [value]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("03/04/2021", "ambiguous"),
        ("02.01.2025", "ambiguous"),
        ("13/13/2020", "impossible"),
        ("February 30, 2024", "impossible"),
        ("2023-02-29", "impossible"),
        ("June 2021", "no_day"),
        ("Juni 2021", "no_day"),
    ],
)
def test_a_date_that_cannot_be_told_says_why(text: str, fault: str) -> None:
    (found,) = find_dates(text)
    assert (found.value, found.fault) == (None, fault)


@pytest.mark.parametrize(
    ("order", "value"), [(DateOrder.MONTH_FIRST, date(2021, 3, 4)), (DateOrder.DAY_FIRST, date(2021, 4, 3))]
)
def test_the_date_order_settles_an_ambiguous_date(order: DateOrder, value: date) -> None:
    assert [found.value for found in find_dates("03/04/2021", order)] == [value]


def test_an_order_that_makes_the_date_impossible_is_not_overruled() -> None:
    (found,) = find_dates("29/10/2020", DateOrder.MONTH_FIRST)
    assert (found.value, found.fault) == (None, "impossible")


@pytest.mark.parametrize(
    "text", ["", "version 1.2.3", "call 555-12-3456", "2016/679", "99/99", "1.2.2020.4", "may 5 people"]
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 days after", 30),
        ("thirty (30) days", 30),
        ("thirty days", 30),
        ("twenty-one days", 21),
        ("forty five calendar days", 45),
        ("10 business days", 14),
        ("two weeks", 14),
        ("one month", 31),
        ("trente jours", 30),
        ("vier 30 Tagen", 30),
        ("a 30-day period", 30),
    ],
)
def test_a_length_of_time_is_read(text: str, days: int) -> None:
    assert [length.days for length in find_lengths(text)] == [days]


def test_words_and_figures_that_disagree_are_a_fault() -> None:
    (length,) = find_lengths("thirty (60) days")
    assert length.fault


@pytest.mark.parametrize(
    ("text", "updated", "effective"),
    [
        ("**Last revised and updated 10/29/2020. To review a changelog,** [click](x)", "2020-10-29", "2020-11-28"),
        ("Last updated: April 20, 2023", "2023-04-20", "2023-05-20"),
        ("_Last Updated: April 1st 2026_", "2026-04-01", "2026-05-01"),
        ("Effective January 15, 2025", None, "2025-01-15"),
        ("Effective date: November 16, 2020", None, "2020-11-16"),
        ("**Effective Date**: January 3, 2025", None, "2025-01-03"),
        ("This notice applies from December 19, 2022. The previous version applies until then.", None, "2022-12-19"),
        ("Effective Date: The earlier of 2024-12-23 or your acceptance.", None, "2024-12-23"),
        ("# Effective date\n\nMay 25, 2018", None, "2018-05-25"),
        ("**Last updated**\n\n15\\. June 2024", "2024-06-15", "2024-07-15"),
        ("Stand: 18. März 2025", "2025-03-18", "2025-04-17"),
        ("Cette politique a été mise à jour pour la dernière fois le 13 mars 2026.", "2026-03-13", "2026-04-12"),
        ("Entrée en vigueur : 2026-05-12", None, "2026-05-12"),
        ("Last updated: March 1, 2025. Effective May 1, 2025.", "2025-03-01", "2025-05-01"),
        ("Acme last updated these Acme Open Terms on March 10, 2022.", "2022-03-10", "2022-04-09"),
        ("Updated on: **11 May 2026**", "2026-05-11", "2026-06-10"),
        ('*Effective May 4, 2026*\n{: datetime="2026-05-04" }', None, "2026-05-04"),
    ],
)
@pytest.mark.parametrize("at_the_end", [False, True], ids=["first line", "last line"])
def test_dates_are_read_wherever_they_stand(
    text: str, updated: str | None, effective: str, *, at_the_end: bool
) -> None:
    reading = read(f"# Privacy{BODY * 12}\n{text}\n" if at_the_end else f"{text}\n{BODY}")
    assert (str(reading.updated_on), str(reading.effective_on)) == (str(updated), effective)
    assert reading.conflicts == ()


def test_dates_are_read_from_front_matter() -> None:
    reading = read("---\ntitle: Privacy\nlast_updated: 2026-01-02\neffective_on: 2026-03-01\n---\n\n# Privacy\n")
    assert (reading.updated_on, reading.effective_on) == (date(2026, 1, 2), date(2026, 3, 1))
    assert [(source.quote, source.line) for source in reading.sources] == [
        ("last_updated: 2026-01-02", 3),
        ("effective_on: 2026-03-01", 4),
    ]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Any changes we make will take effect 30 days after the update date noted above.", 30),
        ("Changes become effective fourteen (14) days after we post them.", 14),
        ("We will notify you at least sixty days before any change takes effect.", 60),
        ("We will give 45 days' notice of material changes.", 45),
        ("Changes are announced two weeks in advance.", 14),
        ("Les changements sont annoncés au moins trente jours avant leur entrée en vigueur.", 30),
    ],
)
def test_the_changes_clause_names_the_days(sentence: str, days: int) -> None:
    reading = read(f"Last updated: March 1, 2025{CLAUSE.format(sentence)}", read_settings("notice_days = 77"))
    assert (reading.notice_days, reading.days_stated, reading.conflicts) == (days, True, ())
    assert [source.quote for source in reading.sources if source.kind is SourceKind.NOTICE_DAYS] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "You may reject the change by writing to us within thirty (30) days of the change.",
        "Changes are posted here.",
        "Deleted letters stay in a drawer for 30 days before they are burnt, whatever changes.",
    ],
)
def test_other_stretches_of_time_are_no_promise(sentence: str) -> None:
    reading = read(f"Last updated: March 1, 2025\n\n# Letters\n\n{sentence}\n", read_settings("notice_days = 77"))
    assert (reading.notice_days, reading.days_stated) == (77, False)


def kinds(reading: DateReading) -> list[ProblemKind]:
    return [problem.kind for problem in reading.problems]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("# Privacy\n\nNothing is dated here.", ProblemKind.MISSING),
        ("Last updated: 03/04/2021", ProblemKind.AMBIGUOUS),
        ("Last updated: February 30, 2021", ProblemKind.IMPOSSIBLE),
        ("Last updated: June 2021", ProblemKind.NO_DAY),
        ("Last updated: May 1, 2021\n\nLast updated: May 2, 2021", ProblemKind.CONFLICT),
        ("---\nupdated_on: soon\n---\n", ProblemKind.IMPOSSIBLE),
        (
            "Last updated: May 1, 2021\n\n# Changes\n\nChanges take effect thirty (60) days after that.",
            ProblemKind.CONFLICT,
        ),
        (
            "Last updated: May 1, 2021\n\nEffective May 9, 2021\n\n# Changes\n\nChanges take effect 30 days after it.",
            ProblemKind.TOO_SOON,
        ),
        ("Last updated: May 1, 2021\n\nAny changes are effective immediately upon posting.", ProblemKind.ON_POSTING),
        (
            "Last updated: May 1, 2021\n\n# Changes\n\nChanges need 30 days' notice. We tell you 15 days before changes.",
            ProblemKind.CONFLICT,
        ),
    ],
)
def test_what_a_person_must_settle_is_reported(text: str, kind: ProblemKind) -> None:
    assert kinds(read(text)) == [kind]


def test_conflicting_dates_are_never_chosen_silently() -> None:
    reading = read("Effective May 1, 2021\n\nLast updated: April 1, 2021\n\nEffective May 2, 2021")
    assert (reading.updated_on, reading.effective_on) == (date(2021, 4, 1), None)
    assert "2021-05-01 (line 1), 2021-05-02 (line 5)" in reading.conflicts[0]


def test_an_ambiguous_effective_date_is_not_replaced_by_a_computed_one() -> None:
    reading = read("Last updated: April 20, 2021. Effective 03/06/2021.")
    assert (reading.updated_on, reading.effective_on) == (date(2021, 4, 20), None)


def test_dates_of_other_things_are_not_the_policys() -> None:
    reading = read(
        "Last updated: May 1, 2021\n\nWe follow the Regulation in force since May 25, 2018.\n\n"
        "The previous version was last updated on March 2, 2020.\n\nYour account was updated on May 3, 2019.\n"
    )
    assert (reading.updated_on, reading.conflicts) == (date(2021, 5, 1), ())


@pytest.mark.parametrize(
    ("name", "updated", "effective", "line"),
    [
        ("2020-10-29", date(2020, 10, 29), date(2020, 11, 28), 4),
        ("2023-01-16", date(2023, 1, 16), date(2023, 2, 15), 145),
    ],
)
def test_the_real_policy_is_read_right(shared: Path, name: str, updated: date, effective: date, line: int) -> None:
    document = read_document((shared / "data/policies/mailjet" / f"{name}.md").read_bytes(), name)
    reading = read_dates(document, PolicySettings())
    assert (reading.updated_on, reading.effective_on) == (updated, effective)
    assert (reading.notice_days, reading.days_stated, reading.conflicts) == (30, True, ())
    quotes = {source.kind: source for source in reading.sources}
    assert quotes[SourceKind.UPDATED].line == line
    assert quotes[SourceKind.UPDATED].quote.startswith(f"Last revised and updated {updated:%m/%d/%Y}.")
    assert quotes[SourceKind.NOTICE_DAYS].quote == (
        "Any changes we make will take effect 30 days after the update date noted above."
    )


@given(
    st.text(
        alphabet=st.sampled_from("Last updated: 0123456789/.-,\n*#_[](){}Effective May 30 days notice changes"),
        max_size=300,
    )
)
def test_no_text_breaks_the_reading(text: str) -> None:
    reading = read(text)
    for source in reading.sources:
        assert source.line >= 1
        assert source.quote
