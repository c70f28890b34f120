"""What reading a message results in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AutomaticKind(StrEnum):
    """Why a message must never be answered; `PERSON` is the only one that may be."""

    PERSON = "person"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    FEEDBACK = "feedback"
    LIST = "list"  # mailing lists and bulk mail
    READ_RECEIPT = "read_receipt"


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient that a delivery report is about.

    `permanent` is true only where the report shows that the address itself does not work (unknown user, unknown host,
    account closed): a full mailbox, a block or an expired retry is not permanent, whatever class its status claims.
    `status` is the enhanced status ("5.1.1") or "". `delayed` marks a warning after which delivery is still tried.
    """

    recipient: str
    permanent: bool
    status: str = ""
    reason: str = ""
    diagnostic: str = ""
    delayed: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """A feedback-loop report (RFC 5965): somebody pressed "this is spam"."""

    kind: str
    recipient: str
    original_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    size: int  # bytes, estimated from the encoded length


@dataclass(frozen=True, slots=True)
class Authentication:
    """Results that a configured server of ours wrote (RFC 8601); "" where it wrote none."""

    server: str = ""
    dkim: str = ""
    spf: str = ""
    dmarc: str = ""
    dkim_domain: str = ""

    @property
    def passed_dmarc(self) -> bool:
        return self.dmarc == "pass"


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as read. `text` holds the writer's own new words only; quoted mail is in `quoted`.

    `reply_tokens` are the `+detail` parts of every address that the message or its returned original was sent to, in
    order; the signer tells which are ours. `original_message_id` is that of the mail that a bounce or report returns.
    `triage` lists why a person must look at the message; empty for most mail. Addresses are lower case.
    """

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""
    return_path: str | None = None  # "" for the null sender, None when not told
    recipients: tuple[str, ...] = ()
    reply_tokens: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    quoted: str = ""
    forwarded: str = ""
    automatic: AutomaticKind = AutomaticKind.PERSON
    bounces: tuple[Bounce, ...] = ()
    feedback: Feedback | None = None
    original_message_id: str = ""
    authentication: Authentication = field(default_factory=Authentication)
    attachments: tuple[Attachment, ...] = ()
    calendar_method: str = ""
    encrypted: bool = False
    signed: bool = False
    defects: tuple[str, ...] = ()
    triage: tuple[str, ...] = ()

    @property
    def auto_submitted(self) -> bool:
        """Whether no person wrote this; such mail is never answered."""
        return self.automatic in (AutomaticKind.AUTO_REPLY, AutomaticKind.BOUNCE, AutomaticKind.FEEDBACK)

    @property
    def may_be_answered(self) -> bool:
        """Whether RFC 3834 allows an automatic answer: a person wrote it and it has a return path."""
        return self.automatic is AutomaticKind.PERSON and self.return_path != "" and bool(self.sender)

    @property
    def bounce(self) -> Bounce | None:
        """The first recipient that the report is about."""
        return self.bounces[0] if self.bounces else None
