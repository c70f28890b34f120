"""A listening socket whose address is known before the application is built."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from aiohttp import web

from bot.errors import ConfigurationError


@dataclass(slots=True)
class Listener:
    """A bound socket, and the server on it once `serve` was called."""

    socket: socket.socket
    host: str
    port: int
    _runner: web.AppRunner | None = None

    @classmethod
    def bind(cls, host: str, port: int) -> Listener:
        """Bind (port 0: any free one); raises ConfigurationError when the address is taken or not ours."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host.strip("[]"), port))
        except OSError as error:
            bound.close()
            raise ConfigurationError(f"HERALD_LISTEN: cannot listen on {host}:{port}: {error.strerror}") from None
        return cls(bound, host, bound.getsockname()[1])

    @property
    def url(self) -> str:
        """The address as a URL."""
        return f"http://{self.host}:{self.port}"

    async def serve(self, application: web.Application) -> None:
        """Begin to answer."""
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.SockSite(self._runner, self.socket).start()

    async def close(self) -> None:
        """Stop listening and finish what is being answered."""
        if self._runner is not None:
            await self._runner.cleanup()
        self.socket.close()
