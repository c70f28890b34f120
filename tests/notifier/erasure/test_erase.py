"""Nothing of an erased person is left in the ledger or in its file, and a proof that names no one remains."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from notifier.customers import upsert_customer
from notifier.erasure import erase, find_proof, forget, plan_erasure
from notifier.errors import CustomerError, RefusedError
from notifier.ledger import verify
from notifier.ledger.schema import cases, customers, deliveries, events, metadata, raw_messages
from notifier.model import CaseState, Customer, Matched

if TYPE_CHECKING:
    from conftest import Archive

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECRETS = (b"jane@example.org", b"Jane Roe-Unique", b"c-jane", b"my cat is called Wolke")


def spread(archive: Archive) -> str:
    """Put Jane everywhere: cases, letters, messages, history, a message before she was a known customer."""
    archive.write("jane@example.org", "I object to the change, my cat is called Wolke.", delivery=1)
    archive.write("omar@example.net", "I object.", delivery=2)
    archive.write("jane@example.org", "Thanks, and my cat is called Wolke.")
    return archive.confirmed()


def everything(archive: Archive) -> bytes:
    """All that any table holds, as text."""
    return b"\n".join(repr(archive.rows(sa.select(table))).encode() for table in metadata.sorted_tables)


async def test_every_trace_goes_from_every_table(any_archive: Archive) -> None:
    archive = any_archive
    number = spread(archive)
    await archive.send_letters()
    before = everything(archive)
    assert all(secret in before for secret in SECRETS)
    proof = erase(archive.ledger, number, signer=archive.signer, now=NOW)
    after = everything(archive)
    assert [secret for secret in SECRETS if secret in after] == []
    assert proof.overwritten
    assert b"omar@example.net" in after


async def test_the_files_hold_no_trace(archive: Archive, files: list[Path]) -> None:
    number = spread(archive)
    await archive.send_letters()
    on_disk = b"".join(path.read_bytes() for path in files if path.exists())
    assert all(secret in on_disk for secret in SECRETS)
    erase(archive.ledger, number, signer=archive.signer, now=NOW)
    on_disk = b"".join(path.read_bytes() for path in files if path.exists())
    assert [secret for secret in SECRETS if secret in on_disk] == []


def test_what_is_evidence_for_others_stays_and_the_chain_holds(archive: Archive) -> None:
    number = spread(archive)
    counts = [len(archive.rows(sa.select(table))) for table in (deliveries, cases, raw_messages)]
    erase(archive.ledger, number, signer=archive.signer, now=NOW)
    assert [len(archive.rows(sa.select(table))) for table in (deliveries, cases, raw_messages)] == counts
    with archive.ledger.begin() as connection:
        assert verify(connection).is_sound
    assert archive.case(number).state is CaseState.DONE
    assert {row.state for row in archive.rows(sa.select(cases).where(cases.c.customer_id == 1))} == {"done"}
    assert [row.state for row in archive.rows(sa.select(cases).where(cases.c.customer_id == 2))] == ["received"]


def test_the_proof_names_no_one_and_keeps_them_from_coming_back(archive: Archive) -> None:
    proof = erase(archive.ledger, archive.confirmed(), signer=archive.signer, now=NOW)
    assert not any(secret.decode() in proof.as_json() for secret in SECRETS)
    assert [row.hash for row in archive.rows(sa.select(events).where(events.c.id == proof.event_id))] == [
        proof.event_hash
    ]
    assert proof.confirmed_by == "Ada"
    with archive.ledger.begin() as connection:
        assert find_proof(connection, archive.signer, "JANE@Example.org") == NOW
        assert find_proof(connection, archive.signer, "omar@example.net") is None
        fields = {"id": "c-new", "email": "Jane@example.org"}
        with pytest.raises(CustomerError, match="erased at their request"):
            upsert_customer(connection, fields, now=NOW, signer=archive.signer)


def test_an_erased_person_who_writes_again_is_a_stranger(archive: Archive) -> None:
    erase(archive.ledger, archive.confirmed(), signer=archive.signer, now=NOW)
    receipt = archive.write("jane@example.org", "Which data do you hold about me?", NOW + timedelta(days=9), delivery=1)
    assert receipt.match.how is Matched.NOBODY


def test_a_dry_run_lists_the_same_rows_and_changes_nothing(archive: Archive) -> None:
    number = spread(archive)
    before = everything(archive)
    with archive.ledger.begin() as connection:
        plan = plan_erasure(connection, Customer(1, "c-jane", "jane@example.org"), archive.signer)
    assert everything(archive) == before
    proof = erase(archive.ledger, number, signer=archive.signer, now=NOW)
    assert dict(proof.rows) == {holding.table: holding.rows for holding in plan.holdings}
    assert plan.rows == sum(dict(proof.rows).values()) > 10


def test_messages_of_others_that_name_the_address_are_shown_and_kept(archive: Archive) -> None:
    archive.write("omar@example.net", "Please also tell jane@example.org that I object.", delivery=2)
    with archive.ledger.begin() as connection:
        plan = plan_erasure(connection, Customer(1, "c-jane", "jane@example.org"), archive.signer)
    assert (plan.messages, plan.mentions) == ((), (1,))


def refuse_cases() -> list[tuple[str, str]]:
    return [("received", "no erasure in progress"), ("held", "on hold"), ("withdrawn", "no erasure in progress")]


@pytest.mark.parametrize(("state", "says"), refuse_cases())
def test_nothing_is_erased_before_a_person_confirms_or_against_a_doubt(archive: Archive, state: str, says: str) -> None:
    if state == "received":
        number = archive.write("jane@example.org", "Please delete my account.", delivery=1).opened[0]
    else:
        number = archive.confirmed()
        archive.step(number, "hold" if state == "held" else "withdraw")
    with pytest.raises(RefusedError, match=says):
        erase(archive.ledger, number, signer=archive.signer, now=NOW)
    assert archive.rows(sa.select(customers.c.email).where(customers.c.id == 1))[0].email == "jane@example.org"


def test_a_change_of_mind_after_the_confirmation_stops_the_erasure(archive: Archive) -> None:
    number = archive.confirmed()
    archive.write("jane@example.org", "I changed my mind, please keep my account.", delivery=1)
    assert archive.case(number).held or archive.case(number).state is CaseState.WITHDRAWN
    with pytest.raises(RefusedError):
        erase(archive.ledger, number, signer=archive.signer, now=NOW)


def test_a_system_that_has_not_confirmed_stops_the_erasure(archive: Archive) -> None:
    with pytest.raises(RefusedError, match="not confirmed yet by billing"):
        erase(archive.ledger, archive.confirmed(), signer=archive.signer, now=NOW, systems=("billing",))


def test_staff_erase_by_command_with_name_and_reason(archive: Archive) -> None:
    with archive.ledger.begin() as connection:
        for by, reason in (("", "r"), ("system", "r"), ("Ada", " ")):
            with pytest.raises(RefusedError, match="name of who confirms"):
                forget(connection, "c-jane", by=by, reason=reason, now=NOW)
        with pytest.raises(RefusedError, match="there is no customer"):
            forget(connection, "c-nobody", by="Ada", reason="asked by phone", now=NOW)
        case = forget(connection, "c-jane", by="Ada", reason="asked by phone", now=NOW)
        assert forget(connection, "c-jane", by="Ada", reason="asked by phone", now=NOW).number == case.number
    assert erase(archive.ledger, case.number, signer=archive.signer, now=NOW).case == case.number
