"""The hash chain shows every tampering that a stored past can suffer."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from notifier.errors import LedgerError
from notifier.ledger import Anchor, Ledger, anchor, history, record, verify
from notifier.ledger.chain import GENESIS

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def fill(connection: sa.Connection, number: int = 5) -> None:
    for index in range(number):
        at = NOW + timedelta(seconds=index)
        record(connection, at=at, actor="jane", kind="notice.approved", subject=f"notice:{index}", payload={"n": index})


def free(connection: sa.Connection) -> None:
    """Take the triggers away, as whoever tampers with the file would."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("DROP TRIGGER events_are_append_only ON events"))
        return
    connection.execute(sa.text("DROP TRIGGER events_refuse_update"))
    connection.execute(sa.text("DROP TRIGGER events_refuse_delete"))


def test_an_empty_chain_is_sound(any_ledger: Ledger) -> None:
    with any_ledger.reading() as connection:
        report = verify(connection)
    assert report.is_sound
    assert report.events == 0
    assert report.head is None


def test_a_full_chain_is_sound(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        fill(connection)
        report = verify(connection)
        assert report.is_sound
        assert report.events == 5
        assert report.head == anchor(connection)


@pytest.mark.parametrize(
    ("statement", "broken_at", "problem"),
    [
        ("UPDATE events SET payload = '{\"n\":9}' WHERE id = 3", 3, "event 3 was altered"),
        ("UPDATE events SET actor = 'mallory' WHERE id = 1", 1, "event 1 was altered"),
        ("UPDATE events SET at = at + 1 WHERE id = 5", 5, "event 5 was altered"),
        ("UPDATE events SET subject = '' WHERE id = 2", 2, "event 2 was altered"),
        ("DELETE FROM events WHERE id = 3", 4, "event 3 is missing"),
        ("DELETE FROM events WHERE id = 1", 2, "event 1 is missing"),
        ("UPDATE events SET previous_hash = hash WHERE id = 4", 4, "event 4 does not follow"),
    ],
)
def test_tampering_is_found(any_ledger: Ledger, statement: str, broken_at: int, problem: str) -> None:
    with any_ledger.begin() as connection:
        fill(connection)
        free(connection)
        connection.execute(sa.text(statement.replace(":", r"\:")))
        report = verify(connection)
    assert not report.is_sound
    assert report.broken_at == broken_at
    assert problem in report.problem


def test_a_cut_off_tail_is_found_by_its_anchor(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        fill(connection)
        written_down = anchor(connection)
        assert verify(connection, expected=written_down).is_sound
        free(connection)
        connection.execute(sa.text("DELETE FROM events WHERE id = 5"))
        assert verify(connection).is_sound
        report = verify(connection, expected=written_down)
    assert report.broken_at == 5
    assert not verify_sound_with(any_ledger, Anchor(2, "0" * 64))


def verify_sound_with(ledger: Ledger, expected: Anchor) -> bool:
    with ledger.reading() as connection:
        return verify(connection, expected=expected).is_sound


@pytest.mark.parametrize("statement", ["UPDATE events SET actor = 'x'", "DELETE FROM events"])
def test_the_database_itself_refuses_to_rewrite(any_ledger: Ledger, statement: str) -> None:
    with any_ledger.begin() as connection:
        fill(connection)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), any_ledger.begin() as connection:
        connection.execute(sa.text(statement))


def test_history_is_of_one_subject(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        fill(connection)
        events = history(connection, "notice:2")
    assert [(event.actor, event.kind, event.details) for event in events] == [("jane", "notice.approved", {"n": 2})]


def test_the_hash_is_stable() -> None:
    """The recipe of a hash is a promise: packets exported years ago must still verify."""
    from notifier.ledger.chain import Event, seal

    event = Event(1, NOW, "jane", "notice.approved", "notice:1", '{"ü":1}', GENESIS, "")
    assert seal(event).hash == "798832a2f9e861dc8ebfd7878d2e32a3aa57978a974d053057b0df7ed03599cc"
    elsewhere = replace(event, at=NOW.astimezone(timezone(timedelta(hours=2))))
    assert seal(elsewhere).hash == seal(event).hash


def test_appending_from_two_threads_keeps_one_chain(any_ledger: Ledger) -> None:
    def append() -> None:
        for _ in range(10):
            with any_ledger.begin() as connection:
                fill(connection, 1)

    threads = [threading.Thread(target=append) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with any_ledger.reading() as connection:
        report = verify(connection)
    assert report.is_sound
    assert report.events == 20


@pytest.mark.parametrize("fields", [{"actor": ""}, {"kind": ""}, {"payload": {"long": "x" * 4_000_001}}])
def test_an_event_without_actor_or_kind_or_too_long_is_refused(ledger: Ledger, fields: dict[str, object]) -> None:
    complete = {"at": NOW, "actor": "jane", "kind": "k", "payload": {}} | fields
    with pytest.raises(LedgerError), ledger.begin() as connection:
        record(connection, **complete)  # type: ignore[arg-type]
