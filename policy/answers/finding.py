"""What was found for a question, before it becomes an answer."""

from __future__ import annotations

from dataclasses import dataclass

from policy.answers.model import Choice, Verdict
from policy.sharing import Clause, SharingStatement


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with the statements and clauses that carry it.

    `strength` says how much of the question is covered (0 to 1); `related` are the nearest clauses of a question that
    the policy does not answer.
    """

    verdict: Verdict
    headline: str
    statements: tuple[SharingStatement, ...] = ()
    clauses: tuple[Clause, ...] = ()
    related: tuple[Clause, ...] = ()
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    intent: str = ""
    strength: float = 1.0


def not_stated(
    headline: str, related: tuple[Clause, ...] = (), *, intent: str, notes: tuple[str, ...] = (), strength: float = 0.0
) -> Finding:
    """Return the finding that the policy does not say what was asked."""
    return Finding(Verdict.NOT_STATED, headline, related=related, notes=notes, intent=intent, strength=strength)
