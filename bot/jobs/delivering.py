"""Sending what is due: time's own steps first, then the worker, then time's steps again."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass

from bot.composition import Herald
from bot.errors import ConfigurationError
from bot.jobs.letters import address_of, find_notice
from notifier.delivery import (
    Deliverer,
    DeliveryReport,
    NoticeLetters,
    Progress,
    QuietHours,
    WorkerOptions,
    open_transport,
    parse_limits,
    read_signer,
)
from notifier.notices import Happened, Happening, advance

OWING = (Happened.BEGUN, Happened.TOPPED_UP, Happened.REMINDED)
"""What time brings that leaves something to send."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a run brought about: what time did to notices, and what the worker sent."""

    happenings: tuple[Happening, ...]
    report: DeliveryReport


def make_deliverer(herald: Herald, progress: Callable[[Progress], None] | None = None) -> Deliverer:
    """Return the worker; raises ConfigurationError without HERALD_SMTP_URL."""
    if herald.settings.smtp_url is None:
        raise ConfigurationError("HERALD_SMTP_URL is not set: there is no relay to send through")
    settings = herald.settings
    sign = read_signer(settings.dkim_keys, address_of(settings.mail_from), herald.clock.now)
    letters = NoticeLetters(lambda number: find_notice(herald, number), herald.signer, herald.clock.now, sign=sign)
    options = WorkerOptions(
        limits=parse_limits(settings.relay_rate, settings.domain_limits),
        quiet=QuietHours.parse(settings.quiet_hours) if settings.quiet_hours else None,
    )
    return Deliverer(
        herald.ledger,
        open_transport(herald.settings.smtp_url.get_secret_value()),
        letters,
        folder=herald.settings.state_folder / "journals",
        options=options,
        progress=progress,
    )


async def deliver_until_told(herald: Herald, progress: Callable[[Progress], None] | None = None) -> Delivered:
    """Like `deliver_due`; SIGTERM and SIGINT let it finish what is in flight and give back the rest."""
    deliverer = make_deliverer(herald, progress)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, deliverer.stop)
    return await deliver_due(herald, deliverer)


async def deliver_due(
    herald: Herald,
    deliverer: Deliverer | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    look_for_new: bool = True,
) -> Delivered:
    """Begin what is due, send it, and finish what is sent; ends when nothing is left to send now.

    A notice that falls due while others go out is begun and sent in the same run.
    """
    ledger, clock = herald.ledger, herald.clock
    worker = deliverer or make_deliverer(herald, progress)
    happenings = await ledger.run(advance, now=clock.now(), look_for_new=look_for_new)
    total = DeliveryReport()
    while True:
        report = await worker.drain(clock.now)
        total = total.followed_by(report)
        after = await ledger.run(advance, now=clock.now())
        happenings = (*happenings, *after)
        if report.trouble or not any(happening.what in OWING for happening in after):
            return Delivered(happenings, total)
