"""Working on a case from its card: reading it, taking it, and its steps."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.case import CaseFacts, StepChoice
from bot.blocks.modals import FEWEST_REASON_CHARACTERS, Routing, case_modal, case_step_modal
from bot.blocks.names import ActionId, CallbackId, InputId
from bot.slack.answering import routing_of
from bot.slack.desk import STALE, Desk
from bot.slack.listeners.notices import value_of
from bot.slack.people import NotAllowedError, Presser
from bot.slack.reading import STEP_LABELS, case_by_number, needs_modal
from notifier.cases import Action, step
from notifier.cases.transitions import NEEDS_REASON

Body = dict[str, Any]


async def _pressed(desk: Desk, body: Body, client: AsyncWebClient, context: AsyncBoltContext, number: str) -> Presser:
    presser = await desk.colleague(client, body, context)
    await desk.check_case_place(number, presser.channel)
    return presser


async def _step(desk: Desk, presser: Presser, number: str, action: Action, reason: str = "") -> None:
    parts = desk.parts
    assignee = presser.actor if action is Action.ASSIGN else ""
    await parts.ledger.run(
        step, number, action, by=presser.actor, reason=reason, now=parts.now(), rules=parts.rules, assignee=assignee
    )
    desk.wake()


def _read(connection: sa.Connection, desk: Desk, number: str) -> tuple[CaseFacts, str]:
    facts = case_by_number(connection, number, masked=False)
    return facts, desk.parts.case_text(connection, facts.case)


def read_choice(value: str) -> tuple[Action, str]:
    """Read a menu's option ("extend:C-2026-0007"); raises NotAllowedError for anything else."""
    action, _, number = value.partition(":")
    try:
        return Action(action), number
    except ValueError:
        raise NotAllowedError(STALE) from None


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything that works on cases."""
    _register_buttons(app, desk)
    _register_steps(app, desk)


def _register_buttons(app: AsyncApp, desk: Desk) -> None:
    @app.action(ActionId.CASE_OPEN)
    async def read(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        number = str(body["actions"][0].get("value", ""))
        presser = await _pressed(desk, body, client, context, number)
        facts, text = await desk.parts.ledger.read(_read, desk, number)
        routing = Routing(subject=number, team=presser.team, channel=presser.channel)
        await client.views_open(trigger_id=body["trigger_id"], view=case_modal(facts, text, routing))

    @app.action(ActionId.CASE_ASSIGN)
    async def assign(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        number = str(body["actions"][0].get("value", ""))
        presser = await _pressed(desk, body, client, context, number)
        await _step(desk, presser, number, Action.ASSIGN)


def _register_steps(app: AsyncApp, desk: Desk) -> None:
    @app.action(ActionId.CASE_STEP)
    async def choose(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        action, number = read_choice(str((body["actions"][0].get("selected_option") or {}).get("value", "")))
        presser = await _pressed(desk, body, client, context, number)
        if not needs_modal(action):
            await _step(desk, presser, number, action)
            return
        facts = await desk.parts.ledger.read(case_by_number, number)
        choice = StepChoice(action.value, STEP_LABELS[action], action in NEEDS_REASON)
        routing = Routing(subject=number, team=presser.team, channel=presser.channel, action=action.value)
        await client.views_open(trigger_id=body["trigger_id"], view=case_step_modal(facts, choice, routing))

    @app.view(CallbackId.CASE_STEP)
    async def confirm(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        routing = routing_of(body)
        reason = value_of(body, InputId.REASON)
        owed = routing is not None and routing.action in NEEDS_REASON
        if owed and len(reason) < FEWEST_REASON_CHARACTERS:
            words = f"Write at least {FEWEST_REASON_CHARACTERS} characters."
            await ack(response_action="errors", errors={InputId.REASON: words})
            return
        await ack()
        presser = await desk.colleague(client, body, context)
        if routing is None or routing.team != presser.team:
            raise NotAllowedError(STALE)
        await desk.check_case_place(routing.subject, routing.channel)
        await _step(desk, presser, routing.subject, Action(routing.action), reason)
