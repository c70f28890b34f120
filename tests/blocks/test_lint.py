"""The linter finds what Slack refuses, under Slack's error names."""

from __future__ import annotations

from typing import Any

import pytest

from bot.blocks.lint import lint_message, lint_view

PLAIN = {"type": "plain_text", "text": "x"}


def text(size: int, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": kind, "text": "x" * size}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": PLAIN, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


SECTION = {"type": "section", "text": text(5)}
CONFIRM = {"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN}
OPTION = {"text": PLAIN, "value": "v"}

MESSAGES: dict[str, tuple[str, list[dict[str, Any]], str]] = {
    "no text": ("", [SECTION], "no_text"),
    "blank text": (" \n", [], "no_text"),
    "long text": ("x" * 4001, [], "msg_too_long"),
    "51 blocks": ("t", [SECTION] * 51, "invalid_blocks"),
    "too much in all": ("t", [{"type": "section", "text": text(2900)}] * 4, "msg_blocks_too_long"),
    "long section": ("t", [{"type": "section", "text": text(3001)}], "invalid_blocks"),
    "empty section": ("t", [{"type": "section"}], "invalid_blocks"),
    "empty text object": ("t", [{"type": "section", "text": text(0)}], "invalid_blocks"),
    "wrong text type": ("t", [{"type": "section", "text": "words"}], "invalid_blocks"),
    "11 fields": ("t", [{"type": "section", "fields": [text(5)] * 11}], "invalid_blocks"),
    "long field": ("t", [{"type": "section", "fields": [text(2001)]}], "invalid_blocks"),
    "long header": ("t", [{"type": "header", "text": text(151, "plain_text")}], "invalid_blocks"),
    "mrkdwn header": ("t", [{"type": "header", "text": text(5)}], "invalid_blocks"),
    "11 context elements": ("t", [{"type": "context", "elements": [text(5)] * 11}], "invalid_blocks"),
    "26 actions": ("t", [actions(*(button(action_id=str(n)) for n in range(26)))], "invalid_blocks"),
    "long button": ("t", [actions(button(text=text(76, "plain_text")))], "invalid_blocks"),
    "long value": ("t", [actions(button(value="v" * 2001))], "invalid_blocks"),
    "long action_id": ("t", [actions(button(action_id="a" * 256))], "invalid_blocks"),
    "no action_id": ("t", [actions({"type": "button", "text": PLAIN})], "invalid_blocks"),
    "odd style": ("t", [actions(button(style="red"))], "invalid_blocks"),
    "long confirm": ("t", [actions(button(confirm={**CONFIRM, "text": text(301)}))], "invalid_blocks"),
    "101 options": (
        "t",
        [actions({"type": "static_select", "action_id": "a", "options": [OPTION] * 101})],
        "invalid_blocks",
    ),
    "long option value": (
        "t",
        [actions({"type": "static_select", "action_id": "a", "options": [{"text": PLAIN, "value": "v" * 151}]})],
        "invalid_blocks",
    ),
    "6 overflow options": (
        "t",
        [actions({"type": "overflow", "action_id": "a", "options": [OPTION] * 6})],
        "invalid_blocks",
    ),
    "same action_id twice": ("t", [actions(button()), actions(button())], "invalid_blocks"),
    "same block_id twice": ("t", [{**SECTION, "block_id": "b"}, {**SECTION, "block_id": "b"}], "invalid_blocks"),
    "unknown block": ("t", [{"type": "sectoin"}], "invalid_blocks"),
    "unknown field": ("t", [{**SECTION, "colour": "red"}], "invalid_blocks"),
    "picture without alt text": ("t", [{"type": "image", "image_url": "https://a.example/b.png"}], "invalid_blocks"),
    "alert in a message": ("t", [{"type": "alert", "text": PLAIN}], "invalid_blocks"),
    "two tables": ("t", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2, "invalid_attachments"),
    "101 rows": ("t", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}], "invalid_blocks"),
    "empty rich text part": (
        "t",
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
            }
        ],
        "invalid_blocks",
    ),
    "unknown rich text": ("t", [{"type": "rich_text", "elements": [{"type": "rich_text_poem"}]}], "invalid_blocks"),
    "too much markdown": ("t", [{"type": "markdown", "text": "x" * 6001}] * 2, "invalid_blocks"),
}


@pytest.mark.parametrize(("words", "blocks", "error"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_that_slack_refuses_is_faulted(words: str, blocks: list[dict[str, Any]], error: str) -> None:
    assert error in {fault.error for fault in lint_message(words, blocks)}


def test_a_message_at_every_limit_passes() -> None:
    blocks = [
        {"type": "section", "text": text(3000)},
        {"type": "section", "fields": [text(300)] * 10},
        {"type": "header", "text": text(150, "plain_text")},
        actions(button(text=text(75, "plain_text"), value="v" * 1000, confirm={**CONFIRM, "text": text(300)})),
    ]
    assert lint_message("x" * 4000, blocks) == ()


INPUT = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input", "action_id": "a"}}
MODAL = {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": [INPUT]}
VIEWS: dict[str, dict[str, Any]] = {
    "no title": {key: value for key, value in MODAL.items() if key != "title"},
    "long title": {**MODAL, "title": text(25, "plain_text")},
    "input without submit": {key: value for key, value in MODAL.items() if key != "submit"},
    "no block": {**MODAL, "blocks": []},
    "101 blocks": {**MODAL, "blocks": [SECTION] * 101},
    "long metadata": {**MODAL, "private_metadata": "x" * 3001},
    "markdown in a modal": {**MODAL, "blocks": [{"type": "markdown", "text": "x"}]},
    "table in a home": {"type": "home", "blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}]},
    "no such view": {"type": "page", "blocks": [SECTION]},
    "long input": {**MODAL, "blocks": [{**INPUT, "element": {**INPUT["element"], "max_length": 3001}}]},
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_view_that_slack_refuses_is_faulted(view: dict[str, Any]) -> None:
    assert lint_view(view) != ()


def test_a_sound_view_passes() -> None:
    assert lint_view(MODAL) == ()
    assert lint_view({"type": "home", "blocks": [SECTION]}) == ()
