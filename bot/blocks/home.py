"""The App Home: for approvers what waits for them, for everybody asking and what changed; most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from bot.blocks.case import KIND_WORDS, CaseFacts, due_words
from bot.blocks.modals import checked
from bot.blocks.names import COMMAND, ActionId
from bot.blocks.notice import STATE_WORDS
from bot.blocks.parts import button, context, count, day, header, moment, primary, section
from bot.blocks.text import cut_literal, link, literal
from notifier.model import Notice, NoticeState

PAGE_LENGTH = 10
MOST_WAITING = 10
MOST_RECENT = 8
WAITING = frozenset({NoticeState.PROPOSED, NoticeState.LATE, NoticeState.HELD})


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What a person's Home shows; `cases` most urgent first, `page` counts from 0."""

    notices: tuple[Notice, ...]
    cases: tuple[CaseFacts, ...]
    approver: bool
    now: datetime
    page: int = 0
    url: str = ""


def home_view(facts: HomeFacts) -> View:
    """Return the Home tab of one person."""
    blocks: list[Block] = [header("Policy Herald"), _actions(facts)]
    if facts.approver:
        blocks += _waiting(facts)
    blocks += _cases(facts)
    blocks += _recent(facts)
    blocks.append(context(f"{COMMAND} help shows what else there is. Everything here is also kept in the ledger."))
    return checked(View(type="home", blocks=blocks))


def _actions(facts: HomeFacts) -> ActionsBlock:
    elements: list[ButtonElement] = [primary(button(ActionId.HOME_ASK, "Ask the policy", "ask"))]
    del facts
    return ActionsBlock(elements=list(elements))


def _waiting(facts: HomeFacts) -> list[Block]:
    found = sorted((notice for notice in facts.notices if notice.state in WAITING), key=lambda notice: notice.due_at)
    if not found:
        return [section("*Waiting for your decision*\nNothing.")]
    lines = [
        f"*{cut_literal(notice.document, 100)}* #{notice.id}: {STATE_WORDS[notice.state]}\n"
        f"Notice due {moment(notice.due_at, notice.timezone)}, in force {day(notice.effective_on)}"
        for notice in found[:MOST_WAITING]
    ]
    return [section("*Waiting for your decision*"), *(section(line) for line in lines), DividerBlock()]


def _cases(facts: HomeFacts) -> list[Block]:
    pages = max(1, -(-len(facts.cases) // PAGE_LENGTH))
    page = min(max(facts.page, 0), pages - 1)
    shown = facts.cases[page * PAGE_LENGTH : (page + 1) * PAGE_LENGTH]
    if not shown:
        return [section("*Open cases*\nNone.")]
    lines = [
        f"*{literal(one.case.number)}* {KIND_WORDS[one.case.kind]} from {cut_literal(one.customer, 100)}, "
        f"due {due_words(one, facts.now)}"
        for one in shown
    ]
    blocks: list[Block] = [section(f"*{count(len(facts.cases), 'open case')}*"), *(section(line) for line in lines)]
    turns = _turns(page, pages)
    if turns:
        blocks.append(ActionsBlock(elements=list(turns)))
        blocks.append(context(f"Page {page + 1} of {pages}"))
    return [*blocks, DividerBlock()]


def _turns(page: int, pages: int) -> tuple[ButtonElement, ...]:
    back = (button(ActionId.HOME_BACK, "Earlier page", str(page - 1)),) if page > 0 else ()
    on = (button(ActionId.HOME_ON, "Next page", str(page + 1)),) if page < pages - 1 else ()
    return (*back, *on)


def _recent(facts: HomeFacts) -> list[Block]:
    recent = sorted(facts.notices, key=lambda notice: notice.id, reverse=True)[:MOST_RECENT]
    lines = [
        f"• *{cut_literal(notice.document, 100)}*: {STATE_WORDS[notice.state]}, in force {day(notice.effective_on)}"
        for notice in recent
    ]
    said = "\n".join(lines) or "No revision has been announced yet."
    page = f"\n{link(facts.url, 'Public changelog')}" if facts.url else ""
    return [section(f"*Recent changes*\n{said}{page}")]
