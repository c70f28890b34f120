"""Reads what cards show from the ledger, in one transaction each."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa

from bot.blocks.announcement import read_announcement
from bot.blocks.case import CaseFacts, StepChoice, mask
from bot.blocks.notice import NoticeFacts
from bot.site.facts import KEY_LENGTH
from bot.site.publish import slug_of
from bot.slack.parts import SlackParts
from notifier.cases import Action, CaseFilter, customer_of, get_case, list_cases, possible_actions, standing
from notifier.cases.store import case_by_id
from notifier.cases.transitions import NEEDS_REASON, OPEN_STATES
from notifier.ledger.schema import inbound_messages, notices
from notifier.model import Case, Notice

STEP_LABELS: dict[Action, str] = {
    Action.ACKNOWLEDGE: "Acknowledge",
    Action.CONFIRM_IDENTITY: "Confirm identity",
    Action.START: "Start work",
    Action.COMPLETE: "Done",
    Action.EXTEND: "Extend the deadline",
    Action.REFUSE: "Refuse",
    Action.WITHDRAW: "Customer withdrew it",
    Action.HOLD: "Hold",
    Action.RELEASE: "Release the hold",
    Action.NOTE: "Add a note",
    Action.REOPEN: "Reopen",
    Action.SORT: "Sort: write the kinds",
}
FINAL = frozenset({Action.COMPLETE, Action.WITHDRAW, Action.CONFIRM_IDENTITY})
"""Steps that close a case or open the way to somebody's data: they are confirmed in a modal even without a reason."""


def notice_facts(connection: sa.Connection, parts: SlackParts, notice: Notice, now: datetime) -> NoticeFacts:
    """Return all that the card of a notice shows."""
    site = parts.site_url.rstrip("/")
    return NoticeFacts(
        notice=notice,
        announcement=read_announcement(notice.announcement),
        audience=parts.notices.audience(connection, notice),
        progress=parts.notices.progress(connection, notice),
        earliest=parts.notices.earliest(connection, notice, now),
        prepared_by=parts.notices.waiting_for_another(connection, notice),
        url=f"{site}/{slug_of(notice.document)}/changes/{notice.revision[:KEY_LENGTH]}/" if site else "",
    )


def case_facts(connection: sa.Connection, case: Case, *, masked: bool = True) -> CaseFacts:
    """Return all that the card of a case shows; the customer's address in full only where `masked` is false."""
    customer = customer_of(connection, case)
    address = customer.email if customer is not None else case.contact
    shown = mask(address) if masked else (f"{customer.name} <{address}>" if customer and customer.name else address)
    return CaseFacts(case, shown or "unknown sender", step_choices(connection, case), _zone_of(connection, case))


def _zone_of(connection: sa.Connection, case: Case) -> str:
    """The zone of the notice that a case answers: its effective date is a day of that zone."""
    if case.notice_id is None:
        return "UTC"
    query = sa.select(notices.c.timezone).where(notices.c.id == case.notice_id)
    return connection.execute(query).scalar_one_or_none() or "UTC"


def step_choices(connection: sa.Connection, case: Case) -> tuple[StepChoice, ...]:
    """Return the steps that the case's state allows, in the words of its menu."""
    possible = possible_actions(standing(connection, case))
    return tuple(
        StepChoice(action.value, STEP_LABELS[action], action in NEEDS_REASON)
        for action in possible
        if action in STEP_LABELS
    )


def needs_modal(action: Action) -> bool:
    """Whether a step is confirmed in a modal before it is done."""
    return action in NEEDS_REASON or action in FINAL


def case_by_number(connection: sa.Connection, number: str, *, masked: bool = True) -> CaseFacts:
    """Return a case by its printed number; raises RefusedError when there is none."""
    return case_facts(connection, get_case(connection, number), masked=masked)


def case_of_row(connection: sa.Connection, case_id: int, *, masked: bool = True) -> CaseFacts:
    """Return a case by its row id; the customer is shown whole only where not `masked`."""
    return case_facts(connection, case_by_id(connection, case_id), masked=masked)


def open_cases(connection: sa.Connection) -> tuple[CaseFacts, ...]:
    """Return every open case, most urgent first, masked."""
    found = list_cases(connection, CaseFilter(states=OPEN_STATES))
    return tuple(case_facts(connection, case) for case in found)


def case_text(connection: sa.Connection, case: Case) -> str:
    """Return the words of the message that a case came from; a sentence that says so where there are none."""
    query = sa.select(inbound_messages.c.reading).where(inbound_messages.c.id == case.inbound_id)
    reading = connection.execute(query).scalar_one_or_none()
    read = json.loads(reading or "{}")
    return str(read.get("text") or "").strip() or "(the message holds no readable text, or it was erased)"
