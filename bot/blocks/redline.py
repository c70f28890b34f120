"""A redline for a thread: section by section, deletions struck, insertions bold, in rich text that is never parsed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from slack_sdk.models.blocks import Block, ContextBlock, RichTextBlock, RichTextElementParts, RichTextSectionElement

from bot.blocks import limits
from bot.blocks.announcement import Announcement, ShownChange, ShownSide
from bot.blocks.text import cut, cut_literal, link, literal, mrkdwn, one_line
from bot.blocks.values import Message

MOST_THREAD_MESSAGES = 12
MOST_CHARACTERS_OF_A_CHANGE = 2_400
KEPT_CONTEXT = 160
ROOM = limits.ALL_BLOCKS - 1_500
TEXT = RichTextElementParts.Text
STYLE = RichTextElementParts.TextStyle


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a shown redline: sign `=`, `-` or `+`, and its text."""

    sign: str
    text: str


def place_name(side: ShownSide) -> str:
    """Return "§6 Recipients" or "Recipients"; plain text, not escaped."""
    number = f"§{side.section}" if side.section[:1].isdigit() or "." in side.section else ""
    name = one_line(f"{number} {side.heading or ('' if number else side.section)}").strip()
    return cut(name, 200, "…") or "the whole text"


def change_title(change: ShownChange) -> str:
    """Return one plain line: kind and place, with both places where it moved or was renumbered."""
    kind = change.kind.replace("_", " and ")
    label = f" {cut(one_line(change.place.label), 40, '…')}" if change.place.label else ""
    if change.old and change.new and change.old[0].section != change.new[0].section:
        return f"{kind}: {place_name(change.old[0])} → {place_name(change.new[0])}{label}"
    return f"{kind}: {place_name(change.place)}{label}"


def shown_runs(change: ShownChange, most: int = MOST_CHARACTERS_OF_A_CHANGE) -> tuple[Run, ...]:
    """Return the change's runs, with long unchanged stretches shortened, in at most `most` characters."""
    runs = _all_runs(change)
    shown: list[Run] = []
    room = most
    for index, run in enumerate(runs):
        text = _shortened(run, first=index == 0, last=index == len(runs) - 1)
        if len(text) > room:
            shown.append(Run(run.sign, cut(text, max(room, 20), " … (cut; the rest is in the full redline)")))
            break
        shown.append(Run(run.sign, text))
        room -= len(text)
    return tuple(run for run in shown if run.text)


def _all_runs(change: ShownChange) -> tuple[Run, ...]:
    if change.words:
        return tuple(Run(sign, text) for sign, text in change.words)
    gone = tuple(Run("-", side.text) for side in change.old)
    come = tuple(Run("+", side.text) for side in change.new)
    if change.kind in ("moved", "renumbered", "formatting"):
        return tuple(Run("=", run.text) for run in come or gone)
    return gone + come


def _shortened(run: Run, *, first: bool, last: bool) -> str:
    if run.sign != "=" or len(run.text) <= 2 * KEPT_CONTEXT + 20:
        return run.text
    head, tail = cut(run.text, KEPT_CONTEXT, ""), run.text[-KEPT_CONTEXT:]
    tail = tail[tail.find(" ") + 1 :]
    if first and last:
        return f"{head} … {tail}"
    return f"… {tail}" if first else (f"{head} …" if last else f"{head} … {tail}")


def change_block(change: ShownChange) -> RichTextBlock:
    """Return one change as rich text: its title in bold, then the runs."""
    parts = [TEXT(text=change_title(change)[:400] + "\n", style=STYLE(bold=True))]
    styles = {"=": None, "-": STYLE(strike=True), "+": STYLE(bold=True)}
    parts.extend(TEXT(text=run.text, style=styles[run.sign]) for run in shown_runs(change))
    return RichTextBlock(elements=[RichTextSectionElement(elements=parts)])


def redline_messages(announcement: Announcement, url: str = "") -> tuple[Message, ...]:
    """Return the thread's messages, or none when they would be more than a thread can bear: then send a file.

    Sections keep the order of the text; a section goes over several messages only when it must.
    """
    messages = tuple(_messages(announcement.changes, url))
    return messages if len(messages) <= MOST_THREAD_MESSAGES else ()


def _messages(changes: Sequence[ShownChange], url: str) -> Iterator[Message]:
    for _, group in groupby(changes, key=lambda change: change.place.section):
        members = tuple(group)
        for part in _packed(members):
            yield _message(place_name(members[0].place), part, url)


def _packed(changes: Iterable[ShownChange]) -> Iterator[tuple[tuple[ShownChange, ...], tuple[Block, ...]]]:
    kept: list[ShownChange] = []
    blocks: list[Block] = []
    size = 0
    for change in changes:
        block = change_block(change)
        length = len(json.dumps(block.to_dict(), ensure_ascii=False))
        if blocks and (size + length > ROOM or len(blocks) >= limits.MESSAGE_BLOCKS - 2):
            yield tuple(kept), tuple(blocks)
            kept, blocks, size = [], [], 0
        kept.append(change)
        blocks.append(block)
        size += length
    yield tuple(kept), tuple(blocks)


def _message(section: str, part: tuple[tuple[ShownChange, ...], tuple[Block, ...]], url: str) -> Message:
    changes, blocks = part
    rest: tuple[Block, ...] = ()
    if url:
        rest = (ContextBlock(elements=[mrkdwn(f"{link(url, 'Full redline')}")]),)
    words = "; ".join(f"{change_title(change)}: {_spoken(change)}" for change in changes)
    text = f"{literal(section)}: {cut_literal(one_line(words), 3_000)}"
    return Message(text=text, blocks=blocks + rest)


def _spoken(change: ShownChange) -> str:
    runs = [run for run in shown_runs(change, 600) if run.sign != "="]
    spoken = {"-": "removed", "+": "added"}
    return " ".join(f"[{spoken[run.sign]}] {run.text}" for run in runs) or "no word changed"


def redline_file(announcement: Announcement) -> str:
    """Return the whole redline as plain text for a file: [-removed-] and {+added+}, nothing cut."""
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    lines = [f"Redline of {announcement.document}, revision {announcement.revision}", ""]
    for change in announcement.changes:
        lines += [change_title(change), "".join(marks[run.sign].format(run.text) for run in _all_runs(change)), ""]
    return "\n".join(lines)
