"""The web application of a running service."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import REGISTRY
from sqlalchemy import text

from bot.jobs.publishing import publication, publication_key
from bot.jobs.service import Service
from bot.slack.oauth import install_routes
from bot.web.app import WebParts, build_web
from bot.web.customers import customer_routes
from bot.web.erasures import erasure_routes
from bot.web.identity import identity_routes
from bot.web.mail import MailWebhooks
from bot.web.pages import PublicPages


def service_web(service: Service) -> web.Application:
    """Return the application with everything that the service offers; Slack only in HTTP mode."""
    herald = service.herald
    settings = herald.settings

    async def health() -> tuple[str, ...]:
        try:
            await herald.ledger.read(lambda connection: connection.execute(text("SELECT 1")).scalar_one())
        except Exception:  # noqa: BLE001 - whatever the database raises, the answer is the same: not well
            return ("ledger",)
        return ()

    async def pushed() -> None:
        await service.sync()

    public = PublicPages(lambda: publication_key(herald), lambda: publication(herald))
    mail = MailWebhooks(
        herald.ledger,
        service.receiver,
        herald.signer,
        herald.clock.now,
        mailgun_key=settings.mailgun_key.get_secret_value().encode() if settings.mailgun_key else b"",
        mailjet_secret=settings.mailjet_secret.get_secret_value() if settings.mailjet_secret else "",
    )
    customers_key = settings.customers_key.get_secret_value() if settings.customers_key else ""
    push_secret = settings.push_secret.get_secret_value().encode() if settings.push_secret else b""
    return build_web(
        WebParts(
            health=health,
            on_push=pushed,
            push_secret=push_secret,
            metrics=REGISTRY,
            slack=service.slack.app if service.slack is not None and settings.slack_app_token is None else None,
            pages=(
                mail.register,
                customer_routes(herald.ledger, herald.signer, customers_key, herald.clock.now),
                identity_routes(herald.ledger, herald.signer, herald.clock.now),
                erasure_routes(herald.ledger, herald.signer, herald.clock.now),
                *((install_routes(service.slack.app),) if service.slack is not None else ()),
                public.register,
            ),
        )
    )
