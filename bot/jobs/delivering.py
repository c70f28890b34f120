"""Sending what is due: time's own steps first, then the worker, then time's steps again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.composition import Herald
from bot.errors import ConfigurationError
from bot.jobs.letters import find_notice
from notifier.delivery import Deliverer, DeliveryReport, NoticeLetters, Progress, open_transport
from notifier.notices import Happening, advance


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a run brought about: what time did to notices, and what the worker sent."""

    happenings: tuple[Happening, ...]
    report: DeliveryReport


def make_deliverer(herald: Herald, progress: Callable[[Progress], None] | None = None) -> Deliverer:
    """Return the worker; raises ConfigurationError without HERALD_SMTP_URL."""
    if herald.settings.smtp_url is None:
        raise ConfigurationError("HERALD_SMTP_URL is not set: there is no relay to send through")
    letters = NoticeLetters(lambda notice_id: find_notice(herald, notice_id), herald.signer, herald.clock.now)
    return Deliverer(
        herald.ledger,
        open_transport(herald.settings.smtp_url.get_secret_value()),
        letters,
        folder=herald.settings.state_folder / "journals",
        progress=progress,
    )


async def deliver_due(
    herald: Herald,
    deliverer: Deliverer | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    look_for_new: bool = True,
) -> Delivered:
    """Begin what is due, send it, and finish what is sent; ends when nothing is left to send now."""
    ledger, clock = herald.ledger, herald.clock
    before = await ledger.run(advance, now=clock.now(), look_for_new=look_for_new)
    report = await (deliverer or make_deliverer(herald, progress)).drain(clock.now)
    after = await ledger.run(advance, now=clock.now())
    return Delivered((*before, *after), report)
