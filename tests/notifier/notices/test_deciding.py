"""People decide; every decision is an event; every doubt is a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from notice_stories import DUE, IN_FORCE, MERGED, SETTINGS, Story, step

from notifier import notices
from notifier.errors import RefusedError
from notifier.ledger import Ledger, history
from policy.contracts import ContractRule

LATE = DUE + timedelta(seconds=1)


def refused(action: Callable[[], object], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        action()


def test_an_approval_is_an_event_with_its_actor_and_text(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    notice = story.approve(story.merged(step("B", "A")), "jane")
    assert (notice.state, notice.approved_by, notice.approved_at, notice.due_at) == ("approved", "jane", MERGED, DUE)
    with any_ledger.reading() as connection:
        event = history(connection, f"notice:{notice.id}")[-1]
    assert (event.actor, event.kind) == ("jane", "notice.approved")
    assert event.details["text_hash"] == notice.text_hash
    assert event.details["rule"] == "policy: 30 days"
    assert story.approve(notice, "joe") == notice
    assert story.events(notice) == ["proposed", "approved"]


def test_approvals_fail_closed(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    notice = story.merged(step("B", "A"))
    refused(lambda: story.approve(notice, "  "), "needs the name")
    refused(lambda: story.approve(replace(notice, text_hash="")), "has changed since")
    refused(lambda: story.approve(replace(notice, text_hash="0" * 64)), "has changed since")
    refused(lambda: story.approve(replace(notice, id=99)), "there is no notice 99")
    refused(lambda: story.approve(notice, now=LATE), "earliest lawful effective date is now 2027-04-11")
    assert story.states() == ["change rB proposed"]
    assert story.approve(notice, now=DUE).state == "approved"


def test_two_people_must_agree(any_ledger: Ledger) -> None:
    story = Story(any_ledger, replace(SETTINGS, approvals=2))
    notice = story.merged(step("B", "A"))
    assert story.approve(notice, "jane").state == "proposed"
    assert story.approve(notice, "Jane ").state == "proposed"
    done = story.approve(notice, "joe")
    assert (done.state, done.approved_by) == ("approved", "jane, joe")
    assert story.events(notice) == ["proposed", "vote", "approved"]


def test_a_changed_text_needs_both_again(any_ledger: Ledger) -> None:
    story = Story(any_ledger, replace(SETTINGS, approvals=2))
    notice = story.merged(step("B", "A"))
    story.approve(notice, "jane")
    changed = story.merged(step("B", "A", effective=notice.effective_on + timedelta(days=5)))
    assert story.approve(changed, "joe").state == "proposed"
    assert story.approve(changed, "jane").state == "approved"


def test_an_exception_needs_lateness_and_a_reason(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    notice = story.merged(step("B", "A"))

    def excepted(reason: str, by: str = "jane", now: object = LATE) -> object:
        with any_ledger.begin() as connection:
            return notices.record_exception(
                connection, notice.id, by=by, text_hash=notice.text_hash, reason=reason, now=now  # type: ignore[arg-type]
            )  # fmt: skip

    refused(lambda: excepted("the regulator's order", now=DUE), "in time until 2027-03-11 08:00 UTC")
    refused(lambda: excepted("because"), "needs a reason")
    refused(lambda: excepted("the regulator's order", by=""), "needs the name")
    done = excepted("the regulator's order")
    assert (done.state, done.exception_by, done.due_at) == ("approved", "jane", LATE.replace(second=0))  # type: ignore[attr-defined]
    assert story.events(notice) == ["proposed", "exception", "approved"]
    assert story.advance(LATE) == [f"{notice.id} begun"]


def test_an_exception_by_one_of_two_still_needs_the_other(any_ledger: Ledger) -> None:
    story = Story(any_ledger, replace(SETTINGS, approvals=2))
    notice = story.merged(step("B", "A"))
    with any_ledger.begin() as connection:
        values = {"by": "jane", "text_hash": notice.text_hash, "reason": "the regulator's order", "now": LATE}
        assert notices.record_exception(connection, notice.id, **values).state == "proposed"  # type: ignore[arg-type]
    assert story.approve(notice, "joe", now=LATE).state == "approved"


def test_a_contract_makes_it_late_earlier_and_is_named(any_ledger: Ledger) -> None:
    rule = ContractRule("enterprise", segments=("enterprise",), notice_days=45)
    story = Story(any_ledger, replace(SETTINGS, contracts=(rule,)))
    notice = story.merged(step("B", "A"))
    story.customers("1,a@example.com,,,,enterprise,")  # joins after the proposal
    refused(
        lambda: story.approve(notice, now=MERGED),
        r"2027-02-24 08:00 UTC .*\(enterprise: 45 days\).*earliest lawful effective date is now 2027-04-16",
    )


@pytest.mark.parametrize(
    ("verb", "state"), [("hold", "held"), ("mark_editorial", "editorial"), ("cancel", "cancelled")]
)
def test_other_decisions_are_events_too(any_ledger: Ledger, verb: str, state: str) -> None:
    story = Story(any_ledger)
    notice = story.merged(step("B", "A"))
    with any_ledger.begin() as connection:
        decide = getattr(notices, verb)
        refused(lambda: decide(connection, notice.id, by=" ", now=MERGED), "needs the name")
        refused(lambda: decide(connection, notice.id, by="j", now=MERGED, text_hash="0"), "has changed since")
        assert decide(connection, notice.id, by="jane", now=MERGED, text_hash=notice.text_hash).state == state
    refused(lambda: story.approve(notice), f"is {state}")
    assert story.events(notice) == ["proposed", state]


def test_holding_voids_an_approval_and_releasing_asks_anew(any_ledger: Ledger) -> None:
    story = Story(any_ledger, replace(SETTINGS, approvals=2))
    notice = story.merged(step("B", "A"))
    story.approve(notice, "jane")
    story.approve(notice, "joe")
    with any_ledger.begin() as connection:
        notices.hold(connection, notice.id, by="jane", now=MERGED)
    assert story.advance(DUE) == []
    with any_ledger.begin() as connection:
        assert notices.release(connection, notice.id, by="jane", now=MERGED).approved_by == ""
    assert story.approve(notice, "joe").state == "proposed"


def test_cancelling_while_sending_knows_who_was_told_and_proposes_to_tell_them(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers(*(f"{number},c{number}@example.com,,,,," for number in range(5)))
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    story.send(notice, DUE, only=("0", "1"))
    story.send(notice, DUE, only=("2",), state="claimed")
    with any_ledger.begin() as connection:
        done = notices.cancel_counted(connection, notice.id, by="jane", now=DUE, reason="wrong date")
    assert (done.sent, done.in_flight, done.held_back) == (2, 1, 2)
    states = {customer: state for customer, _, state in story.deliveries(notice)}
    assert states == {"0": "sent", "1": "sent", "2": "claimed", "3": "cancelled", "4": "cancelled"}
    assert story.states() == ["change rB cancelled", "withdrawal rB proposed"]
    story.send(notice, DUE, only=("2",))
    withdrawal = notices_of(story)[1]
    story.approve(withdrawal, now=DUE)
    assert story.advance(DUE) == [f"{withdrawal.id} begun 3"]


def notices_of(story: Story) -> tuple[object, ...]:
    with story.ledger.reading() as connection:
        return notices.list_notices(connection)


def test_pausing_and_resuming(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers("1,a@example.com,,,,,")
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    with any_ledger.begin() as connection:
        assert notices.pause(connection, notice.id, by="jane", reason="too many errors", now=DUE).state == "paused"
    assert story.advance(DUE + timedelta(hours=1)) == []
    with any_ledger.begin() as connection:
        assert notices.resume(connection, notice.id, by="jane", now=DUE).state == "sending"
        refused(
            lambda: notices.resume(connection, notice.id, by="jane", now=DUE), "is sending: it cannot become sending"
        )


def test_withdrawing_by_hand_needs_somebody_who_was_told(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers("1,a@example.com,,,,,")
    notice = story.merged(step("B", "A"))
    with any_ledger.begin() as connection:
        refused(
            lambda: notices.withdraw(connection, notice.id, by="jane", reason="", now=MERGED), "nobody was told of it"
        )
    story.sent(notice)
    with any_ledger.begin() as connection:
        withdrawal = notices.withdraw(connection, notice.id, by="jane", reason="a mistake", now=DUE)
        refused(lambda: notices.withdraw(connection, withdrawal.id, by="jane", reason="", now=DUE), "nobody was told")


def test_nothing_can_be_decided_once_in_force(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    notice = story.sent(story.merged(step("B", "A")))
    story.advance(IN_FORCE)
    with any_ledger.begin() as connection:
        for decide in (notices.cancel, notices.hold, notices.mark_editorial):
            refused(lambda: decide(connection, notice.id, by="j", now=IN_FORCE), "is in_force: it cannot become")  # noqa: B023 - called at once


def test_an_older_notice_cannot_be_approved_behind_a_newer_one(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    approved = story.approve(story.merged(step("B", "A")))
    editorial = story.merged(step("C", "B", material=False), whole=step("C", "A"))
    with any_ledger.begin() as connection:
        notices.hold(connection, approved.id, by="jane", now=MERGED)
    story.approve(editorial)
    with any_ledger.begin() as connection:
        notices.release(connection, approved.id, by="jane", now=MERGED)
    refused(lambda: story.approve(approved), f"notice {editorial.id} of a later revision is approved already")
