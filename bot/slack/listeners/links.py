"""Links to the public pages show what the page says: text that is public already, because everybody there sees it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import sqlalchemy as sa
from slack_bolt.async_app import AsyncApp

from bot.blocks.announcement import read_announcement
from bot.blocks.names import EventName
from bot.blocks.parts import context, day, section
from bot.blocks.text import cut_literal, link
from bot.blocks.values import Message
from bot.site.facts import KEY_LENGTH
from bot.site.publish import slug_of
from bot.slack.desk import Desk
from bot.slack.parts import NoticeBook
from bot.slack.requests import Request, Work, acknowledged
from notifier.model import Notice

CHANGE = re.compile(r"/([a-z0-9-]{1,200})/changes/([0-9a-f]{12})/?")
MOST_LINKS = 5


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to links of our own domain."""
    app.event(EventName.LINK)(acknowledged(_shared(desk)))


def _shared(desk: Desk) -> Work:
    async def shared(request: Request) -> None:
        event = request.event
        addresses = [str(one.get("url", "")) for one in event.get("links") or [] if isinstance(one, dict)]
        previews = {}
        for address in addresses[:MOST_LINKS]:
            message = await desk.parts.ledger.read(preview, desk.parts.notices, desk.parts.site_url, address)
            if message is not None:
                previews[address] = {"blocks": message.payload()["blocks"]}
        if previews:
            await request.client.chat_unfurl(
                channel=str(event.get("channel")), ts=str(event.get("message_ts")), unfurls=previews
            )

    return shared


def preview(connection: sa.Connection, book: NoticeBook, site_url: str, address: str) -> Message | None:
    """Return what a link of the public pages shows; None for every other address and for unknown changes."""
    site, asked = urlsplit(site_url), urlsplit(address)
    if not site.netloc or (asked.scheme, asked.netloc) != (site.scheme, site.netloc):
        return None
    found = CHANGE.fullmatch(asked.path.removeprefix(site.path.rstrip("/")))
    if found is None:
        return None
    notice = next((one for one in book.list(connection) if _is(one, found[1], found[2])), None)
    return None if notice is None else _message(notice, address)


def _is(notice: Notice, slug: str, key: str) -> bool:
    return slug_of(notice.document) == slug and notice.revision[:KEY_LENGTH] == key


def _message(notice: Notice, address: str) -> Message:
    said = read_announcement(notice.announcement)
    title = f"{said.title or notice.document}: change in force from {day(notice.effective_on)}"
    summary = cut_literal(said.summary, 1_000)
    text = f"*{link(address, title)}*" + (f"\n{summary}" if summary else "")
    return Message(cut_literal(title, 200), (section(text), context("From the public changelog")))
