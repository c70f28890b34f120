"""What the Slack side needs from the rest of Herald, as small ports next to their user."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import sqlalchemy as sa

from bot.blocks.announcement import Announcement
from bot.blocks.answer import ShownAnswer
from bot.blocks.modals import MailPreview
from bot.blocks.values import Progress
from notifier.cases import CaseRules
from notifier.ledger import Ledger
from notifier.model import Notice
from notifier.signing import Signer
from policy.answers import Subject


class NoticeBook(Protocol):
    """Reading and deciding notices; every deciding method raises `RefusedError` when the rules do not allow it."""

    def list(self, connection: sa.Connection) -> tuple[Notice, ...]:
        """Return every notice."""

    def get(self, connection: sa.Connection, notice_id: int) -> Notice:
        """Return one notice; raises RefusedError for an unknown one."""

    def approve(self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        """Give one person's approval of the text with this hash."""

    def mark_editorial(
        self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime
    ) -> Notice:
        """Decide that no notice is sent."""

    def hold(self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        """Put the decision off."""

    def cancel(self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        """Cancel before the first message left."""

    def record_exception(  # noqa: PLR0913 - what a person says when recording an exception
        self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, reason: str, now: datetime
    ) -> Notice:
        """Let a late notice go out all the same, for a written reason."""

    def audience(self, connection: sa.Connection, notice: Notice) -> int:
        """Return how many customers would get the notice now."""

    def progress(self, connection: sa.Connection, notice: Notice) -> Progress:
        """Return how far its sending is."""

    def earliest(self, connection: sa.Connection, notice: Notice, now: datetime) -> date | None:
        """Return the first lawful effective date of a late notice, None when it is in time."""

    def waiting_for_another(self, connection: sa.Connection, notice: Notice) -> str:
        """Return who approved first where a second person has to, else an empty string."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A whole section of the policy in its own words; both empty when the revision has no such section."""

    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of which data goes to whom: its file name, its bytes (PNG, or SVG without a browser), and in words."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class SlackParts:
    """All that listeners and the outbox are handed.

    `channel` names the channel of the policy repository's settings, `case_channel` the one for cases where it has one (""
    means the same channel, and customers are then masked); `approvers` are Slack user ids and user group ids;
    `ask` answers a question, a follow-up with the subject of its thread; `clause` gives the words of a section (its key as
    answers cite it) in a revision; `chart` draws who gets which data; `compare` compares two revisions ("" for the last two), `preview` writes the e-mail,
    `picture` draws a message's HTML as a PNG (empty bytes where no browser is installed; it may take seconds).
    """

    ledger: Ledger
    notices: NoticeBook
    now: Callable[[], datetime]
    channel: Callable[[], str]
    approvers: tuple[str, ...]
    rules: CaseRules
    ask: Callable[[str, Subject | None], Awaitable[ShownAnswer]]
    clause: Callable[[str, str], Awaitable[Clause]]
    chart: Callable[[], Awaitable[Chart]]
    compare: Callable[[str, str], Awaitable[Announcement]]
    preview: Callable[[Notice], Awaitable[MailPreview]]
    signer: Signer
    site_url: str = ""
    case_channel: Callable[[], str] = lambda: ""
    picture: Callable[[bytes], Awaitable[bytes]] | None = None
