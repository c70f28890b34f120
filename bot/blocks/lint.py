"""One linter for everything that is sent to Slack: messages, modals and the App Home.

It reads the JSON as it would leave, so that it also finds what the library's models let through. The outbox refuses
to send what it faults, and the local stand-in refuses to take it, under Slack's own error names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.blocks import limits
from bot.blocks.lint_elements import check_block, nested

Json = Mapping[str, Any]


class Surface(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Fault:
    """What Slack would refuse: its error name, where (a path in the JSON) and why."""

    error: str
    place: str
    reason: str


MESSAGE_ONLY = frozenset({"table", "markdown", "file", "context_actions", "card", "carousel", "plan", "task_card"})
VIEW_ONLY = frozenset({"alert"})


def lint_message(text: str, blocks: Sequence[Json] = ()) -> tuple[Fault, ...]:
    """Return what Slack would refuse in a message; `text` must be there even with blocks, for screen readers."""
    return tuple(_message_faults(text, blocks))


def lint_view(view: Json) -> tuple[Fault, ...]:
    """Return what Slack would refuse in a modal or an App Home."""
    return tuple(_view_faults(view))


def json_size(blocks: Sequence[Json]) -> int:
    """Return the size of blocks as compact JSON, in characters."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def _message_faults(text: str, blocks: Sequence[Json]) -> Iterator[Fault]:
    if not text.strip():
        yield Fault("no_text", "text", "a message needs a text that stands for its blocks")
    if len(text) > limits.MESSAGE_TEXT:
        yield Fault("msg_too_long", "text", f"{len(text)} characters, at most {limits.MESSAGE_TEXT}")
    if len(blocks) > limits.MESSAGE_BLOCKS:
        yield Fault("invalid_blocks", "blocks", f"{len(blocks)} blocks, at most {limits.MESSAGE_BLOCKS}")
    size = json_size(blocks) if blocks else 0
    if size > limits.ALL_BLOCKS:
        yield Fault("msg_blocks_too_long", "blocks", f"{size} characters in all, at most {limits.ALL_BLOCKS}")
    yield from _blocks_faults(blocks, Surface.MESSAGE)


def _view_faults(view: Json) -> Iterator[Fault]:
    kind = view.get("type")
    blocks = view.get("blocks") or []
    if kind not in (Surface.MODAL, Surface.HOME):
        yield Fault("invalid_arguments", "type", f"a view is a modal or a home, not {kind!r}")
        return
    if not 1 <= len(blocks) <= limits.VIEW_BLOCKS:
        yield Fault("invalid_arguments", "blocks", f"{len(blocks)} blocks, 1 to {limits.VIEW_BLOCKS}")
    if len(view.get("private_metadata", "")) > limits.PRIVATE_METADATA:
        yield Fault("invalid_arguments", "private_metadata", f"more than {limits.PRIVATE_METADATA} characters")
    if len(view.get("callback_id", "")) > limits.IDENTIFIER:
        yield Fault("invalid_arguments", "callback_id", f"more than {limits.IDENTIFIER} characters")
    if kind == Surface.MODAL:
        yield from _modal_faults(view, blocks)
    yield from _blocks_faults(blocks, Surface(kind))


def _modal_faults(view: Json, blocks: Sequence[Json]) -> Iterator[Fault]:
    for name in ("title", "submit", "close"):
        part = view.get(name)
        if part is None:
            if name == "title":
                yield Fault("invalid_arguments", name, "a modal needs a title")
            continue
        if part.get("type") != "plain_text" or not 1 <= len(part.get("text", "")) <= limits.MODAL_TITLE:
            yield Fault("invalid_arguments", name, f"plain text of 1 to {limits.MODAL_TITLE} characters")
    if "submit" not in view and any(block.get("type") == "input" for block in blocks):
        yield Fault("invalid_arguments", "submit", "a modal with an input needs a submit button")


def _blocks_faults(blocks: Sequence[Json], surface: Surface) -> Iterator[Fault]:
    error = "invalid_blocks" if surface is Surface.MESSAGE else "invalid_arguments"
    for index, block in enumerate(blocks):
        place = f"blocks[{index}]"
        kind = block.get("type")
        if kind in (VIEW_ONLY if surface is Surface.MESSAGE else MESSAGE_ONLY):
            yield Fault(error, place, f"{kind} does not belong in a {surface}")
        for where, reason in check_block(block):
            yield Fault(error, place + where, reason)
    yield from _shared_faults(blocks, error)


def _shared_faults(blocks: Sequence[Json], error: str) -> Iterator[Fault]:
    for name in ("block_id", "action_id"):
        seen: set[str] = set()
        for value in (part[name] for block in blocks for part in nested(block) if part.get(name)):
            if value in seen:
                yield Fault(error, name, f"{name} {value!r} is used twice")
            seen.add(value)
    markdown = sum(len(block.get("text", "")) for block in blocks if block.get("type") == "markdown")
    if markdown > limits.MARKDOWN_TOTAL:
        yield Fault(error, "blocks", f"{markdown} characters of markdown, at most {limits.MARKDOWN_TOTAL}")
    tables = sum(1 for block in blocks if block.get("type") == "table")
    if tables > 1:
        yield Fault("invalid_attachments", "blocks", f"{tables} tables, at most 1 in a message")
