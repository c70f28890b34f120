"""Asking in a thread, in a direct message, through shortcuts and from the Home tab; reporting a wrong answer."""

from __future__ import annotations

import re

from pydantic import ValidationError
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.blocks.answer import AnswerReference
from bot.blocks.modals import Routing, ask_modal
from bot.blocks.names import ActionId, CallbackId, EventName, InputId
from bot.errors import UsageError
from bot.slack.answering import said
from bot.slack.asking import Feedback, answered, clause_of, conversation_of, followed_up, note
from bot.slack.desk import Desk
from bot.slack.requests import Request, Work, acknowledged
from notifier.cases import Action, step

MENTION = re.compile(r"<@[UW][A-Z0-9]+(\|[^>]*)?>")
MARKUP = re.compile(r"<([^>|]*)(?:\|([^>]*))?>")
PROMPTS = (
    ("Who gets our data?", "Who do we share personal data with?"),
    ("How long do we keep it?", "How long do we keep personal data?"),
    ("What are the customer's rights?", "Which rights does a customer have?"),
    ("How does a customer object?", "How can a customer object to a change?"),
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to everything that asks."""
    app.event(EventName.MENTION)(acknowledged(_mention(desk)))
    app.event({"type": "message", "channel_type": "im"})(acknowledged(_direct(desk)))
    app.action(ActionId.HOME_ASK)(acknowledged(_open))
    app.shortcut(CallbackId.SHORTCUT_ASK)(acknowledged(_open))
    app.shortcut(CallbackId.SHORTCUT_ASK_ABOUT)(acknowledged(_open))
    app.view(CallbackId.ASK)(acknowledged(_asked(desk)))
    app.action(ActionId.ANSWER_CLAUSE)(acknowledged(_clause(desk)))
    app.action(ActionId.ANSWER_SINCE)(acknowledged(_followed_up(desk, "Since when?")))
    app.action(ActionId.ANSWER_OTHERS)(acknowledged(_followed_up(desk, "Who else?")))
    app.action(ActionId.ANSWER_WRONG)(acknowledged(_wrong(desk)))


def plain_words(text: str) -> str:
    """Return a message's text as words: mentions gone, links by their label, entities decoded."""
    words = MARKUP.sub(lambda match: match[2] or match[1], MENTION.sub(" ", text))
    return " ".join(words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def _mention(desk: Desk) -> Work:
    async def mention(request: Request) -> None:
        number = await desk.case_of_thread(request.presser.channel, str(request.event.get("thread_ts") or ""))
        if number and not str(request.event.get("text") or "").rstrip().endswith("?"):
            await _note(desk, request, number)
            return
        await _answer(desk, request)

    return mention


async def _note(desk: Desk, request: Request, number: str) -> None:
    """Keep what staff say to Herald in a case's thread in the history of that case."""
    if not await desk.first_time(f"slack:{request.body.get('event_id')}"):
        return
    presser = await desk.colleague(request)
    words = plain_words(str(request.event.get("text") or ""))
    parts = desk.parts
    await parts.ledger.run(
        step, number, Action.NOTE, by=presser.actor, reason=words, now=parts.now(), rules=parts.rules
    )
    desk.wake()


def _direct(desk: Desk) -> Work:
    async def direct(request: Request) -> None:
        event = request.event
        if event.get("subtype") or event.get("bot_id") or not event.get("text"):
            return
        await _answer(desk, request)

    return direct


async def _answer(desk: Desk, request: Request) -> None:
    """Answer where it was asked: in the thread of the question."""
    event = request.event
    if not await desk.first_time(f"slack:{request.body.get('event_id')}"):
        return
    presser = await desk.asker(request)
    thread = str(event.get("thread_ts") or event.get("ts") or "")
    await _status(request, thread)
    conversation = conversation_of(presser, thread)
    message = await answered(desk, presser, plain_words(str(event.get("text") or "")), conversation)
    await request.client.chat_postMessage(
        channel=presser.channel, thread_ts=thread, unfurl_links=False, unfurl_media=False, **message.payload()
    )


async def _status(request: Request, thread: str) -> None:
    """Say in the agent view that the answer is being looked up; elsewhere Slack refuses, which does not matter."""
    if request.event.get("channel_type") != "im":
        return
    try:
        await request.client.assistant_threads_setStatus(
            channel_id=str(request.event.get("channel")), thread_ts=thread, status="is reading the policy…"
        )
    except SlackApiError:
        return


async def _open(request: Request) -> None:
    """Open the question modal, with the words of the message it was called on."""
    message = request.body.get("message") or {}
    presser = request.presser
    routing = Routing(subject="ask", team=presser.team, channel=presser.channel)
    await request.open(ask_modal(routing, plain_words(str(message.get("text") or ""))))


def _asked(desk: Desk) -> Work:
    async def asked(request: Request) -> None:
        presser = await desk.asker(request)
        await request.tell(await answered(desk, presser, request.written(InputId.QUESTION)))

    return asked


def _reference(request: Request) -> AnswerReference:
    try:
        return AnswerReference.model_validate_json(request.chosen)
    except ValidationError:
        raise UsageError("This button is none of an answer of today's Herald; ask again.") from None


def _clause(desk: Desk) -> Work:
    async def clause(request: Request) -> None:
        await desk.asker(request)
        await request.tell(await clause_of(desk, _reference(request)))

    return clause


def _followed_up(desk: Desk, question: str) -> Work:
    async def follow_up(request: Request) -> None:
        await desk.asker(request)
        await request.tell(await followed_up(desk, _reference(request), question))

    return follow_up


def _wrong(desk: Desk) -> Work:
    async def wrong(request: Request) -> None:
        presser = await desk.asker(request)
        reference = _reference(request)
        answer = (await desk.parts.ask(reference.question, None)).model_copy(update={"revision": reference.revision})
        wrong_answer = Feedback("wrong", reference.question, presser.actor, answer)
        await desk.parts.ledger.run(note, wrong_answer, desk.parts.now())
        await request.tell(said("Thank you: it is noted for legal, with the question. No answer changes by itself."))

    return wrong
