"""Time passes: sending begins, newcomers are told, reminders go out, changes take effect; whatever the clock does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from notice_stories import DUE, IN_FORCE, MERGED, SETTINGS, SIGNER, Story, step

from notifier import notices
from notifier.customers import mark_unreachable, remove_customer, upsert_customer
from notifier.ledger import Ledger, history
from notifier.ledger.schema import customers, deliveries, inbound_messages, raw_messages
from notifier.model import CustomerState
from notifier.planning import is_owed
from policy.contracts import ContractRule

REMINDER = datetime(2027, 4, 3, 7, 0, tzinfo=UTC)
FIVE = tuple(f"{number},c{number}@example.com,,,,," for number in range(5))


def test_a_notice_runs_its_course(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.approve(story.merged(step("B", "A")))
    assert story.advance(DUE - timedelta(seconds=1)) == []
    assert story.advance(DUE) == [f"{notice.id} begun 5"]
    assert story.advance(DUE + timedelta(seconds=1)) == []
    assert story.send(notice, DUE) == 5
    assert story.advance(DUE + timedelta(minutes=1)) == [f"{notice.id} sent 5"]
    assert story.advance(REMINDER - timedelta(seconds=1)) == []
    assert story.advance(REMINDER) == [f"{notice.id} reminded 5"]
    assert story.send(notice, REMINDER) == 5
    assert story.advance(IN_FORCE - timedelta(seconds=1)) == []
    assert story.advance(IN_FORCE) == [f"{notice.id} in_force"]
    assert story.advance(IN_FORCE + timedelta(days=30)) == []
    assert story.events(notice) == ["proposed", "approved", "sending", "sent", "reminded", "in_force"]
    assert {purpose for _, purpose, _ in story.deliveries(notice)} == {"notice", "reminder"}


@pytest.mark.parametrize("asleep", [timedelta(hours=3), timedelta(days=2)])
def test_a_computer_asleep_over_the_due_time_sends_once_and_records_why_late(
    any_ledger: Ledger, asleep: timedelta
) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.approve(story.merged(step("B", "A")))
    woken = DUE + asleep
    assert story.advance(woken) == [f"{notice.id} begun 5"]
    story.send(notice, woken)
    story.advance(woken)
    assert story.advance(woken) == []
    assert story.again(notice).reason.startswith("sending began")
    with any_ledger.reading() as connection:
        (sending,) = [event for event in history(connection, f"notice:{notice.id}") if event.kind == "notice.sending"]
    assert "Herald was not running" in sending.details["late"]
    assert story.count() == 5


def test_a_clock_set_back_sends_nothing_twice(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    story.send(notice, DUE)
    back = DUE - timedelta(hours=1)
    story.advance(back)
    story.advance(DUE)
    assert story.count() == 5
    assert story.events(notice).count("sending") == 1
    assert story.events(notice).count("sent") == 1
    story.customers("9,new@example.com,,,,,", now=back)
    assert story.advance(back) == [f"{notice.id} topped_up 1"]
    assert story.advance(DUE) == []


def test_a_restart_a_minute_before_due_loses_nothing(ledger_url: str) -> None:
    first = Ledger.open(ledger_url)
    story = Story(first)
    story.customers(*FIVE)
    notice = story.approve(story.merged(step("B", "A")))
    assert story.advance(DUE - timedelta(minutes=1)) == []
    first.close()
    second = Ledger.open(ledger_url)
    again = Story(second)
    assert again.advance(DUE + timedelta(seconds=30)) == [f"{notice.id} begun 5"]
    assert again.again(notice).reason == ""
    second.close()


def test_asleep_until_the_change_is_in_force_sends_nothing_untrue(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.approve(story.merged(step("B", "A")))
    assert story.advance(IN_FORCE) == [f"{notice.id} late"]
    assert story.count() == 0
    with any_ledger.begin() as connection:
        values = {"by": "jane", "text_hash": notice.text_hash, "reason": "told afterwards, by order", "now": IN_FORCE}
        notices.record_exception(connection, notice.id, **values)  # type: ignore[arg-type]
    assert story.advance(IN_FORCE) == [f"{notice.id} begun 5"]
    assert story.advance(IN_FORCE) == []
    story.send(notice, IN_FORCE)
    assert story.advance(IN_FORCE) == [f"{notice.id} in_force"]


def test_what_nobody_approved_becomes_late(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    notice = story.merged(step("B", "A"))
    assert story.advance(DUE) == []
    assert story.advance(DUE + timedelta(seconds=1)) == [f"{notice.id} late"]
    assert "earliest lawful effective date is now 2027-04-11" in story.again(notice).reason
    assert story.advance(DUE + timedelta(days=1)) == []


def test_two_processes_plan_once(any_ledger_url: str) -> None:
    ledgers = [Ledger.open(any_ledger_url) for _ in range(2)]
    stories = [Story(ledger) for ledger in ledgers]
    stories[0].customers(*FIVE)
    stories[0].approve(stories[0].merged(step("B", "A")))
    import threading

    threads = [threading.Thread(target=attempt, args=(story,)) for story in stories * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stories[0].count() == 5
    notice = stories[0].again(stories[0].merged(step("B", "A")))
    assert stories[0].events(notice).count("sending") == 1
    for ledger in ledgers:
        ledger.close()


def attempt(story: Story) -> None:
    """What a ticker does: a refusal by the guard is somebody else's success."""
    from notifier.errors import RefusedError

    try:
        story.advance(DUE)
    except RefusedError:
        return


AUDIENCE = [
    # id, state, joined
    ("a", "active", ""),
    ("b", "active", "2019-01-01"),
    ("c", "active", "2027-04-09"),
    ("d", "active", "2027-04-10"),
    ("e", "left", "2019-01-01"),
    ("f", "unreachable", "2019-01-01"),
    ("g", "erased", ""),
]


def test_the_audience_is_the_rules_audience(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*(f"{name},{name}@example.com,,,,,{joined}" for name, _, joined in AUDIENCE))
    with any_ledger.begin() as connection:
        for name, state, _ in AUDIENCE:
            connection.execute(sa.update(customers).where(customers.c.external_id == name).values(state=state))
    notice = story.approve(story.merged(step("B", "A")))
    expected = [
        name
        for name, state, joined in AUDIENCE
        if is_owed(notice, CustomerState(state), date.fromisoformat(joined) if joined else None, now=DUE)
    ]
    with any_ledger.reading() as connection:
        assert notices.audience(connection, notice) == len(expected) == 3
    story.advance(DUE)
    assert [customer for customer, _, _ in story.deliveries(notice)] == expected


def test_who_joins_in_the_window_is_told_and_who_leaves_is_not(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    with any_ledger.begin() as connection:
        remove_customer(connection, "0", now=DUE)
    story.send(notice, DUE)
    story.advance(DUE)
    day = DUE + timedelta(days=1)
    with any_ledger.begin() as connection:
        for fields in (
            {"id": "new", "email": "new@example.com", "joined_on": "2027-03-12"},
            {"id": "late", "email": "late@example.com", "joined_on": "2027-04-10"},
            {"id": "1", "email": "moved@example.com"},
        ):
            upsert_customer(connection, fields, now=day, signer=SIGNER)
    assert story.advance(day) == [f"{notice.id} topped_up 1"]
    assert story.advance(day) == []
    states = {(customer, purpose): state for customer, purpose, state in story.deliveries(notice)}
    assert states[("0", "notice")] == "cancelled"
    assert states[("new", "top_up")] == "due"
    assert ("late", "top_up") not in states
    assert ("1", "top_up") not in states, "told at the old address already"


def test_who_bounced_and_gives_another_address_is_told_there(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.sent(story.merged(step("B", "A")))
    with any_ledger.begin() as connection:
        for external_id in ("0", "1"):
            number = connection.execute(
                sa.select(customers.c.id).where(customers.c.external_id == external_id)
            ).scalar_one()
            chosen = deliveries.c.customer_id == number
            connection.execute(sa.update(deliveries).where(chosen).values(state="bounced"))
            mark_unreachable(connection, number, now=DUE, actor="bounces", reason="5.1.1")
        upsert_customer(connection, {"id": "0", "email": "new0@example.com"}, now=DUE, signer=SIGNER)
    with any_ledger.reading() as connection:
        missing = list(notices.unreached(connection, notice))
        assert [(one.external_id, one.reason) for one in missing] == [
            ("0", "the notice bounced"),
            ("1", "mail to this customer bounces"),
        ]
    assert story.advance(DUE, look_for_new=True) == [f"{notice.id} topped_up 1"]
    assert ("0", "top_up", "due") in story.deliveries(notice)
    assert story.advance(DUE, look_for_new=True) == []


def answer(connection: sa.Connection, external_id: str, kinds: str, at: datetime) -> None:
    number = connection.execute(sa.select(customers.c.id).where(customers.c.external_id == external_id)).scalar_one()
    digest = f"{external_id}{kinds}"
    raw = {"sha256": digest, "content": b"x", "size": 1, "door": "lmtp", "received_at": at}
    connection.execute(sa.insert(raw_messages).values(raw))
    connection.execute(
        sa.insert(inbound_messages).values(sha256=digest, kinds=kinds, customer_id=number, received_at=at)
    )


def test_reminders_go_to_who_was_told_and_has_not_answered(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.sent(story.merged(step("B", "A")))
    with any_ledger.begin() as connection:
        answer(connection, "0", '["objection"]', DUE + timedelta(days=1))
        answer(connection, "1", '["auto_reply"]', DUE + timedelta(days=1))
        answer(connection, "2", '["question"]', DUE - timedelta(days=9))  # before the notice: about something else
        remove_customer(connection, "3", now=DUE)
    assert story.advance(REMINDER) == [f"{notice.id} reminded 3"]
    reminded = [customer for customer, purpose, _ in story.deliveries(notice) if purpose == "reminder"]
    assert reminded == ["1", "2", "4"]


def test_reminders_can_be_turned_off_and_never_follow_on_the_heels(any_ledger: Ledger) -> None:
    off = Story(any_ledger, replace(SETTINGS, reminder_days=0))
    off.customers(*FIVE)
    notice = off.sent(off.merged(step("B", "A")))
    assert off.again(notice).remind_at is None
    assert off.advance(REMINDER) == []


def test_segments_have_their_own_due_time_and_deadline(any_ledger: Ledger) -> None:
    rules = (
        ContractRule("enterprise", segments=("enterprise",), notice_days=45, contact="desk@example.com"),
        ContractRule("patient", segments=("patient",), objection_days=60),
    )
    story = Story(any_ledger, replace(SETTINGS, contracts=rules))
    story.customers("1,a@example.com,,,,,", "2,b@example.com,,,DE,enterprise,", "3,c@example.com,,,,patient,")
    early = datetime(2027, 2, 1, tzinfo=UTC)
    notice = story.approve(story.merged(step("B", "A"), now=early), now=early)
    assert notice.due_at == DUE - timedelta(days=15)
    story.advance(notice.due_at)
    assert story.send(notice, notice.due_at) == 1
    assert story.advance(notice.due_at + timedelta(days=1)) == []
    assert story.send(notice, DUE) == 2
    with any_ledger.reading() as connection:
        query = sa.select(deliveries.c.due_at, deliveries.c.objection_by, deliveries.c.rule).order_by(deliveries.c.id)
        rows = [tuple(row) for row in connection.execute(query)]
        contacts = {found.group.segment: found.contact for found in notices.list_terms(connection, notice.id)}
    assert rows == [
        (DUE, date(2027, 4, 10), "policy: 30 days; objection: effective date"),
        (notice.due_at, date(2027, 4, 10), "enterprise: 45 days; objection: effective date"),
        (DUE, date(2027, 5, 10), "policy: 30 days; objection: patient: 60 days"),
    ]
    assert contacts == {"": "", "enterprise": "desk@example.com", "patient": ""}


def test_what_is_undelivered_when_the_change_takes_effect_is_listed_not_sent(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    story.send(notice, DUE, only=("0", "1", "2"))
    assert story.advance(IN_FORCE) == [f"{notice.id} in_force 2"]
    with any_ledger.reading() as connection:
        missing = [(one.external_id, one.reason) for one in notices.unreached(connection, notice)]
        counts = notices.progress(connection, notice.id)
    assert missing == [("3", "cancelled before it was sent"), ("4", "cancelled before it was sent")]
    assert (counts.sent, counts.cancelled, counts.open) == (3, 2, 0)


def test_a_notice_to_nobody_is_sent_at_once(ledger: Ledger) -> None:
    story = Story(ledger)
    notice = story.approve(story.merged(step("B", "A")))
    assert story.advance(DUE) == [f"{notice.id} begun"]
    assert story.advance(DUE) == [f"{notice.id} sent"]


def test_the_states_in_the_docs_are_the_states() -> None:
    from notifier.planning.states import TRANSITIONS

    page = (Path(__file__).parents[3] / "docs/notices.md").read_text()
    drawn = {
        tuple(part.strip() for part in line.split("-->"))
        for line in page.splitlines()
        if "-->" in line and "[*]" not in line
    }
    assert drawn == {(str(now), str(then)) for now, followers in TRANSITIONS.items() for then in followers}


def test_a_deep_past_is_not_looked_through_at_each_tick(ledger: Ledger) -> None:
    story = Story(ledger)
    for number in range(30):
        notice = story.merged(step(f"B{number}", "A", document=f"d{number}.md"))
        with ledger.begin() as connection:
            notices.cancel(connection, notice.id, by="jane", now=MERGED)
    counted = []
    sa.event.listen(ledger.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    assert story.advance(DUE) == []
    assert len([statement for statement in counted if "SELECT" in statement]) <= 2


LATER = date(2027, 6, 1)
DOUBTS = [
    pytest.param(replace(step("C", "B", effective=LATER, material=False)), "change", id="put off"),
    pytest.param(replace(step("C", "B", effective=LATER), alike=frozenset({"tA"})), "withdrawal", id="taken back"),
]


@pytest.mark.parametrize(("merged", "kind"), DOUBTS)
def test_while_nobody_has_decided_about_a_moved_change_the_old_day_is_not_told_again(
    any_ledger: Ledger, merged: notices.Announced, kind: str
) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    first = story.sent(story.merged(step("B", "A")))
    second = story.merged(merged, now=DUE + timedelta(days=2))
    assert (str(second.kind), second.replaces) == (kind, first.id)
    story.customers("new,new@example.com,,,,,", now=DUE + timedelta(days=3))
    told = [event for clock in (DUE + timedelta(days=4), REMINDER, IN_FORCE) for event in story.advance(clock)]
    assert not [event for event in told if event.startswith(f"{first.id} ")]
    assert "new" not in {customer for customer, _, _ in story.deliveries(first)}


@pytest.mark.parametrize(("merged", "kind"), DOUBTS)
def test_once_decided_otherwise_the_notice_goes_on(any_ledger: Ledger, merged: notices.Announced, kind: str) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    first = story.sent(story.merged(step("B", "A")))
    second = story.merged(merged, now=DUE + timedelta(days=2))
    with any_ledger.begin() as connection:
        notices.cancel(connection, second.id, by="jane", now=DUE + timedelta(days=3))
    assert story.advance(REMINDER) == [f"{first.id} reminded 5"]
    story.send(first, REMINDER)
    assert story.advance(IN_FORCE) == [f"{first.id} in_force"]
    assert str(second.kind) == kind


@pytest.mark.parametrize(("merged", "kind"), DOUBTS)
def test_what_is_undelivered_on_the_old_day_is_not_delivered_after_it(
    any_ledger: Ledger, merged: notices.Announced, kind: str
) -> None:
    story = Story(any_ledger)
    story.customers(*FIVE)
    first = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    story.send(first, DUE, only=("0", "1"))
    assert str(story.merged(merged, now=DUE + timedelta(days=2)).kind) == kind
    story.advance(IN_FORCE)
    states = [state for _, _, state in story.deliveries(first)]
    assert (states.count("sent"), states.count("cancelled")) == (2, 3)
    assert story.send(first, IN_FORCE + timedelta(hours=1)) == 0
    assert str(story.again(first).state) != "in_force"
