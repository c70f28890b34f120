"""The table of steps: what leads where, and who may do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notifier.cases.transitions import TRANSITIONS, Action, Standing, diagram, is_person, next_state, possible_actions
from notifier.errors import RefusedError
from notifier.model import CaseState, Identity, ReplyKind

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
CASE = Standing("C-2026-0001", ReplyKind.OBJECTION, CaseState.RECEIVED, Identity.UNCONFIRMED, NOW + timedelta(days=9))

STEPS = [
    ("received", "acknowledge", "acknowledged"),
    ("received", "confirm_identity", "identity_confirmed"),
    ("acknowledged", "confirm_identity", "identity_confirmed"),
    ("received", "start", "in_progress"),
    ("acknowledged", "start", "in_progress"),
    ("identity_confirmed", "start", "in_progress"),
    ("acknowledged", "complete", "done"),
    ("identity_confirmed", "complete", "done"),
    ("in_progress", "complete", "done"),
    ("received", "refuse", "refused"),
    ("in_progress", "refuse", "refused"),
    ("acknowledged", "withdraw", "withdrawn"),
    ("done", "reopen", "acknowledged"),
    ("refused", "reopen", "acknowledged"),
    ("withdrawn", "reopen", "acknowledged"),
    ("done", "note", "done"),
    ("in_progress", "assign", "in_progress"),
    ("received", "hold", "received"),
]


def step(case: Standing, action: Action, *, by: str = "Ada", reason: str = "because") -> CaseState:
    return next_state(case, action, by=by, reason=reason, now=NOW)


@pytest.mark.parametrize(("state", "action", "after"), STEPS)
def test_a_step_leads_where_the_table_says(state: str, action: str, after: str) -> None:
    assert step(replace(CASE, state=CaseState(state)), Action(action)) == after


def test_every_other_pair_is_refused_with_what_is_possible() -> None:
    refused = [(s, a) for s in CaseState for a in Action if (s, a) not in TRANSITIONS]
    assert (CaseState.DONE, Action.COMPLETE) in refused
    for state, action in refused:
        with pytest.raises(RefusedError, match="possible now"):
            step(replace(CASE, state=state), action)


@pytest.mark.parametrize("kind", ["erasure", "access", "rectification", "restriction", "portability"])
@pytest.mark.parametrize("identity", ["unconfirmed", "likely"])
def test_a_rights_request_does_not_start_before_the_identity_is_confirmed(kind: str, identity: str) -> None:
    case = replace(CASE, kind=ReplyKind(kind), identity=Identity(identity), state=CaseState.ACKNOWLEDGED)
    with pytest.raises(RefusedError, match="confirm the identity first"):
        step(case, Action.START)
    assert step(replace(case, identity=Identity.CONFIRMED), Action.START) is CaseState.IN_PROGRESS


REFUSED = [
    ("no machine starts", {}, "start", "system", "x", "for a person"),
    ("no customer extends", {}, "extend", "customer:link", "x", "for a person"),
    ("a step has an actor", {}, "note", " ", "x", "needs the name"),
    ("a refusal has a reason", {}, "refuse", "Ada", " ", "written reason"),
    ("a reopening has a reason", {"state": CaseState.DONE}, "reopen", "Ada", "", "written reason"),
    ("identity by hand needs the how", {}, "confirm_identity", "Ada", "", "how you made sure"),
    ("an objection is not extended", {}, "extend", "Ada", "much work", "cannot be extended"),
    ("an opt-out is not extended", {"kind": ReplyKind.OPT_OUT}, "extend", "Ada", "much", "cannot be extended"),
    ("extended once", {"kind": ReplyKind.ACCESS, "extended": True}, "extend", "Ada", "much", "already"),
    ("overdue", {"kind": ReplyKind.ACCESS, "due_at": NOW - timedelta(seconds=1)}, "extend", "Ada", "much", "overdue"),
    ("unsorted", {"kind": ReplyKind.OTHER}, "start", "Ada", "", "to be sorted"),
    ("sorted already", {}, "sort", "Ada", "objection", "sorted already"),
    ("held", {"held": True}, "start", "Ada", "", "on hold"),
    (
        "no erasure is done by hand",
        {"kind": ReplyKind.ERASURE, "identity": Identity.CONFIRMED, "state": CaseState.IN_PROGRESS},
        "complete",
        "Ada",
        "",
        "when the erasure has run",
    ),
    ("erased is erased", {"state": CaseState.DONE, "erased": True}, "reopen", "Ada", "oops", "person is erased"),
]


@pytest.mark.parametrize(
    ("changes", "action", "by", "reason", "says"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_step_is_refused(changes: dict[str, object], action: str, by: str, reason: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        step(replace(CASE, **changes), Action(action), by=by, reason=reason)  # type: ignore[arg-type]


def test_the_link_in_the_customers_hand_confirms_the_identity_without_a_reason() -> None:
    assert step(CASE, Action.CONFIRM_IDENTITY, by="customer:link", reason="") is CaseState.IDENTITY_CONFIRMED


def test_a_person_confirms_a_likely_identity_without_a_reason() -> None:
    likely = replace(CASE, identity=Identity.LIKELY)
    assert step(likely, Action.CONFIRM_IDENTITY, reason="") is CaseState.IDENTITY_CONFIRMED


@pytest.mark.parametrize(
    ("actor", "person"), [("Ada", True), ("slack:U1", True), ("system", False), ("customer:link", False), ("", False)]
)
def test_who_is_a_person(actor: str, person: bool) -> None:
    assert is_person(actor) is person


def test_possible_actions_offer_no_sorting_of_what_is_sorted() -> None:
    assert Action.SORT not in possible_actions(CASE)
    assert Action.SORT in possible_actions(replace(CASE, kind=ReplyKind.OTHER))
    assert Action.REOPEN not in possible_actions(CASE)


OFFERED = [
    ({}, "acknowledge confirm_identity start refuse withdraw assign note hold"),
    ({"kind": ReplyKind.ERASURE}, "acknowledge confirm_identity extend refuse withdraw assign note hold"),
    ({"held": True}, "acknowledge confirm_identity refuse withdraw assign note release"),
    ({"kind": ReplyKind.OTHER}, "acknowledge confirm_identity extend refuse withdraw assign note hold sort"),
    ({"state": CaseState.DONE, "erased": True}, "note"),
    ({"state": CaseState.DONE}, "reopen note"),
]


@pytest.mark.parametrize(("changes", "offered"), OFFERED)
def test_a_card_offers_what_the_rules_will_not_refuse(changes: dict[str, object], offered: str) -> None:
    assert " ".join(possible_actions(replace(CASE, **changes))) == offered  # type: ignore[arg-type]


def test_the_diagram_in_the_documentation_is_the_table() -> None:
    page = Path(__file__).parents[3] / "docs" / "cases.md"
    assert f"```mermaid\n{diagram()}\n```" in page.read_text()
