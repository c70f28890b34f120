"""The composition root: the one place where settings become working parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex, token_urlsafe
from threading import Lock
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.errors import ConfigurationError
from bot.settings import Settings
from notifier.ledger import Ledger
from notifier.signing import Signer
from policy.repository import PolicyRepository

if TYPE_CHECKING:
    from policy.index import PolicyIndex


@dataclass(frozen=True, slots=True)
class Herald:
    """The parts that listeners, web endpoints and commands are handed."""

    settings: Settings
    clock: Clock
    ledger: Ledger
    repository: PolicyRepository
    open_index: Callable[[], PolicyIndex]
    signer: Signer

    @property
    def index(self) -> PolicyIndex:
        """The policy index, opened when first asked for: delivering needs none, and starts sooner without."""
        return self.open_index()

    @property
    def today(self) -> date:
        """The day where the policy's time zone is: its dates are meant there."""
        return self.clock.now().astimezone(self.repository.settings.zone).date()


def fresh_token() -> str:
    """Return a token that nobody can guess, for what lives only as long as this process."""
    return token_urlsafe(32)


def make_signer(settings: Settings) -> Signer:
    """Return the signer for reply addresses and links.

    Without HERALD_SECRET commands use a key that is made once and kept beside the ledger's other state, readable by
    its owner only; `herald serve` asks for HERALD_SECRET itself (`require_secret`).
    """
    if settings.secret is not None and settings.secret.get_secret_value():
        return Signer(settings.secret.get_secret_value().encode())
    return Signer(_kept_key(settings.state_folder / "signing-key"))


def _kept_key(path: Path) -> bytes:
    """Read the key of this deployment, or make it; two processes that make it at once end with the same one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            own = path.with_name(f"{path.name}.{token_hex(8)}")
            own.touch(mode=0o600)
            own.write_text(token_urlsafe(32), encoding="ascii")
            try:
                path.hardlink_to(own)
            except FileExistsError:
                pass
            finally:
                own.unlink()
        return path.read_bytes().strip()
    except OSError as error:
        raise ConfigurationError(f"HERALD_STATE: {path}: {error.strerror or error}") from None


def require_secret(settings: Settings) -> None:
    """Raise ConfigurationError when a service that others rely on would run without a key of its own."""
    if settings.clock is None and not (settings.secret and settings.secret.get_secret_value()):
        raise ConfigurationError("HERALD_SECRET is not set: `herald serve` needs a key of 32 random characters")


def open_repository(settings: Settings) -> PolicyRepository:
    """Open the policy repository that HERALD_POLICY_REPO names; raises ConfigurationError when it is not set."""
    if not settings.policy_repo:
        raise ConfigurationError("HERALD_POLICY_REPO is not set: give the path or URL of the policy repository")
    return PolicyRepository.open(settings.policy_repo, cache=settings.state_folder / "repository")


@contextmanager
def open_herald(settings: Settings, *, clock: Clock | None = None, exclusive: bool = False) -> Iterator[Herald]:
    """Open everything that the settings name and close it in the end.

    `exclusive` takes the lock that keeps a second `herald serve` off a SQLite ledger (raises LedgerError when held).
    """
    with ExitStack() as opened:
        repository = opened.enter_context(open_repository(settings))
        signer = make_signer(settings)
        ledger = Ledger.open(settings.database_url.get_secret_value(), exclusive=exclusive)
        opened.callback(ledger.close)
        settings.state_folder.mkdir(parents=True, exist_ok=True)
        index = _Once(lambda: opened.enter_context(_index(settings, repository)))
        yield Herald(settings, clock or Clock(settings.clock), ledger, repository, index, signer)


def _index(settings: Settings, repository: PolicyRepository) -> PolicyIndex:
    from policy.index import PolicyIndex

    return PolicyIndex.open(settings.state_folder / "policy-index.db", repository)


class _Once:
    """Makes an index when first called, for whichever thread comes first."""

    def __init__(self, make: Callable[[], PolicyIndex]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: PolicyIndex | None = None

    def __call__(self) -> PolicyIndex:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made
