"""What two customers of the demo answer: an objection in English and a request for deletion in French."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.demo.checks import text_part
from bot.demo.sink import Mail
from notifier.model import Customer


def objection_to(notice: Mail, customer: Customer, at: datetime) -> bytes:
    """Return an objection above the quoted notice, as people answer."""
    words = "Hello,\n\nI object to this change of your privacy policy. Please keep treating my data as before.\n"
    return _reply(notice, customer, at, words, "On {date} Larkpost wrote:")


def request_erasure(notice: Mail, customer: Customer, at: datetime) -> bytes:
    """Return a request for deletion above the quoted notice."""
    words = "Bonjour,\n\nVeuillez supprimer mon compte et toutes mes données personnelles.\n\nMerci,\n"
    return _reply(notice, customer, at, words + customer.name + "\n", "Le {date}, Larkpost a écrit :")


def _reply(notice: Mail, customer: Customer, at: datetime, words: str, attribution: str) -> bytes:
    original = notice.message
    quoted = "".join(f"> {line}\n" for line in text_part(original).splitlines())
    reply = EmailMessage(policy=SMTP)
    reply["From"] = f"{customer.name} <{customer.email}>"
    reply["To"] = str(original["Reply-To"])
    reply["Subject"] = f"Re: {original['Subject']}"
    reply["Date"] = format_datetime(at)
    reply["Message-ID"] = f"<answer-{customer.external_id}@{customer.email.partition('@')[2]}>"
    reply["In-Reply-To"] = str(original["Message-ID"])
    reply["References"] = str(original["Message-ID"])
    reply["Authentication-Results"] = "mx.larkpost.example; dmarc=pass header.from=" + customer.email.partition("@")[2]
    reply.set_content(f"{words}\n{attribution.format(date=original['Date'])}\n{quoted}")
    return reply.as_bytes()
