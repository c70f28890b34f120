"""What legal writes in `herald.toml`, read strictly: a word that Herald does not know is an error, never ignored."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from policy.contracts import ContractRule, read_contracts
from policy.errors import SettingsError

FILE_NAME = "herald.toml"
MOST_BYTES = 200_000
LONGEST_NOTICE_DAYS = 365
CLOSE_ENOUGH = 70.0
"""A misspelt key is answered with a known one when they are at least this alike (per cent)."""


class DateOrder(StrEnum):
    """How legal writes dates in figures: 03/04/2021 is 4 March (`mdy`) or 3 April (`dmy`)."""

    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """Legal's facts about the policy repository. An empty `documents` means every Markdown file that can be a policy.

    `documents` are paths or patterns (`legal/*.md`), `notice_hour` the local hour of `timezone` at which notices go
    out, `document_notice_days` the days of a document that differ from `notice_days`. `contracts` ask for more than the
    policy; customers are reminded `reminder_days` before a change takes effect (0: not at all); a notice needs the word
    of `approvals` different people.
    """

    documents: tuple[str, ...] = ()
    timezone: str = "UTC"
    notice_days: int = 30
    notice_hour: int = 9
    date_order: DateOrder | None = None
    contact: str = ""
    slack_channel: str = ""
    slack_case_channel: str = ""
    company: str = ""
    web_url: str = ""
    document_urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    document_notice_days: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    contracts: tuple[ContractRule, ...] = ()
    reminder_days: int = 7
    approvals: int = 1

    def __reduce__(self) -> tuple[Callable[[dict[str, Any]], PolicySettings], tuple[dict[str, Any]]]:
        """Let settings go to another process: a mapping that cannot be changed is taken along as one that can."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return _restored, (
            {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()},
        )

    @property
    def zone(self) -> ZoneInfo:
        """The policy's time zone."""
        return ZoneInfo(self.timezone)

    def days_of(self, document: str) -> int:
        """Return the days of notice that hold for this document when its own text names none."""
        return self.document_notice_days.get(document, self.notice_days)


def _restored(values: dict[str, Any]) -> PolicySettings:
    frozen: dict[str, Any] = {
        name: MappingProxyType(value) if isinstance(value, dict) else value for name, value in values.items()
    }
    return PolicySettings(**frozen)


def read_settings(text: str, place: str = FILE_NAME) -> PolicySettings:
    """Read `herald.toml`; `place` names it in errors. Raises `SettingsError` naming line, field and remedy."""
    if len(text) > MOST_BYTES:
        raise SettingsError(place, f"holds more than {MOST_BYTES} characters", "herald.toml is a page of settings")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(place, text, str(error)) from error
    except RecursionError as error:
        raise SettingsError(place, "is nested too deeply", "use plain keys and lists") from error
    values = {key: _value(key, value, _Place(place, text)) for key, value in table.items()}
    return PolicySettings(**values)  # type: ignore[arg-type]  # each reader below returns its field's type


def _syntax_error(place: str, text: str, message: str) -> SettingsError:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    where = f"{place}:{found[1] if found else len(text.splitlines())}"
    return SettingsError(where, re.sub(r"\s*\(at .*\)$", "", message).lower(), "mend the TOML")


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    text: str

    def of(self, key: str) -> str:
        """Return "herald.toml:3", the line that sets this key, or the file's name when it is nowhere."""
        pattern = re.compile(rf"""^\s*\[*\s*["']?{re.escape(key)}["']?\s*[=\].]""")
        for number, line in enumerate(self.text.split("\n"), 1):
            if pattern.match(line):
                return f"{self.name}:{number}"
        return self.name

    def refuse(self, key: str, reason: str, remedy: str) -> SettingsError:
        return SettingsError(self.of(key), f"{key} {reason}", remedy)


T = TypeVar("T")
Reader = Callable[[str, object, _Place], T]


def _value(key: str, value: object, place: _Place) -> object:
    reader = _READERS.get(key)
    if reader is None:
        close = process.extractOne(key, list(_READERS), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
        remedy = f'did you mean "{close[0]}"?' if close else "known are: " + ", ".join(sorted(_READERS))
        raise SettingsError(place.of(key), f'unknown setting "{key}"', remedy)
    return reader(key, value, place)


def _text(key: str, value: object, place: _Place) -> str:
    if not isinstance(value, str) or "\n" in value:
        raise place.refuse(key, "must be one line of text", f'write {key} = "…"')
    return value.strip()


def _whole_number(least: int, most: int, usual: int) -> Reader[int]:
    def read(key: str, value: object, place: _Place) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise place.refuse(key, f"must be a whole number from {least} to {most}", f"write {key} = {usual}")
        return value

    return read


def _timezone(key: str, value: object, place: _Place) -> str:
    name = _text(key, value, place)
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise place.refuse(
            key, f'"{name}" is no time zone', 'write one of the IANA names, as "Europe/Paris"'
        ) from error
    return name


def _date_order(key: str, value: object, place: _Place) -> DateOrder:
    try:
        return DateOrder(_text(key, value, place).lower())
    except ValueError as error:
        raise place.refuse(key, f'"{value}" is no date order', 'write "mdy" (month first) or "dmy"') from error


def _contact(key: str, value: object, place: _Place) -> str:
    address = _text(key, value, place)
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+", address):
        raise place.refuse(key, f'"{address}" is no e-mail address', 'write one address, as "privacy@example.com"')
    return address


def _channel(key: str, value: object, place: _Place) -> str:
    channel = _text(key, value, place)
    if not re.fullmatch(r"#?[\w.-]{1,80}", channel):
        raise place.refuse(key, f'"{channel}" is no Slack channel', 'write its name or id, as "#policy"')
    return channel


def _web_address(key: str, value: object, place: _Place) -> str:
    address = _text(key, value, place)
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise place.refuse(key, f'"{address}" is no web address', "write one that starts with https://")
    return address


def _document_path(key: str, value: object, place: _Place) -> str:
    path = _text(key, value, place)
    outside = path.startswith(("/", "-")) or ".." in path.split("/") or "\\" in path or ":" in path
    if not path or outside:
        raise place.refuse(key, f'"{path}" is no path inside the repository', 'write it as "privacy-policy.md"')
    return path.removeprefix("./")


def _documents(key: str, value: object, place: _Place) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise place.refuse(key, "must be a list of paths", 'write documents = ["privacy-policy.md"]')
    paths = tuple(_document_path(key, item, place) for item in cast("list[object]", value))
    for path in paths:
        if paths.count(path) > 1:
            raise place.refuse(key, f'names "{path}" twice', "name each document once")
    return paths


def _of_each_document(read: Reader[T]) -> Reader[Mapping[str, T]]:
    def read_table(key: str, value: object, place: _Place) -> Mapping[str, T]:
        if not isinstance(value, dict):
            raise place.refuse(key, "must be a table", f'write [{key}] and under it "privacy-policy.md" = …')
        table = cast("dict[str, object]", value)
        return MappingProxyType(
            {_document_path(path, path, place): read(path, item, place) for path, item in table.items()}
        )

    return read_table


_READERS: Mapping[str, Reader[object]] = {
    "documents": _documents,
    "timezone": _timezone,
    "notice_days": _whole_number(1, LONGEST_NOTICE_DAYS, 30),
    "notice_hour": _whole_number(0, 23, 9),
    "date_order": _date_order,
    "contact": _contact,
    "slack_channel": _channel,
    "slack_case_channel": _channel,
    "company": _text,
    "web_url": _web_address,
    "document_urls": _of_each_document(_web_address),
    "document_notice_days": _of_each_document(_whole_number(1, LONGEST_NOTICE_DAYS, 30)),
    "contracts": lambda key, value, place: read_contracts(value, place.refuse),
    "reminder_days": _whole_number(0, 60, 7),
    "approvals": _whole_number(1, 5, 1),
}

if set(_READERS) != {item.name for item in fields(PolicySettings)}:  # pragma: no cover - a slip while editing
    raise AssertionError("every setting needs a reader")
