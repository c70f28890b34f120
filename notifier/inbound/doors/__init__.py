"""Where mail comes in: LMTP or SMTP on loopback, an IMAP mailbox, providers' webhooks, a stream of bytes."""

from notifier.inbound.doors.imap import ImapAccount, ImapDoor
from notifier.inbound.doors.lmtp import LmtpDoor
from notifier.inbound.doors.port import MOST_BYTES, Store, cut_to_bound, is_cut, read_bounded
from notifier.inbound.doors.tracking import (
    MOST_TRACKING_BYTES,
    LaterEvent,
    LaterKind,
    Tracking,
    read_mailgun_tracking,
    read_mailjet_tracking,
)
from notifier.inbound.doors.webhooks import InboundWebhook, WebhookError, admit_webhook, read_mailgun, read_mailjet

__all__ = [
    "MOST_BYTES",
    "MOST_TRACKING_BYTES",
    "ImapAccount",
    "ImapDoor",
    "InboundWebhook",
    "LaterEvent",
    "LaterKind",
    "LmtpDoor",
    "Store",
    "Tracking",
    "WebhookError",
    "admit_webhook",
    "cut_to_bound",
    "is_cut",
    "read_bounded",
    "read_mailgun",
    "read_mailgun_tracking",
    "read_mailjet",
    "read_mailjet_tracking",
]
