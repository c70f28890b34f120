"""Sending: claims under a lease, a transport, marks. See `docs/delivery.md`."""

from notifier.delivery.addresses import open_transport
from notifier.delivery.deliverer import Deliverer, DeliveryReport
from notifier.delivery.dkim import read_signer
from notifier.delivery.letters import NoticeLetters
from notifier.delivery.limits import Limit, Limits, Rate, parse_limits
from notifier.delivery.pausing import Pause, pause, pauses, resume
from notifier.delivery.quiet import QuietHours
from notifier.delivery.run import Progress, WorkerOptions
from notifier.delivery.single import send_one
from notifier.delivery.steps import requeue_failed

__all__ = [
    "Deliverer",
    "DeliveryReport",
    "Limit",
    "Limits",
    "NoticeLetters",
    "Pause",
    "Progress",
    "QuietHours",
    "Rate",
    "WorkerOptions",
    "open_transport",
    "parse_limits",
    "pause",
    "pauses",
    "read_signer",
    "requeue_failed",
    "resume",
    "send_one",
]
