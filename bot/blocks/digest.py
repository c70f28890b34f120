"""The weekly digest as a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.blocks.case import KIND_WORDS, CaseFacts, due_words
from bot.blocks.parts import context, count, day, header, moment, section
from bot.blocks.states import STATE_WORDS, coming
from bot.blocks.text import cut_literal, cut_shown, literal, one_line
from bot.blocks.values import Message
from notifier.model import Notice

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Digest:
    """A week's facts; `unanswered` and `wrong` are questions with how often they were asked or reported."""

    notices: tuple[Notice, ...]
    cases: tuple[CaseFacts, ...]
    unanswered: tuple[tuple[str, int], ...]
    wrong: tuple[tuple[str, int], ...]
    now: datetime


def digest_message(digest: Digest) -> Message:
    """Return the digest; parts with nothing in them say so in a word."""
    parts = (
        ("Comes into force", _coming(digest)),
        ("Cases due within two weeks", _due(digest)),
        ("Asked, and the policy does not say", _questions(digest.unanswered)),
        ("Answers reported as wrong", _questions(digest.wrong)),
    )
    title = f"The week of {day(digest.now.date())}"
    blocks: list[Block] = [header(title)]
    for name, lines in parts:
        blocks.append(section(f"*{name}*\n" + ("\n".join(_shown(lines)) if lines else "Nothing.")))
    blocks.append(context("Posted once a week, on Monday. Questions are kept without the answers that people got."))
    spoken = "; ".join(f"{name}: {', '.join(lines) if lines else 'nothing'}" for name, lines in parts)
    return Message(cut_shown(one_line(f"{title}. {spoken}").replace("*", ""), 3_500), tuple(blocks))


def _shown(lines: list[str]) -> list[str]:
    rest = [f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    return [f"• {line}" for line in lines[:MOST_LINES]] + rest


def _coming(digest: Digest) -> list[str]:
    return [
        f"{day(notice.effective_on)}: {cut_literal(notice.document, 80)}, {STATE_WORDS[notice.state]}, "
        f"notice due {moment(notice.due_at, notice.timezone)}"
        for notice in coming(digest.notices, digest.now)
    ]


def _due(digest: Digest) -> list[str]:
    return [
        f"*{literal(one.case.number)}* {KIND_WORDS[one.case.kind]}, due {due_words(one, digest.now)}"
        for one in sorted(digest.cases, key=lambda one: one.case.due_at)
    ]


def _questions(asked: tuple[tuple[str, int], ...]) -> list[str]:
    return [f"“{cut_literal(one_line(question), 200)}” ({count(times, 'time')})" for question, times in asked]
