"""Find the recipients that a delivery report is about: the machine part first, then the words."""

from __future__ import annotations

import re
from email.message import Message

from notifier.inbound.bounces.notification import read_notification
from notifier.inbound.bounces.status import is_permanent, status_in
from notifier.inbound.bounces.words import ADDRESS, own_words, report_words
from notifier.inbound.feedback import original_of
from notifier.inbound.headers import addresses, decoded, header_text
from notifier.inbound.model import Bounce
from notifier.inbound.parse import walk

_MOST_RECIPIENTS = 100
_MOST_DIAGNOSTIC = 600
_ROBOTS = ("mailer-daemon@", "postmaster@", "postmaster_", "abuse@", "support@", "noreply@", "no-reply@", "help@")
_DELAY = re.compile(r"delay|will be retried|still (?:being|trying)|no action (?:is )?required|warning", re.IGNORECASE)
_DIAGNOSTIC_LINE = re.compile(
    r"(?<![\d.])[45]\d\d[ \-#]|[45]\.\d{1,3}\.\d{1,3}|unknown|not found|exist|quota|full|reject|refus|fail|error|denied|invalid|"
    r"timed? out|blocked|because|reason|no such|unable|listed in|cannot|because|moved|accept",
    re.IGNORECASE,
)


def find_bounces(message: Message) -> tuple[Bounce, ...]:
    """Recipients of a delivery report; empty when the message is none.

    Of a report that names nobody one entry with an empty recipient is returned, so that it still counts as a report.
    """
    found = _from_status_part(message)
    if found:
        return tuple(_with_words(message, found))
    if message.get_content_type() == "text/plain" and "notification" in header_text(message, "Subject").lower():
        notified = read_notification(own_words(message))
        if notified:
            return notified
    words = report_words(message)
    return _from_words(message, words) if words else ()


def _from_status_part(message: Message) -> list[Bounce]:
    """Read the machine part of an RFC 3464 report."""
    found: dict[str, Bounce] = {}
    for part in walk(message):
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            bounce = _of_block(block) if isinstance(block, Message) else None
            if bounce is not None and len(found) < _MOST_RECIPIENTS:
                found.setdefault(bounce.recipient, bounce)
    return list(found.values())


def _of_block(block: Message) -> Bounce | None:
    recipient = _address(block, "Final-Recipient") or _address(block, "Original-Recipient")
    if not recipient:
        return None
    action = decoded(str(block.get("Action", ""))).lower().split()[:1]
    diagnostic = decoded(str(block.get("Diagnostic-Code", "")))[:_MOST_DIAGNOSTIC]
    told = status_in(decoded(str(block.get("Status", ""))))
    precise = status_in(diagnostic)
    status = precise if told.endswith(".0.0") and precise else told or precise
    verb = action[0].strip(";") if action else "failed"
    return Bounce(
        recipient, is_permanent(status, verb, diagnostic), status, verb, diagnostic, delayed=verb == "delayed"
    )


def _address(block: Message, name: str) -> str:
    value = decoded(str(block.get(name, "")))
    match = ADDRESS.search(value.partition(";")[2] or value)
    return match.group(0).lower() if match else ""


def _with_words(message: Message, found: list[Bounce]) -> list[Bounce]:
    """Where the machine part gives no reason, look for one in the words beside it."""
    if all(bounce.diagnostic for bounce in found):
        return found
    words = own_words(message)
    diagnostic = _diagnostic(words, found[0].recipient)
    return [
        bounce
        if bounce.diagnostic
        else Bounce(
            bounce.recipient,
            is_permanent(bounce.status, bounce.reason, diagnostic),
            bounce.status,
            bounce.reason,
            diagnostic,
            delayed=bounce.delayed,
        )
        for bounce in found
    ]


def _from_words(message: Message, words: str) -> tuple[Bounce, ...]:
    subject = header_text(message, "Subject")
    recipients = _told_recipients(message) or _recipients_in(message, words)
    action = "delayed" if _DELAY.search(subject) else "failed"
    return tuple(
        _of_recipient(recipient, words, subject, action, tuple(recipients))
        for recipient in recipients[:_MOST_RECIPIENTS] or [""]
    )


def _of_recipient(recipient: str, words: str, subject: str, action: str, others: tuple[str, ...]) -> Bounce:
    diagnostic = _diagnostic(words, recipient, others) or subject
    status = status_in(diagnostic)
    return Bounce(
        recipient,
        is_permanent(status, action, diagnostic),
        status,
        action,
        diagnostic[:_MOST_DIAGNOSTIC],
        delayed=action == "delayed",
    )


def _told_recipients(message: Message) -> list[str]:
    return [address for _, address in addresses(message, "X-Failed-Recipients")]


def _recipients_in(message: Message, words: str) -> list[str]:
    """Addresses in the words that are not ours; the addressee of the returned original where the words name none."""
    ours = {address for _, address in addresses(message, "To", "From", "Cc", "Delivered-To", "Sender", "Reply-To")}
    original = original_of(message)
    sent_to = [address for _, address in addresses(original, "To")] if original is not None else []
    if original is not None:
        ours |= {address for _, address in addresses(original, "From", "Return-Path", "Reply-To")}
    named = [match.group(0).strip(".").lower() for match in ADDRESS.finditer(words)]
    others = [address for address in dict.fromkeys(named) if address not in ours and not address.startswith(_ROBOTS)]
    both = [address for address in others if address in sent_to]
    return both or others[:1] or sent_to[:1]


def _diagnostic(words: str, recipient: str, others: tuple[str, ...] = ()) -> str:
    """The lines that say why: from the recipient's first mention to that of another one."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    start = next((place for place, line in enumerate(lines) if recipient and recipient in line.lower()), 0)
    own: list[str] = []
    for line in lines[start : start + 25]:
        if any(other != recipient and other in line.lower() for other in others):
            break
        own.append(line)
    telling = [line for line in own if _DIAGNOSTIC_LINE.search(line)]
    if not telling or telling == lines[start : start + 1]:
        telling += [line for line in lines[:start] if _DIAGNOSTIC_LINE.search(line)]
    return " ".join(telling)[:_MOST_DIAGNOSTIC]
