"""`/policy`: one command with subcommands; every answer is seen by the asker alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot.blocks.lists import cases_message, change_message, help_message, notices_message, upcoming_message
from bot.blocks.names import COMMAND
from bot.blocks.text import cut
from bot.blocks.values import Message
from bot.errors import UsageError
from bot.slack.answering import said
from bot.slack.asking import answered
from bot.slack.desk import Desk
from bot.slack.people import Presser
from bot.slack.reading import open_cases
from bot.slack.requests import Request, acknowledged

LONGEST_ALT = 1_000  # characters of alternative text that Slack keeps
Handler = Callable[[Desk, Presser, str], Awaitable[Message]]


async def ask(desk: Desk, presser: Presser, question: str) -> Message:
    """Answer a question from the policy."""
    return await answered(desk, presser, question)


async def diff(desk: Desk, presser: Presser, words: str) -> Message:
    """Show what changed in the last revision, or between two."""
    del presser
    names = words.split()
    if len(names) not in (0, 2):
        raise UsageError(f"Say {COMMAND} diff alone, or with two revisions: {COMMAND} diff OLD NEW.")
    old, new = names or ("", "")
    announcement = await desk.parts.compare(old, new)
    return change_message(announcement, announcement.previous or old or "nothing", announcement.revision or new)


async def upcoming(desk: Desk, presser: Presser, words: str) -> Message:
    """List what comes into force."""
    del presser, words
    return upcoming_message(await desk.parts.ledger.read(desk.parts.notices.list), desk.parts.now())


async def notices(desk: Desk, presser: Presser, words: str) -> Message:
    """List every notice."""
    del presser, words
    return notices_message(await desk.parts.ledger.read(desk.parts.notices.list))


async def cases(desk: Desk, presser: Presser, words: str) -> Message:
    """List the open cases."""
    del presser, words
    return cases_message(await desk.parts.ledger.read(open_cases), desk.parts.now())


async def chart(desk: Desk, presser: Presser, words: str) -> Message:
    """Say where the picture of recipients went; `_send_chart` has sent it."""
    del desk, presser, words
    return said("The picture of which data goes to whom is in your direct messages with me.")


async def _send_chart(desk: Desk, request: Request) -> None:
    drawn = await desk.parts.chart()
    opened = await request.client.conversations_open(users=request.presser.user)
    await request.client.files_upload_v2(
        channel=str((opened.get("channel") or {}).get("id", "")),
        file_uploads=[
            {"filename": drawn.name, "file": drawn.content, "alt_txt": cut(drawn.description, LONGEST_ALT, "…")}
        ],
        initial_comment="Which data goes to whom, as the policy in force says.",
    )


async def usage(desk: Desk, presser: Presser, words: str) -> Message:
    """Show the help text."""
    del desk, presser, words
    return help_message()


HANDLERS: dict[str, Handler] = {
    "ask": ask,
    "diff": diff,
    "map": chart,
    "upcoming": upcoming,
    "notices": notices,
    "cases": cases,
    "help": usage,
    "": usage,
}


def parse(text: str) -> tuple[Handler, str]:
    """Return the handler of a command's text and the rest; a bare question of some words is one to answer."""
    verb, _, rest = text.strip().partition(" ")
    found = HANDLERS.get(verb.casefold())
    if found is not None:
        return found, rest.strip()
    if text.strip().endswith("?") or len(text.split()) > 2:
        return ask, text.strip()
    return usage, ""


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the command."""

    async def policy(request: Request) -> None:
        handler, rest = parse(str(request.body.get("text") or ""))
        if handler in (ask, diff, chart):
            await desk.asker(request)
        elif handler is not usage:
            await desk.colleague(request)
        if handler is chart:
            await _send_chart(desk, request)
        await request.tell(await handler(desk, request.presser, rest))

    app.command(COMMAND)(acknowledged(policy))
