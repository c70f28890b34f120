"""The command `herald`. Heavy imports stand inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from bot.cli.ask_command import ask
from bot.cli.case_commands import cases_app, receive
from bot.cli.changelog_commands import changelog, check, site_app
from bot.cli.customer_commands import customers_app
from bot.cli.deliver_command import deliver
from bot.cli.demo_command import demo
from bot.cli.diff_command import diff
from bot.cli.evidence_commands import audit_app, evidence
from bot.cli.handling_commands import add_handling
from bot.cli.notice_commands import notices_app, sync
from bot.cli.output import BAD_INPUT, print_error
from bot.cli.register_commands import answers_app, register_app
from bot.cli.relay_commands import relay_app
from bot.cli.service_commands import doctor, serve, worker
from bot.cli.systems_commands import add_systems
from bot.errors import BotError
from notifier.errors import NotifierError
from policy.errors import PolicyError

app = typer.Typer(
    name="herald",
    help="Policy Herald: redlines, customer notices, objections and cited answers for a policy kept in git.",
    no_args_is_help=True,
    rich_markup_mode=None,  # Rich help costs three times the start-up
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - the shape of a Typer callback
    if wanted:
        from importlib.metadata import version

        typer.echo(f"herald {version('policy-herald')}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    env_file: Annotated[Path | None, typer.Option("--env-file", help="File of settings, NAME=value a line.")] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Policy Herald: redlines, customer notices, objections and cited answers for a policy kept in git."""
    del version  # its callback has answered
    context.obj = env_file
    if env_file is not None and context.invoked_subcommand != "doctor":  # the doctor reports what is wrong with it
        from bot.settings import take_into_environment

        take_into_environment(env_file)


add_handling(cases_app, customers_app)
add_systems(cases_app)
for command in (ask, diff, changelog, check, sync, deliver, receive, evidence, serve, worker, doctor, demo):
    app.command(command.__name__)(command)
for name, group in (
    ("register", register_app),
    ("answers", answers_app),
    ("notices", notices_app),
    ("relay", relay_app),
    ("customers", customers_app),
    ("cases", cases_app),
    ("audit", audit_app),
    ("site", site_app),
):
    app.add_typer(group, name=name)


def main() -> None:
    """Run the command line; expected errors become one line on standard error and exit code 2."""
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as error:
        _print_usage(error)
    except BrokenPipeError:
        pass
    except (KeyboardInterrupt, typer.Abort):
        print_error("interrupted")
        sys.exit(130)
    except Exception as error:
        reason = _reason(error)
        if reason is None:
            raise
        print_error(reason)
    sys.exit(BAD_INPUT)


def _reason(error: Exception) -> str | None:
    """Return what a person is told of an error that can be expected, None for one that is a fault of Herald."""
    if isinstance(error, PolicyError | NotifierError | BotError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
    # The database failed in the middle (full disk, damaged file, lost server); SQLAlchemy is not imported for it.
    if type(error).__module__.startswith("sqlalchemy."):
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return f"the ledger failed: {reason}; what was not finished was not written"
    return None


def _print_usage(error: TyperException) -> None:
    """Print what is wrong with the words of a command line in one line, or the help that it asks for by saying nothing."""
    message = error.format_message()
    if message.startswith("Usage:"):
        sys.stderr.write(f"{message}\n")
        return
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "herald"
    print_error(f"{message.rstrip('.')} (see: {path} --help)")
