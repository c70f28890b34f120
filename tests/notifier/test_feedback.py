from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notifier.feedback import gaps, record_gap, record_wrong, wrong_answers
from notifier.ledger import Ledger

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield opened
    opened.close()


def test_reports_of_wrong_answers_come_newest_first(ledger: Ledger) -> None:
    with ledger.begin() as connection:
        record_wrong(connection, question="who gets logs?", answer="Nobody.", revision="abc", by="U1", at=NOON)
        record_wrong(connection, question="do we sell?", answer="No.", revision="def", by="U2", at=NOON)
    with ledger.begin() as connection:
        found = wrong_answers(connection)
    assert [(report.question, report.revision, report.reported_by) for report in found] == [
        ("do we sell?", "def", "U2"),
        ("who gets logs?", "abc", "U1"),
    ]


def test_gaps_are_counted_by_what_was_asked(ledger: Ledger) -> None:
    with ledger.begin() as connection:
        for days, question in enumerate(["Who trains AI?", "who trains ai", "a CRM?", "who trains AI ??"]):
            record_gap(connection, question=question, revision="abc", by="U1", at=NOON + timedelta(days=days))
        record_wrong(connection, question="who trains AI?", answer="x", revision="abc", by="U1", at=NOON)
    with ledger.begin() as connection:
        assert [(gap.question, gap.count) for gap in gaps(connection)] == [("Who trains AI?", 3), ("a CRM?", 1)]
        assert gaps(connection)[0].last_at == NOON + timedelta(days=3)
        assert [gap.count for gap in gaps(connection, since=NOON + timedelta(days=2))] == [1, 1]


def test_a_question_of_any_length_is_kept_bounded(ledger: Ledger) -> None:
    with ledger.begin() as connection:
        record_gap(connection, question="x" * 50_000, revision="abc", by="U1", at=NOON)
        assert len(gaps(connection)[0].question) == 1_000
