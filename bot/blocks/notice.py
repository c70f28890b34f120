"""The card of a revision: one message that is updated in place from proposal to the day it is in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock, SectionBlock

from bot.blocks.announcement import Announcement, ShownRecipient
from bot.blocks.names import ActionId
from bot.blocks.parts import (
    button,
    confirm,
    context,
    count,
    danger,
    day,
    header,
    listed,
    moment,
    primary,
    progress_bar,
    section,
)
from bot.blocks.states import STATE_WORDS, days_words
from bot.blocks.text import cut_literal, cut_shown, link, literal, mrkdwn, one_line, people, person
from bot.blocks.values import Message, NoticeReference, Progress
from notifier.model import Notice, NoticeKind, NoticeState

MOST_REASONS = 8
MOST_RECIPIENTS = 12
NOT_BEGUN = Progress()


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the card of a notice shows beside the notice itself.

    `audience` is how many customers would get it now; `earliest` the first lawful effective date of a late notice;
    `prepared_by` who asked for it where two persons decide; `url` the public page of the change, if there is one.
    """

    notice: Notice
    announcement: Announcement
    audience: int = 0
    progress: Progress = NOT_BEGUN
    earliest: date | None = None
    prepared_by: str = ""
    url: str = ""


def notice_card(facts: NoticeFacts) -> Message:
    """Return the channel message of a notice in its present state, with the buttons that state allows."""
    blocks: list[Block] = [header(_title(facts)), section(f"*{STATE_WORDS[facts.notice.state]}*"), _timeline(facts)]
    for part in (_summary, _recipients, _materiality, _conflicts, _state_detail):
        text = part(facts)
        if text:
            blocks.append(section(cut_shown(text, 2_900)))
    buttons = decision_buttons(facts)
    if buttons:
        blocks += [DividerBlock(), ActionsBlock(elements=list(buttons))]
    blocks.append(context(_footer(facts)))
    return Message(text=card_text(facts), blocks=tuple(blocks))


def card_text(facts: NoticeFacts) -> str:
    """Return the whole card in words, for notifications and screen readers."""
    parts = [
        f"{cut_literal(_title(facts), 400)}. {STATE_WORDS[facts.notice.state]}.",
        f"{days_words(facts.notice)}.",
        *(part(facts).replace("*", "") for part in (_summary, _recipients, _materiality, _conflicts, _state_detail)),
    ]
    return cut_shown(one_line(" ".join(part for part in parts if part)), 3_500)


def _title(facts: NoticeFacts) -> str:
    if facts.notice.state is NoticeState.EDITORIAL:
        return f"{document_name(facts)}: editorial revision of {day(facts.notice.updated_on)}"
    verb = "is withdrawn" if facts.notice.kind is NoticeKind.WITHDRAWAL else "changes"
    return f"{document_name(facts)} {verb} on {day(facts.notice.effective_on)}"


def document_name(facts: NoticeFacts) -> str:
    """Return the title of the document as it prints itself, else its file's name; not escaped."""
    return one_line(facts.announcement.title) or facts.notice.document


def _timeline(facts: NoticeFacts) -> SectionBlock:
    notice = facts.notice
    stated = facts.announcement.days_of_notice
    days = stated if stated is not None else notice.notice_days
    steps = [("Revision dated", day(notice.updated_on))]
    if notice.state is NoticeState.EDITORIAL:
        steps.append(("In force", "as soon as the text that it corrects"))
    else:
        steps += [
            ("Notice due", moment(notice.due_at, notice.timezone)),
            ("In force", day(notice.effective_on)),
            ("Days of notice", f"{days} (the policy promises {notice.notice_days})"),
        ]
    return SectionBlock(fields=[mrkdwn(f"*{name}*\n{value}") for name, value in steps])


def _summary(facts: NoticeFacts) -> str:
    counts = ", ".join(f"{number} {kind.replace('_', ' and ')}" for kind, number in facts.announcement.counts())
    summary = cut_literal(facts.announcement.summary, 1_500)
    return "\n".join(part for part in (summary, f"*Changes:* {counts}" if counts else "") if part)


def _recipients(facts: NoticeFacts) -> str:
    rows = (
        ("New recipients", facts.announcement.recipients_added),
        ("Recipients removed", facts.announcement.recipients_removed),
    )
    return "\n".join(f"*{name}:* {_names(found)}" for name, found in rows if found)


def _names(recipients: tuple[ShownRecipient, ...]) -> str:
    shown = ", ".join(cut_literal(recipient.name, 80) for recipient in recipients[:MOST_RECIPIENTS])
    more = len(recipients) - MOST_RECIPIENTS
    return f"{shown} and {more} more" if more > 0 else shown


def _materiality(facts: NoticeFacts) -> str:
    proposed = facts.announcement.materiality
    if not proposed.proposed:
        return ""
    reasons = [f"• {cut_literal(one_line(reason), 250)}" for reason in proposed.reasons]
    return f"*Herald proposes: {cut_literal(proposed.proposed, 60)}*" + (
        "\n" + listed(reasons, MOST_REASONS) if reasons else ""
    )


def _conflicts(facts: NoticeFacts) -> str:
    said = facts.announcement
    conflicts = [f"• {cut_literal(one_line(conflict), 250)}" for conflict in said.conflicts]
    broken = [
        f"• “{cut_literal(one_line(one.quote), 150)}”: {cut_literal(one_line(one.reason), 150)}"
        for one in said.broken_references
    ]
    dates = "*Check the dates:*\n" + listed(conflicts, 5) if conflicts else ""
    references = "*Check the cross-references:*\n" + listed(broken, 3) if broken else ""
    return "\n".join(part for part in (dates, references) if part)


def _state_detail(facts: NoticeFacts) -> str:
    notice = facts.notice
    match notice.state:
        case NoticeState.LATE:
            lawful = f" The earliest lawful effective date is *{day(facts.earliest)}*." if facts.earliest else ""
            return f"The policy promises {notice.notice_days} days, and that moment has passed.{lawful}"
        case NoticeState.SENDING | NoticeState.PAUSED:
            return progress_bar(facts.progress) + _decided(facts)
        case NoticeState.SENT | NoticeState.IN_FORCE:
            failed = f", {facts.progress.failed:,} could not be reached" if facts.progress.failed else ""
            return f"Told {count(facts.progress.sent, 'customer')}{failed}.{_decided(facts)}"
        case NoticeState.APPROVED:
            return f"Goes to {count(facts.audience, 'customer')}.{_decided(facts)}"
        case NoticeState.PROPOSED | NoticeState.HELD if facts.prepared_by:
            return f"Prepared by {people(facts.prepared_by)}; a second person has to approve."
        case _:
            return _decided(facts).strip()


def _decided(facts: NoticeFacts) -> str:
    notice = facts.notice
    said = ""
    if notice.approved_by:
        at = f" on {moment(notice.approved_at, notice.timezone)}" if notice.approved_at else ""
        said = f"\nDecided by {people(notice.approved_by)}{at}."
    if notice.exception_by:
        reason = cut_literal(one_line(notice.exception_reason), 300)
        said += f"\nException recorded by {person(notice.exception_by)}: {reason}"
    return said


def _footer(facts: NoticeFacts) -> str:
    parts = [
        cut_literal(facts.notice.document, 200),
        f"revision {literal(facts.notice.revision[:12])}",
        f"compared with {literal(facts.notice.baseline_revision[:12] or 'nothing')}",
    ]
    if facts.url:
        parts.append(link(facts.url, "Public page"))
    return " · ".join([*parts, "redline in the thread"])


def reference(notice: Notice) -> str:
    """Return the value that a button of this notice carries: its id and the hash of the text it decides on."""
    return NoticeReference(notice.id, notice.text_hash).encode()


def _prepare(facts: NoticeFacts) -> ButtonElement:
    label = "Approve as second person" if facts.prepared_by else "Material: prepare notice"
    spoken = f"{label}, {document_name(facts)}"
    return primary(button(ActionId.NOTICE_PREPARE, label, reference(facts.notice), spoken=spoken))


def _editorial(facts: NoticeFacts) -> ButtonElement:
    ask = confirm(
        "No notice for this revision?",
        "Customers will not be told of this revision. It is folded into the next notice.",
        "Editorial: no notice",
    )
    return button(ActionId.NOTICE_EDITORIAL, "Editorial: no notice", reference(facts.notice), confirm=ask)


def _hold(facts: NoticeFacts) -> ButtonElement:
    return button(ActionId.NOTICE_HOLD, "Hold", reference(facts.notice), spoken="Hold: decide later")


def _exception(facts: NoticeFacts) -> ButtonElement:
    return danger(button(ActionId.NOTICE_EXCEPTION, "Record an exception…", reference(facts.notice)))


def _cancel(facts: NoticeFacts) -> ButtonElement:
    ask = confirm(
        "Cancel this notice?",
        "Whoever has it keeps it, and is told in a notice of withdrawal. A cancelled notice cannot be taken up again.",
        "Cancel the notice",
        "Keep it",
    )
    element = button(ActionId.NOTICE_CANCEL, "Cancel", reference(facts.notice), confirm=ask, spoken="Cancel the notice")
    return danger(element)


def _release(facts: NoticeFacts) -> ButtonElement:
    return primary(button(ActionId.NOTICE_RELEASE, "Take it up again", reference(facts.notice)))


def _pause(facts: NoticeFacts) -> ButtonElement:
    return danger(button(ActionId.NOTICE_PAUSE, "Pause sending", reference(facts.notice)))


def _resume(facts: NoticeFacts) -> ButtonElement:
    return primary(button(ActionId.NOTICE_RESUME, "Go on sending", reference(facts.notice)))


Maker = Callable[[NoticeFacts], ButtonElement]
BUTTONS: dict[NoticeState, tuple[Maker, ...]] = {
    NoticeState.PROPOSED: (_prepare, _editorial, _hold),
    NoticeState.HELD: (_release, _editorial, _cancel),
    NoticeState.EDITORIAL: (_release,),
    NoticeState.LATE: (_exception, _editorial, _cancel),
    NoticeState.APPROVED: (_hold, _cancel),
    NoticeState.SENDING: (_pause,),
    NoticeState.PAUSED: (_resume, _cancel),
}


def decision_buttons(facts: NoticeFacts) -> tuple[ButtonElement, ...]:
    """Return the buttons by which the notice can be decided as it stands, for its card and for the Home tab."""
    return tuple(make(facts) for make in BUTTONS.get(facts.notice.state, ()))
