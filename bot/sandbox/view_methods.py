"""Modals, the App Home and files of the pretended Web API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.blocks.lint import lint_view
from bot.sandbox.methods import ApiError, Arguments, needed, parsed
from bot.sandbox.workspace import FakeFile, FakeMessage, FakeView, Json, Workspace

MODAL_STACK = 3


def _view(arguments: Arguments, kind: str) -> Json:
    view = parsed(arguments.get("view"))
    if not isinstance(view, dict) or view.get("type") != kind:
        raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] the view must be a {kind}"]})
    faults = lint_view(view)
    if faults:
        detail = [f"[ERROR] {fault.reason} [json-pointer:/view/{fault.place}]" for fault in faults]
        raise ApiError(faults[0].error, response_metadata={"messages": detail})
    return view


def _files_exist(space: Workspace, view: Json) -> None:
    """Refuse a picture that was never uploaded: https://docs.slack.dev/reference/block-kit/composition-objects."""
    for block in view["blocks"]:
        wanted = (block.get("slack_file") or {}).get("id") if block.get("type") == "image" else None
        if wanted is not None and (space.files.get(wanted) is None or space.files[wanted].content is None):
            raise ApiError(
                "invalid_arguments", response_metadata={"messages": [f"[ERROR] invalid slack file {wanted}"]}
            )


def _stack(space: Workspace, view: FakeView) -> int:
    depth, at = 1, view
    while at.previous and at.previous in space.views:
        at, depth = space.views[at.previous], depth + 1
    return depth


def _triggered(space: Workspace, arguments: Arguments) -> str:
    user, error = space.use_trigger(needed(arguments, "trigger_id"))
    if error:
        raise ApiError(error)
    return user


def open_view(space: Workspace, arguments: Arguments) -> Json:
    """Open a modal; the trigger id is spent whatever comes of it."""
    user = _triggered(space, arguments)
    opened = FakeView(space.number("V"), user, _view(arguments, "modal"), space.number("hash."))
    space.views[opened.id] = opened
    return {"view": opened.payload()}


def push_view(space: Workspace, arguments: Arguments) -> Json:
    """Put a modal on top of the person's newest one; at most three lie on each other."""
    user = _triggered(space, arguments)
    below = next((view for view in reversed(space.views.values()) if view.user == user), None)
    if below is None:
        raise ApiError("not_found")
    if _stack(space, below) >= MODAL_STACK:
        raise ApiError("push_limit_reached")
    view = FakeView(
        space.number("V"), user, _view(arguments, "modal"), space.number("hash."), below.root or below.id, below.id
    )
    space.views[view.id] = view
    return {"view": view.payload()}


def update_view(space: Workspace, arguments: Arguments) -> Json:
    """Replace an open modal."""
    known = space.views.get(needed(arguments, "view_id"))
    if known is None:
        raise ApiError("not_found")
    _check_hash(known, arguments)
    view = _view(arguments, "modal")
    _files_exist(space, view)
    changed = replace(known, view=view, hash=space.number("hash."))
    space.views[known.id] = changed
    return {"view": changed.payload()}


def publish_view(space: Workspace, arguments: Arguments) -> Json:
    """Set a person's App Home."""
    user = needed(arguments, "user_id")
    if user not in space.users:
        raise ApiError("user_not_found")
    known = space.homes.get(user)
    if known is not None:
        _check_hash(known, arguments)
    home = FakeView(known.id if known else space.number("V"), user, _view(arguments, "home"), space.number("hash."))
    space.homes[user] = home
    return {"view": home.payload()}


def _check_hash(known: FakeView, arguments: Arguments) -> None:
    if arguments.get("hash") and arguments["hash"] != known.hash:
        raise ApiError("hash_conflict")


def upload_address(space: Workspace, arguments: Arguments) -> Json:
    """Begin an upload: a file id and where its bytes go. The server fills in its own address."""
    name = needed(arguments, "filename")
    if int(arguments.get("length") or 0) <= 0:
        raise ApiError("invalid_arguments")
    made = FakeFile(space.number("F"), name, alt_text=str(arguments.get("alt_txt") or ""))
    space.files[made.id] = made
    return {"file_id": made.id, "upload_url": f"/upload/{made.id}"}


def complete_upload(space: Workspace, arguments: Arguments) -> Json:
    """Share uploaded files in a channel or a thread."""
    wanted: list[dict[str, Any]] = parsed(arguments.get("files") or [])
    files = [space.files.get(str(item.get("id"))) for item in wanted]
    if not files or any(file is None or file.content is None for file in files):
        raise ApiError("file_not_found")
    if not arguments.get("channel_id"):
        return {"files": [{"id": file.id, "name": file.name} for file in files if file is not None]}
    channel = space.channel(needed(arguments, "channel_id"))
    if channel is None:
        raise ApiError("channel_not_found")
    thread = str(arguments.get("thread_ts") or "")
    names = tuple(file.id for file in files if file is not None)
    text = str(arguments.get("initial_comment") or "")
    space.put(FakeMessage(channel.id, space.timestamp(), text, thread_ts=thread, files=names))
    return {"files": [{"id": name} for name in names]}
