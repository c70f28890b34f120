"""The self-check of a redline: applied to the old text it gives the new one, and taken back the old one."""

from __future__ import annotations

from policy.compare.layout import RowState, lay_out
from policy.compare.model import Change, Redline
from policy.documents import Block, BlockKind, Document

_ONLY_NEW = frozenset({RowState.ADDED, RowState.MOVED_HERE})
_ONLY_OLD = frozenset({RowState.REMOVED, RowState.MOVED_AWAY})


def is_proven(redline: Redline) -> bool:
    """Return whether the redline's rows hold every block of both versions, in order and once, and the words of each
    change rebuild both its sides letter for letter."""
    rows = lay_out(redline)
    old = [block for row in rows if row.state not in _ONLY_NEW for block in row.old]
    new = [block for row in rows if row.state not in _ONLY_OLD for block in row.new]
    whole = old == _said(redline.old) and new == _said(redline.new)
    return whole and all(_rebuilds(change) for change in redline.changes)


def _said(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.text and block.kind is not BlockKind.RULE]


def _rebuilds(change: Change) -> bool:
    old = "".join(run.text for run in change.words if run.sign != "+")
    new = "".join(run.text for run in change.words if run.sign != "-")
    return old == " ".join(side.text for side in change.old) and new == " ".join(side.text for side in change.new)
