"""A changelog entry as its promised JSON gives it (`herald changelog --json`), read into values for the cards.

The ledger keeps this JSON with every notice, so that a card shows what was proposed even after the repository moved.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _sides(value: Any) -> Any:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ShownSide(_Value):
    """One side of a change: where it stands and its plain text."""

    section: str = ""
    heading: str = ""
    label: str = ""
    text: str = ""


class ShownChange(_Value):
    """One change of a redline; `words` are (sign, text) runs with sign `=`, `-` or `+`."""

    kind: str
    old: Annotated[tuple[ShownSide, ...], BeforeValidator(_sides)] = ()
    new: Annotated[tuple[ShownSide, ...], BeforeValidator(_sides)] = ()
    words: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> ShownSide:
        """Where a reader finds it: in the new text, or in the old when it is gone."""
        return (self.new or self.old or (ShownSide(),))[0]


class ShownRecipient(_Value):
    """A recipient of personal data that a change adds or removes."""

    name: str
    group: str = ""
    section: str = ""


class ShownMateriality(_Value):
    proposed: str = ""
    reasons: tuple[str, ...] = ()


class ShownReference(_Value):
    """A cross-reference of the new text that leads nowhere."""

    quote: str = ""
    target: str = ""
    section: str = ""
    reason: str = ""


class ShownSource(_Value):
    """Where a date was read: its kind, its value and the words that state it."""

    kind: str = ""
    value: str = ""
    quote: str = ""


Recipients = Annotated[tuple[Annotated[ShownRecipient, BeforeValidator(_named)], ...], BeforeValidator(_sides)]


class Announcement(_Value):
    """What a card needs to know of a changelog entry; unknown fields are ignored, absent ones empty."""

    document: str = ""
    title: str = ""
    revision: str = ""
    previous: str | None = None
    updated_on: date | None = None
    effective_on: date | None = None
    days_of_notice: int | None = None
    date_sources: tuple[ShownSource, ...] = ()
    conflicts: tuple[str, ...] = ()
    materiality: ShownMateriality = Field(default_factory=ShownMateriality)
    changes: tuple[ShownChange, ...] = ()
    recipients_added: Recipients = ()
    recipients_removed: Recipients = ()
    summary: str = ""
    broken_references: tuple[ShownReference, ...] = ()

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return how many changes of each kind there are, most first."""
        totals: dict[str, int] = {}
        for change in self.changes:
            totals[change.kind] = totals.get(change.kind, 0) + 1
        return tuple(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))


def read_announcement(text: str) -> Announcement:
    """Read the JSON kept with a notice; raises pydantic's ValidationError (a ValueError) when it is none."""
    return Announcement.model_validate_json(text or "{}")
