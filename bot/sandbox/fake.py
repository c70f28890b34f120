"""FakeSlack: a workspace on this machine, for the demo, rehearsals and tests.

The app under it is the real one with its `base_url` pointed here; it is called over HTTP, signed as Slack signs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

import aiohttp

from bot.blocks.lint_elements import nested
from bot.blocks.names import COMMAND
from bot.clock import Clock
from bot.errors import BotError
from bot.sandbox.sender import AppReply, Sender, event_envelope, state_value
from bot.sandbox.server import ApiServer, Fault
from bot.sandbox.socket import SocketRoad
from bot.sandbox.workspace import APP, BOT_USER, TEAM, FakeChannel, FakeMessage, FakeUser, FakeView, Json, Workspace

TOKEN = "xoxb-sandbox"  # noqa: S105 - opens nothing but this stand-in
SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105 - signs for this stand-in only
LEGAL = FakeUser("U0LEGAL", "Lena Legal")
SECOND = FakeUser("U0SECOND", "Omar Officer")
STAFF = FakeUser("U0STAFF", "Sam Support")
GUEST = FakeUser("U0GUEST", "Gil Guest", guest=True)
OUTSIDER = FakeUser("U0OUTSIDE", "Otto Outside", team="T0OTHER")
PEOPLE = (LEGAL, SECOND, STAFF, GUEST, OUTSIDER, FakeUser(BOT_USER, "Policy Herald", bot=True))
POLICY_CHANNEL = FakeChannel("C0POLICY", "policy")
CHANNELS = (
    POLICY_CHANNEL,
    FakeChannel("C0GENERAL", "general", member=False),
    FakeChannel("C0OLD", "old", archived=True),
)
APPROVERS_GROUP = "S0LEGAL"


class SandboxError(BotError):
    """What a person in Slack could not do: press a button that is not there, submit without a required field."""


class FakeSlack:
    """The stand-in. `async with FakeSlack(app_url) as slack:` starts it; `api_url` is the app's `base_url`."""

    def __init__(
        self, app_url: str = "", *, now: Callable[[], datetime] | None = None, spacing: timedelta | None = None
    ) -> None:
        wall = Clock().now
        self.space = Workspace(now or wall, wall)
        self.space.users = {person.id: person for person in PEOPLE}
        self.space.channels = {channel.id: channel for channel in CHANNELS}
        self.space.groups = {APPROVERS_GROUP: (LEGAL.id, SECOND.id)}
        self.server = ApiServer(self.space, TOKEN, spacing)
        self.app_url = app_url
        self._sender: Sender | None = None

    async def start(self, port: int = 0) -> FakeSlack:
        """Begin to listen on a loopback port."""
        await self.server.start(port)
        return self

    async def close(self) -> None:
        """Stop listening and forget the connection to the app."""
        if self._sender is not None:
            await self._sender.session.close()
            self._sender = None
        await self.server.close()

    async def __aenter__(self) -> FakeSlack:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def api_url(self) -> str:
        """What the app takes for https://slack.com/api/."""
        return f"{self.server.url}/api/"

    @property
    def sender(self) -> Sender:
        """The signed road to the app at `app_url`."""
        if self._sender is None:
            session = aiohttp.ClientSession(trust_env=False)
            self._sender = Sender(self.app_url, SIGNING_SECRET, self.space.wall, session)
        self._sender.url = self.app_url
        return self._sender

    @property
    def road(self) -> Sender | SocketRoad:
        """How the app is reached: the socket that it opened, else signed HTTP."""
        return self.server.socket if self.server.socket.connected else self.sender

    @property
    def transcript(self) -> tuple[FakeMessage, ...]:
        """Every message as it stands now, oldest first, ephemeral ones among them."""
        return tuple(self.space.messages)

    def posted(self, channel: str = POLICY_CHANNEL.id) -> tuple[FakeMessage, ...]:
        """Return what everybody sees in a channel, without threads."""
        seen = (message for message in self.space.messages if message.channel == channel)
        return tuple(message for message in seen if not message.seen_by and not message.thread_ts)

    def thread(self, message: FakeMessage) -> tuple[FakeMessage, ...]:
        """Return the replies in a message's thread."""
        return tuple(reply for reply in self.space.messages if reply.thread_ts == message.ts)

    def seen_by(self, user: str) -> tuple[FakeMessage, ...]:
        """Return the ephemeral messages that only this person sees."""
        return tuple(message for message in self.space.messages if message.seen_by == user)

    def view_of(self, user: str) -> FakeView | None:
        """Return the modal that this person has on top, or None."""
        return next((view for view in reversed(self.space.views.values()) if view.user == user), None)

    def fail(self, method: str, *, times: int = 1, **fault: Any) -> None:
        """Let the next calls of a method fail: `status`, `error`, `retry_after`, `after` as in `Fault`."""
        self.server.faults.extend(Fault(method, **fault) for _ in range(times))

    async def until(self, condition: Callable[[], Any], seconds: float = 20.0) -> Any:
        """Wait until `condition()` is true and return its value; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while True:
                if found := condition():
                    return found
                async with self.server.changed:
                    try:
                        await asyncio.wait_for(self.server.changed.wait(), 0.05)
                    except TimeoutError:
                        continue

    async def command(self, user: str, text: str, channel: str = POLICY_CHANNEL.id) -> AppReply:
        """Type `/policy TEXT`."""
        where = self.space.channels[channel]
        return await self.road.form(
            {
                "token": "unused",
                "command": COMMAND,
                "text": text,
                "user_id": user,
                "user_name": self.space.users[user].name,
                "team_id": self.space.users[user].team,
                "team_domain": "sandbox",
                "channel_id": channel,
                "channel_name": where.name,
                "api_app_id": APP,
                "trigger_id": self.space.trigger(user),
                "response_url": self.server.response_address(user, channel),
                "is_enterprise_install": "false",
            }
        )

    async def ask(self, user: str, text: str, channel: str = POLICY_CHANNEL.id, seconds: float = 10.0) -> FakeMessage:
        """Type `/policy TEXT` and return the answer that only this person sees; raises TimeoutError without one."""
        before = len(self.seen_by(user))
        await self.command(user, text, channel)
        await self.until(lambda: len(self.seen_by(user)) > before, seconds)
        return self.seen_by(user)[-1]

    async def click(self, user: str, message: FakeMessage, action_id: str, option: str = "") -> AppReply:
        """Press a button of a message, or choose `option` (its value) in a menu of it."""
        element = _element(message.blocks, action_id)
        return await self.road.payload(self.action_payload(user, message, _action(element, option)))

    def action_payload(self, user: str, message: FakeMessage, action: Json) -> Json:
        """Return the `block_actions` payload of an action on a message, to send it as it is, late or twice."""
        channel = self.space.channels[message.channel]
        return {
            **self._who(user, "block_actions"),
            "container": {"type": "message", "message_ts": message.ts, "channel_id": channel.id},
            "channel": {"id": channel.id, "name": channel.name},
            "message": message.payload(),
            "response_url": self.server.response_address(user, channel.id, message.ts),
            "actions": [{**action, "action_ts": self.space.timestamp()}],
        }

    async def click_in_view(self, user: str, view: FakeView, action_id: str, option: str = "") -> AppReply:
        """Press a button of a modal or of the App Home."""
        action = _action(_element(view.view["blocks"], action_id), option)
        return await self.road.payload(
            {
                **self._who(user, "block_actions"),
                "container": {"type": "view", "view_id": view.id},
                "view": view.payload(),
                "actions": [{**action, "action_ts": self.space.timestamp()}],
            }
        )

    async def submit(self, user: str, values: dict[str, Any] | None = None, view: FakeView | None = None) -> AppReply:
        """Fill in the person's modal and submit it; it stays open when the app answers with errors."""
        view = view or self.view_of(user)
        if view is None:
            raise SandboxError("no modal is open")
        payload = {**self._who(user, "view_submission"), "view": _filled(view, values or {}), "response_urls": []}
        reply = await self.road.payload(payload)
        if reply.ok:
            self._after_submit(view, reply.json())
        await self.server.tell()
        return reply

    def _after_submit(self, view: FakeView, answer: Json) -> None:
        match answer.get("response_action"):
            case None:
                self.space.views.pop(view.id, None)
            case "clear":
                for known in [known for known in self.space.views.values() if known.user == view.user]:
                    del self.space.views[known.id]
            case "update":
                self.space.views[view.id] = FakeView(view.id, view.user, answer["view"], self.space.number("hash."))
            case _:
                pass

    async def say(self, user: str, text: str, channel: str = POLICY_CHANNEL.id, thread_ts: str = "") -> FakeMessage:
        """Write a message; a mention of the app and a direct message to it are sent as events."""
        message = self.space.put(FakeMessage(channel, self.space.timestamp(), text, user=user, thread_ts=thread_ts))
        where = self.space.channels[channel]
        team = self.space.users[user].team
        event = {"user": user, "text": text, "ts": message.ts, "channel": channel, "team": team, "event_ts": message.ts}
        if thread_ts:
            event["thread_ts"] = thread_ts
        if where.direct:
            await self.event({**event, "type": "message", "channel_type": "im"})
        elif f"<@{BOT_USER}>" in text:
            await self.event({**event, "type": "app_mention"})
        return message

    async def mention(self, user: str, text: str, channel: str = POLICY_CHANNEL.id, thread_ts: str = "") -> FakeMessage:
        """Mention the app in a channel or a thread."""
        return await self.say(user, f"<@{BOT_USER}> {text}", channel, thread_ts)

    async def event(self, event: Json, event_id: str = "") -> AppReply:
        """Send an event; a given `event_id` sends the same event again."""
        identity = event_id or self.space.number("Ev")
        return await self.road.event(event_envelope(event, identity, TEAM, APP, self.space.wall()))

    async def open_home(self, user: str) -> FakeView | None:
        """Open the app's Home tab, and return what it then shows."""
        event = {"type": "app_home_opened", "user": user, "channel": self.space.direct(user).id, "tab": "home"}
        await self.event({**event, "event_ts": self.space.timestamp()})
        await self.until(lambda: user in self.space.homes)
        return self.space.homes.get(user)

    async def shortcut(self, user: str, callback_id: str, message: FakeMessage | None = None) -> AppReply:
        """Use a global shortcut, or a message shortcut on a message."""
        kind = "message_action" if message else "shortcut"
        payload: Json = {**self._who(user, kind), "callback_id": callback_id, "action_ts": self.space.timestamp()}
        if message:
            channel = self.space.channels[message.channel]
            payload["channel"] = {"id": channel.id, "name": channel.name}
            payload["message"] = message.payload()
            payload["message_ts"] = message.ts
            payload["response_url"] = self.server.response_address(user, channel.id, message.ts)
        return await self.road.payload(payload)

    def _who(self, user: str, kind: str) -> Json:
        person = self.space.users[user]
        return {
            "type": kind,
            "team": {"id": TEAM, "domain": "sandbox"},
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team},
            "api_app_id": APP,
            "token": "unused",
            "trigger_id": self.space.trigger(user),
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _element(blocks: Any, action_id: str) -> Json:
    found = next((part for part in nested(blocks) if part.get("action_id") == action_id), None)
    if found is None:
        raise SandboxError(f"there is nothing to press with the action {action_id}")
    return dict(found)


def _action(element: Json, option: str) -> Json:
    action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": "b"}
    if element["type"] == "button":
        return action | {"value": element.get("value", ""), "text": element["text"]}
    chosen = next((known for known in element["options"] if known["value"] == option), None)
    if chosen is None:
        raise SandboxError(f"there is no option {option!r}")
    return action | {"selected_option": chosen}


def _filled(view: FakeView, values: dict[str, Any]) -> Json:
    state: dict[str, dict[str, Json]] = {}
    for block in view.view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        value = values.get(name, element.get("initial_value"))
        if value in (None, "") and not block.get("optional"):
            raise SandboxError(f"the field {name} has to be filled in")
        if value and len(str(value)) < element.get("min_length", 0):
            raise SandboxError(f"the field {name} needs {element['min_length']} characters")
        state[name] = {element["action_id"]: state_value(element, value)}
    return {**view.payload(), "state": {"values": state}}
