"""How long each sharing statement has stood in a policy: the revision that introduced it and the one that removed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from policy.index.disclosures import Disclosure


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A statement (in its last wording) with the commits that introduced and removed it; `removed` is "" while it stands.

    The same recipient getting the same data as firmly is the same statement, whatever words and section carry it. A
    statement that was removed and came back has two lifetimes.
    """

    statement: Disclosure
    introduced: str
    removed: str = ""


def lifetimes(revisions: Iterable[tuple[str, tuple[Disclosure, ...]]]) -> tuple[Lifetime, ...]:
    """Return the lifetimes over a history, in order of introduction; `revisions` are (commit, statements), oldest first."""
    ended: list[Lifetime] = []
    standing: dict[tuple[str, str, str], Lifetime] = {}
    order: dict[str, int] = {}
    for commit, statements in revisions:
        order[commit] = len(order)
        present = {_identity(statement): statement for statement in statements}
        for identity in [known for known in standing if known not in present]:
            ended.append(replace(standing.pop(identity), removed=commit))
        for identity, statement in present.items():
            known = standing.get(identity)
            standing[identity] = replace(known, statement=statement) if known else Lifetime(statement, commit)
    return tuple(sorted([*ended, *standing.values()], key=lambda each: order[each.introduced]))


def _identity(statement: Disclosure) -> tuple[str, str, str]:
    name = "".join(letter for letter in statement.recipient.casefold() if letter.isalnum())
    return name, " ".join(sorted(statement.data.split())), statement.force
