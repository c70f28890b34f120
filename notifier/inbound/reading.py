"""Bytes of a message in, its reading out; hostile mail ends in a triage entry, never in an exception."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.message import Message

from notifier.inbound.authentication import read_authentication
from notifier.inbound.automatic import automatic_kind
from notifier.inbound.bounces import find_bounces
from notifier.inbound.feedback import original_of, read_feedback
from notifier.inbound.headers import addresses, detail, has_line_break, header_text, message_ids, sent_at
from notifier.inbound.model import AutomaticKind, Bounce, Reading
from notifier.inbound.parse import Parsed, parse
from notifier.inbound.parts import Content, read_content
from notifier.inbound.quoting import Split, split_reply

_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc", "Resent-To")
_LARGE_ATTACHMENT = 20_000_000
_UNTYPED = frozenset({"Cc", "Cn", "Co", "Cs"})  # controls, unassigned, private use, halves of a pair
_USUAL = ("From", "Sender", "To", "Subject", "Date", "Message-ID", "Return-Path", "Received", "Content-Type")
_SAMPLE = 20_000  # characters looked at
_GARBLED = 0.04  # a German text that lost all its umlauts has 0.03
_ARCHIVE = re.compile(
    r"\.(?:zip|gz|tgz|bz2|xz|7z|rar|zst|tar|cab|iso)\b|\b(?:zip|gzip|x-(?:7z|rar|tar|bzip2?)[a-z-]*)\b", re.IGNORECASE
)


def read_message(content: bytes, *, trusted_servers: Iterable[str] = (), envelope_to: Iterable[str] = ()) -> Reading:
    """Read a message of any origin in bounded memory and time.

    `trusted_servers` are the authserv-ids whose Authentication-Results are believed; `envelope_to` the addresses that
    the door was told. Never raises for what the message holds: what cannot be read is named in `Reading.triage`.
    """
    try:
        return _read(parse(content), tuple(trusted_servers), tuple(envelope_to))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        # The email package raises each of these for some malformed mail; such mail waits for a person.
        reason = f"cannot be read ({type(error).__name__})"
        return Reading(recipients=tuple(to.lower() for to in envelope_to), defects=(reason,), triage=(reason,))


def _read(parsed: Parsed, trusted_servers: tuple[str, ...], envelope_to: tuple[str, ...]) -> Reading:
    message = parsed.message
    bounces = () if parsed.shallow_text is not None else find_bounces(message)
    body = _content(parsed)
    split = split_reply(body.text)
    original = original_of(message)
    name, sender = _sender(message)
    recipients = tuple(
        dict.fromkeys([*(to.lower() for to in envelope_to), *(to for _, to in addresses(message, *_TO))])
    )
    automatic = _automatic(message, sender, bounces)
    return Reading(
        message_id=next(iter(message_ids(message, "Message-ID")), ""),
        in_reply_to=message_ids(message, "In-Reply-To"),
        references=message_ids(message, "References"),
        sender=sender,
        sender_name=name,
        return_path=_return_path(message),
        recipients=recipients,
        reply_tokens=_tokens(recipients, message, original, envelope_to),
        subject=header_text(message, "Subject"),
        sent_at=sent_at(message),
        text=split.text,
        quoted=split.quoted,
        forwarded=split.forwarded,
        automatic=automatic,
        bounces=bounces,
        feedback=read_feedback(message, original) if automatic is AutomaticKind.FEEDBACK else None,
        original_message_id=next(iter(message_ids(original, "Message-ID")), "") if original else "",
        authentication=read_authentication(message, trusted_servers),
        attachments=body.attachments,
        calendar_method=body.calendar_method,
        encrypted=body.encrypted,
        signed=body.signed,
        defects=parsed.defects,
        triage=_triage(parsed, body, split, bounces, automatic),
    )


def _sender(message: Message) -> tuple[str, str]:
    found = addresses(message, "From") or addresses(message, "Sender")
    return found[0] if found else ("", "")


def _automatic(message: Message, sender: str, bounces: tuple[Bounce, ...]) -> AutomaticKind:
    kind = automatic_kind(message, sender, _return_path(message))
    return AutomaticKind.BOUNCE if bounces and kind is not AutomaticKind.FEEDBACK else kind


def _content(parsed: Parsed) -> Content:
    return Content(parsed.shallow_text) if parsed.shallow_text is not None else read_content(parsed.message)


def _return_path(message: Message) -> str | None:
    value = message.get("Return-Path")
    if value is None:
        return None
    found = addresses(message, "Return-Path")
    return found[0][1] if found else ""


def _tokens(
    recipients: tuple[str, ...], message: Message, original: Message | None, envelope_to: Iterable[str]
) -> tuple[str, ...]:
    """Details of all addresses in the case they were written: tokens are case-sensitive."""
    written = [*envelope_to, *_as_written(message, *_TO)]
    if original is not None:
        written += _as_written(original, "Return-Path", "Reply-To", "From", "Errors-To", "Sender")
    found = [detail(address) for address in written] + [detail(address) for address in recipients]
    return tuple(dict.fromkeys(token for token in found if token))


def _as_written(message: Message, *names: str) -> list[str]:
    return [
        piece.strip("<>,; \t\r\n\"'()")
        for name in names
        for value in (message.get_all(name) or [])[:20]
        for piece in str(value)[:8_000].split()
        if "@" in piece
    ]


def _is_garbled(text: str) -> bool:
    """Whether a text holds so many characters that nobody types that its words cannot be trusted."""
    sample = text[:_SAMPLE]
    untyped = sum(1 for sign in sample if unicodedata.category(sign) in _UNTYPED and sign not in "\n\r\t\f")
    return untyped + sample.count("\N{REPLACEMENT CHARACTER}") > len(sample) * _GARBLED


def _attachment_reasons(body: Content) -> list[str]:
    reasons = []
    if any(attachment.size >= _LARGE_ATTACHMENT for attachment in body.attachments):
        reasons.append("an attachment of more than 20 MB")
    if any(_ARCHIVE.search(f"{attachment.name} {attachment.content_type}") for attachment in body.attachments):
        reasons.append("an archive is attached: it was not opened")
    return reasons


def _triage(
    parsed: Parsed, body: Content, split: Split, bounces: tuple[Bounce, ...], automatic: AutomaticKind
) -> tuple[str, ...]:
    reasons = list(parsed.defects)
    if body.encrypted:
        reasons.append("encrypted: a person must open it")
    if has_line_break(parsed.message, "Subject", "From", "To", "Reply-To"):
        reasons.append("a header holds a line break")
    reasons += _attachment_reasons(body)
    if not any(parsed.message.get(name) for name in _USUAL):
        reasons.append("it has none of the headers of a message")
    if _is_garbled(split.text):
        reasons.append("the words are not readable text")
    if body.cut or split.cut:
        reasons.append("more words than are read")
    silent = not split.text and not split.forwarded and not bounces and automatic is AutomaticKind.PERSON
    if silent and not body.calendar_method and (body.attachments or body.text.strip() or body.cut):
        reasons.append("no new words found")
    return tuple(reasons)
