"""The state of the pretended workspace: people, channels, messages, views, files, and what may be done with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
TRIGGER_LIFE = timedelta(seconds=3)
TEAM = "T0HERALD"
APP = "A0HERALD"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"


@dataclass(frozen=True, slots=True)
class FakeUser:
    """A person of the workspace, or of another one that shares a channel with it."""

    id: str
    name: str
    team: str = TEAM
    guest: bool = False
    bot: bool = False
    deleted: bool = False

    def profile(self) -> Json:
        """Return the user object of `users.info`."""
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name.lower().replace(" ", "."),
            "real_name": self.name,
            "deleted": self.deleted,
            "is_bot": self.bot,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_stranger": self.team != TEAM,
            "tz": "Europe/Paris",
        }


@dataclass(frozen=True, slots=True)
class FakeChannel:
    """A channel, or the direct conversation of the app with one person (`direct` is then the person's id)."""

    id: str
    name: str
    member: bool = True
    archived: bool = False
    direct: str = ""


@dataclass(frozen=True, slots=True)
class FakeMessage:
    """A message as it stands now; `edits` counts the updates, `seen_by` is set for an ephemeral one."""

    channel: str
    ts: str
    text: str
    blocks: tuple[Json, ...] = ()
    user: str = BOT_USER
    thread_ts: str = ""
    seen_by: str = ""
    edits: int = 0
    files: tuple[str, ...] = ()
    client_msg_id: str = ""

    def payload(self) -> Json:
        """Return the message as Slack hands it to the app."""
        message: Json = {"type": "message", "ts": self.ts, "text": self.text, "blocks": list(self.blocks)}
        message |= {"user": self.user, "team": TEAM}
        if self.user == BOT_USER:
            message |= {"bot_id": BOT_ID, "app_id": APP}
        if self.thread_ts:
            message["thread_ts"] = self.thread_ts
        return message


@dataclass(frozen=True, slots=True)
class FakeView:
    """A modal or an App Home as somebody has it open."""

    id: str
    user: str
    view: Json
    hash: str
    root: str = ""
    previous: str = ""

    def payload(self) -> Json:
        """Return the view as Slack hands it to the app."""
        return {
            **self.view,
            "id": self.id,
            "hash": self.hash,
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT_ID,
            "root_view_id": self.root or self.id,
            "previous_view_id": self.previous or None,
            "private_metadata": self.view.get("private_metadata", ""),
            **{name: self.view.get(name) for name in ("title", "submit", "close")},
            **{name: bool(self.view.get(name)) for name in ("clear_on_close", "notify_on_close")},
            "callback_id": self.view.get("callback_id", ""),
            "state": {"values": {}},
        }


@dataclass(frozen=True, slots=True)
class FakeFile:
    """An uploaded file; `content` is None until its bytes arrived."""

    id: str
    name: str
    content: bytes | None = None
    title: str = ""
    alt_text: str = ""


@dataclass(slots=True)
class Workspace:
    """Everything the stand-in remembers. `now` is the workspace's time, `wall` the machine's, for what expires."""

    now: Callable[[], datetime]
    wall: Callable[[], datetime]
    users: dict[str, FakeUser] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    channels: dict[str, FakeChannel] = field(default_factory=dict)
    messages: list[FakeMessage] = field(default_factory=list)
    views: dict[str, FakeView] = field(default_factory=dict)
    homes: dict[str, FakeView] = field(default_factory=dict)
    files: dict[str, FakeFile] = field(default_factory=dict)
    unfurls: list[Json] = field(default_factory=list)
    statuses: list[Json] = field(default_factory=list)
    _numbers: int = 0
    _triggers: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _last_ts: int = 0

    def number(self, prefix: str) -> str:
        """Return a fresh identifier that starts with `prefix`."""
        self._numbers += 1
        return f"{prefix}{self._numbers:06d}"

    def timestamp(self) -> str:
        """Return a message timestamp, later than all before it."""
        self._last_ts = max(self._last_ts + 1, int(self.now().timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def trigger(self, user: str) -> str:
        """Return a trigger id that lets the app open one modal for this person within three seconds."""
        trigger = self.number("trigger.")
        self._triggers[trigger] = (user, self.wall())
        return trigger

    def use_trigger(self, trigger: str) -> tuple[str, str]:
        """Spend a trigger id: the person's id and an empty error, or Slack's error name."""
        user, made = self._triggers.pop(trigger, ("", None))
        if made is None:
            return "", "exchanged_trigger_id" if trigger.startswith("trigger.") else "invalid_trigger_id"
        return (user, "") if self.wall() - made <= TRIGGER_LIFE else ("", "expired_trigger_id")

    def channel(self, name: str) -> FakeChannel | None:
        """Find a channel by id, by "#name", by name, or the direct conversation with a person's id."""
        if name in self.channels:
            return self.channels[name]
        if name in self.users:
            return self.direct(name)
        wanted = name.removeprefix("#")
        return next((channel for channel in self.channels.values() if channel.name == wanted), None)

    def direct(self, user: str) -> FakeChannel:
        """Return the direct conversation of the app with a person."""
        found = next((channel for channel in self.channels.values() if channel.direct == user), None)
        if found is None:
            found = FakeChannel("D" + user[1:], f"direct-{self.users[user].name}", direct=user)
            self.channels[found.id] = found
        return found

    def find(self, channel: str, ts: str) -> int | None:
        """Return the position of a message that everybody in the channel sees."""
        for position, message in enumerate(self.messages):
            if (message.channel, message.ts, message.seen_by) == (channel, ts, ""):
                return position
        return None

    def put(self, message: FakeMessage) -> FakeMessage:
        """Append a message."""
        self.messages.append(message)
        return message

    def edit(self, position: int, text: str, blocks: tuple[Json, ...]) -> FakeMessage:
        """Replace what a message says."""
        old = self.messages[position]
        self.messages[position] = replace(old, text=text, blocks=blocks, edits=old.edits + 1)
        return self.messages[position]
