"""From a claim to a message: chooses the template, derives Message-ID, reply address and envelope sender."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from operator import itemgetter
from time import monotonic

from notifier.delivery.claims import Claim
from notifier.delivery.outgoing import Outgoing, Parts
from notifier.delivery.steps import Copy
from notifier.errors import DeliveryError
from notifier.message import MessageSettings, NoticeTemplate, date_header, language_of, reply_address
from notifier.message.encoding import clean_name
from notifier.message.filling import STAND_IN, Filler
from notifier.message.slots import MARKS, Slot
from notifier.model import DeliveryPurpose, Notice
from notifier.planning import Frame, Group, contact_of
from notifier.signing import Signer

FindNotice = Callable[[int], tuple[Notice, MessageSettings]]
"""Gives a notice and what its messages need to know."""
Sign = Callable[[bytes], bytes]
"""Puts a DKIM signature before a finished message."""


MOST_VARIANTS = 1_000
DATE_HOLDS = 0.1
"""Seconds for which the Date header is not made anew."""
SHARED = ("notice_id", "language", "purpose", "objection_on", "segment", "country")
VARIANT = itemgetter(*map(Claim._fields.index, SHARED))
"""What tells the variants of a message apart."""


@dataclass(frozen=True, slots=True)
class _Variant:
    """What the messages of one variant share, with the parts of the addresses that derive from each delivery."""

    template: NoticeTemplate
    filler: Filler
    answering: tuple[str, str]  # what stands before and after the reference in the reply address
    identity: str  # what stands after it in the Message-ID


class NoticeLetters:
    """Composes notices. Each template is built once a notice and language, each variant once.

    `find` is asked on the first message of a notice. The envelope's sender carries the same signed reference as the
    reply address (VERP), so that a bounce names its delivery by itself.
    """

    def __init__(
        self, find: FindNotice, signer: Signer, now: Callable[[], datetime], *, sign: Sign | None = None
    ) -> None:
        self._find = find
        self._signer = signer
        self._now = now
        self._sign = sign
        self._notices: dict[int, tuple[Notice, MessageSettings]] = {}
        self._frames: dict[int, Frame | None] = {}  # None: no contract names a contact of its own
        self._templates: dict[tuple[int, str, str], NoticeTemplate] = {}
        self._variants: dict[object, _Variant] = {}
        self._copies: list[Copy] = []
        self._kept: set[tuple[int, str]] = set()  # copies that were handed out
        self._date = b""
        self._dated_until = float("-inf")

    def compose(self, claim: Claim) -> Outgoing:
        """Return the message of a claim; raises MessageError for a template that legal must mend."""
        variant = self._variants.get(VARIANT(claim)) or self._variant(claim)
        return Outgoing(claim.id, "", _mailbox(claim), self._build, (claim, variant), "", self._divide)

    def template(self, notice_id: int, language: str, contact: str = "") -> NoticeTemplate:
        """The template of a notice for a customer's language, and for the contact that their contract names."""
        code = language_of(language)
        found = self._templates.get((notice_id, code, contact))
        if found is None:
            notice, settings = self._notice(notice_id)
            own = replace(settings, contact=contact) if contact else settings
            found = self._templates[notice_id, code, contact] = NoticeTemplate.build(notice, own, code)
        return found

    def _contact(self, claim: Claim) -> str:
        if claim.notice_id not in self._frames:
            frame = Frame.of(self._notice(claim.notice_id)[0])
            self._frames[claim.notice_id] = frame if any(rule.contact for rule in frame.rules) else None
        frame_or_none = self._frames[claim.notice_id]
        return "" if frame_or_none is None else contact_of(frame_or_none, Group(claim.segment, claim.country))

    def _notice(self, notice_id: int) -> tuple[Notice, MessageSettings]:
        found = self._notices.get(notice_id)
        if found is None:
            found = self._notices[notice_id] = self._find(notice_id)
        return found

    def _identify(self, outgoing: Outgoing) -> None:
        """Sign its references: one message at a time, because a batch would let the connections fall idle."""
        _, variant = outgoing.subject
        token, identity = self._signer.references(outgoing.key)
        before, after = variant.answering
        outgoing.sender = f"{before}{token}{after}"
        outgoing.message_id = f"<{identity}{variant.identity}"

    def _build(self, outgoing: Outgoing) -> bytes:
        claim, variant = outgoing.subject
        if not outgoing.sender:
            self._identify(outgoing)
        seconds = monotonic()
        if seconds >= self._dated_until:
            self._dated_until = seconds + DATE_HOLDS
            self._date = date_header(self._now())
        content = variant.filler.fill(claim.name, outgoing.recipient, outgoing.sender, outgoing.message_id, self._date)
        return self._sign(content) if self._sign is not None else content

    def _divide(self, outgoing: Outgoing) -> Parts:
        """The message in parts, for services that put it together themselves."""
        claim, variant = outgoing.subject
        if not outgoing.sender:
            self._identify(outgoing)
        template, answer = variant.template, outgoing.sender
        settings = template.settings
        rendered = template.rendered(DeliveryPurpose(claim.purpose), claim.objection_by)
        greeting = template.greeting(claim.name)
        values = (
            (MARKS[Slot.GREETING_TEXT], greeting),
            (MARKS[Slot.GREETING_HTML], escape(greeting)),
            (MARKS[Slot.ANSWER_TEXT], answer),
            (MARKS[Slot.ANSWER_HTML], escape(answer)),
            (MARKS[Slot.REPLY_TO], answer),
            (MARKS[Slot.MESSAGE_ID], outgoing.message_id),
        )
        return Parts(
            frame=id(variant.filler),
            sender=settings.mail_from,
            sender_name=settings.company,
            recipient=outgoing.recipient,
            recipient_name=clean_name(claim.name),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            headers=(
                ("Reply-To", MARKS[Slot.REPLY_TO]),
                ("Message-Id", MARKS[Slot.MESSAGE_ID]),
                ("Auto-Submitted", "auto-generated"),
                ("X-Auto-Response-Suppress", "OOF, AutoReply"),
            ),
            values=values,
        )

    def _variant(self, claim: Claim) -> _Variant:
        """The variant of a claim, built because it is the first one; raises MessageError when legal must mend it."""
        contact = self._contact(claim)
        _, settings = self._notice(claim.notice_id)
        template = self.template(claim.notice_id, claim.language, contact)
        purpose = DeliveryPurpose(claim.purpose)
        slotted = template.slotted(purpose, claim.objection_by)
        filler = template.filler(purpose, claim.objection_by)
        if len(self._variants) >= MOST_VARIANTS:
            self._variants.clear()  # languages come from customers' data: never let them fill the memory
        before, _, after = reply_address(settings.reply_to, STAND_IN).partition(STAND_IN)
        domain = settings.mail_from.rpartition("@")[2]
        found = _Variant(template, filler, (before, after), f"@{domain}>")
        self._variants[VARIANT(claim)] = found
        name = f"{claim.purpose}.{template.words.language}.{claim.objection_by or template.notice.effective_on}"
        name = f"{name}.{contact}" if contact else name
        if (claim.notice_id, name) not in self._kept:
            self._kept.add((claim.notice_id, name))
            self._copies.append(Copy(claim.notice_id, name, slotted.marked()))
        return found

    def take_copies(self) -> tuple[Copy, ...]:
        """The exact copies of variants that were first used since the last call, to be kept with the notice."""
        copies, self._copies = tuple(self._copies), []
        return copies


def _mailbox(claim: Claim) -> str:
    """The address to write to: the local part as the customer wrote it, the domain as DNS knows it."""
    if claim.email == claim.email_key and 0 < claim.email.rfind("@") < len(claim.email) - 1:
        return claim.email
    domain = claim.email_key.rpartition("@")[2]
    local = claim.email.rpartition("@")[0]
    if not local or not domain:
        raise DeliveryError("the customer has no address", permanent=True)
    return f"{local}@{domain}"


def fixed(notices: Mapping[int, tuple[Notice, MessageSettings]]) -> FindNotice:
    """A finder over notices that are known already."""
    return notices.__getitem__
