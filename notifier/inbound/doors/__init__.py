"""Where mail comes in: LMTP or SMTP on loopback, an IMAP mailbox, providers' webhooks, a stream of bytes."""

from notifier.inbound.doors.imap import ImapAccount, ImapDoor
from notifier.inbound.doors.lmtp import LmtpDoor
from notifier.inbound.doors.port import MOST_BYTES, Store, cut_to_bound, read_bounded
from notifier.inbound.doors.webhooks import InboundWebhook, WebhookError, admit_webhook, read_mailgun, read_mailjet

__all__ = [
    "MOST_BYTES",
    "ImapAccount",
    "ImapDoor",
    "InboundWebhook",
    "LmtpDoor",
    "Store",
    "WebhookError",
    "admit_webhook",
    "cut_to_bound",
    "read_bounded",
    "read_mailgun",
    "read_mailjet",
]
