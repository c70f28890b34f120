"""The errors that owing, sending and receiving can raise."""

from __future__ import annotations


class NotifierError(Exception):
    """Base of every error that `notifier` raises; its text is one line that names the subject and the remedy."""


class LedgerError(NotifierError):
    """The ledger cannot be opened, is of an unknown version, or is held by another process."""


class CustomerError(NotifierError):
    """A customer record or file cannot be accepted; names line and field."""


class RefusedError(NotifierError):
    """A step that the rules do not allow now (late notice, stale approval, wrong state); says why."""


class SigningError(NotifierError):
    """A signed address or link is forged, expired or already used."""


class MessageError(NotifierError):
    """A message cannot be written: a template or a sentence is faulty, or a value does not fit; names file and line."""


class DeliveryError(NotifierError):
    """A transport failed; `permanent` tells whether trying again can help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        self.permanent = permanent
        super().__init__(reason)
