"""What a merge means for the notices of its document, as a table of stories. A, B, C are texts; B' is B again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from planning_examples import NOW, change, notice, text

from notifier.model import NoticeKind, NoticeState
from notifier.planning import (
    Cancel,
    Change,
    Intent,
    Leave,
    Propose,
    Revise,
    Supersede,
    Withdraw,
    baseline_text,
    decide_proposal,
    text_hash,
    told_text,
)

LATER, EARLIER = date(2027, 5, 1), date(2027, 4, 5)


def shape(intents: tuple[Intent, ...]) -> list[str]:
    """The decisions, short enough for a table."""
    shapes = []
    for intent in intents:
        match intent:
            case Propose(change=of):
                shapes.append(f"propose {of.baseline.revision}→{of.new.revision}")
            case Leave():
                shapes.append("leave")
            case Revise() | Supersede() | Cancel() | Withdraw():
                shapes.append(f"{type(intent).__name__.lower()} {intent.notice_id}")
    return shapes


A_B = change("B", "A")
STORIES = [
    ("first revision", A_B, [], ["propose rA→rB"]),
    ("the same webhook twice", A_B, [notice(1, "B", "A", "proposed")], ["leave"]),
    ("the same after approval", A_B, [notice(1, "B", "A", "approved")], ["leave"]),
    ("the same after sending", A_B, [notice(1, "B", "A", "sent")], ["leave"]),
    ("the same after cancelling", A_B, [notice(1, "B", "A", "cancelled")], ["leave"]),
    ("days changed in herald.toml", change("B", "A", effective=LATER), [notice(1, "B", "A", "proposed")], ["revise 1"]),
    ("… after approval", change("B", "A", effective=LATER), [notice(1, "B", "A", "approved")], ["revise 1"]),
    ("… after sending", change("B", "A", effective=LATER), [notice(1, "B", "A", "sent")], ["leave"]),
    ("material before approval", change("C", "A"), [notice(1, "B", "A", "proposed")], ["supersede 1", "propose rA→rC"]),
    ("material in the window", change("C", "A"), [notice(1, "B", "A", "approved")], ["supersede 1", "propose rA→rC"]),
    ("material while held", change("C", "A"), [notice(1, "B", "A", "held")], ["supersede 1", "propose rA→rC"]),
    ("material over a late one", change("C", "A"), [notice(1, "B", "A", "late")], ["supersede 1", "propose rA→rC"]),
    ("material while sending", change("C", "B"), [notice(1, "B", "A", "sending")], ["propose rB→rC"]),
    ("material after sending", change("C", "B"), [notice(1, "B", "A", "sent")], ["propose rB→rC"]),
    ("material once in force", change("C", "B"), [notice(1, "B", "A", "in_force")], ["propose rB→rC"]),
    ("editorial before approval folds in", change("C", "A", material=False), [notice(1, "B", "A", "proposed")],
     ["supersede 1", "propose rA→rC"]),
    ("editorial in the window keeps the approval", change("C", "A", material=False), [notice(1, "B", "A", "approved")],
     ["propose rA→rC"]),
    ("date put off in the window", change("C", "A", effective=LATER, material=False), [notice(1, "B", "A", "approved")],
     ["supersede 1", "propose rA→rC"]),
    ("date brought forward in the window", change("C", "A", effective=EARLIER, material=False),
     [notice(1, "B", "A", "approved")], ["supersede 1", "propose rA→rC"]),
    ("a typo under a new date in the window", change("C", "A", effective=LATER, material=False, moves_date=False),
     [notice(1, "B", "A", "approved")], ["propose rA→rC"]),
    ("taken back under a new date after sending", change("C", "B", effective=LATER, alike="A"),
     [notice(1, "B", "A", "sent")], ["withdraw 1"]),
    ("taken back under a new date before sending", change("C", "A", effective=LATER, alike="A"),
     [notice(1, "B", "A", "approved")], ["supersede 1", "propose rA→rC"]),
    ("after an editorial one", change("C", "A"), [notice(1, "B", "A", "editorial")], ["propose rA→rC"]),
    ("reverted before approval", change("A'", "A"), [notice(1, "B", "A", "proposed")], ["cancel 1"]),
    ("reverted before sending", change("A'", "A"), [notice(1, "B", "A", "approved")], ["cancel 1"]),
    ("reverted an editorial one", change("A'", "A"), [notice(1, "B", "A", "editorial")], ["leave"]),
    ("reverted while sending", change("A'", "B"), [notice(1, "B", "A", "sending")], ["withdraw 1"]),
    ("reverted after sending", change("A'", "B"), [notice(1, "B", "A", "sent")], ["withdraw 1"]),
    ("reverted with another in the window", change("A'", "B"), [notice(1, "B", "A", "sent"),
     notice(2, "C", "B", "approved")], ["cancel 2", "withdraw 1"]),
    ("the same revert twice", change("A'", "B"), [notice(1, "B", "A", "sent"),
     notice(2, "B", "A", "proposed", kind="withdrawal")], ["withdraw 1"]),
    ("back to what was announced", change("B'", "B"), [notice(1, "B", "A", "sent"), notice(2, "C", "B", "proposed")],
     ["cancel 2"]),
    ("revert of the revert, not sent yet", change("B'", "B"), [notice(1, "B", "A", "sent"),
     notice(2, "B", "A", "proposed", kind="withdrawal")], ["cancel 2"]),
    ("revert of the revert, after withdrawal", change("B'", "A"), [notice(1, "B", "A", "sent"),
     notice(2, "B", "A", "sent", kind="withdrawal")], ["propose rA→rB'"]),
    ("new change while a withdrawal is proposed", change("C", "B"), [notice(1, "B", "A", "sent"),
     notice(2, "B", "A", "proposed", kind="withdrawal")], ["supersede 2", "propose rB→rC"]),
    ("three in a row", change("D", "A"), [notice(1, "B", "A", "superseded"), notice(2, "C", "A", "approved")],
     ["supersede 2", "propose rA→rD"]),
    ("date moved back after the notice", change("C", "B", effective=LATER, material=False), [notice(1, "B", "A", "sent")],
     ["propose rB→rC"]),
    ("date moved forward after the notice", change("C", "B", effective=EARLIER, material=False),
     [notice(1, "B", "A", "sent")], ["propose rB→rC"]),
    ("date moved with another approved", change("D", "B", effective=LATER, material=False), [notice(1, "B", "A", "sent"),
     notice(2, "C", "B", "approved")], ["supersede 2", "propose rB→rD"]),
]  # fmt: skip


@pytest.mark.parametrize(("of", "notices", "expected"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES])
def test_story(of: Change, notices: list[object], expected: list[str]) -> None:
    intents = decide_proposal(of, notices, timezone="Europe/Berlin", now=NOW)  # type: ignore[arg-type]
    assert shape(intents) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2027, 4, 9, 21, 59, tzinfo=UTC), ["withdraw 1"]),
        (datetime(2027, 4, 9, 22, 0, tzinfo=UTC), ["propose rB→rA'"]),  # midnight in Berlin: the change is in force
    ],
)
def test_going_back_once_in_force_is_a_change_like_any_other(now: datetime, expected: list[str]) -> None:
    intents = decide_proposal(change("A'", "B"), [notice(1, "B", "A", "sent")], timezone="Europe/Berlin", now=now)
    assert shape(intents) == expected


@pytest.mark.parametrize(("effective", "word"), [(LATER, "later: 2027-05-01"), (EARLIER, "earlier: 2027-04-05")])
def test_a_moved_date_says_what_customers_were_told(effective: date, word: str) -> None:
    moved = change("C", "B", effective=effective, material=False)
    (intent,) = decide_proposal(moved, [notice(1, "B", "A", "sent")], timezone="Europe/Berlin", now=NOW)
    assert isinstance(intent, Propose)
    assert intent.reason == f"customers were told 2027-04-10 by notice 1; the effective date is now {word}"


def test_a_typo_under_a_new_date_moves_nothing_that_customers_were_told() -> None:
    typo = change("C", "B", effective=LATER, material=False, moves_date=False)
    (intent,) = decide_proposal(typo, [notice(1, "B", "A", "sent")], timezone="Europe/Berlin", now=NOW)
    assert isinstance(intent, Propose)
    assert (intent.reason, intent.replaces) == ("", None)


BASELINES = [
    ("nothing yet", [], None, "rP"),
    ("started with a text", [], "X", "rX"),
    ("a proposal only", [notice(1, "B", "A", "proposed")], None, "rA"),
    ("a proposal, started with a text", [notice(1, "B", "A", "proposed")], "X", "rX"),
    ("editorial", [notice(1, "B", "A", "editorial")], None, "rA"),
    ("cancelled", [notice(1, "B", "A", "cancelled")], None, "rA"),
    ("sent", [notice(1, "B", "A", "sent"), notice(2, "C", "B", "approved")], None, "rB"),
    ("sent, started with a text", [notice(1, "B", "A", "sent")], "X", "rB"),
    ("paused", [notice(1, "B", "A", "paused")], None, "rB"),
    ("withdrawn", [notice(1, "B", "A", "sent"), notice(2, "B", "A", "sent", kind="withdrawal")], None, "rA"),
    ("withdrawal proposed", [notice(1, "B", "A", "sent"), notice(2, "B", "A", "proposed", kind="withdrawal")], None, "rB"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("notices", "adopted", "expected"), [row[1:] for row in BASELINES], ids=[row[0] for row in BASELINES]
)
def test_baseline(notices: list[object], adopted: str | None, expected: str) -> None:
    found = baseline_text(notices, text(adopted) if adopted else None, text("P"))  # type: ignore[arg-type]
    assert found.revision == expected


def test_nothing_told_yet() -> None:
    assert told_text([notice(1, "B", "A", "approved")]) is None


def test_the_hash_of_a_text_covers_all_that_is_approved() -> None:
    hashes = {
        text_hash(NoticeKind.CHANGE, change("B", "A")),
        text_hash(NoticeKind.WITHDRAWAL, change("B", "A")),
        text_hash(NoticeKind.CHANGE, change("C", "A")),
        text_hash(NoticeKind.CHANGE, change("B", "C")),
        text_hash(NoticeKind.CHANGE, change("B", "A", effective=LATER)),
    }
    assert len(hashes) == 5


def test_every_state_of_an_older_notice_is_decided() -> None:
    for state in NoticeState:
        assert decide_proposal(change("C", "B"), [notice(1, "B", "A", state)], timezone="UTC", now=NOW)
