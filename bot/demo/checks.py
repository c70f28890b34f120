"""What the story checks, and how it fails: in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import EmailMessage

from bot.demo.sink import Mail
from bot.errors import BotError


class StoryError(BotError):
    """A step of the story did not happen."""


def check(happened: object, otherwise: str) -> None:
    """Raise StoryError with the sentence unless it happened."""
    if not happened:
        raise StoryError(f"the demo failed: {otherwise}")


def mails_of(mails: Iterable[Mail], notice_id: int) -> list[Mail]:
    """Return the mails that belong to a notice, by the header that names it to postmaster tools."""
    return [mail for mail in mails if str(mail.message.get("Feedback-ID", "")).startswith(f"{notice_id}-")]


def text_part(message: EmailMessage) -> str:
    """Return the plain text of a message."""
    part = message.get_body(("plain",))
    return part.get_content() if part is not None else ""
