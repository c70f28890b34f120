"""Approvals name the text, come from enough people, and not a second too late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from planning_examples import changed, notice

from notifier.planning import (
    AlreadyApproved,
    Approve,
    AwaitAnother,
    Deadline,
    Refuse,
    Vote,
    decide_approval,
    decide_exception,
)

DUE = datetime(2027, 3, 11, 8, 0, tzinfo=UTC)
DEADLINE = Deadline(DUE, date(2027, 4, 11), "policy: 30 days")
PROPOSED = notice(1, "B", "A", "proposed")
VOTE = Vote("jane", PROPOSED.text_hash)
IN_TIME, LATE = DUE - timedelta(days=1), DUE + timedelta(seconds=1)
LATER = DUE + timedelta(hours=3, minutes=12)
TWO = changed(PROPOSED, approvals_needed=2)
EXCEPTED = changed(PROPOSED, exception_by="jane", exception_reason="regulator's order")

CASES = [
    ("in time", PROPOSED, VOTE, [], IN_TIME, Approve(DUE)),
    ("to the second", PROPOSED, VOTE, [], DUE, Approve(DUE)),
    ("a second late", PROPOSED, VOTE, [], LATE, "notice 1 is late: it had to go out by 2027-03-11 08:00 UTC"),
    ("late, marked so", changed(PROPOSED, state="late"), VOTE, [], LATE, "earliest lawful effective date is now 2027-04-11"),
    ("late by exception", EXCEPTED, VOTE, [], LATER, Approve(LATER)),
    ("late by exception, due within the minute", EXCEPTED, VOTE, [], LATER + timedelta(seconds=40), Approve(LATER)),
    ("late withdrawal", notice(1, "B", "A", "proposed", kind="withdrawal"),
     Vote("jane", notice(1, "B", "A", "proposed", kind="withdrawal").text_hash), [], LATER, Approve(LATER)),
    ("stale button", PROPOSED, Vote("jane", "0" * 64), [], IN_TIME, "has changed since this approval was asked for"),
    ("no text named", PROPOSED, Vote("jane", ""), [], IN_TIME, "has changed since"),
    ("nobody", PROPOSED, Vote(" ", PROPOSED.text_hash), [], IN_TIME, "needs the name"),
    ("first of two", TWO, VOTE, [], IN_TIME, AwaitAnother(1)),
    ("second of two", TWO, VOTE, [Vote("joe", TWO.text_hash)], IN_TIME, Approve(DUE)),
    ("the same person twice", TWO, VOTE, [Vote(" JANE", TWO.text_hash)], IN_TIME, AwaitAnother(1)),
    ("the other approved another text", TWO, VOTE, [Vote("joe", "1" * 64)], IN_TIME, AwaitAnother(1)),
    ("second of two, late", TWO, VOTE, [Vote("joe", TWO.text_hash)], LATE, "is late"),
    ("pressed twice", changed(PROPOSED, state="approved"), VOTE, [VOTE], LATE, AlreadyApproved()),
    *[(f"{state}", changed(PROPOSED, state=state), VOTE, [], IN_TIME, f"notice 1 is {state}")
      for state in ("held", "editorial", "sending", "paused", "sent", "in_force", "cancelled", "superseded")],
]  # fmt: skip


@pytest.mark.parametrize(
    ("of", "vote", "earlier", "now", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_approval(of: object, vote: Vote, earlier: list[Vote], now: datetime, expected: object) -> None:
    decision = decide_approval(of, vote, earlier, DEADLINE, now=now)  # type: ignore[arg-type]
    if isinstance(expected, str):
        assert isinstance(decision, Refuse)
        assert expected in decision.reason
    else:
        assert decision == expected


@pytest.mark.parametrize(
    ("state", "reason", "now", "refusal"),
    [
        ("proposed", "regulator's order", LATE, None),
        ("late", "regulator's order", LATE, None),
        ("proposed", "regulator's order", IN_TIME, "is in time until 2027-03-11 08:00 UTC: approve it instead"),
        ("late", "   because   ", LATE, "needs a reason"),
        ("cancelled", "regulator's order", LATE, "notice 1 is cancelled"),
        ("approved", "regulator's order", LATE, "nothing to except"),
    ],
)
def test_exception(state: str, reason: str, now: datetime, refusal: str | None) -> None:
    decision = decide_exception(changed(PROPOSED, state=state), VOTE, reason, DEADLINE, now=now)
    if refusal is None:
        assert decision is None
    else:
        assert decision is not None
        assert refusal in decision.reason
