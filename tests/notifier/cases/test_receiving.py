"""What one message leads to in the ledger."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from notifier.cases.incoming import Bounced, Incoming
from notifier.cases.steps import sort_case
from notifier.cases.store import CaseFilter, list_cases, messages_of, steps_of
from notifier.errors import RefusedError
from notifier.ledger import verify
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import cases, deliveries, inbound_messages, notices, outbox
from notifier.model import CaseState, Identity, Matched, ReplyKind

if TYPE_CHECKING:
    from conftest import House

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
OBJECTS = (ReplyKind.OBJECTION,)
ERASES = (ReplyKind.ERASURE,)


def message(text: str, **more: Any) -> Incoming:
    kinds = more.pop("kinds", OBJECTS)
    quotes = tuple((kind, text) for kind in kinds)
    name = f"<{sha256(text.encode()).hexdigest()[:9]}@mail.example>"
    values: dict[str, Any] = {"sender": "jane@example.org", "message_id": name, **more}
    return Incoming("", text=text, kinds=kinds, primary=kinds[0], quotes=quotes, **values)


def test_an_objection_to_the_signed_address_is_due_on_the_effective_date(house: House) -> None:
    receipt = house.deliver(message("I object.", reply_tokens=(house.token(1),), dmarc_pass=True))
    case = house.case(receipt.opened[0])
    assert (case.number, case.kind, case.state) == ("C-2026-0001", ReplyKind.OBJECTION, CaseState.RECEIVED)
    assert (case.matched, case.identity, case.notice_id) == (Matched.SIGNED_ADDRESS, Identity.LIKELY, house.notice)
    assert (case.due_at, case.late, case.quote) == (datetime(2026, 11, 28, tzinfo=UTC), False, "I object.")


def test_an_objection_after_the_effective_date_is_late_and_handled(house: House) -> None:
    came = datetime(2026, 12, 1, 9, tzinfo=UTC)
    case = house.case(house.deliver(message("I object.", reply_tokens=(house.token(1),)), came).opened[0])
    assert (case.late, case.due_at) == (True, datetime(2027, 1, 1, 9, tzinfo=UTC))


def test_the_signed_address_beats_references_and_from(house: House) -> None:
    receipt = house.deliver(
        message(
            "No.", reply_tokens=("x", house.token(2)), references=("<d1@herald.example>",), sender="late@example.com"
        )
    )
    assert receipt.match.customer is not None
    assert (receipt.match.customer.external_id, receipt.match.how) == ("c-2", Matched.SIGNED_ADDRESS)
    assert house.case(receipt.opened[0]).identity is Identity.UNCONFIRMED


def test_references_beat_from(house: House) -> None:
    ours = house.signer.message_id(2, "herald.example")
    receipt = house.deliver(message("No.", references=("<other@x.example>", ours), sender="jane@example.org"))
    assert receipt.match.customer is not None
    assert (receipt.match.customer.external_id, receipt.match.how) == ("c-2", Matched.REFERENCES)


def test_from_alone_is_unverified_even_when_dmarc_passed(house: House) -> None:
    receipt = house.deliver(message("No.", sender="JANE@example.ORG", dmarc_pass=True))
    assert (receipt.match.how, receipt.match.identity) == (Matched.FROM_ADDRESS, Identity.UNCONFIRMED)
    assert house.case(receipt.opened[0]).notice_id == house.notice


def test_a_strangers_objection_is_due_by_the_next_announced_change(house: House) -> None:
    case = house.case(house.deliver(message("I object.", sender="who@example.edu")).opened[0])
    assert (case.customer_id, case.notice_id, case.contact) == (None, None, "who@example.edu")
    assert case.due_at == datetime(2026, 11, 28, tzinfo=UTC)


def test_a_forged_token_matches_nobody(house: House) -> None:
    receipt = house.deliver(message("No.", reply_tokens=("aaaaaaaaaaaaaaaaaaaa", ""), sender="who@example.edu"))
    assert receipt.match.how is Matched.NOBODY


def test_several_kinds_are_several_cases_of_one_message_and_one_letter(house: House) -> None:
    receipt = house.deliver(message("I object, and delete my data.", kinds=OBJECTS + ERASES))
    assert receipt.opened == ("C-2026-0001", "C-2026-0002")
    letters = house.rows(sa.select(mail_outbox))
    assert [json.loads(row.payload)["cases"] for row in letters] == [[1, 2]]


def test_the_same_bytes_and_the_same_message_through_another_door_are_one(house: House) -> None:
    first = house.deliver(message("I object."), raw=b"Subject: a\n\nI object.")
    for raw in (b"Subject: a\n\nI object.", b"Subject: =?utf-8?q?a?=\n\nI object."):
        again = house.deliver(message("I object."), raw=raw)
        assert (again.duplicate, again.opened, again.inbound_id) == (True, (), first.inbound_id)
    assert len(house.rows(sa.select(cases))) == len(house.rows(sa.select(inbound_messages))) == 1


def test_a_repeated_message_id_with_other_words_is_another_message(house: House) -> None:
    house.deliver(message("Thanks.", kinds=(ReplyKind.OTHER,), message_id="<same@mail.example>"))
    receipt = house.deliver(message("I object.", message_id="<same@mail.example>"))
    assert receipt.opened == ("C-2026-0001",)


def test_a_second_message_about_the_same_thing_joins_the_open_case(house: House) -> None:
    house.deliver(message("I object.", reply_tokens=(house.token(1),)))
    receipt = house.deliver(message("As I said, I object!"), NOW + timedelta(days=3))
    assert (receipt.opened, receipt.attached) == ((), ("C-2026-0001",))


def test_an_objection_to_another_notice_is_another_case(house: House) -> None:
    house.deliver(message("I object.", reply_tokens=(house.token(1),)))
    with house.ledger.begin() as connection:
        other = dict(connection.execute(sa.select(notices)).one()._mapping)
        other.update(id=2, revision="c" * 40, effective_on=date(2027, 2, 1))
        connection.execute(sa.insert(notices).values(other))
        sent = dict(connection.execute(sa.select(deliveries).where(deliveries.c.id == 1)).one()._mapping)
        sent.update(id=9, notice_id=2, message_id="<d9@herald.example>")
        connection.execute(sa.insert(deliveries).values(sent))
    receipt = house.deliver(message("I object again.", reply_tokens=(house.token(9),)))
    assert receipt.opened == ("C-2026-0002",)


def test_automatic_mail_is_recorded_and_neither_answered_nor_a_case(house: House) -> None:
    receipt = house.deliver(message("I object (away).", automatic=True))
    assert (receipt.opened, receipt.inbound_id) == ((), 1)
    assert house.rows(sa.select(mail_outbox)) == []


def test_a_message_through_a_list_is_a_case_but_gets_no_answer(house: House) -> None:
    assert house.deliver(message("I object.", answerable=False)).opened
    assert house.rows(sa.select(mail_outbox)) == []


def test_thanks_are_recorded_and_make_no_case(house: House) -> None:
    assert house.deliver(message("Thanks!", kinds=(ReplyKind.OTHER,))).opened == ()
    assert [row.state for row in house.rows(sa.select(inbound_messages))] == ["read"]


def test_doubt_is_a_case_to_sort_due_as_the_strictest_it_may_be(house: House) -> None:
    receipt = house.deliver(
        message("Stop it, or delete me?", kinds=(ReplyKind.OPT_OUT, ReplyKind.ERASURE), triage=True)
    )
    case = house.case(receipt.opened[0])
    assert (case.kind, case.due_at) == (ReplyKind.OTHER, NOW + timedelta(days=14))


def test_an_unreadable_message_is_a_case_to_sort_that_says_why(house: House) -> None:
    receipt = house.deliver(message("", kinds=(ReplyKind.OTHER,), unreadable="1,000 nested parts", sender=""))
    assert house.case(receipt.opened[0]).quote == "1,000 nested parts"


def test_a_doubtful_stranger_gets_no_answer(house: House) -> None:
    house.deliver(message("Delete?", kinds=ERASES, triage=True, sender="who@example.edu"))
    assert house.rows(sa.select(mail_outbox)) == []


def test_one_letter_a_customer_and_day_and_the_rest_the_next_day(house: House) -> None:
    house.deliver(message("I object."))
    house.deliver(message("And delete my data.", kinds=ERASES), NOW + timedelta(hours=1))
    with house.ledger.begin() as connection:
        connection.execute(sa.update(mail_outbox).values(state="sent"))
    house.deliver(message("Which data have you?", kinds=(ReplyKind.ACCESS,)), NOW + timedelta(hours=2))
    house.deliver(message("That is a scandal.", kinds=(ReplyKind.COMPLAINT,)), NOW + timedelta(hours=3))
    letters = house.rows(sa.select(mail_outbox).order_by(mail_outbox.c.id))
    assert [json.loads(row.payload)["cases"] for row in letters] == [[1, 2], [3, 4]]
    assert letters[1].next_attempt_at == datetime(2026, 11, 3, tzinfo=UTC)


def test_a_proved_change_of_mind_withdraws_the_erasure(house: House) -> None:
    sure = {"reply_tokens": (house.token(1),), "dmarc_pass": True}
    number = house.deliver(message("Delete my account.", kinds=ERASES, **sure)).opened[0]
    withdrawal = message("Keep my account after all.", kinds=(ReplyKind.OTHER,), withdrawn=ERASES, **sure)
    receipt = house.deliver(withdrawal, NOW + timedelta(days=1))
    assert (receipt.withdrawn, house.case(number).state) == ((number,), CaseState.WITHDRAWN)


def test_an_unproved_change_of_mind_holds_the_erasure_for_a_person(house: House) -> None:
    number = house.deliver(message("Delete my account.", kinds=ERASES)).opened[0]
    receipt = house.deliver(message("Keep my account.", kinds=(ReplyKind.OTHER,), withdrawn=ERASES))
    assert (receipt.held, house.case(number).held) == ((number,), True)
    house.step(number, "release", reason="called her: she wants it erased")
    assert house.case(number).held is False


def test_any_newer_message_holds_an_erasure_unless_it_repeats_it(house: House) -> None:
    number = house.deliver(message("Delete my account.", kinds=ERASES)).opened[0]
    house.deliver(message("Again: delete my account.", kinds=ERASES))
    assert house.case(number).held is False
    house.deliver(message("Wait, one question.", kinds=(ReplyKind.QUESTION,)))
    assert house.case(number).held is True


def test_a_permanent_bounce_to_the_signed_address_marks_its_delivery(house: House) -> None:
    bounce = message("", kinds=(ReplyKind.BOUNCE,), automatic=True, reply_tokens=(house.token(1),), sender="")
    house.deliver(Incoming("", **{**_fields(bounce), "bounce": Bounced("jane@example.org", permanent=True)}))
    assert [row.state for row in house.rows(sa.select(deliveries).order_by(deliveries.c.id))] == ["bounced", "sent"]


def test_a_temporary_bounce_and_one_by_from_mark_nothing(house: House) -> None:
    soft = message("soft", kinds=(ReplyKind.BOUNCE,), automatic=True, reply_tokens=(house.token(1),))
    claimed = message("hard", kinds=(ReplyKind.BOUNCE,), automatic=True)
    house.deliver(Incoming("", **{**_fields(soft), "bounce": Bounced("jane@example.org", permanent=False)}))
    house.deliver(Incoming("", **{**_fields(claimed), "bounce": Bounced("jane@example.org", permanent=True)}))
    assert {row.state for row in house.rows(sa.select(deliveries))} == {"sent"}


def test_every_step_is_in_the_history_and_in_the_chain(house: House) -> None:
    number = house.deliver(message("I object.")).opened[0]
    house.step(number, "acknowledge", by="system")
    house.step(number, "complete", reason="moved to the old terms")
    with house.ledger.begin() as connection:
        history = [(step.actor, step.action, step.after) for step in steps_of(connection, 1)]
        report = verify(connection)
    assert [action for _, action, _ in history] == ["open", "acknowledge", "complete"]
    assert history[-1] == ("Ada", "complete", CaseState.DONE)
    assert (report.is_sound, report.events) == (True, 4)


def test_staff_are_told_once_a_fact_and_no_row_holds_personal_data(house: House) -> None:
    number = house.deliver(message("I object.")).opened[0]
    house.step(number, "note", reason="jane called")
    rows = house.rows(sa.select(outbox).order_by(outbox.c.id))
    assert [row.operation for row in rows] == ["case_opened", "case_changed"]
    assert not any("jane" in row.payload for row in rows)


def test_cases_are_listed_by_kind_state_and_period(house: House) -> None:
    house.deliver(message("I object."))
    house.deliver(message("Delete.", kinds=ERASES), NOW + timedelta(days=2))
    house.step("c-2026-0001 ", "refuse", reason="not about this change")

    def numbers(**wanted: Any) -> list[str]:
        with house.ledger.begin() as connection:
            return [case.number for case in list_cases(connection, CaseFilter(**wanted))]

    assert numbers(kinds=ERASES) == numbers(since=NOW + timedelta(days=1)) == ["C-2026-0002"]
    assert numbers(states=(CaseState.REFUSED,)) == numbers(until=NOW + timedelta(days=1)) == ["C-2026-0001"]


def _fields(incoming: Incoming) -> dict[str, Any]:
    return {name: getattr(incoming, name) for name in Incoming.__slots__ if name != "sha256"}


def test_a_sorted_message_is_acknowledged_with_its_new_number(house: House) -> None:
    number = house.deliver(message("Delete?", kinds=ERASES, triage=True, sender="who@example.edu")).opened[0]
    assert house.rows(sa.select(mail_outbox)) == []
    with house.ledger.begin() as connection:
        opened = sort_case(connection, number, [ReplyKind.ERASURE], by="Ada", now=NOW)
    letters = house.rows(sa.select(mail_outbox))
    told = [(json.loads(row.payload)["cases"], row.recipient) for row in letters]
    assert told == [([opened[0].id], "who@example.edu")]


def test_what_may_not_be_answered_is_not_answered_after_sorting(house: House) -> None:
    number = house.deliver(message("Delete?", kinds=ERASES, triage=True, answerable=False)).opened[0]
    with house.ledger.begin() as connection:
        sort_case(connection, number, [ReplyKind.ERASURE], by="Ada", now=NOW)
    assert house.rows(sa.select(mail_outbox)) == []


def test_the_messages_of_a_case_are_shown_with_the_servers_checks(house: House) -> None:
    house.deliver(message("I object.", checks=("dmarc=fail",)))
    house.deliver(message("I still object!"))
    with house.ledger.begin() as connection:
        found = messages_of(connection, 1)
    assert [(one.role, one.text) for one in found] == [("opened", "I object."), ("attached", "I still object!")]
    assert (found[0].checks, found[0].doubts) == (("dmarc=fail",), ("From is a claim only",))


def test_a_message_in_doubt_is_never_closed_without_saying_what_it_asks(house: House) -> None:
    number = house.deliver(message("Delete?", kinds=ERASES, triage=True)).opened[0]
    for reason in ("", "done", "objection and more"):
        with pytest.raises(RefusedError, match="write what it asks for"):
            house.step(number, "sort", reason=reason)
    assert house.case(number).state is CaseState.RECEIVED
    house.step(number, "sort", reason="Objection, erasure")
    with house.ledger.begin() as connection:
        assert [case.kind for case in list_cases(connection, CaseFilter(states=(CaseState.RECEIVED,)))] == [
            ReplyKind.OBJECTION,
            ReplyKind.ERASURE,
        ]


def test_a_message_that_asks_for_nothing_is_closed_as_such(house: House) -> None:
    number = house.deliver(message("Hm.", kinds=ERASES, triage=True)).opened[0]
    assert house.step(number, "sort", reason="nothing").state is CaseState.DONE
