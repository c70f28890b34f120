"""Deciding about a notice: buttons of its card and submissions of its modals, each checked anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.modals import Routing, approve_modal, exception_modal, reason_input
from bot.blocks.names import ActionId, CallbackId, InputId
from bot.blocks.notice import NoticeFacts, reference
from bot.blocks.parts import count, moment
from bot.blocks.values import NoticeReference
from bot.slack.answering import routing_of, said, tell
from bot.slack.desk import STALE, Desk, read_reference
from bot.slack.people import NotAllowedError, Presser
from notifier.model import Notice, NoticeState

Body = dict[str, Any]
Decide = Callable[[Desk, sa.Connection, Presser, NoticeReference, datetime], Notice]
UNDECIDED = frozenset({NoticeState.PROPOSED, NoticeState.HELD, NoticeState.LATE})


async def _pressed(
    desk: Desk, body: Body, client: AsyncWebClient, context: AsyncBoltContext
) -> tuple[Presser, NoticeFacts]:
    """Check a pressed button of a card: who, where, and whether it still decides what it showed."""
    presser = await desk.approver(client, body, context)
    facts = await desk.current_notice(read_reference(body["actions"][0].get("value")), presser.channel)
    return presser, facts


def _routing(facts: NoticeFacts, presser: Presser, action: str) -> Routing:
    return Routing(subject=reference(facts.notice), team=presser.team, channel=presser.channel, action=action)


async def _submitted(
    desk: Desk, body: Body, client: AsyncWebClient, context: AsyncBoltContext
) -> tuple[Presser, NoticeReference]:
    """Check a submitted modal as if nothing had been checked when it was opened."""
    presser = await desk.approver(client, body, context)
    routing = routing_of(body)
    if routing is None or routing.team != presser.team:
        raise NotAllowedError(STALE)
    named = read_reference(routing.subject)
    await desk.current_notice(named, routing.channel)
    return presser, named


def value_of(body: Body, name: InputId) -> str:
    """Return what was written into an input of a submitted modal; empty for nothing."""
    state = body["view"].get("state", {}).get("values", {}).get(name, {}).get(name, {})
    chosen = state.get("selected_option") or {}
    return str(state.get("value") or chosen.get("value") or "").strip()


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything that decides about notices."""
    _register_modals(app, desk)
    _register_exception(app, desk)
    for action, decide in (
        (ActionId.NOTICE_EDITORIAL, _editorial),
        (ActionId.NOTICE_HOLD, _hold),
        (ActionId.NOTICE_CANCEL, _cancel),
    ):
        _register_decision(app, desk, action, decide)


def _register_modals(app: AsyncApp, desk: Desk) -> None:
    @app.action(ActionId.NOTICE_PREPARE)
    async def prepare(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        presser, facts = await _pressed(desk, body, client, context)
        if facts.notice.state not in UNDECIDED:
            raise NotAllowedError(f"Notice {facts.notice.id} is {facts.notice.state} already.")
        preview = await desk.parts.preview(facts.notice)
        view = approve_modal(facts, preview, _routing(facts, presser, ActionId.NOTICE_PREPARE))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view(CallbackId.NOTICE_APPROVE)
    async def approve(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        presser, named = await _submitted(desk, body, client, context)
        notice = await desk.parts.ledger.run(
            desk.parts.notices.approve,
            named.notice_id,
            by=presser.actor,
            text_hash=named.text_hash,
            now=desk.parts.now(),
        )
        desk.wake()
        audience = await desk.parts.ledger.read(desk.parts.notices.audience, notice)
        await tell(client, body, said(approved_words(notice, audience)))


def approved_words(notice: Notice, audience: int) -> str:
    """Return what the approver is told after approving."""
    if notice.state is NoticeState.APPROVED:
        due = moment(notice.due_at, notice.timezone)
        return f"Approved. It goes to {count(audience, 'customer')} from {due}; until then it can be cancelled."
    return "Your approval is recorded; a second person has to approve as well."


def _register_exception(app: AsyncApp, desk: Desk) -> None:
    @app.action(ActionId.NOTICE_EXCEPTION)
    async def exception(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        presser, facts = await _pressed(desk, body, client, context)
        view = exception_modal(facts, _routing(facts, presser, ActionId.NOTICE_EXCEPTION))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view(CallbackId.NOTICE_EXCEPTION)
    async def record(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        reason = value_of(body, InputId.REASON)
        fewest = reason_input("Reason").element.min_length or 0  # type: ignore[union-attr]
        if len(reason) < fewest:
            await ack(response_action="errors", errors={InputId.REASON: f"Write at least {fewest} characters."})
            return
        await ack()
        presser, named = await _submitted(desk, body, client, context)
        await desk.parts.ledger.run(
            desk.parts.notices.record_exception,
            named.notice_id,
            by=presser.actor,
            text_hash=named.text_hash,
            reason=reason,
            now=desk.parts.now(),
        )
        desk.wake()
        await tell(client, body, said("The exception is recorded. The notice can now be approved."))


def _register_decision(app: AsyncApp, desk: Desk, action: ActionId, decide: Decide) -> None:
    @app.action(action)
    async def decided(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        presser, facts = await _pressed(desk, body, client, context)
        named = NoticeReference(facts.notice.id, facts.notice.text_hash)
        run = desk.parts.ledger.run
        notice = await run(lambda connection: decide(desk, connection, presser, named, desk.parts.now()))
        desk.wake()
        await tell(client, body, said(f"Done: notice {notice.id} is {notice.state}."))


def _editorial(
    desk: Desk, connection: sa.Connection, presser: Presser, named: NoticeReference, now: datetime
) -> Notice:
    return desk.parts.notices.mark_editorial(
        connection, named.notice_id, by=presser.actor, text_hash=named.text_hash, now=now
    )


def _hold(desk: Desk, connection: sa.Connection, presser: Presser, named: NoticeReference, now: datetime) -> Notice:
    return desk.parts.notices.hold(connection, named.notice_id, by=presser.actor, text_hash=named.text_hash, now=now)


def _cancel(desk: Desk, connection: sa.Connection, presser: Presser, named: NoticeReference, now: datetime) -> Notice:
    return desk.parts.notices.cancel(connection, named.notice_id, by=presser.actor, text_hash=named.text_hash, now=now)
