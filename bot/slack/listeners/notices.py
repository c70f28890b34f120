"""Deciding about a notice: buttons of its card and submissions of its modals, each checked anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.models.views import View

from bot.blocks.modals import FEWEST_REASON_CHARACTERS, MailPreview, Routing, approve_modal, exception_modal
from bot.blocks.names import ActionId, CallbackId, InputId
from bot.blocks.notice import NoticeFacts, reference
from bot.blocks.parts import count, moment
from bot.blocks.values import NoticeReference
from bot.slack.answering import said
from bot.slack.desk import HOME, STALE, Desk, read_reference
from bot.slack.parts import NoticeBook
from bot.slack.people import NotAllowedError, Presser
from bot.slack.requests import Request, Work, acknowledged, validated
from notifier.errors import NotifierError
from notifier.model import Notice, NoticeState
from notifier.notices import pause, release, resume

Decide = Callable[[NoticeBook], Callable[..., Notice]]
log = structlog.get_logger(__name__)
UNDECIDED = frozenset({NoticeState.PROPOSED, NoticeState.LATE})


def _release(connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
    del text_hash  # compared with the card's already
    return release(connection, notice_id, by=by, now=now)


def _pause(connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
    del text_hash
    return pause(connection, notice_id, by=by, reason=f"paused by {by}", now=now)


def _resume(connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
    del text_hash
    return resume(connection, notice_id, by=by, now=now)


DECISIONS: dict[ActionId, Decide] = {
    ActionId.NOTICE_EDITORIAL: lambda book: book.mark_editorial,
    ActionId.NOTICE_HOLD: lambda book: book.hold,
    ActionId.NOTICE_CANCEL: lambda book: book.cancel,
    ActionId.NOTICE_RELEASE: lambda book: _release,
    ActionId.NOTICE_PAUSE: lambda book: _pause,
    ActionId.NOTICE_RESUME: lambda book: _resume,
}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything that decides about notices."""
    app.action(ActionId.NOTICE_PREPARE)(acknowledged(_prepare(desk)))
    app.view(CallbackId.NOTICE_APPROVE)(acknowledged(_approve(desk)))
    app.action(ActionId.NOTICE_EXCEPTION)(acknowledged(_exception(desk)))
    app.view(CallbackId.NOTICE_EXCEPTION)(validated(reason_faults, _record_exception(desk)))
    app.action(ActionId.NOTICE_COPY)(acknowledged(_copy(desk)))
    for action, decide in DECISIONS.items():
        app.action(action)(acknowledged(_decision(desk, decide)))


async def _pressed(desk: Desk, request: Request) -> tuple[Presser, NoticeFacts]:
    """Check a pressed button of a card: who, where, and whether it still decides what it showed."""
    presser = await desk.approver(request)
    return presser, await desk.current_notice(read_reference(request.chosen), _place(request))


async def _submitted(desk: Desk, request: Request) -> tuple[Presser, NoticeReference]:
    """Check a submitted modal as if nothing had been checked when it was opened."""
    presser = await desk.approver(request)
    routing = request.routing
    if routing is None or routing.team != presser.team:
        raise NotAllowedError(STALE)
    named = read_reference(routing.subject)
    await desk.current_notice(named, routing.channel)
    return presser, named


def _place(request: Request) -> str:
    return HOME if request.at_home else request.presser.channel


def _routing(facts: NoticeFacts, request: Request, action: str) -> Routing:
    return Routing(subject=reference(facts.notice), team=request.presser.team, channel=_place(request), action=action)


def reason_faults(request: Request) -> dict[str, str]:
    """Return what is wrong with the reason of a submitted modal; Slack's client checks it too, a forger does not."""
    if len(request.written(InputId.REASON)) < FEWEST_REASON_CHARACTERS:
        return {InputId.REASON: f"Write at least {FEWEST_REASON_CHARACTERS} characters."}
    return {}


def _prepare(desk: Desk) -> Work:
    async def prepare(request: Request) -> None:
        _presser, facts = await _pressed(desk, request)
        if facts.notice.state not in UNDECIDED:
            raise NotAllowedError(f"Notice {facts.notice.id} is {facts.notice.state} already.")
        preview = await desk.parts.preview(facts.notice)
        routing = _routing(facts, request, ActionId.NOTICE_PREPARE)
        view_id = await request.open(approve_modal(facts, preview, routing))
        if file_id := await _picture(desk, request, preview):
            view = approve_modal(facts, replace(preview, picture=file_id), routing)
            await _show_picture(request, view_id, view)

    return prepare


async def _show_picture(request: Request, view_id: str, view: View) -> None:
    """Put the picture into the open modal; whoever approved or closed it meanwhile misses nothing."""
    try:
        await request.client.views_update(view_id=view_id, view=view)
    except SlackClientError as error:
        log.info("preview_picture_late", reason=str(error)[:200])


async def _picture(desk: Desk, request: Request, preview: MailPreview) -> str:
    """Draw the e-mail and hand the image to Slack; return its id there. Without it the modal stays as it is."""
    if desk.parts.picture is None or not preview.source:
        return ""
    try:
        image = await desk.parts.picture(preview.source)
        if not image:
            return ""
        answer = await request.client.files_upload_v2(filename="notice.png", file=image, title="The e-mail")
    except (NotifierError, SlackClientError) as error:
        log.warning("preview_picture_failed", reason=str(error)[:200])
        return ""
    files = answer.get("files") or [{}]
    return str(files[0].get("id", ""))


def _approve(desk: Desk) -> Work:
    async def approve(request: Request) -> None:
        presser, named = await _submitted(desk, request)
        notice = await _run(desk, desk.parts.notices.approve, presser, named)
        audience = await desk.parts.ledger.read(desk.parts.notices.audience, notice)
        await request.tell(said(approved_words(notice, audience)))

    return approve


def approved_words(notice: Notice, audience: int) -> str:
    """Return what the approver is told after approving."""
    if notice.state is NoticeState.APPROVED:
        due = moment(notice.due_at, notice.timezone)
        return f"Approved. It goes to {count(audience, 'customer')} from {due}; until then it can be cancelled."
    return "Your approval is recorded; a second person has to approve as well."


def _copy(desk: Desk) -> Work:
    async def copy(request: Request) -> None:
        presser = await desk.approver(request)
        routing = request.routing
        facts = await desk.current_notice(read_reference(request.chosen), routing.channel if routing else "")
        preview = await desk.parts.preview(facts.notice)
        opened = await request.client.conversations_open(users=presser.user)
        await request.client.files_upload_v2(
            channel=str((opened.get("channel") or {}).get("id", "")),
            filename=f"notice-{facts.notice.id}.eml",
            content=preview.source or preview.text.encode(),
            initial_comment=f"The e-mail of notice {facts.notice.id}, as a customer would get it.",
        )

    return copy


def _exception(desk: Desk) -> Work:
    async def exception(request: Request) -> None:
        _presser, facts = await _pressed(desk, request)
        if facts.notice.state is not NoticeState.LATE:
            raise NotAllowedError(f"Notice {facts.notice.id} is {facts.notice.state}: there is nothing to except.")
        await request.open(exception_modal(facts, _routing(facts, request, ActionId.NOTICE_EXCEPTION)))

    return exception


def _record_exception(desk: Desk) -> Work:
    async def record(request: Request) -> None:
        presser, named = await _submitted(desk, request)
        await _run(desk, desk.parts.notices.record_exception, presser, named, reason=request.written(InputId.REASON))
        await request.tell(said("The exception is recorded. The notice can now be approved."))

    return record


def _decision(desk: Desk, decide: Decide) -> Work:
    async def decided(request: Request) -> None:
        presser, facts = await _pressed(desk, request)
        named = NoticeReference(facts.notice.id, facts.notice.text_hash)
        notice = await _run(desk, decide(desk.parts.notices), presser, named)
        await request.tell(said(f"Done: notice {notice.id} is {notice.state}."))

    return decided


async def _run(desk: Desk, act: Callable[..., Notice], presser: Presser, named: NoticeReference, **more: str) -> Notice:
    def step(connection: sa.Connection) -> Notice:
        now = desk.parts.now()
        return act(connection, named.notice_id, by=presser.actor, text_hash=named.text_hash, now=now, **more)

    notice = await desk.parts.ledger.run(step)
    desk.wake()
    return notice
