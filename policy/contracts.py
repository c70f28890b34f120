"""What contracts promise beyond the policy: longer notice, business days, time to object, a contact of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import cast

from policy.errors import SettingsError

LONGEST_PERIOD = 365
MOST_CONTRACTS = 200
Refuse = Callable[[str, str, str], SettingsError]


@dataclass(frozen=True, slots=True)
class ContractRule:
    """A `[[contracts]]` table. Empty `segments`, `countries` or `documents` mean: whichever.

    `notice_days` and `notice_business_days` (0: no period of its own) ask for so long a notice; `objection_days` and
    `objection_business_days` for so long a time to object, counted from the notice;
    `answer_days` and `answer_business_days` are how soon a customer's request must be answered. Business days are counted in the
    customer's country and in `holidays` (ISO 3166 alpha-2). `contact` replaces the policy's contact in the notice.
    """

    name: str
    segments: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    notice_days: int = 0
    notice_business_days: int = 0
    objection_days: int = 0
    objection_business_days: int = 0
    answer_days: int = 0
    answer_business_days: int = 0
    holidays: tuple[str, ...] = ()
    contact: str = ""


def read_contracts(value: object, refuse: Refuse) -> tuple[ContractRule, ...]:
    """Read the `[[contracts]]` tables; `refuse(key, reason, remedy)` makes the error that names file and line."""
    if not isinstance(value, list) or len(value) > MOST_CONTRACTS or not all(isinstance(item, dict) for item in value):
        raise refuse("contracts", f"must be at most {MOST_CONTRACTS} tables", "write [[contracts]] and name = …")
    contracts = tuple(_contract(cast("dict[str, object]", item), refuse) for item in value)
    names = [contract.name for contract in contracts]
    for name in names:
        if names.count(name) > 1:
            raise refuse("contracts", f'holds "{name}" twice', "give each contract a name of its own")
    return contracts


def _contract(table: Mapping[str, object], refuse: Refuse) -> ContractRule:
    values: dict[str, object] = {}
    for key, value in table.items():
        reader = _READERS.get(key)
        if reader is None:
            raise refuse(key, "is no setting of a contract", f"known are: {', '.join(_READERS)}")
        values[key] = reader(key, value, refuse)
    if not values.get("name"):
        raise refuse("contracts", "holds one without a name", 'write name = "enterprise"')
    if len(values.keys() & {*_PERIODS, "contact"}) == 0:
        raise refuse("contracts", f'"{values["name"]}" changes nothing', f"give it one of {', '.join(_PERIODS)}")
    return ContractRule(**values)  # type: ignore[arg-type]  # each reader below returns its field's type


def _line(key: str, value: object, refuse: Refuse) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > 100:
        raise refuse(key, "must be one line of text", f'write {key} = "…"')
    return value.strip()


def _lines(key: str, value: object, refuse: Refuse) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise refuse(key, "must be a list", f'write {key} = ["…"]')
    return tuple(_line(key, item, refuse) for item in cast("list[object]", value))


def _countries(key: str, value: object, refuse: Refuse) -> tuple[str, ...]:
    codes = tuple(code.upper() for code in _lines(key, value, refuse))
    for code in codes:
        if not re.fullmatch("[A-Z]{2}", code):
            raise refuse(key, f'"{code}" is no country code', 'write two letters, as "DE"')
    return codes


def _period(key: str, value: object, refuse: Refuse) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_PERIOD:
        raise refuse(key, f"must be a whole number from 1 to {LONGEST_PERIOD}", f"write {key} = 45")
    return value


def _contact(key: str, value: object, refuse: Refuse) -> str:
    address = _line(key, value, refuse)
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+", address):
        raise refuse(key, f'"{address}" is no e-mail address', 'write one address, as "privacy@example.com"')
    return address


_PERIODS = (
    "notice_days",
    "notice_business_days",
    "objection_days",
    "objection_business_days",
    "answer_days",
    "answer_business_days",
)
_READERS: Mapping[str, Callable[[str, object, Refuse], object]] = {
    "name": _line,
    "segments": _lines,
    "countries": _countries,
    "documents": _lines,
    **dict.fromkeys(_PERIODS, _period),
    "holidays": _countries,
    "contact": _contact,
}

if set(_READERS) != {item.name for item in fields(ContractRule)}:  # pragma: no cover - a slip while editing
    raise AssertionError("every setting of a contract needs a reader")
