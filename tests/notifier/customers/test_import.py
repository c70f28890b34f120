"""Importing customers: all or nothing, every refusal reported, nobody brought back who was erased."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from notifier.customers import (
    ImportReport,
    ImportRules,
    every_customer,
    get_customer,
    import_csv,
    import_query,
    open_csv,
    upsert_customer,
)
from notifier.errors import CustomerError
from notifier.ledger import Ledger, history, verify
from notifier.ledger.schema import customers, erasure_proofs
from notifier.model import Customer, CustomerState
from notifier.signing import Signer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SIGNER = Signer(b"a sufficiently long key")
HEADER = "id,email,name,language,country,segment,joined_on"


def run(ledger: Ledger, *lines: str, now: datetime = NOW, **rules: object) -> ImportReport:
    text = [f"{part}\n" for line in lines for part in line.split("\n")]
    return import_csv(ledger, text, now=now, signer=SIGNER, rules=ImportRules(**rules))  # type: ignore[arg-type]


def present(ledger: Ledger) -> list[Customer]:
    with ledger.reading() as connection:
        return list(every_customer(connection))


def refusals(report: ImportReport) -> list[str]:
    return [str(refusal) for refusal in report.refused]


def test_reads_all_fields(any_ledger: Ledger) -> None:
    report = run(any_ledger, HEADER, "c1, Jürg@Bücher.example ,Jürg Ädel,de-CH,ch,enterprise,2019-04-01")
    assert (report.imported, report.created, report.lines) == (True, 1, 1)
    (customer,) = present(any_ledger)
    assert customer == Customer(
        customer.id, "c1", "Jürg@Bücher.example", "Jürg Ädel", "de-ch", "CH", "enterprise", date(2019, 4, 1)
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("email,id", "a@example.com,1"),
        ("ID;Email", "1;a@example.com"),
        ("id\temail", "1\ta@example.com"),
        ("\ufeffid,email", "1,a@example.com"),
        ("id,email", "", "1,a@example.com", ""),
        ('id,email,"name"', '1,a@example.com,"A, B"'),
    ],
)
def test_other_shapes_of_csv(ledger: Ledger, lines: tuple[str, ...]) -> None:
    assert run(ledger, *lines).created == 1
    assert [(customer.external_id, customer.email) for customer in present(ledger)] == [("1", "a@example.com")]


def test_unknown_columns_are_named(ledger: Ledger) -> None:
    assert run(ledger, "id,email,langage", "1,a@example.com,de").ignored_columns == ("langage",)


BAD = [
    ("1,,,,,,", "line 2: email: is empty"),
    ("1,nobody,,,,,", "line 2: email: has no @"),
    ("1,a@localhost,,,,,", "line 2: email: has a domain that is not one"),
    (",a@example.com,,,,,", "line 2: id: is empty"),
    ("1", "line 2: line: has 1 cells where the header has 7"),
    ("1,a@example.com,,,,,,8", "line 2: line: has 8 cells where the header has 7"),
    ("1,a@example.com,N,english!,,,", "line 2: language: is no language tag such as en or pt-br"),
    ("1,a@example.com,N,,Germany,,", "line 2: country: is no two-letter country code such as DE"),
    ("1,a@example.com,N,,,,23.11.2026", "line 2: joined_on: is no date such as 2026-11-23"),
    ("1,a@example.com,N,,,,2026-02-30", "line 2: joined_on: is no date such as 2026-11-23"),
    ("1,a@example.com,N,,,,0001-01-01", "line 2: joined_on: is no date such as 2026-11-23"),
    ("1,a@example.com,Jane\rBcc: all@example.com,,,,", "CSV"),
    ('1,a@example.com,"Jane\nBcc: all@example.com",,,,', "line 3: line: contains a control character or a line break"),
    ("1,a@example.com,Jane\u2028Doe,,,,", "line 2: line: contains a control character or a line break"),
    ("1,a@example.com,Jane\x00,,,,", "line 2: line: contains a control character or a line break"),
    ("1,a@example.com,J\udcfcrg,,,,", "line 2: line: is not UTF-8 text"),
    (f"1,a@example.com,{'x' * 201},,,,", "line 2: name: is longer than 200 characters"),
    (f"{'x' * 201},a@example.com,,,,,", "line 2: id: is longer than 200 characters"),
    (f"1,a@example.com,,,,{'x' * 101},", "line 2: segment: is longer than 100 characters"),
]


@pytest.mark.parametrize(("line", "reason"), BAD)
def test_a_bad_line_is_named_and_nothing_is_imported(ledger: Ledger, line: str, reason: str) -> None:
    lines = (HEADER, line, "9,fine@example.com,,,,,")
    if reason == "CSV":
        with pytest.raises(CustomerError, match="not readable as CSV"):
            run(ledger, *lines)
    else:
        report = run(ledger, *lines)
        assert not report.imported
        assert refusals(report) == [reason]
        assert "example.com" not in reason
    assert present(ledger) == []


def test_every_refused_line_is_reported_with_duplicates(any_ledger: Ledger) -> None:
    report = run(
        any_ledger,
        "id,email",
        "1,a@example.com",
        "2,bad",
        "1,b@example.com",
        "3,A@EXAMPLE.com",
        "4,d@example.com",
        "5,",
    )
    assert refusals(report) == [
        "line 3: email: has no @",
        "line 4: id: is the same as in line 2",
        "line 5: email: is the same address as in line 2",
        "line 7: email: is empty",
    ]
    assert (report.imported, report.lines, report.refused_count) == (False, 6, 4)
    assert present(any_ledger) == []


def test_good_lines_of_a_bad_file_on_request(any_ledger: Ledger) -> None:
    lines = ("id,email", "1,a@example.com", "2,bad", "1,b@example.com", "3,A@EXAMPLE.com", "4,d@example.com")
    report = run(any_ledger, *lines, skip_refused=True)
    assert (report.imported, report.created, report.refused_count) == (True, 2, 3)
    assert [customer.external_id for customer in present(any_ledger)] == ["1", "4"]
    assert run(any_ledger, *lines, skip_refused=True, shared_addresses=True).created == 1


def test_a_million_refusals_do_not_fill_the_memory(ledger: Ledger) -> None:
    report = run(ledger, "id,email", *("x,y" for _ in range(3000)))
    assert (report.refused_count, len(report.refused)) == (3000, 1000)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((), "line 1: is empty"),
        (("",), "line 1: is empty"),
        (("name,email", "x,y"), "line 1: there is no column id"),
        (("id,email,ID", "x,y,z"), "line 1: column id comes twice"),
        (("id,email", '"1,a@example.com'), "line 2: not readable as CSV"),
        (("id,email", '"1"x,a@example.com'), "line 2: not readable as CSV"),
        (("id,email", f"1,{'a' * 140_000}@example.com"), "line 2: not readable as CSV"),
    ],
)
def test_a_file_that_is_none_is_refused(ledger: Ledger, lines: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CustomerError, match=reason):
        run(ledger, *lines)
    assert present(ledger) == []


def test_importing_again_changes_only_what_differs(any_ledger: Ledger) -> None:
    run(any_ledger, "id,email,name", "1,a@example.com,A", "2,b@example.com,B")
    later = NOW + timedelta(days=1)
    report = run(any_ledger, "id,email,name", "1,a@example.com,A", "2,b2@example.com,B", "3,c@example.com,", now=later)
    assert (report.created, report.changed, report.unchanged) == (1, 1, 1)
    with any_ledger.reading() as connection:
        changed = dict(connection.execute(sa.select(customers.c.external_id, customers.c.changed_at)).all())
        assert changed == {"1": NOW, "2": later, "3": later}
        kinds = [event.kind for event in history(connection, "customers")]
        assert kinds == ["customers.imported"] * 2
        assert verify(connection).is_sound


def test_a_complete_list_lets_the_absent_leave(any_ledger: Ledger) -> None:
    run(any_ledger, "id,email", *(f"{number},c{number}@example.com" for number in range(10)))
    run(any_ledger, "id,email", "h,h@example.com", source="http")
    report = run(any_ledger, "id,email", *(f"{number},c{number}@example.com" for number in range(1, 10)), complete=True)
    assert (report.left, report.unchanged) == (1, 9)
    states = {customer.external_id: customer.state for customer in present(any_ledger)}
    assert states["0"] is CustomerState.LEFT
    assert states["h"] is CustomerState.ACTIVE
    back = run(any_ledger, "id,email", "0,c0@example.com")
    assert back.changed == 1


def test_a_truncated_list_is_refused(any_ledger: Ledger) -> None:
    run(any_ledger, "id,email", *(f"{number},c{number}@example.com" for number in range(10)))
    short = ("id,email", *(f"{number},c{number}@example.com" for number in range(7)))
    with pytest.raises(CustomerError, match="3 of 10 customers are missing from this list, more than 20%"):
        run(any_ledger, *short, complete=True)
    assert all(customer.state is CustomerState.ACTIVE for customer in present(any_ledger))
    assert run(any_ledger, *short, complete=True, let_many_leave=True).left == 3


def test_the_unreachable_stay_so_until_their_address_changes(any_ledger: Ledger) -> None:
    run(any_ledger, "id,email", "1,a@example.com", "2,b@example.com")
    with any_ledger.begin() as connection:
        connection.execute(sa.update(customers).values(state="unreachable"))
    run(any_ledger, "id,email,name", "1,A@example.com,new name", "2,b2@example.com,")
    with any_ledger.reading() as connection:
        states = [get_customer(connection, number).state for number in ("1", "2")]  # type: ignore[union-attr]
    assert states == [CustomerState.UNREACHABLE, CustomerState.ACTIVE]


def test_the_erased_stay_erased(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        digest = SIGNER.address_hash("gone@example.com")
        identity = SIGNER.text_hash("customer", "x9")
        connection.execute(sa.insert(erasure_proofs).values(address_hash=digest, external_hash=identity, erased_at=NOW))
    report = run(any_ledger, "id,email", "1,Gone@Example.com", "2,here@example.com")
    assert (report.imported, report.erased, report.created, report.unchanged) == (True, 1, 1, 0)
    assert [customer.external_id for customer in present(any_ledger)] == ["2"]
    assert run(any_ledger, "id,email", "x9,elsewhere@example.com").erased == 1, "known by the company's own id"
    again = run(any_ledger, "id,email,joined_on", "1,gone@example.com,2026-11-24")
    assert again.created == 1


def test_progress_is_told(ledger: Ledger) -> None:
    seen: list[int] = []
    lines = ["id,email\n", *(f"{number},c{number}@example.com\n" for number in range(4500))]
    import_csv(ledger, lines, now=NOW, signer=SIGNER, progress=seen.append)
    assert seen == [2000, 4000, 4500]


def test_writers_are_not_held_up_while_rows_are_read(ledger: Ledger) -> None:
    def lines() -> object:
        yield "id,email\n"
        for number in range(5000):
            yield f"{number},c{number}@example.com\n"
        with ledger.begin() as connection:  # would wait for a minute and fail if the import held the lock
            connection.execute(sa.insert(erasure_proofs).values(address_hash="h", external_hash="x", erased_at=NOW))

    assert import_csv(ledger, lines(), now=NOW, signer=SIGNER).created == 5000  # type: ignore[arg-type]


def test_a_failing_source_leaves_nothing_behind(any_ledger: Ledger) -> None:
    def lines() -> object:
        yield "id,email\n"
        yield from (f"{number},c{number}@example.com\n" for number in range(3000))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        import_csv(any_ledger, lines(), now=NOW, signer=SIGNER)  # type: ignore[arg-type]
    assert present(any_ledger) == []
    assert run(any_ledger, "id,email", "1,a@example.com").created == 1


def test_reads_a_file_and_names_one_that_is_missing(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(b"\xef\xbb\xbfid,email,name\r\n1,a@example.com,J\xfcrg\r\n")
    with open_csv(path) as lines:
        report = import_csv(ledger, lines, now=NOW, signer=SIGNER)
    assert refusals(report) == ["line 2: line: is not UTF-8 text"]
    with (
        pytest.raises(CustomerError, match=r"absent\.csv: cannot be read: No such file"),
        open_csv(tmp_path / "absent.csv"),
    ):
        pass


@pytest.fixture
def company(tmp_path: Path) -> str:
    path = tmp_path / "company.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE account (number INTEGER, mail TEXT, since TEXT)")
        connection.executemany(
            "INSERT INTO account VALUES (?,?,?)", [(1, "a@example.com", "2020-01-01"), (2, "b@example.com", None)]
        )
    return f"sqlite:///{path}"


QUERY = "SELECT number AS id, mail AS email, since AS joined_on FROM account"


def test_imports_from_a_query(any_ledger: Ledger, company: str) -> None:
    report = import_query(any_ledger, company, QUERY, now=NOW, signer=SIGNER)
    assert report.created == 2
    assert [(c.external_id, c.joined_on) for c in present(any_ledger)] == [("1", date(2020, 1, 1)), ("2", None)]


def test_imports_from_a_query_on_postgresql(ledger: Ledger, postgres_url: str) -> None:
    company = Ledger.open(postgres_url)
    run(company, HEADER, "c1,a@example.com,A,de,DE,x,2020-01-01", "c2,b@example.com,,,,,")
    company.close()
    query = "SELECT external_id AS id, email, joined_on FROM customers"
    assert import_query(ledger, postgres_url, query, now=NOW, signer=SIGNER).created == 2
    with pytest.raises(CustomerError, match=r"syntax error|read-only"):
        import_query(
            ledger, postgres_url, "DELETE FROM customers RETURNING external_id AS id, email", now=NOW, signer=SIGNER
        )


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("DELETE FROM account", "readonly|returns no rows"),
        ("DELETE FROM account RETURNING number AS id, mail AS email", "readonly"),
        ("SELECT * FROM missing", "the query failed: no such table: missing"),
        ("SELECT number AS id FROM account", "there is no column email"),
        ("SELEKT", "the query failed"),
    ],
)
def test_bad_queries_are_refused_and_change_nothing(ledger: Ledger, company: str, query: str, reason: str) -> None:
    with pytest.raises(CustomerError, match=reason):
        import_query(ledger, company, query, now=NOW, signer=SIGNER)
    assert import_query(ledger, company, QUERY, now=NOW, signer=SIGNER).created == 2


@pytest.mark.parametrize("url", ["nonsense", "mysql://u:hunter2@h/d", "postgresql+psycopg://u:hunter2@127.0.0.1:1/d"])
def test_bad_sources_are_refused_without_their_password(ledger: Ledger, url: str) -> None:
    with pytest.raises(CustomerError) as refusal:
        import_query(ledger, url, QUERY, now=NOW, signer=SIGNER)
    assert "hunter2" not in str(refusal.value)


def test_an_erased_record_is_not_filled_again(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        blank = {"external_id": "erased-1", "email_key": "erased-1", "state": "erased", "changed_at": NOW}
        connection.execute(sa.insert(customers).values(blank))
    run(any_ledger, "id,email", "erased-1,a@example.com")
    assert present(any_ledger) == []
    with pytest.raises(CustomerError, match="was erased"), any_ledger.begin() as connection:
        upsert_customer(connection, {"id": "erased-1", "email": "a@example.com"}, now=NOW, signer=SIGNER)
