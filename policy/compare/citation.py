"""How a change is cited and named in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policy.compare.model import Change, ChangeKind, Redline, Side
from policy.documents import HEADER

KIND_NAMES = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.AMENDED: "Amended",
    ChangeKind.MOVED: "Moved",
    ChangeKind.MOVED_AMENDED: "Moved and amended",
    ChangeKind.RENUMBERED: "Renumbered",
    ChangeKind.FORMATTING: "Form only",
    ChangeKind.SPLIT: "Split",
    ChangeKind.MERGED: "Merged",
}


def cite(change: Change) -> str:
    """Return where a change is, by printed section and label in both versions: "§8 Transfers → §9 Transfers, (b)"."""
    old, new = (_places(sides) for sides in (change.old, change.new))
    if not old or not new or old == new:
        return new or old
    return f"{old} \N{RIGHTWARDS ARROW} {new}"


def _places(sides: tuple[Side, ...]) -> str:
    if not sides:
        return ""
    labels = ", ".join(side.label for side in sides if side.label and side.text != side.heading)
    place = cite_section(sides[0].section, sides[0].heading)
    return f"{place}, {labels}" if labels else place


def cite_section(section: str, heading: str) -> str:
    """Return "§6 Sharing" for a numbered section, the heading alone for others, "Introduction" for what comes first."""
    if section == HEADER:
        return "Introduction"
    if section[:1].isdigit() or (section[:1].isupper() and section[1:2] in ("", ".")):
        return f"§{section} {heading}".rstrip()
    return heading or section


def count_by_section(redline: Redline) -> tuple[tuple[str, str, Counter[ChangeKind]], ...]:
    """Return (section, heading, changes by kind) for each section that changed; what went is counted where it was."""
    counts: dict[tuple[str, str], Counter[ChangeKind]] = {}
    for change in redline.changes:
        side = (change.new or change.old)[0]
        counts.setdefault((side.section, side.heading), Counter())[change.kind] += 1
    return tuple((section, heading, kinds) for (section, heading), kinds in counts.items())


def tell_counts(changes: Iterable[Change]) -> str:
    """Return "2 amended, 1 added", or "no changes"."""
    counts = Counter(change.kind for change in changes)
    told = (f"{counts[kind]} {name.lower()}" for kind, name in KIND_NAMES.items() if counts[kind])
    return ", ".join(told) or "no changes"
