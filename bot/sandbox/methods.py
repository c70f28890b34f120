"""The Web API methods that Herald uses, refusing what Slack refuses, under Slack's error names.

Reference: https://docs.slack.dev/reference/methods. Each method takes the workspace and the arguments and returns the
answer's body; raising `ApiError` gives `{"ok": false, "error": …}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.blocks.lint import lint_message
from bot.sandbox.workspace import APP, BOT_ID, BOT_USER, TEAM, FakeChannel, FakeMessage, Json, Workspace

CUT_AT = 40_000
UPDATE_BYTES = 4_000


class ApiError(Exception):
    """A refusal with Slack's error name; `more` are further fields of the answer."""

    def __init__(self, error: str, **more: Any) -> None:
        self.error = error
        self.more = more
        super().__init__(error)


Arguments = Mapping[str, Any]
Method = Callable[[Workspace, Arguments], Json]


def needed(arguments: Arguments, name: str) -> str:
    """Return a required text argument; raises ApiError `invalid_arguments` when it is missing."""
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
    return value


def parsed(value: Any) -> Any:
    """Return a JSON argument that came as text or already as JSON; raises ApiError `invalid_json`."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ApiError("invalid_json") from None


def blocks_of(arguments: Arguments) -> tuple[Json, ...]:
    """Return the blocks of a message; raises ApiError `invalid_blocks_format` when they are no list of objects."""
    blocks = parsed(arguments.get("blocks") or [])
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise ApiError("invalid_blocks_format")
    return tuple(blocks)


def _said(arguments: Arguments) -> tuple[str, tuple[Json, ...]]:
    text = str(arguments.get("text") or "")
    blocks = blocks_of(arguments)
    faults = lint_message(text, blocks)
    if faults:
        detail = [f"[ERROR] {fault.reason} [json-pointer:{fault.place}]" for fault in faults]
        raise ApiError(faults[0].error, errors=detail, response_metadata={"messages": detail})
    return text[:CUT_AT], blocks


def _open_channel(space: Workspace, arguments: Arguments) -> FakeChannel:
    channel = space.channel(needed(arguments, "channel"))
    if channel is None:
        raise ApiError("channel_not_found")
    if channel.archived:
        raise ApiError("is_archived")
    if not channel.member and not channel.direct:
        raise ApiError("not_in_channel")
    return channel


def auth_test(space: Workspace, arguments: Arguments) -> Json:
    """Who the token belongs to."""
    del space, arguments
    return {
        "url": "http://sandbox/",
        "team": "Sandbox",
        "user": "herald",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
    }


def post_message(space: Workspace, arguments: Arguments) -> Json:
    """Post to a channel or a thread; the same `client_msg_id` gives the message that is there already."""
    channel = _open_channel(space, arguments)
    text, blocks = _said(arguments)
    thread = str(arguments.get("thread_ts") or "")
    if thread and space.find(channel.id, thread) is None:
        raise ApiError("thread_not_found")
    key = str(arguments.get("client_msg_id") or "")
    message = next((old for old in space.messages if key and old.client_msg_id == key), None)
    if message is None:
        message = space.put(
            FakeMessage(channel.id, space.timestamp(), text, blocks, thread_ts=thread, client_msg_id=key)
        )
    return {"channel": channel.id, "ts": message.ts, "message": message.payload()}


def post_ephemeral(space: Workspace, arguments: Arguments) -> Json:
    """Show something to one person in a channel."""
    channel = _open_channel(space, arguments)
    user = needed(arguments, "user")
    if user not in space.users:
        raise ApiError("user_not_in_channel")
    text, blocks = _said(arguments)
    thread = str(arguments.get("thread_ts") or "")
    message = space.put(FakeMessage(channel.id, space.timestamp(), text, blocks, seen_by=user, thread_ts=thread))
    return {"message_ts": message.ts}


def update(space: Workspace, arguments: Arguments) -> Json:
    """Replace a message of the app's own."""
    channel = _open_channel(space, arguments)
    position = space.find(channel.id, needed(arguments, "ts"))
    if position is None:
        raise ApiError("message_not_found")
    if space.messages[position].user != BOT_USER:
        raise ApiError("cant_update_message")
    text, blocks = _said(arguments)
    if len(text.encode()) > UPDATE_BYTES:
        raise ApiError("msg_too_long")
    message = space.edit(position, text, blocks)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": message.payload()}


def unfurl(space: Workspace, arguments: Arguments) -> Json:
    """Attach previews to links in somebody's message."""
    previews = parsed(arguments.get("unfurls") or {})
    if not isinstance(previews, dict) or not previews:
        raise ApiError("missing_unfurls")
    for preview in previews.values():
        faults = lint_message("preview", preview.get("blocks", []))
        if faults:
            raise ApiError("cannot_parse_attachment")
    space.unfurls.append(previews)
    return {}


def permalink(space: Workspace, arguments: Arguments) -> Json:
    """Return the address of a message."""
    channel = _open_channel(space, arguments)
    ts = needed(arguments, "message_ts")
    if space.find(channel.id, ts) is None:
        raise ApiError("message_not_found")
    return {"channel": channel.id, "permalink": f"http://sandbox/archives/{channel.id}/p{ts.replace('.', '')}"}


def user_info(space: Workspace, arguments: Arguments) -> Json:
    """Return a person's profile."""
    user = space.users.get(needed(arguments, "user"))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": user.profile()}


def group_members(space: Workspace, arguments: Arguments) -> Json:
    """Return the members of a user group."""
    members = space.groups.get(needed(arguments, "usergroup"))
    if members is None:
        raise ApiError("no_such_subteam")
    return {"users": list(members)}


def open_conversation(space: Workspace, arguments: Arguments) -> Json:
    """Open the direct conversation with one person."""
    user = needed(arguments, "users")
    if user not in space.users:
        raise ApiError("user_not_found")
    return {"channel": {"id": space.direct(user).id}}


def set_status(space: Workspace, arguments: Arguments) -> Json:
    """Show or clear the agent's status line, or its suggested prompts, in a thread."""
    needed(arguments, "channel_id")
    space.statuses.append(dict(arguments))
    return {}


def suggested_prompts(space: Workspace, arguments: Arguments) -> Json:
    """Offer prompts in the agent view; at most four."""
    prompts = parsed(arguments.get("prompts") or [])
    if not 1 <= len(prompts) <= 4:
        raise ApiError("invalid_arguments")
    needed(arguments, "channel_id")
    space.statuses.append(dict(arguments))
    return {}


def bots_info(space: Workspace, arguments: Arguments) -> Json:
    """Return what the app's own bot is."""
    del space, arguments
    return {"bot": {"id": BOT_ID, "app_id": APP, "user_id": BOT_USER, "name": "herald"}}
