"""An answer from the policy: the verdict in one line, the words it rests on, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from slack_sdk.models.blocks import ActionsBlock, Block

from bot.blocks import limits
from bot.blocks.names import ActionId
from bot.blocks.parts import button, context, quote, section
from bot.blocks.text import cut, cut_literal, link, literal, one_line
from bot.blocks.values import Message

MOST_CITATIONS = 6
REPEATED = re.compile(r"(?:Quote|Related) \(section .*\): |\[.*\]$")
MOST_RECIPIENTS = 25


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


class ShownAnswer(BaseModel):
    """An answer as its promised JSON gives it (`herald ask --json`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    question: str = ""
    interpretation: Words = ""
    verdict: str = ""
    text: str = ""
    document: Words = ""
    revision: Words = ""
    policy_date: Words = ""
    as_of: Words = ""
    recipients: tuple[ShownParty, ...] = ()
    citations: tuple[ShownCitation, ...] = ()


VERDICTS = {"yes": "Yes.", "no": "No.", "not_stated": "The policy does not say.", "n/a": ""}


def answer_message(answer: ShownAnswer, *, page: Callable[[str, str], str] | None = None) -> Message:
    """Return the answer with its citations; every sentence of the policy is quoted, none is paraphrased as fact.

    `page` gives the public address of a section in a revision.
    """
    blocks: list[Block] = [section(f"*{cut_literal(one_line(answer.question), 500)}*\n{_said(answer)}")]
    if answer.recipients and not any(party.name in answer.text for party in answer.recipients):
        blocks.append(section(_recipients(answer)))
    for citation in answer.citations[:MOST_CITATIONS]:
        blocks += [quote(citation.quote), context(_where(answer, citation, page))]
    if not answer.citations:
        blocks.append(context(_source(answer)))
    blocks.append(ActionsBlock(elements=[_wrong(answer)]))
    return Message(text=_text(answer), blocks=tuple(blocks))


def _said(answer: ShownAnswer) -> str:
    verdict = VERDICTS.get(answer.verdict, "")
    said = cut_literal(own_words(answer.text), 1_800)
    return said if not verdict or said.casefold().startswith(verdict[:3].casefold()) else f"{verdict} {said}"


def own_words(text: str) -> str:
    """Return the text without its quotes and its last line: a card shows those in blocks of their own."""
    return "\n".join(line for line in text.splitlines() if not REPEATED.match(line))


def _recipients(answer: ShownAnswer) -> str:
    names = [
        cut_literal(party.name, 80) + (f" ({cut_literal(party.force, 40)})" if party.force else "")
        for party in answer.recipients
    ]
    more = len(names) - MOST_RECIPIENTS
    return "*Recipients:* " + ", ".join(names[:MOST_RECIPIENTS]) + (f" and {more} more" if more > 0 else "")


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


def _wrong(answer: ShownAnswer) -> Any:
    value = cut(one_line(answer.question), limits.BUTTON_VALUE, "") or "-"
    return button(ActionId.ANSWER_WRONG, "This is wrong", value, spoken="Report this answer as wrong")


def _text(answer: ShownAnswer) -> str:
    quotes = " ".join(
        f"“{cut_literal(one_line(citation.quote), 400)}” (§{literal(citation.section)})"
        for citation in answer.citations[:MOST_CITATIONS]
    )
    return f"{cut_literal(one_line(own_words(answer.text)), 1_200) or VERDICTS.get(answer.verdict, '')} {quotes} {_source(answer)}".strip()
