"""The template of a notice in one language: built once with `email`, then filled in for each customer as bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from notifier.message.announcement import Announcement, read_announcement
from notifier.message.encoding import clean_name, isolated, quoted_printable
from notifier.message.filling import Filler
from notifier.message.language import Words, read_words
from notifier.message.render import Rendered, purpose_of, render
from notifier.message.settings import MessageSettings
from notifier.message.slots import MARKS, Slot, Slotted, parts_of
from notifier.model import Customer, Delivery, DeliveryPurpose, Notice
from notifier.signing import LONGEST_REFERENCE, Signer

POLICY = SMTP.clone(max_line_length=200)


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """A notice in one language. Variants (purpose and objection deadline) are built when first needed."""

    notice: Notice
    settings: MessageSettings
    words: Words
    announcement: Announcement
    _renderings: dict[tuple[str, date], Rendered] = field(default_factory=dict, repr=False, compare=False)
    _variants: dict[tuple[str, date], Slotted] = field(default_factory=dict, repr=False, compare=False)
    _fillers: dict[tuple[str, date], Filler] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def build(cls, notice: Notice, settings: MessageSettings, language: str) -> NoticeTemplate:
        """Read what the notice says and the words of a language; raises MessageError naming the file to mend."""
        name = f"{language}.toml"
        words = read_words(language, settings.overrides.get(name, ""), f"templates/{name}")
        return cls(notice, settings, words, read_announcement(notice.announcement))

    def rendered(self, purpose: DeliveryPurpose, objection_by: date | None) -> Rendered:
        """Subject, text and HTML of a variant, with slot marks."""
        variant = self._variant(purpose, objection_by)
        found = self._renderings.get(variant)
        if found is None:
            found = render(self.notice, self.announcement, self.settings, self.words, variant)
            self._renderings[variant] = found
        return found

    def _variant(self, purpose: DeliveryPurpose, objection_by: date | None) -> tuple[str, date]:
        return purpose_of(self.notice, purpose), objection_by or self.notice.effective_on

    def slotted(self, purpose: DeliveryPurpose, objection_by: date | None) -> Slotted:
        """The variant ready to be filled in."""
        variant = self._variant(purpose, objection_by)
        found = self._variants.get(variant)
        if found is None:
            found = self._variants[variant] = Slotted.split(self._built(variant))
        return found

    def _built(self, variant: tuple[str, date]) -> bytes:
        rendered = render(self.notice, self.announcement, self.settings, self.words, variant)
        return assemble(rendered, self.settings, self.words.language, f"{self.notice.id}-{variant[0]}")

    def for_customer(self, customer: Customer, delivery: Delivery, signer: Signer, *, at: datetime) -> bytes:
        """One customer's message, ready for SMTP: CRLF line ends, no line starts with a dot. The same arguments give
        the same bytes."""
        token = signer.reply_token(delivery.id)
        domain = self.settings.mail_from.rpartition("@")[2]
        message_id = delivery.message_id or signer.message_id(delivery.id, domain)
        answer = reply_address(self.settings.reply_to, token)
        filler = self.filler(delivery.purpose, delivery.objection_by)
        return filler.fill(customer.name, customer.email, answer, message_id, date_header(at))

    def filler(self, purpose: DeliveryPurpose, objection_by: date | None) -> Filler:
        """The variant with all worked out that its messages share."""
        variant = self._variant(purpose, objection_by)
        found = self._fillers.get(variant)
        if found is None:
            longest = reply_address(self.settings.reply_to, "a" * LONGEST_REFERENCE)
            found = Filler(self.slotted(purpose, objection_by), self.greeting, longest)
            self._fillers[variant] = found
        return found

    def greeting(self, name: str) -> str:
        """The greeting; a name's braces or tags are only letters here."""
        shown = clean_name(name)
        lines = self.words.lines
        return lines["greeting"].replace("{name}", isolated(shown)) if shown else lines["greeting_nameless"]


def reply_address(address: str, token: str) -> str:
    """`privacy@example.com` with the signed reference: `privacy+token@example.com`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def date_header(at: datetime) -> bytes:
    """The value of Date."""
    return format_datetime(at.astimezone(UTC)).encode()


def assemble(rendered: Rendered, settings: MessageSettings, language: str, key: str) -> bytes:
    """Build the message with slot marks. The boundary derives from the key and the content."""
    message = EmailMessage(policy=POLICY)
    message["Date"] = MARKS[Slot.DATE]
    message["From"] = Address(settings.company, addr_spec=settings.mail_from)
    message["To"] = MARKS[Slot.TO]
    message["Reply-To"] = MARKS[Slot.REPLY_TO]
    message["Subject"] = rendered.subject
    message["Message-ID"] = MARKS[Slot.MESSAGE_ID]
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation answers
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message["Feedback-ID"] = f"{key}:{language}:notice:{settings.feedback_id}"
    message["Content-Language"] = language
    message["MIME-Version"] = "1.0"
    digest = hashlib.sha256(f"{key}\0{rendered.text}\0{rendered.html}".encode()).hexdigest()[:24]
    message["Content-Type"] = f'multipart/alternative; boundary="=_{digest}"'
    message.set_payload([_part("plain", rendered.text), _part("html", rendered.html)])
    return message.as_bytes(policy=POLICY)


def _part(subtype: str, text: str) -> MIMEPart:
    part = MIMEPart(policy=POLICY)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(encoded(text).decode("ascii"))
    return part


def encoded(text: str) -> bytes:
    """Quoted-printable with the slots on lines of their own, so that no value makes a line too long."""
    stretches, marks = parts_of(text)
    pieces = [quoted_printable(stretches[0])]
    for mark, stretch in zip(marks, stretches[1:], strict=True):
        pieces.append(b"=\r\n" + mark.encode() + b"=\r\n" + quoted_printable(stretch))
    return b"".join(pieces)
