"""The App Home: for approvers what waits for them, for everybody asking and what changed; most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from bot.blocks.case import KIND_WORDS, CaseFacts, due_words
from bot.blocks.modals import checked
from bot.blocks.names import COMMAND, ActionId
from bot.blocks.notice import NoticeFacts, decision_buttons
from bot.blocks.parts import button, context, count, day, header, primary, section
from bot.blocks.states import STATE_WORDS, days_words
from bot.blocks.text import cut_literal, link, literal, one_line
from notifier.model import Notice, NoticeState

PAGE_LENGTH = 10
MOST_WAITING = 10
MOST_RECENT = 8
WAITING = frozenset({NoticeState.PROPOSED, NoticeState.LATE, NoticeState.HELD})


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What a person's Home shows; `waiting` are the notices that this person may decide, the one due first first.

    `cases` most urgent first, `page` counts from 0.
    """

    notices: tuple[Notice, ...]
    waiting: tuple[NoticeFacts, ...]
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
    if not facts.waiting:
        return [section("*Waiting for your decision*\nNothing.")]
    first, *others = facts.waiting[:MOST_WAITING]
    blocks: list[Block] = [section("*Waiting for your decision*"), section(_line(first))]
    # One view holds each action once, so the buttons are those of the notice due first; the next moves up after it.
    blocks.append(ActionsBlock(elements=list(decision_buttons(first))))
    blocks += [section(_line(one)) for one in others]
    more = len(facts.waiting) - MOST_WAITING
    if more > 0:
        blocks.append(context(f"{more} more wait; their cards stand in the channel."))
    return [*blocks, DividerBlock()]


def _line(one: NoticeFacts) -> str:
    notice = one.notice
    late = f"\nThe earliest lawful effective date is *{day(one.earliest)}*." if one.earliest else ""
    second = "\nIt is prepared; a second person has to approve." if one.prepared_by else ""
    summary = cut_literal(one_line(one.announcement.summary), 300)
    return (
        f"*{cut_literal(notice.document, 100)}* #{notice.id}: {STATE_WORDS[notice.state]}\n"
        f"{days_words(notice)}\n"
        f"{summary}{late}{second}"
    )


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
        f"• *{cut_literal(notice.document, 100)}*: {STATE_WORDS[notice.state]}. {days_words(notice)}"
        for notice in recent
    ]
    said = "\n".join(lines) or "No revision has been announced yet."
    page = f"\n{link(facts.url, 'Public changelog')}" if facts.url else ""
    return [section(f"*Recent changes*\n{said}{page}")]
