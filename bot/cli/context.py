"""What commands open before they work, and close after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from bot.clock import Clock
    from bot.composition import Herald
    from bot.settings import Settings
    from notifier.cases import CaseRules
    from notifier.ledger import Ledger
    from notifier.signing import Signer


@dataclass(frozen=True, slots=True)
class Records:
    """The parts of a command that needs the ledger and no policy repository."""

    settings: Settings
    clock: Clock
    ledger: Ledger
    signer: Signer


def read_settings(context: typer.Context) -> Settings:
    """Read the settings with the env file that the command line named; from then on logs go to standard error."""
    import structlog

    from bot.cli.logs import configure_logs
    from bot.settings import from_environment

    if not structlog.is_configured():
        configure_logs("warning")
    return from_environment(context.obj)


def case_rules(settings: Settings) -> CaseRules:
    """Zone and contracts by which deadlines are counted, from the policy repository where one is named.

    A repository that cannot be read says so and stops nothing: a customer's message is recorded all the same.
    """
    from bot.cli.output import print_error
    from bot.composition import open_repository
    from notifier.cases import CaseRules
    from policy.errors import PolicyError

    if not settings.policy_repo:
        return CaseRules()
    try:
        with open_repository(settings) as repository:
            policy = repository.settings
    except PolicyError as problem:
        print_error(f"deadlines are counted in UTC and without contracts: {problem}")
        return CaseRules()
    return CaseRules(policy.timezone, policy.contracts)


@contextmanager
def open_records(context: typer.Context) -> Iterator[Records]:
    """Open ledger, clock and signer; the ledger is closed in the end."""
    from bot.clock import Clock
    from bot.composition import make_signer
    from notifier.ledger import Ledger

    settings = read_settings(context)
    signer = make_signer(settings)
    ledger = Ledger.open(settings.database_url.get_secret_value())
    try:
        yield Records(settings, Clock(settings.clock), ledger, signer)
    finally:
        ledger.close()


def opened(context: typer.Context, *, exclusive: bool = False) -> AbstractContextManager[Herald]:
    """Open everything that the settings name; `exclusive` refuses a second sender on a SQLite ledger."""
    from bot.composition import open_herald

    return open_herald(read_settings(context), exclusive=exclusive)
