"""Working on a case from its card: reading it, taking it, and its steps."""

from __future__ import annotations

import sqlalchemy as sa
from slack_bolt.async_app import AsyncApp

from bot.blocks.case import CaseFacts, StepChoice
from bot.blocks.modals import Routing, case_modal, case_step_modal
from bot.blocks.names import ActionId, CallbackId, InputId
from bot.slack.desk import STALE, Desk
from bot.slack.listeners.notices import reason_faults
from bot.slack.people import NotAllowedError, Presser
from bot.slack.reading import STEP_LABELS, case_by_number, case_text, needs_modal
from bot.slack.requests import Request, Work, acknowledged, validated
from notifier.cases import Action, step
from notifier.cases.transitions import NEEDS_REASON


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything that works on cases."""
    app.action(ActionId.CASE_OPEN)(acknowledged(_read(desk)))
    app.action(ActionId.CASE_ASSIGN)(acknowledged(_assign(desk)))
    app.action(ActionId.CASE_STEP)(acknowledged(_choose(desk)))
    app.view(CallbackId.CASE_STEP)(validated(_step_faults, _confirm(desk)))


async def _pressed(desk: Desk, request: Request, number: str) -> Presser:
    presser = await desk.colleague(request)
    await desk.check_case_place(number, presser.channel)
    return presser


async def _step(desk: Desk, presser: Presser, number: str, action: Action, reason: str = "") -> None:
    parts = desk.parts
    assignee = presser.actor if action is Action.ASSIGN else ""
    await parts.ledger.run(
        step, number, action, by=presser.actor, reason=reason, now=parts.now(), rules=parts.rules, assignee=assignee
    )
    desk.wake()


def _whole_case(connection: sa.Connection, number: str) -> tuple[CaseFacts, str]:
    facts = case_by_number(connection, number, masked=False)
    return facts, case_text(connection, facts.case)


def read_choice(value: str) -> tuple[Action, str]:
    """Read a menu's option ("extend:C-2026-0007"); raises NotAllowedError for anything else."""
    action, _, number = value.partition(":")
    try:
        return Action(action), number
    except ValueError:
        raise NotAllowedError(STALE) from None


def _read(desk: Desk) -> Work:
    async def read(request: Request) -> None:
        number = request.chosen
        presser = await _pressed(desk, request, number)
        facts, text = await desk.parts.ledger.read(_whole_case, number)
        routing = Routing(subject=number, team=presser.team, channel=presser.channel)
        await request.open(case_modal(facts, text, routing))

    return read


def _assign(desk: Desk) -> Work:
    async def assign(request: Request) -> None:
        presser = await _pressed(desk, request, request.chosen)
        await _step(desk, presser, request.chosen, Action.ASSIGN)

    return assign


def _choose(desk: Desk) -> Work:
    async def choose(request: Request) -> None:
        action, number = read_choice(request.chosen)
        presser = await _pressed(desk, request, number)
        if not needs_modal(action):
            await _step(desk, presser, number, action)
            return
        facts = await desk.parts.ledger.read(case_by_number, number)
        choice = StepChoice(action.value, STEP_LABELS[action], action in NEEDS_REASON)
        routing = Routing(subject=number, team=presser.team, channel=presser.channel, action=action.value)
        await request.open(case_step_modal(facts, choice, routing))

    return choose


def _step_faults(request: Request) -> dict[str, str]:
    routing = request.routing
    return reason_faults(request) if routing is not None and routing.action in NEEDS_REASON else {}


def _confirm(desk: Desk) -> Work:
    async def confirm(request: Request) -> None:
        presser = await desk.colleague(request)
        routing = request.routing
        if routing is None or routing.team != presser.team:
            raise NotAllowedError(STALE)
        await desk.check_case_place(routing.subject, routing.channel)
        action, _ = read_choice(f"{routing.action}:")
        await _step(desk, presser, routing.subject, action, request.written(InputId.REASON))

    return confirm
