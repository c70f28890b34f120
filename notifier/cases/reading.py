"""A stored message, read and understood, as the rules of cases see it."""

from __future__ import annotations

from dataclasses import dataclass

from notifier.cases.incoming import Bounced, Incoming
from notifier.inbound import Envelope, Reading, read_message, understand_message
from notifier.model import ReplyKind
from notifier.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Read:
    """The reading, the understanding, and what the rules need of both."""

    incoming: Incoming
    reading: Reading
    understanding: Understanding


def read_incoming(
    key: str, content: bytes, *, envelope: Envelope | None = None, trusted_servers: tuple[str, ...] = ()
) -> Read:
    """Read the bytes stored under `key`. Whatever goes wrong ends as a message for a person to sort, never as an error."""
    told = envelope or Envelope()
    try:
        reading = read_message(content, trusted_servers=trusted_servers, envelope_to=told.recipients)
        understanding = understand_message(reading)
    except Exception as problem:  # noqa: BLE001 - hostile bytes must not stop the door; the message goes to a person
        return unreadable(key, f"could not be read: {type(problem).__name__}")
    return Read(_incoming(key, reading, understanding), reading, understanding)


def unreadable(key: str, reason: str) -> Read:
    """A message of which nothing but its bytes is known."""
    kinds = (ReplyKind.OTHER,)
    understanding = Understanding(kinds, ReplyKind.OTHER, triage=True, reasons=(reason,))
    incoming = Incoming(key, triage=True, unreadable=reason, reasons=(reason,), answerable=False)
    return Read(incoming, Reading(triage=(reason,)), understanding)


def _incoming(key: str, reading: Reading, understanding: Understanding) -> Incoming:
    bounce = reading.bounce
    authentication = reading.authentication
    checks = [
        f"{name}={result}"
        for name, result in (
            ("dkim", authentication.dkim),
            ("spf", authentication.spf),
            ("dmarc", authentication.dmarc),
        )
        if result
    ]
    return Incoming(
        sha256=key,
        message_id=reading.message_id,
        references=_ids(reading),
        sender=reading.sender,
        reply_tokens=reading.reply_tokens,
        subject=reading.subject,
        text=reading.text,
        automatic=reading.auto_submitted or bounce is not None,
        answerable=reading.may_be_answered,
        bounce=None if bounce is None else Bounced(bounce.recipient, bounce.permanent and not bounce.delayed),
        dmarc_pass=authentication.passed_dmarc,
        kinds=understanding.kinds,
        primary=understanding.primary,
        triage=understanding.triage,
        quotes=_quotes(understanding),
        withdrawn=understanding.withdrawn,
        reasons=understanding.reasons,
        language=understanding.language,
        checks=tuple(checks),
    )


def _ids(reading: Reading) -> tuple[str, ...]:
    """Message-IDs that the message answers or returns, the surest last."""
    found = [*reading.references, *reading.in_reply_to, reading.original_message_id]
    return tuple(dict.fromkeys(name for name in found if name))


def _quotes(understanding: Understanding) -> tuple[tuple[ReplyKind, str], ...]:
    found = [(finding.kind, finding.sentence) for finding in understanding.findings if not finding.denied]
    return tuple(found) or tuple((understanding.primary, sentence) for sentence in understanding.evidence)
