"""Letters through the mail outbox: once each, retried, acknowledged; and the links in them."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.policy import default
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from notifier.cases.identity import LinkState, confirm_by_link, link_page
from notifier.cases.incoming import Incoming
from notifier.cases.sending import Correspondence, Postman
from notifier.cases.steps import link_customer
from notifier.errors import DeliveryError, RefusedError
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import customers, events, outbox
from notifier.model import CaseState, Identity, ReplyKind

if TYPE_CHECKING:
    from conftest import House

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ERASES = (ReplyKind.ERASURE,)
WRITER = Correspondence("Privacy <privacy@herald.example>", "privacy@herald.example", "https://herald.example")


@dataclass
class Relay:
    """Takes messages, or fails as told; keeps what it took."""

    failures: list[DeliveryError] = field(default_factory=list)
    taken: list[tuple[str, bytes]] = field(default_factory=list)

    async def __call__(self, sender: str, recipient: str, content: bytes) -> str:
        assert sender == "privacy@herald.example"
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append((recipient, content))
        return "250 ok"

    def text(self, number: int = -1) -> str:
        return str(email.message_from_bytes(self.taken[number][1], policy=default).get_content())

    def header(self, name: str, number: int = -1) -> str:
        return str(email.message_from_bytes(self.taken[number][1], policy=default)[name])


def asks(house: House, kinds: tuple[ReplyKind, ...] = ERASES, now: datetime = NOW, **more: object) -> str:
    text = f"Please: {kinds} {now}"
    values = {"sender": "jane@example.org", "message_id": f"<{now.timestamp()}@mail.example>", **more}
    return house.deliver(Incoming("", text=text, kinds=kinds, primary=kinds[0], **values), now).opened[0]  # type: ignore[arg-type]


def postman(house: House, relay: Relay) -> Postman:
    return Postman(house.ledger, house.signer, WRITER, relay)


def token_in(text: str) -> str:
    found = re.search(r"https://herald\.example/identity/(\S+)", text)
    assert found
    return found[1]


async def test_an_acknowledgement_is_sent_once_and_acknowledges(house: House) -> None:
    relay, number = Relay(), asks(house)
    assert [await postman(house, relay).send_due(NOW) for _ in range(3)] == [1, 0, 0]
    assert (relay.taken[0][0], house.case(number).state) == ("jane@example.org", CaseState.ACKNOWLEDGED)
    assert relay.header("In-Reply-To") == f"<{NOW.timestamp()}@mail.example>"


async def test_the_reply_address_of_an_acknowledgement_is_signed(house: House) -> None:
    relay = Relay()
    asks(house, (ReplyKind.OBJECTION,))
    await postman(house, relay).send_due(NOW)
    token = relay.header("Reply-To").partition("+")[2].partition("@")[0]
    assert house.signer.read_reply_token(token) == 1


async def test_a_customer_who_writes_from_elsewhere_is_answered_at_the_known_address(house: House) -> None:
    relay = Relay()
    asks(house, sender="other@example.com", reply_tokens=(house.token(1),))
    await postman(house, relay).send_due(NOW)
    assert relay.taken[0][0] == "jane@example.org"


async def test_a_temporary_failure_is_tried_again_with_the_same_message(house: House) -> None:
    relay = Relay([DeliveryError("451 later", permanent=False)])
    number = asks(house)
    post = postman(house, relay)
    assert await post.send_due(NOW) == 0
    first = house.rows(sa.select(mail_outbox))[0]
    assert (first.state, house.case(number).state) == ("due", CaseState.RECEIVED)
    assert await post.send_due(NOW + timedelta(minutes=1)) == 0
    assert await post.send_due(NOW + timedelta(hours=1)) == 1
    assert relay.header("Message-ID") == first.message_id


async def test_a_permanent_failure_is_told_to_staff(house: House) -> None:
    relay = Relay([DeliveryError("550 no such user", permanent=True)])
    asks(house)
    assert await postman(house, relay).send_due(NOW) == 0
    assert [row.state for row in house.rows(sa.select(mail_outbox))] == ["failed"]
    assert house.rows(sa.select(outbox).where(outbox.c.operation == "case_alarm"))


async def test_a_letter_that_cannot_leave_for_days_is_given_up_and_told(house: House) -> None:
    relay = Relay([DeliveryError("451 later", permanent=False)] * 2)
    asks(house)
    post = postman(house, relay)
    await post.send_due(NOW)
    await post.send_due(NOW + timedelta(days=5))
    assert [row.state for row in house.rows(sa.select(mail_outbox))] == ["failed"]


async def test_a_crash_while_sending_sends_the_same_message_again(house: House) -> None:
    class CrashError(Exception):
        pass

    async def crash(sender: str, recipient: str, content: bytes) -> str:
        raise CrashError(recipient)

    asks(house)
    with pytest.raises(CrashError):
        await Postman(house.ledger, house.signer, WRITER, crash).send_due(NOW)
    claimed = house.rows(sa.select(mail_outbox))[0]
    relay = Relay()
    assert await postman(house, relay).send_due(NOW + timedelta(minutes=1)) == 0
    assert await postman(house, relay).send_due(NOW + timedelta(minutes=11)) == 1
    assert relay.header("Message-ID") == claimed.message_id


async def test_one_bad_address_does_not_hold_up_the_others(house: House) -> None:
    asks(house)
    asks(house, now=NOW + timedelta(seconds=1), sender="omar@example.net")
    with house.ledger.begin() as connection:
        connection.execute(sa.update(customers).where(customers.c.id == 1).values(email="not an address"))
    relay = Relay()
    assert await postman(house, relay).send_due(NOW + timedelta(seconds=2)) == 1
    assert relay.taken[0][0] == "omar@example.net"
    assert "Guten Tag Omar Diaz" in relay.text()


async def test_looking_at_the_link_confirms_nothing_and_the_button_once(house: House) -> None:
    relay, number = Relay(), asks(house)
    await postman(house, relay).send_due(NOW)
    token = token_in(relay.text())
    with house.ledger.begin() as connection:
        for _ in range(5):
            assert link_page(connection, house.signer, token, now=NOW).state is LinkState.ASKS
    assert house.case(number).identity is Identity.UNCONFIRMED
    with house.ledger.begin() as connection:
        pages = [confirm_by_link(connection, house.signer, token, now=NOW) for _ in range(3)]
    assert [page.state for page in pages] == [LinkState.CONFIRMED] * 3
    case = house.case(number)
    assert (case.state, case.identity) == (CaseState.IDENTITY_CONFIRMED, Identity.CONFIRMED)
    confirmed = house.rows(sa.select(events).where(events.c.kind == "case_confirm_identity"))
    assert [row.actor for row in confirmed] == ["customer:link"]


async def test_a_link_expires_and_a_forged_one_is_worth_nothing(house: House) -> None:
    relay = Relay()
    asks(house)
    await postman(house, relay).send_due(NOW)
    token = token_in(relay.text())
    with house.ledger.begin() as connection:
        late = confirm_by_link(connection, house.signer, token, now=NOW + timedelta(days=14))
        forged = confirm_by_link(connection, house.signer, token[:-2] + "AA", now=NOW)
    assert (late.state, forged.state) == (LinkState.INVALID, LinkState.INVALID)


async def test_linking_the_case_to_another_customer_kills_the_old_link(house: House) -> None:
    relay, number = Relay(), asks(house, sender="stranger@example.edu")
    await postman(house, relay).send_due(NOW)
    old = token_in(relay.text())
    with house.ledger.begin() as connection:
        link_customer(connection, number, "c-1", by="Ada", reason="told me on the phone", now=NOW)
        assert confirm_by_link(connection, house.signer, old, now=NOW).state is LinkState.INVALID
    await postman(house, relay).send_due(NOW)
    assert relay.taken[-1][0] == "jane@example.org"
    with house.ledger.begin() as connection:
        assert confirm_by_link(connection, house.signer, token_in(relay.text()), now=NOW).state is LinkState.CONFIRMED


async def test_a_closed_case_has_nothing_to_confirm_and_a_closing_letter(house: House) -> None:
    relay, number = Relay(), asks(house)
    await postman(house, relay).send_due(NOW)
    token = token_in(relay.text())
    house.step(number, "refuse", reason="There is no account under this address.")
    await postman(house, relay).send_due(NOW)
    assert "Reason: There is no account under this address." in " ".join(relay.text().split())
    with house.ledger.begin() as connection:
        assert confirm_by_link(connection, house.signer, token, now=NOW).state is LinkState.CLOSED


async def test_an_extension_is_told_with_its_reason(house: House) -> None:
    relay, number = Relay(), asks(house, (ReplyKind.ACCESS,))
    await postman(house, relay).send_due(NOW)
    house.step(number, "extend", reason="Twelve systems must be searched.")
    await postman(house, relay).send_due(NOW)
    text = " ".join(relay.text().split())
    assert "2 February 2027" in text
    assert "Twelve systems must be searched." in text
    with pytest.raises(RefusedError, match="already"):
        house.step(number, "extend", reason="more")


async def test_likely_identity_needs_no_link(house: House) -> None:
    relay = Relay()
    asks(house, reply_tokens=(house.token(1),), dmarc_pass=True)
    await postman(house, relay).send_due(NOW)
    assert "/identity/" not in relay.text()
