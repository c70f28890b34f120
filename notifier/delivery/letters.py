"""From a claim to a message: chooses the template, derives Message-ID, reply address and envelope sender."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from html import escape

from notifier.delivery.claims import Claim
from notifier.delivery.outgoing import Outgoing, Parts
from notifier.delivery.steps import Copy
from notifier.errors import DeliveryError
from notifier.message import MessageSettings, NoticeTemplate, Recipient, date_header, language_of, reply_address
from notifier.message.encoding import clean_name
from notifier.message.slots import MARKS, Slot, Slotted
from notifier.model import DeliveryPurpose, Notice
from notifier.planning import Frame, Group, contact_of
from notifier.signing import Signer

FindNotice = Callable[[int], tuple[Notice, MessageSettings]]
"""Gives a notice and what its messages need to know."""
Sign = Callable[[bytes], bytes]
"""Puts a DKIM signature before a finished message."""


MOST_VARIANTS = 1_000


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
        self._variants: dict[tuple[int, str, str, date | str | None, str], tuple[NoticeTemplate, Slotted]] = {}
        self._copies: list[Copy] = []
        self._date: tuple[datetime | None, bytes] = (None, b"")

    def compose(self, claim: Claim) -> Outgoing:
        """Return the message of a claim; raises MessageError for a template that legal must mend."""
        _, settings = self._notice(claim.notice_id)
        answer = reply_address(settings.reply_to, self._signer.reply_token(claim.id))
        message_id = self._signer.message_id(claim.id, settings.mail_from.rpartition("@")[2])
        address = _mailbox(claim)
        template, slotted = self._variant(claim)
        recipient = Recipient(claim.id, address, claim.name, answer, message_id)
        subject = (claim, template, slotted, recipient)
        return Outgoing(claim.id, answer, address, self._build, subject, message_id, self._divide)

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

    def _build(self, subject: tuple[Claim, NoticeTemplate, Slotted, Recipient]) -> bytes:
        _, template, slotted, recipient = subject
        content = template.fill(slotted, recipient, self._dated())
        return self._sign(content) if self._sign is not None else content

    def _divide(self, subject: tuple[Claim, NoticeTemplate, Slotted, Recipient]) -> Parts:
        """The message in parts, for services that put it together themselves."""
        claim, template, slotted, recipient = subject
        settings = template.settings
        rendered = template.rendered(DeliveryPurpose(claim.purpose), claim.objection_by)
        greeting = template.greeting(recipient.name)
        values = (
            (MARKS[Slot.GREETING_TEXT], greeting),
            (MARKS[Slot.GREETING_HTML], escape(greeting)),
            (MARKS[Slot.ANSWER_TEXT], recipient.answer),
            (MARKS[Slot.ANSWER_HTML], escape(recipient.answer)),
            (MARKS[Slot.REPLY_TO], recipient.answer),
            (MARKS[Slot.MESSAGE_ID], recipient.message_id),
        )
        return Parts(
            frame=id(slotted),
            sender=settings.mail_from,
            sender_name=settings.company,
            recipient=recipient.address,
            recipient_name=clean_name(recipient.name),
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

    def _variant(self, claim: Claim) -> tuple[NoticeTemplate, Slotted]:
        """Template and variant of a claim, built when first needed; raises MessageError when legal must mend it."""
        contact = self._contact(claim)
        variant = (claim.notice_id, claim.language, claim.purpose, claim.objection_on, contact)
        found = self._variants.get(variant)
        if found is None:
            template = self.template(claim.notice_id, claim.language, contact)
            slotted = template.slotted(DeliveryPurpose(claim.purpose), claim.objection_by)
            found = self._variants[variant] = (template, slotted)
            if len(self._variants) > MOST_VARIANTS:
                self._variants.clear()  # languages come from customers' data: never let them fill the memory
            name = f"{claim.purpose}.{template.words.language}.{claim.objection_by or template.notice.effective_on}"
            name = f"{name}.{contact}" if contact else name
            self._copies.append(Copy(claim.notice_id, name, slotted.marked()))
        return found

    def take_copies(self) -> tuple[Copy, ...]:
        """The exact copies of variants that were first used since the last call, to be kept with the notice."""
        copies, self._copies = tuple(self._copies), []
        return copies

    def _dated(self) -> bytes:
        """The Date header's value, made anew each second."""
        second = self._now().replace(microsecond=0)
        if second != self._date[0]:
            self._date = (second, date_header(second))
        return self._date[1]


def _mailbox(claim: Claim) -> str:
    """The address to write to: the local part as the customer wrote it, the domain as DNS knows it."""
    domain = claim.email_key.rpartition("@")[2]
    local = claim.email.rpartition("@")[0]
    if not local or not domain:
        raise DeliveryError("the customer has no address", permanent=True)
    return f"{local}@{domain}"


def fixed(notices: Mapping[int, tuple[Notice, MessageSettings]]) -> FindNotice:
    """A finder over notices that are known already."""
    return notices.__getitem__
