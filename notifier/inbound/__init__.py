"""Inbound mail: the raw store, the doors, and the reading of hostile MIME."""

from notifier.inbound.meaning import understand_message
from notifier.inbound.model import (
    Attachment,
    Authentication,
    AutomaticKind,
    Bounce,
    Feedback,
    Reading,
)
from notifier.inbound.reading import read_message
from notifier.inbound.receipt import receipt_json
from notifier.inbound.store import Envelope, content_key, load_raw, read_envelope, store_raw

__all__ = [
    "Attachment",
    "Authentication",
    "AutomaticKind",
    "Bounce",
    "Envelope",
    "Feedback",
    "Reading",
    "content_key",
    "load_raw",
    "read_envelope",
    "read_message",
    "receipt_json",
    "store_raw",
    "understand_message",
]
