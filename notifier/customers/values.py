"""What an import or an upsert did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from notifier.model import Customer

MOST_REFUSALS_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not accepted, and why; never what it held."""

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of an import. When `imported` is False, the ledger is as it was before.

    `refused_count` counts all refused lines, `refused` holds the first thousand; `erased` counts lines of people whose
    data were erased and who therefore stay away; `left` those who were absent from a complete list.
    """

    imported: bool
    lines: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    erased: int = 0
    refused_count: int = 0
    refused: tuple[Refusal, ...] = ()
    ignored_columns: tuple[str, ...] = ()


class UpsertOutcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Upserted:
    """A customer after an upsert, and what that changed."""

    customer: Customer
    outcome: UpsertOutcome
