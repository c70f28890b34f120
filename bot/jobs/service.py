"""Everything that a running Herald does, as steps; `bot.serve` says when, the demo moves the clock by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.composition import Herald
from bot.errors import ConfigurationError
from bot.jobs.delivering import Delivered, deliver_due, make_deliverer
from bot.jobs.letters import address_of
from bot.jobs.slack_parts import slack_parts
from bot.jobs.sync import SyncReport, sync
from bot.slack import SlackSide, build_slack
from bot.slack.posting import SPACING_SECONDS
from notifier.cases import CaseRules, Correspondence, Postman, Receiver, remind
from notifier.delivery import Deliverer, open_transport, send_one
from notifier.erasure import EXPORTS, ErasureRounds, ErasureSettings, Post, read_systems

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Service:
    """The parts of a running Herald. Every step may be called at any time and twice; what is due lies in the ledger."""

    herald: Herald
    receiver: Receiver
    postman: Postman | None
    erasures: ErasureRounds
    slack: SlackSide | None
    _syncing: asyncio.Lock
    _delivering: Deliverer | None = None
    _stopping: bool = False

    @classmethod
    def build(cls, herald: Herald, post: Post, *, spacing: float = SPACING_SECONDS) -> Service:
        """Wire the parts; `spacing` are the seconds between two messages to one Slack channel."""
        settings = herald.settings
        rules = CaseRules(herald.repository.settings.timezone, herald.repository.settings.contracts)
        key = settings.erasure_key.get_secret_value().encode() if settings.erasure_key else b""
        if settings.erasure_webhooks and not key:
            raise ConfigurationError("HERALD_ERASURE_KEY is not set: erasure webhooks must be signed")
        erasure = ErasureSettings(
            systems=read_systems(settings.erasure_webhooks, key),
            site_url=settings.site_url,
            says_farewell=settings.smtp_url is not None,
            exports=settings.state_folder / EXPORTS,
        )
        return cls(
            herald=herald,
            receiver=Receiver(herald.ledger, herald.signer, rules=rules, trusted_servers=settings.trusted_servers),
            postman=_postman(herald),
            erasures=ErasureRounds(herald.ledger, herald.signer, erasure, post),
            slack=build_slack(settings, slack_parts(herald, rules), spacing=spacing) if settings.has_slack else None,
            _syncing=asyncio.Lock(),
        )

    async def sync(self) -> SyncReport:
        """Look at the policy repository; one look at a time."""
        async with self._syncing:
            report = await asyncio.to_thread(sync, self.herald)
        for reason in report.refused:
            log.warning("revision_not_proposed", reason=reason)
        if report.rewritten:
            log.warning("history_rewritten", repository=self.herald.repository.location)
        return report

    async def deliver(self) -> Delivered | None:
        """Send what is due on a thread and event loop of its own, so that nothing here waits for it.

        None when no relay is configured: notices then only advance to where they wait for one.
        """
        if self.herald.settings.smtp_url is None or self._stopping:
            return None
        deliverer = make_deliverer(self.herald)
        self._delivering = deliverer
        try:
            return await asyncio.to_thread(lambda: asyncio.run(deliver_due(self.herald, deliverer, look_for_new=False)))
        finally:
            self._delivering = None

    def stop(self) -> None:
        """Let a delivery that runs finish what is in flight and give back the rest; begin none any more."""
        self._stopping = True
        if self._delivering is not None:
            self._delivering.stop()

    async def correspond(self) -> None:
        """Finish what was received, remind staff, write to customers, carry erasures through."""
        now = self.herald.clock.now
        await self.receiver.finish(now())
        await self.herald.ledger.run(remind, now=now())
        if self.postman is not None:
            await self.postman.send_due(now())
        await self.erasures.tick(now())

    async def post(self) -> int:
        """Post to Slack what is owed; how many messages."""
        return await self.slack.outbox.drain() if self.slack is not None else 0

    async def tick(self) -> None:
        """Do everything that is due now, one step after the other."""
        steps: tuple[Callable[[], Awaitable[object]], ...] = (self.deliver, self.correspond, self.post)
        for step in steps:
            await step()

    async def close(self) -> None:
        """Finish what clicks in Slack have begun."""
        if self.slack is not None:
            await self.slack.close()


def _postman(herald: Herald) -> Postman | None:
    settings, policy = herald.settings, herald.repository.settings
    if settings.smtp_url is None:
        return None
    url = settings.smtp_url.get_secret_value()
    sender = address_of(settings.mail_from) or policy.contact
    writer = Correspondence(
        sender=sender,
        reply_to=address_of(settings.reply_to) or policy.contact or sender,
        site_url=settings.site_url,
        timezone=policy.timezone,
    )

    async def send(envelope_sender: str, recipient: str, content: bytes) -> str:
        return await send_one(lambda: open_transport(url), envelope_sender, recipient, content)

    return Postman(herald.ledger, herald.signer, writer, send)
