"""An answer from the policy: the verdict in one line, the words it rests on, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from slack_sdk.models.blocks import ActionsBlock, Block, RawTextObject, TableBlock, TableBlockColumnSettings

from bot.blocks.names import ActionId
from bot.blocks.parts import button, context, quote, section
from bot.blocks.text import cut, cut_literal, link, literal, one_line
from bot.blocks.values import Message
from policy.answers import Subject

MOST_CITATIONS = 6
REPEATED = re.compile(r"(?:Quote|Related) \(section .*\): |\[.*\]$")
MOST_RECIPIENTS = 40
MOST_CELL = 300
MOST_CELLS = 9_500  # characters of all cells together
MOST_QUESTION = 600  # with every sign escaped still within a button's value
MOST_SECTION = 200


def _words(value: Any) -> Any:
    return "" if value is None else str(value)


Words = Annotated[str, BeforeValidator(_words)]


class ShownCitation(BaseModel):
    """A quote with its section and revision."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    section: str = ""
    heading: str = ""
    quote: str = ""
    commit: Words = ""


class ShownParty(BaseModel):
    """A recipient as an answer lists it."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    name: str
    group: Words = ""
    force: Words = ""
    section: Words = ""
    data: tuple[str, ...] = ()
    purpose: Words = ""
    source: Words = ""


class ShownChoice(BaseModel):
    """One reading of an ambiguous question, as the question that asks exactly that."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    question: str


class ShownAnswer(BaseModel):
    """An answer as its promised JSON gives it (`herald ask --json`), and what its thread is about from now on."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    question: str = ""
    interpretation: Words = ""
    verdict: str = ""
    headline: Words = ""
    depends: Words = ""
    text: str = ""
    document: Words = ""
    revision: Words = ""
    policy_date: Words = ""
    as_of: Words = ""
    intent: Words = ""
    recipients: tuple[ShownParty, ...] = ()
    citations: tuple[ShownCitation, ...] = ()
    notes: tuple[str, ...] = ()
    coming: Words = ""
    choices: tuple[ShownChoice, ...] = ()
    subject: Subject | None = None

    @property
    def full_question(self) -> str:
        """The question that can be asked again without its thread."""
        return (self.subject.question if self.subject else "") or self.question


class AnswerReference(BaseModel):
    """What the buttons of an answer name: the question, the revision it was answered from, and the quoted section."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    question: Annotated[str, Field(max_length=MOST_QUESTION)]
    revision: Annotated[str, Field(max_length=64)] = ""
    section: Annotated[str, Field(max_length=MOST_SECTION)] = ""

    @classmethod
    def of(cls, answer: ShownAnswer) -> AnswerReference:
        """Return the reference of an answer; a longer question is cut and then asked as it was cut."""
        place = answer.citations[0].section if answer.citations else ""
        question = cut(one_line(answer.full_question), MOST_QUESTION, "") or "-"
        return cls(question=question, revision=answer.revision[:64], section=place[:MOST_SECTION])

    def encode(self) -> str:
        """Return the reference as a button's value."""
        return self.model_dump_json()


VERDICTS = {"yes": "Yes.", "no": "No.", "not_stated": "The policy does not say.", "n/a": ""}
FORCES = {
    "will": "does",
    "may": "may",
    "such-as": "such as (an example)",
    "including": "including",
    "on-request": "only on request or with consent",
    "never": "never",
}


def answer_message(answer: ShownAnswer, *, page: Callable[[str, str], str] | None = None) -> Message:
    """Return the answer with its citations; every sentence of the policy is quoted, none is paraphrased as fact.

    `page` gives the public address of a section in a revision.
    """
    blocks: list[Block] = [section(f"*{cut_literal(one_line(answer.question), 500)}*\n{_said(answer)}")]
    if answer.recipients:
        blocks.append(recipients_table(answer.recipients))
    for citation in answer.citations[:MOST_CITATIONS]:
        blocks += [quote(citation.quote), context(_where(answer, citation, page))]
    if not answer.citations:
        blocks.append(context(_source(answer)))
    blocks.append(ActionsBlock(elements=_buttons(answer)))
    return Message(text=_text(answer), blocks=tuple(blocks))


def clause_message(reference: AnswerReference, heading: str, words: str) -> Message:
    """Return the whole section that an answer quotes from, literally, cut at a sentence where it is too long."""
    title = f"§{reference.section} {heading}".strip()
    source = f"revision {reference.revision[:12]}" if reference.revision else "no source"
    blocks: tuple[Block, ...] = (
        section(f"*{cut_literal(one_line(title), 300)}*"),
        quote(words, 2_800),
        context(source),
    )
    return Message(text=f"{cut_literal(one_line(title), 300)}: {cut_literal(one_line(words), 1_500)}", blocks=blocks)


def recipients_table(parties: tuple[ShownParty, ...]) -> TableBlock:
    """Return recipients as a table: who, which data, what for, how firmly the policy says so, and where."""
    rows = [("Recipient", "Data", "Purpose", "The policy says", "§")]
    for party in parties[:MOST_RECIPIENTS]:
        name = f"{party.name} ({party.group})" if party.group else party.name
        firmly = FORCES.get(party.force, party.force) + (", reviewed register" if party.source == "register" else "")
        data = ", ".join(party.data) or "not stated"
        rows.append((name, data, party.purpose or "not stated", firmly, party.section))
    more = len(parties) - MOST_RECIPIENTS
    if more > 0:
        rows.append((f"and {more} more", "", "", "", ""))
    most = min(MOST_CELL, MOST_CELLS // (len(rows) * len(rows[0])))
    settings = [TableBlockColumnSettings(is_wrapped=True) for _ in rows[0]]
    # Raw text: Slack parses nothing in it.
    cells = [[RawTextObject(text=cut(one_line(text), most, "…") or "–") for text in row] for row in rows]
    return TableBlock(rows=cells, column_settings=settings)


def _buttons(answer: ShownAnswer) -> list[Any]:
    reference = AnswerReference.of(answer).encode()
    buttons = []
    if answer.citations:
        buttons.append(button(ActionId.ANSWER_CLAUSE, "Show the clause", reference, spoken="Show the whole section"))
    if answer.recipients:
        since = "Since when does the policy say so"
        buttons.append(button(ActionId.ANSWER_SINCE, "Since when?", reference, spoken=since))
        buttons.append(button(ActionId.ANSWER_OTHERS, "Who else?", reference, spoken="Who else gets the same"))
    buttons.append(button(ActionId.ANSWER_WRONG, "This is wrong", reference, spoken="Report this answer as wrong"))
    return buttons


def _said(answer: ShownAnswer) -> str:
    verdict = VERDICTS.get(answer.verdict, "")
    said = cut_literal("\n".join(_sentences(answer)), 1_800)
    return said if not verdict or said.casefold().startswith(verdict[:2].casefold()) else f"{verdict} {said}"


def _sentences(answer: ShownAnswer) -> list[str]:
    """What the answer says besides its table and its quotes, a line each."""
    if not answer.headline:
        return [own_words(answer.text)]
    understood = answer.interpretation if "read as" in answer.interpretation else ""
    return [
        answer.headline,
        *([f"It depends: the policy says so only “{answer.depends}”."] if answer.depends else []),
        *answer.notes,
        *(f"{place}. {choice.question}" for place, choice in enumerate(answer.choices, 1)),
        *(line.strip() for line in answer.text.splitlines() if line.startswith("Whom to ask:")),
        *([f"Coming: {answer.coming}"] if answer.coming else []),
        *([f"Understood as: {understood}"] if understood else []),
    ]


def own_words(text: str) -> str:
    """Return the text without its quotes and its last line: a card shows those in blocks of their own."""
    return "\n".join(line for line in text.splitlines() if not REPEATED.match(line))


def _where(answer: ShownAnswer, citation: ShownCitation, page: Callable[[str, str], str] | None) -> str:
    heading = f" {cut_literal(one_line(citation.heading), 150)}" if citation.heading else ""
    number = f"§{literal(citation.section)}" if citation.section else ""
    place = f"{number}{heading}"
    if page is not None and citation.section:
        place = link(
            page(citation.section, citation.commit or answer.revision),
            cut(one_line(f"§{citation.section} {citation.heading}"), 150, "…"),
        )
    return " · ".join(part for part in (place, _source(answer, citation.commit)) if part)


def _source(answer: ShownAnswer, commit: str = "") -> str:
    revision = (commit or answer.revision)[:12]
    parts = (
        cut_literal(answer.document, 150),
        f"policy of {literal(answer.policy_date)}" if answer.policy_date else "",
        f"revision {literal(revision)}" if revision else "",
        f"as of {literal(answer.as_of)}" if answer.as_of else "",
    )
    return " · ".join(part for part in parts if part) or "no source"


def _text(answer: ShownAnswer) -> str:
    quotes = " ".join(
        f"“{cut_literal(one_line(citation.quote), 400)}” (§{literal(citation.section)})"
        for citation in answer.citations[:MOST_CITATIONS]
    )
    return f"{cut_literal(one_line(own_words(answer.text)), 1_200) or VERDICTS.get(answer.verdict, '')} {quotes} {_source(answer)}".strip()
