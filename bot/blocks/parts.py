"""Small parts that several cards share: dates, buttons, confirm dialogs, progress."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    SectionBlock,
)

from bot.blocks import limits
from bot.blocks.names import ActionId
from bot.blocks.text import cut, mrkdwn, one_line, plain
from bot.blocks.values import Progress

BAR_CELLS = 20


def day(value: date | None) -> str:
    """Return "28 November 2026", or "not stated"."""
    return f"{value.day} {value:%B %Y}" if value else "not stated"


def moment(value: datetime, timezone: str) -> str:
    """Return "29 October 2026, 09:00 (Europe/Paris)": the policy's own clock, named."""
    local = value.astimezone(ZoneInfo(timezone))
    return f"{local.day} {local:%B %Y, %H:%M} ({timezone})"


def count(number: int, singular: str, plural: str = "") -> str:
    """Return "1 customer" or "1,200 customers"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def header(text: str) -> HeaderBlock:
    """Return a header block, cut to its limit."""
    return HeaderBlock(text=plain(text, limits.HEADER_TEXT))


def section(text: str) -> SectionBlock:
    """Return a section of mrkdwn that the caller composed from literal parts and kept under the limit."""
    return SectionBlock(text=mrkdwn(text))


def context(*texts: str) -> ContextBlock:
    """Return a context block of mrkdwn texts."""
    return ContextBlock(elements=[mrkdwn(text) for text in texts if text])


def quote(text: str, most: int = 1_200) -> RichTextBlock:
    """Return untrusted words as a quotation in rich text, which Slack never parses."""
    words = RichTextElementParts.Text(text=cut(text.strip(), most) or "(empty)")
    return RichTextBlock(elements=[RichTextQuoteElement(elements=[words])])


def button(
    action: ActionId,
    label: str,
    value: str,
    *,
    confirm: ConfirmObject | None = None,
    spoken: str = "",
) -> ButtonElement:
    """Return a button; `spoken` is what a screen reader says instead of the label."""
    return ButtonElement(
        text=plain(label, limits.BUTTON_TEXT),
        action_id=action,
        value=value,
        confirm=confirm,
        accessibility_label=cut(one_line(spoken or label), limits.BUTTON_TEXT, "…"),
    )


def primary(element: ButtonElement) -> ButtonElement:
    """Mark the one button that most readers want, and return it."""
    element.style = "primary"
    return element


def danger(element: ButtonElement) -> ButtonElement:
    """Mark a button that destroys or overrides something, and return it."""
    element.style = "danger"
    return element


def confirm(title: str, text: str, yes: str, no: str = "Not yet") -> ConfirmObject:
    """Return the dialog that asks again before something that cannot be undone."""
    return ConfirmObject(
        title=plain(title, limits.CONFIRM_TITLE),
        text=plain(text, limits.CONFIRM_TEXT),
        confirm=plain(yes, limits.CONFIRM_BUTTON),
        deny=plain(no, limits.CONFIRM_BUTTON),
    )


def progress_bar(progress: Progress) -> str:
    """Return a bar of 20 cells with its share and its counts."""
    share = progress.sent / progress.total if progress.total else 0.0
    full = int(share * BAR_CELLS)
    failed = f", {progress.failed:,} failed" if progress.failed else ""
    return f"{'▓' * full}{'░' * (BAR_CELLS - full)} {int(share * 100)} % ({progress.sent:,} of {progress.total:,} sent{failed})"


def listed(items: Sequence[str], most: int) -> str:
    """Return the first items as lines and how many were left out."""
    rest = f"\n_and {len(items) - most} more_" if len(items) > most else ""
    return "\n".join(items[:most]) + rest
