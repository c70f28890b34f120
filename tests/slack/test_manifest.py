"""The manifest, the listeners, the builders and the documentation name the same things."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.blocks.names import COMMAND, ActionId, CallbackId, EventName
from bot.sandbox.scopes import SCOPE_OF_METHOD
from bot.sandbox.server import METHODS
from bot.slack.app import LISTENERS
from bot.slack.oauth import SCOPES

ROOT = Path(__file__).parent.parent.parent
SHORTCUTS = {CallbackId.SHORTCUT_ASK, CallbackId.SHORTCUT_ASK_ABOUT, CallbackId.SHORTCUT_MAKE_CASE}

SCOPE_OF_EVENT = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "link_shared": "links:read",
    "tokens_revoked": "",
    "app_uninstalled": "",
}


class Recorder:
    """Stands for the app while listeners register, and notes what they listen to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def __getattr__(self, kind: str) -> Callable[..., Callable[[Any], Any]]:
        def listen(constraint: Any) -> Callable[[Any], Any]:
            if constraint == {"type": "message", "channel_type": "im"}:
                constraint = "message.im"
            self.heard.append((kind, str(constraint)))
            return lambda function: function

        return listen


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "app_manifest.yml").read_text())
    return read


@pytest.fixture(scope="module")
def heard() -> Counter[tuple[str, str]]:
    recorder = Recorder()
    for listener in LISTENERS:
        listener.register(recorder, None)  # type: ignore[arg-type]  # nothing is called while registering
    return Counter(recorder.heard)


def names(heard: Counter[tuple[str, str]], kind: str) -> set[str]:
    return {name for found, name in heard if found == kind}


def test_the_manifest_fits_slacks_schema(manifest: dict[str, Any], shared: Path) -> None:
    schema = json.loads((shared / "data/slack/manifest.schema.2.0.0.json").read_text())
    jsonschema.validate(manifest, schema)


def test_nothing_is_listened_to_twice(heard: Counter[tuple[str, str]]) -> None:
    assert [name for name, times in heard.items() if times > 1] == []


def test_commands_are_those_of_the_manifest(manifest: dict[str, Any], heard: Counter[tuple[str, str]]) -> None:
    declared = {command["command"] for command in manifest["features"]["slash_commands"]}
    assert declared == names(heard, "command") == {COMMAND}


def test_shortcuts_are_those_of_the_manifest(manifest: dict[str, Any], heard: Counter[tuple[str, str]]) -> None:
    declared = {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]}
    assert declared == names(heard, "shortcut") == SHORTCUTS


def test_events_are_those_of_the_manifest(manifest: dict[str, Any], heard: Counter[tuple[str, str]]) -> None:
    declared = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert declared == names(heard, "event") == set(EventName)


def test_every_action_and_modal_has_its_listener(heard: Counter[tuple[str, str]]) -> None:
    assert names(heard, "action") == set(ActionId)
    assert names(heard, "view") == set(CallbackId) - SHORTCUTS


def used_methods() -> set[str]:
    """Slack's names of the methods that the listeners and the outbox call."""
    sources = "\n".join(path.read_text() for path in (ROOT / "bot/slack").rglob("*.py"))
    called = set(re.findall(r"client\.([a-z]+(?:_[A-Za-z0-9]+)+)\(", sources))
    uploads = {"files.getUploadURLExternal", "files.completeUploadExternal"}
    return {name.replace("_", ".") for name in called - {"files_upload_v2"}} | uploads


def test_scopes_are_the_least_that_work(manifest: dict[str, Any]) -> None:
    methods = used_methods()
    assert methods <= set(SCOPE_OF_METHOD)
    needed = {SCOPE_OF_METHOD[method] for method in methods}
    needed |= {SCOPE_OF_EVENT[event] for event in manifest["settings"]["event_subscriptions"]["bot_events"]}
    needed |= {"commands"}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed - {""}
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_the_stand_in_knows_the_scope_of_every_method_it_has() -> None:
    assert set(METHODS) == set(SCOPE_OF_METHOD)


def test_an_installation_asks_for_the_scopes_of_the_manifest(manifest: dict[str, Any]) -> None:
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(SCOPES)


def test_each_scope_is_justified_in_the_documentation(manifest: dict[str, Any]) -> None:
    documented = set(re.findall(r"^\| `([a-z_:.]+)` \|", (ROOT / "docs/slack.md").read_text(), re.MULTILINE))
    assert documented == set(manifest["oauth_config"]["scopes"]["bot"])


def test_the_manifest_keeps_slacks_lengths(manifest: dict[str, Any]) -> None:
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(manifest["features"]["shortcuts"]) <= 10
    assert all(len(shortcut["name"]) <= 24 for shortcut in manifest["features"]["shortcuts"])
    assert not {"agent_view", "assistant_view"} <= set(manifest["features"])
