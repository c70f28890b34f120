"""Every modal: what will happen is shown before it happens, and a reason is asked where one is owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ImageBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import SlackFile
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.case import KIND_WORDS, MATCHED_WORDS, CaseFacts, StepChoice
from bot.blocks.lint import lint_view
from bot.blocks.names import ActionId, CallbackId, InputId
from bot.blocks.notice import NoticeFacts, document_name, reference
from bot.blocks.parts import button, context, count, day, header, moment, quote, section
from bot.blocks.text import cut, cut_literal, literal, mrkdwn, one_line, people, plain
from bot.blocks.values import UnsendableError
from notifier.model import ReplyKind

FEWEST_REASON_CHARACTERS = 10
MOST_PARTS_OF_A_MAIL = 20
PART_CHARACTERS = 2_500
HAND_MADE_KINDS = tuple(kind for kind in ReplyKind if kind not in (ReplyKind.AUTO_REPLY, ReplyKind.BOUNCE))


class Routing(BaseModel):
    """Where a modal came from; it routes the submission and is no authority for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    subject: str
    team: str
    channel: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class MailPreview:
    """The e-mail as a customer will get it.

    `picture` is the id of a file in Slack: an image drawn from its HTML, or empty; `source` the whole message as it
    would be sent, empty where it cannot be built yet.
    """

    subject: str
    text: str
    picture: str = ""
    source: bytes = b""


def _modal(
    callback: CallbackId,
    title: str,
    blocks: list[Block],
    *,
    submit: str = "",
    routing: Routing | None = None,
) -> View:
    view = View(
        type="modal",
        callback_id=callback,
        title=plain(title, limits.MODAL_TITLE),
        submit=plain(submit, limits.MODAL_TITLE) if submit else None,
        close=plain("Back" if submit else "Close"),
        blocks=blocks,
        private_metadata=routing.model_dump_json() if routing else None,
    )
    return checked(view)


def checked(view: View) -> View:
    """Return the view; raises UnsendableError when Slack would refuse it."""
    faults = lint_view(view.to_dict())
    if faults:
        raise UnsendableError(f"{faults[0].error} at {faults[0].place}: {faults[0].reason}")
    return view


def reason_input(label: str, *, optional: bool = False, hint: str = "") -> InputBlock:
    """Return the input for a written reason; a required one has at least ten characters."""
    return InputBlock(
        block_id=InputId.REASON,
        label=plain(label, limits.LABEL_TEXT),
        hint=plain(hint, limits.LABEL_TEXT) if hint else None,
        optional=optional,
        element=PlainTextInputElement(
            action_id=InputId.REASON,
            multiline=True,
            min_length=None if optional else FEWEST_REASON_CHARACTERS,
            max_length=limits.INPUT_LENGTH,
        ),
    )


def approve_modal(facts: NoticeFacts, preview: MailPreview, routing: Routing) -> View:
    """Return the last look before a notice is approved: whom, when, from when, and the e-mail itself."""
    notice = facts.notice
    blocks: list[Block] = [
        header(f"{document_name(facts)}: notice of change"),
        SectionBlock(
            fields=[
                mrkdwn(f"*Goes to*\n{count(facts.audience, 'customer')}"),
                mrkdwn(f"*Sent from*\n{moment(notice.due_at, notice.timezone)}"),
                mrkdwn(f"*In force*\n{day(notice.effective_on)}"),
                mrkdwn(f"*Notice period*\n{notice.notice_days} days"),
            ]
        ),
    ]
    if facts.prepared_by:
        blocks.append(section(f"Prepared by {people(facts.prepared_by)}. A second person approves."))
    blocks += _mail(preview)
    copy = button(ActionId.NOTICE_COPY, "Send me a copy", reference(notice), spoken="Send me a copy of this e-mail")
    blocks.append(ActionsBlock(elements=[copy]))
    blocks.append(context("The first message leaves at the time above; until then the notice can be cancelled."))
    return _modal(CallbackId.NOTICE_APPROVE, "Approve notice", blocks, submit="Approve", routing=routing)


def _mail(preview: MailPreview) -> list[Block]:
    blocks: list[Block] = [section(f"*E-mail to customers*\nSubject: {cut_literal(one_line(preview.subject), 300)}")]
    if preview.picture:
        spoken = cut(f"The e-mail as customers see it: {one_line(preview.text)}", limits.ALT_TEXT)
        blocks.append(ImageBlock(slack_file=SlackFile(id=preview.picture), alt_text=spoken))
    blocks += [quote(part, PART_CHARACTERS) for part in parts_of(preview.text, MOST_PARTS_OF_A_MAIL)]
    return blocks


def parts_of(text: str, most: int) -> tuple[str, ...]:
    """Return the text in paragraphs packed into parts that fit a block; the last says when something was left out."""
    parts: list[str] = []
    for paragraph in (piece for long in text.split("\n\n") for piece in _pieces(long) if piece.strip()):
        if parts and len(parts[-1]) + len(paragraph) + 2 <= PART_CHARACTERS:
            parts[-1] += "\n\n" + paragraph
        else:
            parts.append(paragraph)
    if len(parts) > most:
        parts = [*parts[: most - 1], "… (the rest is cut here; read the whole mail in the copy)"]
    return tuple(parts)


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield a paragraph in pieces that fit a block, cut between sentences or words where there are any."""
    left = paragraph
    while len(left) > PART_CHARACTERS:
        piece = cut(left, PART_CHARACTERS, "")
        yield piece
        left = left[len(piece) :]
    yield left


def exception_modal(facts: NoticeFacts, routing: Routing) -> View:
    """Return the modal that records why a late notice goes out all the same; it names the lawful date first."""
    lawful: date | None = facts.earliest
    said = f"The earliest lawful effective date is *{day(lawful)}*. " if lawful else ""
    blocks: list[Block] = [
        section(
            f"*{cut_literal(document_name(facts), 200)}* is stated to be in force on {day(facts.notice.effective_on)}, "
            f"and the policy promises {facts.notice.notice_days} days of notice. {said}"
            "Better: let legal move the effective date."
        ),
        reason_input("Why must it go out late?", hint="Kept for good in the evidence, with your name and the time."),
    ]
    return _modal(CallbackId.NOTICE_EXCEPTION, "Late notice", blocks, submit="Record exception", routing=routing)


def case_modal(facts: CaseFacts, text: str, routing: Routing) -> View:
    """Return the whole message of a case, for one reader who may see it."""
    case = facts.case
    blocks: list[Block] = [
        header(f"{KIND_WORDS[case.kind]} {case.number}"),
        SectionBlock(text=plain(f"From {facts.customer}", 300)),  # plain: an address that can be copied as it is
        context(MATCHED_WORDS[case.matched]),
        *(quote(part, PART_CHARACTERS) for part in parts_of(text, 80)),
        context(f"Received {moment(case.opened_at, 'UTC')} · due {day(case.due_at.date())}"),
    ]
    return _modal(CallbackId.CASE_STEP, f"Case {case.number}", blocks, routing=routing)


def case_step_modal(facts: CaseFacts, step: StepChoice, routing: Routing) -> View:
    """Return the modal that confirms a step of a case and asks for its reason."""
    case = facts.case
    blocks: list[Block] = [
        section(f"*{cut_literal(step.label, 100)}*: {literal(KIND_WORDS[case.kind])} {literal(case.number)}"),
        quote(case.quote or "(no sentence quoted)"),
        reason_input("Reason", optional=not step.needs_reason, hint="Kept in the history of the case."),
    ]
    return _modal(CallbackId.CASE_STEP, f"Case {case.number}", blocks, submit="Confirm", routing=routing)


def ask_modal(routing: Routing, question: str = "") -> View:
    """Return the modal that takes a question; `question` fills it in."""
    element = PlainTextInputElement(
        action_id=InputId.QUESTION,
        multiline=True,
        min_length=3,
        max_length=500,
        initial_value=cut(one_line(question), 500, "") or None,
        placeholder=plain("Who do we share card data with?", limits.PLACEHOLDER),
    )
    blocks: list[Block] = [InputBlock(block_id=InputId.QUESTION, label=plain("Your question"), element=element)]
    return _modal(CallbackId.ASK, "Ask the policy", blocks, submit="Ask", routing=routing)


def open_case_modal(routing: Routing, text: str) -> View:
    """Return the modal that turns a message into a case: who asked, what, and the words."""
    kinds = [Option(text=plain(KIND_WORDS[kind], limits.OPTION_TEXT), value=kind) for kind in HAND_MADE_KINDS]
    blocks: list[Block] = [
        InputBlock(
            block_id=InputId.EMAIL,
            label=plain("Customer's e-mail address"),
            element=PlainTextInputElement(action_id=InputId.EMAIL, max_length=254),
        ),
        InputBlock(
            block_id=InputId.KIND,
            label=plain("What does the customer ask?"),
            element=StaticSelectElement(action_id=InputId.KIND, options=kinds),
        ),
        InputBlock(
            block_id=InputId.TEXT,
            label=plain("The customer's words"),
            element=PlainTextInputElement(
                action_id=InputId.TEXT,
                multiline=True,
                max_length=limits.INPUT_LENGTH,
                initial_value=cut(text, limits.INPUT_LENGTH) or None,
            ),
        ),
    ]
    return _modal(CallbackId.OPEN_CASE, "Make this a case", blocks, submit="Open case", routing=routing)
