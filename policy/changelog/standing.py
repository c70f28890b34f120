"""Which version of a document holds on a day, which are still to come, and which never came into force."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from policy.changelog.model import Entry, EventKind, Proposal


@dataclass(frozen=True, slots=True)
class Standing:
    """The versions of a document on a day, by commit.

    `current` is in force; `pending` are those that are not yet, with the day from which they hold, oldest first;
    `withdrawn` were taken back before they were in force.
    """

    current: str
    pending: tuple[tuple[str, date], ...]
    withdrawn: frozenset[str]


def standing(entries: Sequence[Entry], today: date, editorial: Collection[str] = ()) -> Standing:
    """Return how the versions of a document stand on `today`, a day in the policy's time zone.

    `entries` are those of `changelog`, oldest first, at least one. A change that needs a notice holds from its
    effective date, as moved by later revisions; everything else holds as soon as the text that it corrects does: a typo
    mended in a coming version does not bring that version forward. `editorial` are commits that legal decided to be so.
    """
    holds: dict[str, date | None] = {}
    withdrawn = {entry.revision.commit for entry in entries if entry.withdrawn}
    for position, entry in enumerate(entries):
        if position == 0:
            holds[entry.revision.commit] = None
        elif (back := _text_it_returns_to(entry, entries[:position])) is not None:
            holds[entry.revision.commit] = holds[back]
        elif needs_notice(entry, editorial):
            holds[entry.revision.commit] = entry.holds_from
        else:
            holds[entry.revision.commit] = holds[entries[position - 1].revision.commit]
    pending = tuple(
        (commit, day) for commit, day in holds.items() if day is not None and day > today and commit not in withdrawn
    )
    not_yet = {commit for commit, _ in pending}
    held = [commit for commit in holds if commit not in not_yet and commit not in withdrawn]
    return Standing(held[-1] if held else entries[0].revision.commit, pending, frozenset(withdrawn))


def needs_notice(entry: Entry, editorial: Collection[str] = ()) -> bool:
    """Whether customers are told before the change holds, as proposed and as far as legal has not decided otherwise."""
    return (
        entry.previous is not None
        and entry.materiality.proposed is Proposal.MATERIAL
        and entry.revision.commit not in editorial
    )


def _text_it_returns_to(entry: Entry, earlier: Sequence[Entry]) -> str | None:
    """The commit whose text a withdrawal brings back: the newest one before the change that it takes back."""
    taken_back = [position for position, other in enumerate(earlier) if _withdrawal(other) == entry.revision.commit]
    if not taken_back:
        return None
    return earlier[max(0, min(taken_back) - 1)].revision.commit


def _withdrawal(entry: Entry) -> str:
    return next((event.revision for event in entry.events if event.kind is EventKind.WITHDRAWN), "")
