"""Systems are told, retried, confirmed or given up with an alarm; then farewell, then the erasure."""

from __future__ import annotations

import email
import hmac
import json
from datetime import UTC, datetime, timedelta
from email.policy import default
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from notifier.erasure import (
    Answer,
    ErasureRounds,
    ErasureSettings,
    confirm_by_hand,
    confirm_call,
    read_systems,
    retry_dead,
)
from notifier.errors import NotifierError, RefusedError, SigningError
from notifier.ledger.case_tables import company_calls
from notifier.ledger.schema import outbox
from notifier.model import CaseState

if TYPE_CHECKING:
    from conftest import Archive, Company

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
KEY = b"key of the company's systems"
BILLING = read_systems("billing=https://billing.example/erase", KEY)
SITE = "https://herald.example"


def rounds(archive: Archive, company: Company, *, farewell: bool = False) -> ErasureRounds:
    return ErasureRounds(archive.ledger, archive.signer, ErasureSettings(BILLING, SITE, farewell), company)


def call(archive: Archive) -> sa.Row[object]:
    return archive.rows(sa.select(company_calls))[0]


def alarms(archive: Archive) -> int:
    return len(archive.rows(sa.select(outbox).where(outbox.c.operation == "case_alarm")))


async def test_told_confirmed_erased(archive: Archive, company: Company) -> None:
    number = archive.confirmed()
    proofs = await rounds(archive, company).tick(NOW)
    assert [proof.case for proof in proofs] == [number]
    assert archive.case(number).state is CaseState.DONE
    assert await rounds(archive, company).tick(NOW) == ()
    assert len(company.requests) == 1


async def test_the_request_is_signed_over_time_and_body(archive: Archive, company: Company) -> None:
    number = archive.confirmed()
    await rounds(archive, company).tick(NOW)
    request = company.requests[0]
    stamp, mac = (part.partition("=")[2] for part in request.headers["X-Herald-Signature"].split(","))
    assert mac == hmac.digest(KEY, f"{stamp}.".encode() + request.body, "sha256").hex()
    assert int(stamp) == int(NOW.timestamp())
    assert json.loads(request.body)["customer"] == {"id": "c-jane", "email": "jane@example.org"}
    assert request.headers["Idempotency-Key"] == f"erasure:{number}:billing"
    assert b"jane" not in repr(request).encode()


async def test_failures_are_retried_with_growing_waits_and_one_idempotency_key(
    archive: Archive, company: Company
) -> None:
    number = archive.confirmed()
    company.answers = [Answer(0, "no route"), Answer(503), Answer(429, "", timedelta(hours=1))]
    work, now, moments = rounds(archive, company), NOW, []
    for _ in range(200):
        seen = len(company.requests)
        await work.tick(now)
        if len(company.requests) > seen:
            moments.append(now - NOW)
        now += timedelta(minutes=1)
    assert moments == [timedelta(minutes=minutes) for minutes in (0, 1, 3, 63)]
    assert {request.headers["Idempotency-Key"] for request in company.requests} == {f"erasure:{number}:billing"}
    assert archive.case(number).state is CaseState.DONE


async def test_a_refusal_goes_to_the_dead_letters_with_one_alarm_and_erases_nothing(
    archive: Archive, company: Company
) -> None:
    number = archive.confirmed()
    company.answers = [Answer(400, "unknown customer")]
    work = rounds(archive, company)
    for hours in range(5):
        assert await work.tick(NOW + timedelta(hours=hours)) == ()
    assert (call(archive).state, alarms(archive), len(company.requests)) == ("dead", 1, 1)
    with archive.ledger.begin() as connection:
        assert retry_dead(connection, number, by="Ada", now=NOW) == 1
    assert [proof.case for proof in await work.tick(NOW)] == [number]


async def test_a_system_that_is_down_for_a_week_is_given_up_with_an_alarm(archive: Archive, company: Company) -> None:
    archive.confirmed()
    company.answers = [Answer(503)] * 99
    work = rounds(archive, company)
    for hours in range(0, 24 * 7, 3):
        await work.tick(NOW + timedelta(hours=hours))
    assert (call(archive).state, alarms(archive), len(company.requests)) == ("dead", 1, 20)


async def test_accepted_waits_for_the_confirmation(archive: Archive, company: Company) -> None:
    archive.confirmed()
    company.answers = [Answer(202)]
    work = rounds(archive, company)
    assert await work.tick(NOW) == ()
    token = json.loads(company.requests[0].body)["confirm_url"].rpartition("/")[2]
    with archive.ledger.begin() as connection:
        with pytest.raises(SigningError):
            confirm_call(connection, archive.signer, token[:-4] + "AAAA", now=NOW)
        assert [confirm_call(connection, archive.signer, token, now=NOW) for _ in range(2)] == [True, False]
    assert len(await work.tick(NOW)) == 1


async def test_silence_after_accepted_is_told_to_staff_who_may_confirm_by_hand(
    archive: Archive, company: Company
) -> None:
    number = archive.confirmed()
    company.answers = [Answer(202)]
    work = rounds(archive, company)
    await work.tick(NOW)
    await work.tick(NOW + timedelta(days=4))
    assert alarms(archive) == 1
    with archive.ledger.begin() as connection:
        with pytest.raises(RefusedError):
            confirm_by_hand(connection, number, "billing", by="system", now=NOW)
        assert confirm_by_hand(connection, number, "billing", by="Ada", now=NOW)
    assert len(await work.tick(NOW)) == 1


async def test_a_case_on_hold_is_told_to_nobody(archive: Archive, company: Company) -> None:
    number = archive.confirmed()
    archive.step(number, "hold")
    assert await rounds(archive, company).tick(NOW) == ()
    archive.step(number, "release")
    assert len(await rounds(archive, company).tick(NOW)) == 1


async def test_the_last_letter_leaves_before_the_address_goes(archive: Archive, company: Company) -> None:
    archive.confirmed()
    work = rounds(archive, company, farewell=True)
    assert await work.tick(NOW) == ()
    assert await work.tick(NOW) == ()
    await archive.send_letters()
    assert len(await work.tick(NOW)) == 1
    last = email.message_from_bytes(archive.letters[-1], policy=default)
    assert (last["To"], "deleting your data" in last["Subject"]) == ("jane@example.org", True)
    await archive.send_letters(NOW + timedelta(days=2))
    assert email.message_from_bytes(archive.letters[-1], policy=default)["Message-ID"] == last["Message-ID"]


@pytest.mark.parametrize(
    "text",
    ["billing", "billing=", "=https://x.example/", "a=http://x.example/", "a=ftp://x/", "a=https://x/ a=https://y/"],
)
def test_a_bad_setting_is_refused(text: str) -> None:
    with pytest.raises(NotifierError):
        read_systems(text, KEY)


def test_plain_http_is_for_this_machine_only_and_keys_stay_secret() -> None:
    systems = read_systems("a=http://127.0.0.1:9/x, b=https://b.example/", KEY)
    assert [system.name for system in systems] == ["a", "b"]
    assert "key of" not in repr(systems)
