"""What the command `/policy` answers beside an answer: help, and the lists of notices and cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.blocks.announcement import Announcement
from bot.blocks.case import KIND_WORDS, CaseFacts, due_words
from bot.blocks.names import COMMAND
from bot.blocks.parts import context, count, day, moment, section
from bot.blocks.redline import change_title
from bot.blocks.states import STATE_WORDS, coming, days_until, days_words
from bot.blocks.text import cut_literal, cut_shown, literal, one_line
from bot.blocks.values import Message
from notifier.model import Notice

MOST_LINES = 12
MOST_CHANGES = 20

HELP = (
    ("ask QUESTION", "an answer from the policy, with section and quote: `ask who do we share card data with?`"),
    ("diff [OLD NEW]", "what changed in the last revision, or between two revisions"),
    ("map", "a picture of which data goes to whom, sent to you directly"),
    ("upcoming", "what comes into force, and when its notice is due"),
    ("notices", "every notice and its state"),
    ("cases", "open cases, most urgent first"),
    ("help", "this text"),
)


def help_message() -> Message:
    """Return what `/policy help` shows."""
    lines = [f"*{COMMAND} {usage}*  {meaning}" for usage, meaning in HELP]
    words = "; ".join(f"{COMMAND} {usage}: {meaning.replace('`', '')}" for usage, meaning in HELP)
    end = "In a thread, mention me instead; in a direct message, just ask. Answers to a command are seen by you alone."
    return Message(text=f"{words}. {end}", blocks=(section("\n".join(lines)), context(end)))


def _list_message(title: str, lines: Sequence[str], nothing: str) -> Message:
    if not lines:
        return Message(text=nothing, blocks=(section(nothing),))
    blocks: list[Block] = [section(f"*{title}*"), *(section(line) for line in lines[:MOST_LINES])]
    if len(lines) > MOST_LINES:
        blocks.append(context(f"{len(lines) - MOST_LINES} more are on my Home tab."))
    spoken = one_line(f"{title}: {'; '.join(lines[:MOST_LINES])}").replace("*", "")
    return Message(text=cut_shown(spoken, 3_500), blocks=tuple(blocks))


def notices_message(notices: Sequence[Notice]) -> Message:
    """Return the list of notices, newest first."""
    lines = [
        f"*{cut_literal(notice.document, 100)}* #{notice.id}: {STATE_WORDS[notice.state]}\n{days_words(notice)}"
        for notice in sorted(notices, key=lambda notice: notice.id, reverse=True)
    ]
    return _list_message(f"{count(len(notices), 'notice')}", lines, "There are no notices yet.")


def upcoming_message(notices: Sequence[Notice], now: datetime) -> Message:
    """Return what comes into force from the day of `now` on, soonest first."""
    lines = [
        f"*{day(notice.effective_on)}* (in {count(days_until(notice, now), 'day')}): "
        f"{cut_literal(notice.document, 100)}, {STATE_WORDS[notice.state][:1].lower()}{STATE_WORDS[notice.state][1:]}; "
        f"notice due {moment(notice.due_at, notice.timezone)}"
        for notice in coming(notices, now)
    ]
    return _list_message("What comes into force", lines, "Nothing is waiting to come into force.")


def cases_message(cases: Sequence[CaseFacts], now: datetime) -> Message:
    """Return the open cases, most urgent first; customers as the facts show them."""
    ordered = sorted(cases, key=lambda facts: facts.case.due_at)
    lines = [
        f"*{literal(facts.case.number)}* {KIND_WORDS[facts.case.kind]} from {cut_literal(facts.customer, 100)}: "
        f"{literal(facts.case.state.replace('_', ' '))}, due {due_words(facts, now)}"
        for facts in ordered
    ]
    return _list_message(f"{count(len(cases), 'open case')}", lines, "No case is open.")


def change_message(announcement: Announcement, old: str, new: str) -> Message:
    """Return the short form of a comparison: what changed and where, without the words."""
    title = f"{announcement.document or 'Policy'}: {old[:12]} → {new[:12]}"
    lines = [f"• {cut_literal(change_title(change), 200)}" for change in announcement.changes]
    if not lines:
        return Message(text=f"{literal(title)}: no change.", blocks=(section(f"*{literal(title)}*\nNo change."),))
    more = f"\nand {len(lines) - MOST_CHANGES} more" if len(lines) > MOST_CHANGES else ""
    summary = cut_literal(announcement.summary, 1_200)
    blocks: list[Block] = [section(f"*{literal(title)}*" + (f"\n{summary}" if summary else ""))]
    shown = lines[:MOST_CHANGES]
    blocks += [section("\n".join(shown[start : start + 10])) for start in range(0, len(shown), 10)]
    if more:
        blocks.append(context(more.strip()))
    return Message(
        text=cut_shown(one_line(f"{literal(title)}. {summary} {' '.join(shown)}{more}"), 3_500), blocks=tuple(blocks)
    )
