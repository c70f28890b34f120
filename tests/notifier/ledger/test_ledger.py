"""Opening a ledger: migrations, durability, locks, clear refusals."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from notifier.errors import LedgerError
from notifier.ledger import Ledger, engines, record, verify
from notifier.ledger.migrating import alembic_config, migration_names
from notifier.ledger.schema import metadata, outbox

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def owe(connection: sa.Connection, key: str) -> None:
    connection.execute(sa.insert(outbox).values(key=key, operation="post", next_attempt_at=NOW))


def keys(connection: sa.Connection) -> list[str]:
    return list(connection.execute(sa.select(outbox.c.key).order_by(outbox.c.id)).scalars())


def test_migrations_and_schema_agree(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        command.check(alembic_config(connection))


def test_check_notices_a_missing_migration(ledger: Ledger) -> None:
    with ledger.begin() as connection:
        connection.execute(sa.text("DROP TABLE answer_feedback"))
        with pytest.raises(Exception, match="answer_feedback"):
            command.check(alembic_config(connection))


def test_migrations_are_one_line_of_numbers() -> None:
    folder = Path(__file__).parents[3] / "notifier/ledger/migrations/versions"
    before = None
    for number, name in enumerate(migration_names(), 1):
        source = (folder / f"{name}.py").read_text()
        assert name.startswith(f"{number:04d}_")
        assert f'revision = "{name}"' in source
        assert f"down_revision = {None if before is None else chr(34) + before + chr(34)}" in source
        before = name


def test_downgrade_leaves_nothing_but_the_version(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        if any_ledger.is_sqlite:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        command.downgrade(alembic_config(connection), "base")
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}


def test_opening_again_changes_nothing(any_ledger_url: str) -> None:
    first = Ledger.open(any_ledger_url)
    with first.begin() as connection:
        owe(connection, "kept")
    first.close()
    second = Ledger.open(any_ledger_url)
    with second.reading() as connection:
        assert keys(connection) == ["kept"]
    second.close()


def test_sqlite_is_durable_and_wipes(ledger: Ledger) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    with ledger.begin() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
    assert found == expected


def test_new_sqlite_ledger_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    Ledger.open(f"sqlite:///{tmp_path / 'own.db'}").close()
    assert (tmp_path / "own.db").stat().st_mode & 0o077 == 0


def test_an_error_rolls_back(any_ledger: Ledger) -> None:
    def half(connection: sa.Connection) -> None:
        owe(connection, "half")
        raise RuntimeError

    with pytest.raises(RuntimeError), any_ledger.begin() as connection:
        half(connection)
    with any_ledger.reading() as connection:
        assert keys(connection) == []


def test_a_reading_transaction_cannot_write(any_ledger: Ledger) -> None:
    with pytest.raises(sa.exc.DBAPIError), any_ledger.reading() as connection:
        owe(connection, "sneaked in")


def test_reading_is_not_held_up_by_a_writer_and_sees_one_state(any_ledger: Ledger) -> None:
    with any_ledger.begin() as writer:
        owe(writer, "uncommitted")
        with any_ledger.reading() as reader:
            assert keys(reader) == []


def test_writers_of_sqlite_wait_for_each_other(ledger: Ledger) -> None:
    order: list[str] = []

    def second() -> None:
        with ledger.begin() as connection:
            order.append("second begins")
            owe(connection, "second")

    with ledger.begin() as connection:
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        owe(connection, "first")
        order.append("first ends")
    other.join()
    assert order == ["first ends", "second begins"]


async def test_run_calls_in_a_transaction_on_one_thread(any_ledger: Ledger) -> None:
    def remember(connection: sa.Connection, key: str) -> str:
        owe(connection, key)
        return threading.current_thread().name

    names = {await any_ledger.run(remember, f"k{number}") for number in range(3)}
    assert len(names) == 1
    assert names != {threading.current_thread().name}
    assert await any_ledger.read(keys) == ["k0", "k1", "k2"]


def test_a_second_exclusive_holder_is_refused_by_name(ledger_url: str) -> None:
    holder = Ledger.open(ledger_url, exclusive=True)
    with pytest.raises(LedgerError, match=rf"herald\.db: process {os.getpid()} already works on this ledger"):
        Ledger.open(ledger_url, exclusive=True)
    holder.close()
    Ledger.open(ledger_url, exclusive=True).close()


def test_the_lock_dies_with_its_process(ledger_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=hold_exclusively, args=(ledger_url, theirs))
    process.start()
    assert ours.recv() == "held"
    with pytest.raises(LedgerError, match=f"process {process.pid} already works"):
        Ledger.open(ledger_url, exclusive=True)
    process.kill()
    process.join()
    Ledger.open(ledger_url, exclusive=True).close()


def hold_exclusively(url: str, pipe: multiprocessing.connection.Connection) -> None:
    Ledger.open(url, exclusive=True)
    pipe.send("held")
    time.sleep(60)


def test_many_may_migrate_at_once(tmp_path: Path, postgres: object) -> None:
    urls = [f"sqlite:///{tmp_path / 'race.db'}", postgres.create("race")]  # type: ignore[attr-defined]
    for url in urls:
        problems: list[BaseException] = []

        def opened(url: str = url, problems: list[BaseException] = problems) -> None:
            try:
                Ledger.open(url).close()
            except LedgerError as problem:
                problems.append(problem)

        threads = [threading.Thread(target=opened) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "HERALD_DATABASE_URL is not a database URL"),
        ("mysql://u:hunter2@h/d", "mysql is neither sqlite nor postgresql"),
        ("sqlite://", "must be a file"),
        ("sqlite:////no/such/folder/herald.db", "there is no folder /no/such/folder"),
        ("postgresql+psycopg://u:hunter2@127.0.0.1:1/d", "cannot be opened"),
    ],
)
def test_bad_urls_are_refused_without_their_password(url: str, reason: str) -> None:
    with pytest.raises(LedgerError, match=reason) as refusal:
        Ledger.open(url)
    assert "hunter2" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "letter.db"
    text.write_text("Dear customer, " * 1000)
    with pytest.raises(LedgerError, match=r"letter\.db: the ledger cannot be opened: file is not a database"):
        Ledger.open(f"sqlite:///{text}")
    assert text.read_text().startswith("Dear customer")

    strange = tmp_path / "strange.db"
    with sqlite3.connect(strange) as connection:
        connection.execute("CREATE TABLE invoices (id)")
    with pytest.raises(LedgerError, match="tables that are not a Herald ledger"):
        Ledger.open(f"sqlite:///{strange}")


def test_a_ledger_from_the_future_is_refused(ledger_url: str) -> None:
    with sqlite3.connect(ledger_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_flying'")
    with pytest.raises(LedgerError, match="version 9999_flying, which this Herald does not know"):
        Ledger.open(ledger_url)


def test_naive_times_are_refused(ledger: Ledger) -> None:
    with pytest.raises(sa.exc.StatementError, match="aware"), ledger.begin() as connection:
        connection.execute(sa.insert(outbox).values(key="k", operation="o", next_attempt_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the point


def test_every_table_is_known_to_the_migration(any_ledger: Ledger) -> None:
    with any_ledger.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_an_old_ledger_with_rows_is_brought_up_to_date_without_losing_any(tmp_path: Path, postgres: object) -> None:
    """Every migration runs over a ledger that is in use: notices, deliveries, events with their chain."""
    for url in (f"sqlite:///{tmp_path / 'old.db'}", postgres.create("old")):  # type: ignore[attr-defined]
        engine = engines._engine(engines.read_url(url), foreign_keys=False)
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), "0001_initial")
            for statement in OLD_ROWS:
                connection.execute(sa.text(statement))
            record(connection, at=NOW, actor="jane", kind="notice.approved", subject="notice:1", payload={"n": 1})
        engine.dispose()
        ledger = Ledger.open(url)
        with ledger.begin() as connection:
            assert verify(connection).events == 1
            row = connection.execute(sa.text("SELECT document, state, contracts, replaces FROM notices")).one()
            assert tuple(row) == ("p.md", "approved", "[]", None)
            assert connection.execute(sa.text("SELECT state FROM deliveries")).scalar_one() == "sent"
            with pytest.raises(sa.exc.DBAPIError, match="append-only"), connection.begin_nested():
                connection.execute(sa.text("DELETE FROM events"))
        ledger.close()


OLD_ROWS = (
    "INSERT INTO customers (external_id, email, email_key, changed_at) VALUES ('1', 'a@example.com', 'a@example.com', 1)",
    """INSERT INTO notices (document, revision, effective_on, notice_days, due_at, state, text_hash, created_at)
    VALUES ('p.md', 'r', '2027-04-10', 30, 1, 'approved', 'h', 1)""",
    "INSERT INTO deliveries (notice_id, customer_id, state, due_at) VALUES (1, 1, 'sent', 1)",
)


@pytest.mark.parametrize("table", ["customers", "notices"])
def test_customers_and_notices_are_never_deleted(any_ledger: Ledger, table: str) -> None:
    with any_ledger.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(sa.text(statement))
    with pytest.raises(sa.exc.DBAPIError, match=f"rows of {table} are never deleted"), any_ledger.begin() as connection:
        connection.execute(sa.text(f"DELETE FROM {table}"))
