"""The card of a case: what a customer asks, by when it must be done, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ActionsBlock, Block, Option, SectionBlock, StaticSelectElement

from bot.blocks import limits
from bot.blocks.names import ActionId
from bot.blocks.parts import button, context, count, day, header, primary, quote, section
from bot.blocks.text import cut, cut_literal, literal, mrkdwn, one_line, person, plain
from bot.blocks.values import Message
from notifier.model import Case, CaseState, Matched, ReplyKind

KIND_WORDS: dict[ReplyKind, str] = {
    ReplyKind.OBJECTION: "Objection to a change",
    ReplyKind.ERASURE: "Deletion request",
    ReplyKind.ACCESS: "Access request",
    ReplyKind.RECTIFICATION: "Correction request",
    ReplyKind.RESTRICTION: "Restriction request",
    ReplyKind.PORTABILITY: "Portability request",
    ReplyKind.OPT_OUT: "Withdrawal of consent",
    ReplyKind.COMPLAINT: "Complaint",
    ReplyKind.QUESTION: "Question",
    ReplyKind.AUTO_REPLY: "Automatic reply",
    ReplyKind.BOUNCE: "Bounce",
    ReplyKind.OTHER: "Other message",
}
MATCHED_WORDS: dict[Matched, str] = {
    Matched.SIGNED_ADDRESS: "matched by the signed reply address",
    Matched.REFERENCES: "matched by the thread of the mail",
    Matched.FROM_ADDRESS: "sender address only: *identity not verified*",
    Matched.NOBODY: "*no customer found*: a person has to match it",
}
OVER = frozenset({CaseState.DONE, CaseState.REFUSED, CaseState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A step that the case's state allows: the action's name, its label, and whether it needs a written reason."""

    action: str
    label: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as one reader may see it: `customer` is masked for everybody outside the case channel."""

    case: Case
    customer: str
    steps: tuple[StepChoice, ...] = ()
    timezone: str = "UTC"  # the policy's: a deadline at its midnight is the day before in UTC


def mask(address: str) -> str:
    """Return an e-mail address that a bystander cannot use: "j…@e….org"."""
    local, at, domain = address.partition("@")
    if not at:
        return f"{address[:1]}…" if address else "unknown"
    name, dot, top = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}…{dot}{top}"


def case_card(facts: CaseFacts, now: datetime) -> Message:
    """Return the message of a case; `now` decides whether it is overdue."""
    case = facts.case
    blocks: list[Block] = [header(_title(case)), _facts_block(facts, now), quote(case.quote or "(no sentence quoted)")]
    if case.late:
        blocks.append(section("*Arrived after the effective date.* It is recorded as late and handled all the same."))
    if case.state not in OVER:
        blocks.append(_actions(facts))
    blocks.append(context(f"{MATCHED_WORDS[case.matched]} · the thread is this case's log"))
    return Message(text=_text(facts, now), blocks=tuple(blocks))


def _title(case: Case) -> str:
    return f"{KIND_WORDS[case.kind]} {case.number}"


def _facts_block(facts: CaseFacts, now: datetime) -> SectionBlock:
    case = facts.case
    rows = (
        ("Customer", cut_literal(facts.customer, 200)),
        ("State", literal(case.state.replace("_", " "))),
        ("Due", due_words(facts, now)),
        ("Assigned to", person(case.assignee) if case.assignee else "nobody yet"),
    )
    return SectionBlock(fields=[mrkdwn(f"*{name}*\n{value}") for name, value in rows])


def due_words(facts: CaseFacts, now: datetime) -> str:
    """Return the deadline in the policy's zone and how far it is, in words."""
    zone = ZoneInfo(facts.timezone)
    due = facts.case.due_at.astimezone(zone).date()
    if facts.case.state in OVER:
        return day(due)
    days = (due - now.astimezone(zone).date()).days
    if days < 0:
        return f"{day(due)} (*overdue by {count(-days, 'day')}*)"
    return f"{day(due)} (" + ("today" if days == 0 else f"in {count(days, 'day')}") + ")"


def _text(facts: CaseFacts, now: datetime) -> str:
    case = facts.case
    spoken = due_words(facts, now).replace("*", "")
    assigned = f"assigned to {person(case.assignee)}" if case.assignee else "assigned to nobody"
    words = f"{case.state.replace('_', ' ')}, due {spoken}, {assigned}"
    return (
        f"{literal(_title(case))} from {cut_literal(facts.customer, 200)}: {words}. "
        f"“{cut_literal(one_line(case.quote), 1_500)}”"
    )


def _actions(facts: CaseFacts) -> ActionsBlock:
    number = facts.case.number
    elements: list[object] = [primary(button(ActionId.CASE_OPEN, "Read", number, spoken=f"Read case {number}"))]
    if not facts.case.assignee:
        elements.append(button(ActionId.CASE_ASSIGN, "Assign to me", number, spoken=f"Assign case {number} to me"))
    if facts.steps:
        elements.append(
            StaticSelectElement(
                action_id=ActionId.CASE_STEP,
                placeholder=plain("Next step…", limits.PLACEHOLDER),
                options=[_option(number, step) for step in facts.steps],
            )
        )
    return ActionsBlock(elements=elements)  # type: ignore[arg-type]  # the model's list type is invariant


def _option(number: str, step: StepChoice) -> Option:
    label = step.label + ("…" if step.needs_reason else "")
    return Option(text=plain(label, limits.OPTION_TEXT), value=cut(f"{step.action}:{number}", limits.OPTION_VALUE, ""))
