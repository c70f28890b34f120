"""`herald relay`: whether mail is sent through the relay now, stopping it and letting it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import open_records
from bot.cli.output import print_json, print_text
from bot.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from bot.cli.context import Records
    from notifier.delivery import Pause

SHORTEST_REASON = 3
relay_app = typer.Typer(
    help="The relay that notices are sent through: paused by hand, or by itself after too many errors.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
By = Annotated[str, typer.Option("--by", help="Who does it; recorded as the actor.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; recorded and shown to whoever looks.")]


@relay_app.command("status")
def status(context: typer.Context, as_json: Json = False) -> None:
    """Say which relay is configured, and which are paused, since when, by whom, why and until when."""
    from notifier.delivery import pauses

    with open_records(context) as records, records.ledger.reading() as connection:
        name = _name(records) if records.settings.smtp_url is not None else ""
        found = pauses(connection, now=records.clock.now())
    if as_json:
        print_json({"relay": name or None, "paused": [_json(pause) for pause in found]})
        return
    if name not in {pause.relay for pause in found}:
        print_text(f"{name} is in use." if name else "HERALD_SMTP_URL is not set: there is no relay.")
    for pause in found:
        print_text(f"{pause.sentence} (by {pause.by}, {pause.since:%Y-%m-%d %H:%M} UTC)")


@relay_app.command("pause")
def stop(context: typer.Context, by: By = "", reason: Reason = "", as_json: Json = False) -> None:
    """Send nothing through the configured relay until somebody resumes it; a worker that is sending stops in a second."""
    from notifier.delivery import pause

    if not by.strip() or len(reason.strip()) < SHORTEST_REASON:
        raise UsageError("relay pause: say who (--by NAME) and why (--reason TEXT)")
    with open_records(context) as records, records.ledger.begin() as connection:
        made = pause(connection, _name(records), by=by.strip(), reason=reason.strip(), now=records.clock.now())
    if as_json:
        print_json(_json(made))
    else:
        print_text(made.sentence)


@relay_app.command("resume")
def go_on(context: typer.Context, by: By = "", as_json: Json = False) -> None:
    """Use the configured relay again, whoever or whatever paused it."""
    from notifier.delivery import resume

    if not by.strip():
        raise UsageError("relay resume: say who (--by NAME)")
    with open_records(context) as records, records.ledger.begin() as connection:
        name = _name(records)
        was_paused = resume(connection, name, by=by.strip(), now=records.clock.now())
    if as_json:
        print_json({"relay": name, "resumed": was_paused})
    else:
        print_text(f"{name} is in use again." if was_paused else f"{name} was not paused.")


def _name(records: Records) -> str:
    from notifier.delivery import open_transport

    if records.settings.smtp_url is None:
        raise ConfigurationError("HERALD_SMTP_URL is not set: there is no relay to pause")
    return open_transport(records.settings.smtp_url.get_secret_value()).name


def _json(pause: Pause) -> dict[str, object]:
    return {
        "relay": pause.relay,
        "since": pause.since.isoformat(),
        "by": pause.by,
        "reason": pause.reason,
        "resume_at": pause.resume_at.isoformat() if pause.resume_at else None,
    }
