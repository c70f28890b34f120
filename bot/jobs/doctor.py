"""What `herald doctor` says: in plain words, what is configured, what is not, and what that means."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from bot.errors import BotError
from bot.settings import Settings, on_this_machine
from notifier.errors import NotifierError
from notifier.ledger import Ledger
from policy.errors import PolicyError
from policy.repository import PolicyRepository

SHORTEST_SECRET = 16
SECONDS_TO_CONNECT = 5.0


class Health(StrEnum):
    WELL = "well"
    MISSING = "missing"  # a part is left out; the rest works
    ILL = "ill"  # something that was configured does not work


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the report: the part, its health, and a sentence with the remedy."""

    part: str
    health: Health
    sentence: str


def examine(settings: Settings) -> tuple[Diagnosis, ...]:
    """Look at every part. Opens the repository and the ledger and connects to the mail relay; sends nothing."""
    return (
        _policy(settings),
        _ledger(settings),
        _secret(settings),
        *_mail(settings),
        *_slack(settings),
        _replies(settings),
        _site(settings),
        _clock(settings),
    )


def _policy(settings: Settings) -> Diagnosis:
    part = "policy repository"
    if not settings.policy_repo:
        return Diagnosis(part, Health.MISSING, "HERALD_POLICY_REPO is not set: give the path or URL of the repository.")
    try:
        repository = PolicyRepository.open(settings.policy_repo, cache=settings.state_folder / "repository")
        names = repository.documents()
    except PolicyError as error:
        return Diagnosis(part, Health.ILL, str(error))
    return Diagnosis(part, Health.WELL, f"{len(names)} document{'s' * (len(names) != 1)}: {', '.join(names[:5])}.")


def _ledger(settings: Settings) -> Diagnosis:
    part = "ledger"
    try:
        ledger = Ledger.open(settings.database_url.get_secret_value())
    except NotifierError as error:
        return Diagnosis(part, Health.ILL, str(error))
    try:
        kind = (
            "one SQLite file; one process may send from it" if ledger.is_sqlite else "PostgreSQL; workers may share it"
        )
    finally:
        ledger.close()
    return Diagnosis(part, Health.WELL, f"{kind}.")


def _secret(settings: Settings) -> Diagnosis:
    part = "signing key"
    secret = settings.secret.get_secret_value() if settings.secret else ""
    if not secret:
        return Diagnosis(
            part,
            Health.MISSING,
            "HERALD_SECRET is not set: `herald serve` refuses to start; give 32 random characters.",
        )
    if len(secret) < SHORTEST_SECRET:
        return Diagnosis(part, Health.ILL, f"HERALD_SECRET is shorter than {SHORTEST_SECRET} characters.")
    return Diagnosis(part, Health.WELL, "reply addresses and links are signed.")


def _mail(settings: Settings) -> Iterator[Diagnosis]:
    if settings.smtp_url is None:
        yield Diagnosis(
            "mail relay", Health.MISSING, "HERALD_SMTP_URL is not set: notices are planned but none is sent."
        )
    else:
        yield _relay(settings.smtp_url.get_secret_value())
    if not settings.mail_from:
        yield Diagnosis("sender", Health.MISSING, "HERALD_MAIL_FROM is not set: notices need a sender of their own.")
    if not settings.reply_to:
        yield Diagnosis(
            "reply address", Health.MISSING, "HERALD_REPLY_TO is not set: whoever answers is known by address only."
        )


def _relay(url: str) -> Diagnosis:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25)
    try:
        with socket.create_connection((host, port), timeout=SECONDS_TO_CONNECT):
            return Diagnosis("mail relay", Health.WELL, f"{host}:{port} answers.")
    except OSError as error:
        return Diagnosis("mail relay", Health.ILL, f"{host}:{port} does not answer: {error.strerror or error}.")


def _slack(settings: Settings) -> Iterator[Diagnosis]:
    if not settings.has_slack:
        yield Diagnosis("Slack", Health.MISSING, "SLACK_BOT_TOKEN is not set: Herald runs without Slack.")
        return
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        yield Diagnosis(
            "Slack", Health.ILL, "neither SLACK_SIGNING_SECRET (HTTP) nor SLACK_APP_TOKEN (Socket Mode) is set."
        )
    else:
        mode = "Socket Mode" if settings.slack_app_token else "HTTP"
        yield Diagnosis("Slack", Health.WELL, f"connected by {mode}.")
    if not settings.approvers:
        yield Diagnosis("approvers", Health.MISSING, "HERALD_APPROVERS is empty: nobody can approve a notice in Slack.")


def _replies(settings: Settings) -> Diagnosis:
    if settings.imap_url is None:
        return Diagnosis(
            "replies", Health.MISSING, "HERALD_IMAP_URL is not set: replies come by `herald receive` or webhooks only."
        )
    return Diagnosis("replies", Health.WELL, f"read from {urlsplit(settings.imap_url.get_secret_value()).hostname}.")


def _site(settings: Settings) -> Diagnosis:
    if not settings.site_url:
        return Diagnosis(
            "public page", Health.MISSING, "HERALD_SITE_URL is not set: notices cannot link to the redline."
        )
    if not settings.site_url.startswith("https://") and not on_this_machine(settings.site_url):
        return Diagnosis("public page", Health.ILL, f"{settings.site_url} is not https.")
    return Diagnosis("public page", Health.WELL, f"{settings.site_url}.")


def _clock(settings: Settings) -> Diagnosis:
    if settings.clock is None:
        return Diagnosis("clock", Health.WELL, "this machine's.")
    return Diagnosis("clock", Health.MISSING, f"a rehearsal that began at {settings.clock.isoformat()}.")


def is_well(report: tuple[Diagnosis, ...]) -> bool:
    """Return whether nothing is ill; parts that are left out do not count."""
    return all(diagnosis.health is not Health.ILL for diagnosis in report)


def configuration_error(error: BotError) -> Diagnosis:
    """Return settings that cannot be read at all as a line of the report."""
    return Diagnosis("settings", Health.ILL, str(error))
