"""What a transport is handed, what it answers, and where it takes its work from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from notifier.delivery.sharing import Share
from notifier.errors import DeliveryError


class Verdict(StrEnum):
    ACCEPTED = "accepted"  # the relay took responsibility (RFC 5321, section 4.2.5)
    DEFERRED = "deferred"  # not now; trying again later can help
    REFUSED = "refused"  # this recipient, for good
    BLOCKED = "blocked"  # the relay refuses us, not the recipient: everything must wait


class Outcome(NamedTuple):
    """How one attempt ended. `response` is the relay's answer, one line, code first, as it came."""

    verdict: Verdict
    response: str
    stage: str = ""


class Parts(NamedTuple):
    """A message in parts, as services want it. `frame` is equal for messages that differ in `values` only.

    `subject`, `text` and `html` hold the marks of `notifier.message.slots`; `values` replace them.
    """

    frame: object
    sender: str
    sender_name: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]


class Outgoing:
    """One message on its way to one recipient.

    Not a frozen dataclass: ten thousand are made a second. `key` is the delivery's ledger id; `subject` is what `build`
    needs beside the envelope; `content()` builds the message (CRLF line ends, no line that starts with a dot) only when
    it is about to be written. `sender` and `message_id` may be set by building; they are empty before.
    """

    __slots__ = ("build", "divide", "domain", "key", "message_id", "recipient", "sender", "subject")

    def __init__(  # noqa: PLR0913 - the envelope, the content's maker, and two names
        self,
        key: int,
        sender: str,
        recipient: str,
        build: Callable[[Outgoing], bytes],
        subject: Any = None,
        message_id: str = "",
        divide: Callable[[Outgoing], Parts] | None = None,
    ) -> None:
        self.key = key
        self.sender = sender
        self.recipient = recipient
        self.domain = recipient.rpartition("@")[2]
        self.message_id = message_id
        self.build = build
        self.subject = subject
        self.divide = divide

    def content(self) -> bytes:
        """Build the message; the same bytes every time."""
        return self.build(self)

    def parts(self) -> Parts:
        """The message in parts; raises DeliveryError when its maker knows only whole messages."""
        if self.divide is None:
            raise DeliveryError("this message cannot be sent through an HTTP interface", permanent=True)
        return self.divide(self)

    @property
    def international(self) -> bool:
        """Whether the envelope needs SMTPUTF8 (RFC 6531)."""
        return not (self.recipient.isascii() and self.sender.isascii())


class Work(Protocol):
    """Where a transport takes its messages from. All three calls come from the event loop and return at once."""

    def take(self) -> Outgoing | None:
        """Return the next message to send now, or None when there is nothing at the moment."""

    def settle(self, outgoing: Outgoing, outcome: Outcome) -> None:
        """Note how an attempt ended; called exactly once for each message taken and not put back."""

    def put_back(self, outgoing: Outgoing) -> None:
        """Return a message of which no content was sent; it does not count as an attempt."""

    def trouble(self, error: DeliveryError) -> None:
        """Note that the relay cannot be reached or used, and that no message was touched by it."""


class Ending:
    """Work of a session that is to end: it takes no more, and tells how what it has taken ended."""

    def __init__(self, work: Work) -> None:
        self.settle = work.settle
        self.put_back = work.put_back
        self.trouble = work.trouble

    def take(self) -> Outgoing | None:
        """Return nothing: the session ends."""
        return None


def watch_over(task: asyncio.Task[None], work: Work) -> None:
    """Report a task of a transport that dies of a fault of ours: without it a run would wait for ever."""

    def ended(task: asyncio.Task[None]) -> None:
        problem = None if task.cancelled() else task.exception()
        if problem is not None:
            work.trouble(DeliveryError(f"sending failed: {type(problem).__name__}: {problem}", permanent=True))

    task.add_done_callback(ended)


class Transport(Protocol):
    """A way out: SMTP, or the HTTP interface of a mail service."""

    @property
    def name(self) -> str:
        """What to call it in the ledger: no password in it."""

    @property
    def shared_connections(self) -> int:
        """Connections that all workers may hold together, 0 without such a bound."""

    def share(self, share: Share, seconds: float) -> None:
        """Keep to this worker's part of the shared connections; `seconds` are those of the present since 1970."""

    async def open(self, work: Work) -> None:
        """Begin to take from `work`; trouble is reported to `work`, not raised."""

    def wake(self) -> None:
        """Say that `work` may have something again."""

    async def close(self, patience: float) -> None:
        """Finish what is in flight, at most `patience` seconds, and let go of every connection."""

    def waiting(self) -> tuple[tuple[str, float], ...]:
        """For each message whose answer is awaited: its recipient's domain and the seconds it has waited."""
