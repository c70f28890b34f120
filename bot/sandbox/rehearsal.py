"""What the page of a rehearsal needs from the demo behind it, and the state that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.sandbox.fake import FakeSlack
from bot.sandbox.workspace import BOT_USER, FakeMessage, FakeUser, FakeView

MOST_MESSAGES = 300
MOST_LETTERS = 200
LONGEST_FILE = 200_000


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail that left Herald: `id` names it for an answer; `html` may be empty."""

    id: str
    to: str
    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class LegalDeed:
    """Something that legal can do in the policy repository now, such as merging the next revision."""

    id: str
    label: str


class Rehearsal(Protocol):
    """The demo as the page drives it; every method leaves the world settled."""

    @property
    def slack(self) -> FakeSlack:
        """The stand-in of Slack."""

    @property
    def public_url(self) -> str:
        """The address of the public pages on this machine, which may be framed; or empty."""

    def now(self) -> datetime:
        """Return the rehearsal's time."""

    def letters(self) -> Sequence[Letter]:
        """Return every e-mail that was sent, oldest first."""

    def deeds(self) -> Sequence[LegalDeed]:
        """Return what legal can do now."""

    async def do(self, deed: str) -> None:
        """Let legal do it; raises UsageError for something that cannot be done now."""

    async def move_days(self, days: int) -> None:
        """Move the clock forward, and let everything happen that falls due on the way."""

    async def answer(self, letter: str, text: str) -> None:
        """Answer an e-mail as the customer who got it."""


def snapshot(rehearsal: Rehearsal, version: int) -> dict[str, Any]:
    """Return everything that the page shows."""
    space = rehearsal.slack.space
    people = [user for user in space.users.values() if user.id != BOT_USER]
    for user in people:
        space.direct(user.id)
    return {
        "version": version,
        "now": f"{rehearsal.now():%A %d %B %Y, %H:%M} UTC",
        "people": [
            {"id": user.id, "name": user.name, "role": _role(rehearsal.slack, user), "plays": not user.bot}
            for user in space.users.values()
        ],
        "places": [
            {"id": channel.id, "name": channel.name, "direct": channel.direct}
            for channel in space.channels.values()
            if channel.member and not channel.archived
        ],
        "messages": [_message(rehearsal.slack, message) for message in space.messages[-MOST_MESSAGES:]],
        "modals": {user.id: _view(view) for user in people if (view := rehearsal.slack.view_of(user.id)) is not None},
        "homes": {user: _view(view) for user, view in space.homes.items()},
        "letters": [
            {"id": letter.id, "to": letter.to, "subject": letter.subject, "text": letter.text, "html": letter.html}
            for letter in reversed(rehearsal.letters()[-MOST_LETTERS:])
        ],
        "deeds": [{"id": deed.id, "label": deed.label} for deed in rehearsal.deeds()],
        "public_url": rehearsal.public_url,
    }


def _role(slack: FakeSlack, user: FakeUser) -> str:
    if user.bot:
        return "the app"
    if user.team != slack.space.users[BOT_USER].team:
        return "another company"
    if user.guest:
        return "guest"
    return "approver" if any(user.id in members for members in slack.space.groups.values()) else "staff"


def _message(slack: FakeSlack, message: FakeMessage) -> dict[str, Any]:
    files = [slack.space.files[name] for name in message.files]
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "blocks": list(message.blocks),
        "user": message.user,
        "thread_ts": message.thread_ts,
        "seen_by": message.seen_by,
        "edits": message.edits,
        "files": [
            {"name": file.name, "text": (file.content or b"")[:LONGEST_FILE].decode("utf-8", "replace")}
            for file in files
        ],
    }


def _view(view: FakeView) -> dict[str, Any]:
    return {"id": view.id, "hash": view.hash, "view": view.view}
