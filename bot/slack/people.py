"""Who may do what. Fails closed: what cannot be checked is refused, and an empty list of approvers means nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError

Json = Mapping[str, Any]


class NotAllowedError(BotError):
    """This person may not do this; the text is shown to them."""


@dataclass(frozen=True, slots=True)
class Presser:
    """Who pressed, asked or submitted, as Slack's signed request says: person, their workspace, and where."""

    user: str
    team: str
    channel: str = ""
    enterprise: str = ""

    @property
    def actor(self) -> str:
        """The name under which the ledger records what this person does."""
        return f"slack:{self.user}"


def presser_of(body: Json) -> Presser:
    """Read who acts from any request of Slack's; missing parts become empty and are refused later."""
    event = _part(body, "event")
    if event:
        user, team = event.get("user"), event.get("user_team") or event.get("team") or body.get("team_id")
        return Presser(str(user or ""), str(team or ""), str(event.get("channel") or ""))
    person = _part(body, "user")
    channel = _part(body, "channel").get("id") or _part(body, "container").get("channel_id") or body.get("channel_id")
    user = person.get("id") or body.get("user_id")
    team = person.get("team_id") or _part(body, "team").get("id") or body.get("team_id")
    return Presser(str(user or ""), str(team or ""), str(channel or ""))


def _part(body: Json, name: str) -> Json:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


async def require_colleague(client: AsyncWebClient, presser: Presser, team: str) -> None:
    """Raise NotAllowedError unless the person is a full member of the installed workspace, as Slack says now."""
    if not team or not presser.user or presser.team != team:
        raise NotAllowedError("Only members of this workspace can do this.")
    profile = await _profile(client, presser.user)
    outside = profile.get("team_id") != team or profile.get("is_stranger")
    guest = profile.get("is_restricted") or profile.get("is_ultra_restricted")
    if outside or guest or profile.get("deleted") or profile.get("is_bot") or profile.get("is_app_user"):
        raise NotAllowedError("Guests and people from other workspaces cannot do this.")


async def require_approver(client: AsyncWebClient, presser: Presser, team: str, approvers: tuple[str, ...]) -> None:
    """Raise NotAllowedError unless the person is a colleague and on the list of approvers, looked up now."""
    await require_colleague(client, presser, team)
    if not approvers:
        raise NotAllowedError("Nobody may decide yet: HERALD_APPROVERS names no one.")
    if presser.user in approvers:
        return
    for group in (name for name in approvers if name.startswith("S")):
        if presser.user in await _members(client, group):
            return
    raise NotAllowedError("Only approvers can decide this. Ask whoever runs Herald to add you.")


async def _profile(client: AsyncWebClient, user: str) -> Json:
    try:
        answer = await client.users_info(user=user)
    except (TimeoutError, SlackApiError, SlackClientError, aiohttp.ClientError) as error:
        raise NotAllowedError("Slack did not say who you are just now, so nothing was done. Try again.") from error
    found = answer.get("user")
    return found if isinstance(found, Mapping) else {}


async def _members(client: AsyncWebClient, group: str) -> tuple[str, ...]:
    try:
        answer = await client.usergroups_users_list(usergroup=group)
    except (TimeoutError, SlackApiError, SlackClientError, aiohttp.ClientError) as error:
        raise NotAllowedError("The list of approvers cannot be read just now, so nothing was done.") from error
    users = answer.get("users")
    return tuple(str(user) for user in users) if isinstance(users, list) else ()
