"""Where the company's own systems confirm that they have erased somebody: the `confirm_url` of the webhook they got."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from notifier.erasure import confirm_call
from notifier.errors import SigningError
from notifier.ledger import Ledger
from notifier.signing import Signer

PATH = "/hooks/erasure/{token}"


def erasure_routes(ledger: Ledger, signer: Signer, now: Callable[[], datetime]) -> Callable[[web.Application], None]:
    """Return the registration of the route; only POST acts, a forged token is 404."""

    async def confirm(request: web.Request) -> web.Response:
        try:
            fresh = await ledger.run(confirm_call, signer, request.match_info["token"], now=now())
        except SigningError:
            raise web.HTTPNotFound from None
        return web.json_response({"confirmed": True, "before": not fresh})

    def register(application: web.Application) -> None:
        application.router.add_post(PATH, confirm)

    return register
