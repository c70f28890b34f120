"""The promised JSON of a redline."""

from __future__ import annotations

from typing import Any

from policy.compare.model import Change, ChangeKind, Redline, Side


def redline_json(redline: Redline, old_label: str, new_label: str) -> dict[str, Any]:
    """Return the shape that `herald diff --json` prints."""
    return {
        "old": {"label": old_label},
        "new": {"label": new_label},
        "changes": [change_json(change) for change in redline.changes],
    }


def change_json(change: Change) -> dict[str, Any]:
    """Return one change as it stands in `changes`; `old`/`new` are lists only for splits and merges."""
    several = change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED)
    shape: dict[str, Any] = {
        "kind": change.kind.value,
        "old": _sides(change.old, several=several and len(change.old) > 1),
        "new": _sides(change.new, several=several and len(change.new) > 1),
        "words": [[run.sign, run.text] for run in change.words],
    }
    if change.aspects:
        shape["aspects"] = list(change.aspects)
    return shape


def _sides(sides: tuple[Side, ...], *, several: bool) -> Any:
    shapes = [_side(side) for side in sides]
    if several:
        return shapes
    return shapes[0] if shapes else None


def _side(side: Side) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "section": side.section,
        "heading": side.heading,
        "label": side.label,
        "block": side.block,
        "text": side.text,
    }
    if side.blocks > 1:
        shape["blocks"] = side.blocks
    return shape
