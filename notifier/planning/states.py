"""The states of a notice. `docs/notices.md` shows the same table as a diagram; a test compares them."""

from __future__ import annotations

from notifier.model import NoticeState as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.PROPOSED: frozenset({S.APPROVED, S.LATE, S.HELD, S.EDITORIAL, S.CANCELLED, S.SUPERSEDED}),
    S.LATE: frozenset({S.APPROVED, S.PROPOSED, S.HELD, S.EDITORIAL, S.CANCELLED, S.SUPERSEDED}),
    S.HELD: frozenset({S.PROPOSED, S.EDITORIAL, S.CANCELLED, S.SUPERSEDED}),
    S.APPROVED: frozenset({S.SENDING, S.PROPOSED, S.LATE, S.HELD, S.CANCELLED, S.SUPERSEDED}),
    S.SENDING: frozenset({S.SENT, S.PAUSED, S.IN_FORCE, S.CANCELLED, S.SUPERSEDED}),
    S.PAUSED: frozenset({S.SENDING, S.IN_FORCE, S.CANCELLED, S.SUPERSEDED}),
    S.SENT: frozenset({S.IN_FORCE, S.CANCELLED, S.SUPERSEDED}),
    S.IN_FORCE: frozenset(),
    S.EDITORIAL: frozenset({S.PROPOSED}),
    S.CANCELLED: frozenset(),
    S.SUPERSEDED: frozenset(),
}


def may_become(now: S, then: S) -> bool:
    """Whether a notice can go from one state to another."""
    return then in TRANSITIONS[now]
