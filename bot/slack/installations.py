"""The workspaces that installed Herald: one sealed file each, gone when they remove it.

Only the bot's token is kept, because Herald asks for no user scope. Several hosts have to share HERALD_STATE.
"""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from logging import Logger, getLogger
from pathlib import Path
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from bot.slack.sealing import Sealer

NAME = re.compile(r"[A-Z0-9]{1,30}")


class SealedInstallations(AsyncInstallationStore):
    """Keeps installations in `folder`; nothing in it is readable without the secret."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self._folder = folder
        self._sealer = sealer

    @property
    def logger(self) -> Logger:
        """The logger that the library asks for."""
        return getLogger(__name__)

    async def async_save(self, installation: Installation) -> None:
        """Keep the bot of a new installation."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot, also after its token was rotated."""
        await asyncio.to_thread(self._write, bot)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the bot of a workspace, None when it did not install Herald; raises SealError."""
        del is_enterprise_install
        return await asyncio.to_thread(self._read, enterprise_id, team_id)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return the installation of a workspace, which is its bot."""
        del user_id
        found = await self.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return _installation(found) if found is not None else None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the bot of a workspace."""
        await asyncio.to_thread(self._delete, enterprise_id, team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget what a person of a workspace granted: nothing is kept of persons."""
        del enterprise_id, team_id, user_id

    async def first(self) -> Bot | None:
        """Return the bot that installed Herald first: the company's own workspace, where cards are posted."""
        return await asyncio.to_thread(self._first)

    def _path(self, enterprise_id: str | None, team_id: str | None) -> Path | None:
        parts = (enterprise_id or "none", team_id or "none")
        if not all(part == "none" or NAME.fullmatch(part) for part in parts):
            return None
        return self._folder / f"{'-'.join(parts)}.sealed"

    def _write(self, bot: Bot) -> None:
        path = self._path(bot.enterprise_id, bot.team_id)
        if path is None:
            raise ValueError("a workspace's id is not one of Slack's")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_bytes(self._sealer.seal(json.dumps(bot.to_dict(), default=_plain).encode()))
        part.replace(path)

    def _read(self, enterprise_id: str | None, team_id: str | None) -> Bot | None:
        path = self._path(enterprise_id, team_id)
        if path is None or not path.is_file():
            return None
        return self._bot(path)

    def _bot(self, path: Path) -> Bot:
        values: dict[str, Any] = json.loads(self._sealer.open(path.read_bytes()))
        installed_at = values.pop("installed_at", 0.0)
        return Bot(**values, installed_at=installed_at)

    def _delete(self, enterprise_id: str | None, team_id: str | None) -> None:
        path = self._path(enterprise_id, team_id)
        if path is not None:
            with suppress(FileNotFoundError):
                path.unlink()

    def _first(self) -> Bot | None:
        if not self._folder.is_dir():
            return None
        found = [self._bot(path) for path in sorted(self._folder.glob("*.sealed"))]
        return min(found, key=lambda bot: bot.installed_at, default=None)


def _plain(value: object) -> object:
    return value.timestamp() if isinstance(value, datetime) else str(value)


def _installation(bot: Bot) -> Installation:
    return Installation(
        app_id=bot.app_id,
        enterprise_id=bot.enterprise_id,
        team_id=bot.team_id,
        user_id=bot.bot_user_id,
        bot_token=bot.bot_token,
        bot_id=bot.bot_id,
        bot_user_id=bot.bot_user_id,
        bot_scopes=bot.bot_scopes,
        bot_refresh_token=bot.bot_refresh_token,
        bot_token_expires_at=bot.bot_token_expires_at,
        is_enterprise_install=bot.is_enterprise_install,
        installed_at=datetime.fromtimestamp(bot.installed_at, UTC).timestamp(),
    )
