"""What a listener is handed, and how Slack gets its answer first.

Bolt forgets an acknowledgement when the listener fails within the same hundredth of a second, and answers Slack with
404 three seconds later (slack_bolt 1.30, `asyncio_runner`). So no error leaves a listener: `acknowledged` and
`validated` acknowledge, do the work, and tell the person what went wrong.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.modals import Routing
from bot.blocks.names import InputId
from bot.blocks.values import Message
from bot.slack.answering import on_error, routing_of, tell
from bot.slack.people import Presser, presser_of

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A verified request of Slack's: its body, the client of its workspace, and that workspace's id."""

    body: Body
    client: AsyncWebClient
    team: str

    @property
    def presser(self) -> Presser:
        """Who acts, as the request says; not yet checked."""
        return presser_of(self.body)

    @property
    def event(self) -> Body:
        """The event, empty for other requests."""
        event = self.body.get("event")
        return event if isinstance(event, dict) else {}

    @property
    def action(self) -> Body:
        """The first action of an interaction; empty when there is none."""
        actions = self.body.get("actions") or [{}]
        return dict(actions[0])

    @property
    def chosen(self) -> str:
        """The value of the pressed button or of the chosen option; empty when there is none."""
        option = self.action.get("selected_option") or {}
        return str(self.action.get("value") or option.get("value") or "")

    @property
    def at_home(self) -> bool:
        """Whether a button of the person's own Home tab was pressed, which belongs to no channel."""
        view = self.body.get("view")
        return isinstance(view, dict) and view.get("type") == "home"

    @property
    def routing(self) -> Routing | None:
        """Where a modal came from; None when its metadata is none of ours."""
        return routing_of(self.body)

    def written(self, name: InputId) -> str:
        """What was written into or chosen in an input of a submitted modal; empty for nothing."""
        state = self.body.get("view", {}).get("state", {}).get("values", {}).get(name, {}).get(name, {})
        option = state.get("selected_option") or {}
        return str(state.get("value") or option.get("value") or "").strip()

    async def tell(self, message: Message) -> None:
        """Show a message to the person who acted, and to nobody else."""
        await tell(self.client, self.body, message)

    async def open(self, view: Any) -> str:
        """Open a modal for the person who acted, within three seconds; return its id."""
        opened = await self.client.views_open(trigger_id=self.body["trigger_id"], view=view)
        return str((opened.get("view") or {}).get("id", ""))


def installed_team(context: AsyncBoltContext) -> str:
    """Return the workspace whose token answers this request: Slack said so for the token, not the request for itself."""
    result = context.authorize_result
    return str(result.team_id or "") if result is not None else ""


Work = Callable[[Request], Awaitable[None]]
Validate = Callable[[Request], dict[str, str]]
Listener = Callable[[AsyncAck, Body, AsyncWebClient, AsyncBoltContext], Awaitable[None]]


def acknowledged(work: Work) -> Listener:
    """Return a listener that acknowledges at once and works afterwards."""
    return validated(lambda _request: {}, work)


def validated(validate: Validate, work: Work) -> Listener:
    """Return a listener for a modal: faults (by input) keep it open, else it is acknowledged and the work is done."""

    async def listen(ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        request = Request(body, client, installed_team(context))
        faults = validate(request)
        if faults:
            await ack(response_action="errors", errors=faults)
            return
        await ack()
        try:
            await work(request)
        except Exception as error:  # noqa: BLE001 - the edge of Slack: the person is told, and the log says why
            await on_error(error, body, client)

    return listen
