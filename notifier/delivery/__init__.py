"""Sending: claims under a lease, a transport, marks. See `docs/delivery.md`."""

from notifier.delivery.addresses import open_transport
from notifier.delivery.deliverer import Deliverer, DeliveryReport
from notifier.delivery.letters import NoticeLetters
from notifier.delivery.limits import Limit, Limits, Rate
from notifier.delivery.run import Progress, WorkerOptions
from notifier.delivery.single import send_one
from notifier.delivery.steps import requeue_failed

__all__ = [
    "Deliverer",
    "DeliveryReport",
    "Limit",
    "Limits",
    "NoticeLetters",
    "Progress",
    "Rate",
    "WorkerOptions",
    "open_transport",
    "requeue_failed",
    "send_one",
]
