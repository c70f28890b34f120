"""The deployment's settings, read once from the environment (and an env file); secrets never show in `repr` or logs.

What legal decides stands in the policy repository (`policy.settings`), not here.
"""

from __future__ import annotations

import ipaddress
import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigurationError

SLACK_API = "https://slack.com/api/"
READ_BY_COMMANDS = frozenset(["HERALD_CUSTOMERS_URL"])
DEFAULTS_OF_OPTIONS = READ_BY_COMMANDS | {"HERALD_POLICY_REPO"}
CLOSE_ENOUGH = 75


def _named(name: str) -> Any:
    return AliasChoices(name, name.lower())


class Settings(BaseSettings):
    """What the deployment says. Read it with `from_environment`; every field names its variable in `docs/settings.md`."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_prefix="", case_sensitive=False)

    policy_repo: str = Field(default="", validation_alias=_named("HERALD_POLICY_REPO"))
    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///herald.db"), validation_alias=_named("HERALD_DATABASE_URL")
    )
    state_folder: Path = Field(default=Path(".herald"), validation_alias=_named("HERALD_STATE"))
    smtp_url: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_SMTP_URL"))
    mail_from: str = Field(default="", validation_alias=_named("HERALD_MAIL_FROM"))
    reply_to: str = Field(default="", validation_alias=_named("HERALD_REPLY_TO"))
    relay_rate: str = Field(default="", validation_alias=_named("HERALD_RELAY_RATE"))
    domain_limits: str = Field(default="", validation_alias=_named("HERALD_DOMAIN_LIMITS"))
    quiet_hours: str = Field(default="", validation_alias=_named("HERALD_QUIET_HOURS"))
    dkim_keys: str = Field(default="", validation_alias=_named("HERALD_DKIM_KEYS"))
    secret: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_SECRET"))
    imap_url: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_IMAP_URL"))
    lmtp_listen: str = Field(default="", validation_alias=_named("HERALD_LMTP_LISTEN"))
    mailgun_key: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_MAILGUN_KEY"))
    mailjet_secret: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_MAILJET_SECRET"))
    site_url: str = Field(default="", validation_alias=_named("HERALD_SITE_URL"))
    listen: str = Field(default="127.0.0.1:8080", validation_alias=_named("HERALD_LISTEN"))
    push_secret: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_PUSH_SECRET"))
    customers_key: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_CUSTOMERS_KEY"))
    slack_bot_token: SecretStr | None = Field(default=None, validation_alias=_named("SLACK_BOT_TOKEN"))
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias=_named("SLACK_SIGNING_SECRET"))
    slack_client_id: str = Field(default="", validation_alias=_named("SLACK_CLIENT_ID"))
    slack_client_secret: SecretStr | None = Field(default=None, validation_alias=_named("SLACK_CLIENT_SECRET"))
    slack_app_token: SecretStr | None = Field(default=None, validation_alias=_named("SLACK_APP_TOKEN"))
    slack_api_url: str = Field(default=SLACK_API, validation_alias=_named("SLACK_API_URL"))
    approvers: Annotated[tuple[str, ...], NoDecode] = Field(default=(), validation_alias=_named("HERALD_APPROVERS"))
    trusted_servers: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), validation_alias=_named("HERALD_TRUSTED_SERVERS")
    )
    erasure_webhooks: str = Field(default="", validation_alias=_named("HERALD_ERASURE_WEBHOOKS"))
    erasure_key: SecretStr | None = Field(default=None, validation_alias=_named("HERALD_ERASURE_KEY"))
    clock: datetime | None = Field(default=None, validation_alias=_named("HERALD_CLOCK"))

    @field_validator("approvers", "trusted_servers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("clock")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value

    @property
    def lmtp_port(self) -> int:
        """The port of HERALD_LMTP_LISTEN, 0 when nothing listens; raises ConfigurationError for no loopback address."""
        if not self.lmtp_listen:
            return 0
        host, _, port = self.lmtp_listen.rpartition(":")
        if host not in ("127.0.0.1", "localhost") or not port.isdigit() or not 0 < int(port) < 65_536:
            raise ConfigurationError("HERALD_LMTP_LISTEN: must be 127.0.0.1:port; only a local mail server hands over")
        return int(port)

    @property
    def listen_host(self) -> str:
        """The host part of HERALD_LISTEN."""
        return self.listen.rpartition(":")[0] or "127.0.0.1"

    @property
    def listen_port(self) -> int:
        """The port part of HERALD_LISTEN; raises ConfigurationError when it is no port number."""
        port = self.listen.rpartition(":")[2]
        if not port.isdigit() or int(port) > 65_535:
            raise ConfigurationError(f"HERALD_LISTEN: {self.listen!r} names no port (write host:port)")
        return int(port)

    @property
    def has_slack(self) -> bool:
        """Whether a Slack workspace is connected, or may install Herald."""
        return self.slack_bot_token is not None or bool(self.slack_client_id)


def from_environment(env_file: Path | None = None, **overrides: object) -> Settings:
    """Read the settings; `overrides` are field names with values that go before the environment.

    Raises ConfigurationError, naming the variable, when a value does not fit, the env file is absent, or a rehearsal
    clock is asked for while mail or Slack would leave this machine.
    """
    if env_file is not None:
        read_env_file(env_file)
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        raise ConfigurationError(_first_fault(error)) from None
    if overrides:
        settings = settings.model_copy(update=overrides)
    refuse_rehearsal_outside(settings)
    return settings


def read_env_file(path: Path) -> dict[str, str]:
    """Return Herald's settings in a file of `NAME=value` lines; names of other programs are left out.

    Raises ConfigurationError, with file and line, for an absent file, a line that is no assignment, a setting that
    Herald does not know, and a file without any.
    """
    from dotenv import dotenv_values  # reading a file of settings is seldom asked for
    from dotenv.parser import parse_stream

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8"
        raise ConfigurationError(f"--env-file: {path}: {reason}") from None
    for binding in parse_stream(StringIO(text)):
        blank = len(binding.original.string) - len(binding.original.string.lstrip("\r\n"))
        place = f"--env-file: {path}:{binding.original.line + blank}"
        if binding.error or (binding.key is not None and binding.value is None):
            raise ConfigurationError(f"{place}: is not NAME=value")
        _know(binding.key or "", place)
    found = {
        name.upper(): value
        for name, value in dotenv_values(stream=StringIO(text)).items()
        if value is not None and _is_own(name)
    }
    if not found:
        raise ConfigurationError(f"--env-file: {path}: holds no setting of Herald (write HERALD_…=value, one a line)")
    return found


def take_into_environment(path: Path) -> None:
    """Add to the environment what options take their default from; what stands there stays.

    Nothing else of the file: the environment goes to every program that is started, and no secret has to. Raises ConfigurationError as `read_env_file` does.
    """
    for name, value in read_env_file(path).items():
        if name in DEFAULTS_OF_OPTIONS:
            os.environ.setdefault(name, value)


def _is_own(name: str) -> bool:
    return name.upper().startswith(("HERALD_", "SLACK_"))


def _know(name: str, place: str) -> None:
    if not _is_own(name) or name.upper() in known_names():
        return
    from rapidfuzz import fuzz, process

    close = process.extractOne(name.upper(), sorted(known_names()), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    remedy = f"did you mean {close[0]}?" if close else "docs/settings.md lists all"
    raise ConfigurationError(f"{place}: unknown setting {name} ({remedy})")


def known_names() -> frozenset[str]:
    """Return the names of all variables that Herald reads."""
    choices = [field.validation_alias for field in Settings.model_fields.values()]
    return frozenset(str(each.choices[0]) for each in choices if isinstance(each, AliasChoices)) | READ_BY_COMMANDS


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_input=False)[0]
    name = str(fault["loc"][0]).upper() if fault["loc"] else "settings"
    if name == "HERALD_CLOCK":
        return f"{name}: is no time (write it like 2027-03-15T09:00:00Z)"
    return f"{name}: {fault['msg']}"


def refuse_rehearsal_outside(settings: Settings) -> None:
    """Raise ConfigurationError when HERALD_CLOCK is set and the SMTP host or Slack is not on this machine."""
    if settings.clock is None:
        return
    smtp = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    if smtp and not on_this_machine(smtp):
        raise ConfigurationError("HERALD_CLOCK: refused, because HERALD_SMTP_URL leads off this machine")
    if settings.has_slack and not on_this_machine(settings.slack_api_url):
        raise ConfigurationError("HERALD_CLOCK: refused, because SLACK_API_URL leads off this machine")


def on_this_machine(url: str) -> bool:
    """Return whether the URL's host is a loopback address or `localhost`."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
