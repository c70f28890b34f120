"""What goes to Slack and what comes from it, against JSON schemas made from Slack's own types (npm: @slack/types, bolt)."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.sandbox.fake import LEGAL, STAFF
from tests.absent import absent
from tests.slack.conftest import World, open_case

NPM = Path(__file__).parents[1] / "npm"
GENERATOR = NPM / "node_modules" / ".bin" / "ts-json-schema-generator"
pytestmark = pytest.mark.xdist_group("slack-schemas")  # the schemas are made once
EVENTS = {"app_mention": "Mention", "app_home_opened": "HomeOpened", "link_shared": "Link", "message": "Direct"}
INTERACTIONS = {
    "block_actions": "Pressed",
    "view_submission": "Submitted",
    "shortcut": "Shortcut",
    "message_action": "OnMessage",
}


@cache
def schemas() -> dict[str, Any]:
    if shutil.which("node") is None or not GENERATOR.exists():
        absent("Slack's types are absent (run `npm ci --prefix tests/npm`)")
    made = subprocess.run(
        [str(GENERATOR), "--path", "slack.ts", "--tsconfig", "tsconfig.json", "--type", "*", "--no-type-check"],
        cwd=NPM, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return dict(json.loads(made.stdout))


def tolerant(schema: Any) -> Any:
    """The schema without its refusal of further fields: Slack sends more than its types name."""
    if isinstance(schema, list):
        return [tolerant(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: tolerant(value) for key, value in schema.items() if key != "additionalProperties"}


def faults(value: Any, name: str, *, strict: bool = True) -> list[str]:
    """Why a value is none of Slack's type `name`: the deepest reason of the alternative that fits best."""
    schema = {"$ref": f"#/definitions/{name}", **(schemas() if strict else tolerant(schemas()))}
    error = jsonschema.exceptions.best_match(jsonschema.Draft7Validator(schema).iter_errors(value))
    return [f"{name} at {'.'.join(map(str, error.absolute_path))}: {error.message[:300]}"] if error else []


def outgoing(world: World) -> list[tuple[Any, str]]:
    """Every message and view that Herald handed to Slack, with its type's name."""
    found: list[tuple[Any, str]] = []
    for call in world.slack.server.calls:
        view = call.arguments.get("view")
        if view:
            view = json.loads(view) if isinstance(view, str) else view
            found.append((view, "Home" if view["type"] == "home" else "Modal"))
        blocks = call.arguments.get("blocks")
        if blocks:
            found.append((json.loads(blocks) if isinstance(blocks, str) else blocks, "MessageBlocks"))
    found += [(list(message.blocks), "MessageBlocks") for message in world.slack.transcript if message.blocks]
    return found


def incoming(world: World) -> list[tuple[Any, str]]:
    """Every request that the stand-in sent, with its type's name."""
    found = []
    for sent in world.slack.sender.sent:
        if "event" in sent:
            found.append((sent["event"], EVENTS[sent["event"]["type"]]))
        else:
            # Slack writes null where its types know an absent enterprise only.
            known = {key: value for key, value in sent.items() if key != "enterprise" or value is not None}
            found.append((known, INTERACTIONS.get(sent.get("type", ""), "Command")))
    return found


async def play(world: World) -> None:
    """A day on which everything is used: cards, redlines, decisions, cases, answers, shortcuts, Home, links."""
    notice = world.propose()
    late = world.propose(state="late")
    open_case(world)
    await world.outbox.drain()
    case, card, late_card = sorted(world.slack.posted(), key=lambda message: "Deletion" not in message.text)
    await world.slack.click(LEGAL.id, card, "notice_prepare")
    await world.slack.until(lambda: world.slack.view_of(LEGAL.id))
    await world.slack.submit(LEGAL.id)
    await world.slack.click(LEGAL.id, late_card, "notice_exception")
    await world.slack.until(lambda: world.slack.view_of(LEGAL.id))
    await world.slack.submit(LEGAL.id, {"reason": "The regulator told us to."})
    await world.slack.click(STAFF.id, case, "case_open")
    await world.slack.until(lambda: world.slack.view_of(STAFF.id))
    answer = await world.slack.ask(STAFF.id, "ask who gets card data?")
    await world.slack.click(STAFF.id, answer, "answer_clause")
    for words in ("diff", "upcoming", "notices", "cases", "help"):
        await world.slack.ask(STAFF.id, words)
    asked = await world.slack.mention(STAFF.id, "who gets card data?")
    await world.slack.until(lambda: world.slack.thread(asked))
    await world.slack.say(STAFF.id, "who gets it?", world.slack.space.direct(STAFF.id).id)
    await world.slack.shortcut(STAFF.id, "ask_policy")
    await world.slack.shortcut(STAFF.id, "make_case", asked)
    for person in (LEGAL, STAFF):
        await world.slack.open_home(person.id)
    url = f"http://127.0.0.1:9/privacy/changes/{notice.revision[:12]}/"
    link = {
        "type": "link_shared",
        "event_ts": "1.2",
        "is_bot_user_member": True,
        "channel": "C0POLICY",
        "user": STAFF.id,
        "message_ts": "1.1",
        "links": [{"url": url, "domain": "127.0.0.1"}],
    }
    await world.slack.event(link)
    await world.slack.until(lambda: world.slack.space.unfurls)
    await world.outbox.drain()
    assert late.id != notice.id


async def test_everything_sent_is_of_slacks_types(world: World) -> None:
    schemas()
    await play(world)
    sent = outgoing(world)
    assert {name for _, name in sent} == {"MessageBlocks", "Modal", "Home"}
    assert [fault for value, name in sent for fault in faults(value, name)] == []


async def test_everything_the_stand_in_sends_is_of_slacks_types(world: World) -> None:
    schemas()
    await play(world)
    received = incoming(world)
    assert {name for _, name in received} == {*EVENTS.values(), *INTERACTIONS.values(), "Command"}
    found = [fault for value, name in received for fault in faults(value, name, strict=False)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ([{"type": "section", "text": {"type": "mrkdwn", "words": "x"}}], "MessageBlocks"),
        ([{"type": "table", "rows": "many"}], "MessageBlocks"),
        ({"type": "modal", "title": "bare", "blocks": []}, "Modal"),
    ],
)
def test_the_schemas_refuse_what_is_none_of_slacks(value: Any, name: str) -> None:
    assert faults(value, name)
