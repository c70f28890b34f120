"""From an alignment to the list of changes, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from policy.compare.alignment import Alignment
from policy.compare.form import aspects_of, is_renumbered
from policy.compare.git import Git
from policy.compare.model import Change, ChangeKind, Side
from policy.compare.sections import MovedSection, moved_sections
from policy.compare.units import Unit
from policy.compare.words import word_runs


@dataclass(slots=True)
class _Finding:
    """A change before its words are known; `place` orders: position in the new version, then in the old."""

    kind: ChangeKind
    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    place: tuple[float, int]
    aspects: tuple[str, ...] = ()
    sizes: tuple[int, int] = (1, 1)


def list_changes(alignment: Alignment, git: Git) -> tuple[Change, ...]:
    """Return every change; what moved along with its section, unamended, is part of the section's move."""
    sections = moved_sections(alignment)
    findings = _partners(alignment, sections) + _parts(alignment) + _lone(alignment)
    findings.sort(key=lambda finding: finding.place)
    words = word_runs([(_text(finding.old), _text(finding.new)) for finding in findings], git)
    return tuple(
        Change(
            finding.kind,
            tuple(_side(unit, finding.sizes[0]) for unit in finding.old),
            tuple(_side(unit, finding.sizes[1]) for unit in finding.new),
            runs,
            finding.aspects,
        )
        for finding, runs in zip(findings, words, strict=True)
    )


def _text(units: tuple[Unit, ...]) -> str:
    return " ".join(unit.tokens.text for unit in units)


def _side(unit: Unit, blocks: int) -> Side:
    block = unit.block
    return Side(block.section, block.heading, block.label, block.index, block.text, blocks)


def _partners(alignment: Alignment, sections: dict[int, MovedSection]) -> list[_Finding]:
    inside = {old for section in sections.values() for old in section.inside}
    findings = []
    for old, new in alignment.forward.items():
        one, other = alignment.old[old], alignment.new[new]
        kind, aspects = _kind(one, other, moved=old in alignment.moved and old not in inside)
        if kind is not None:
            section = sections.get(old)
            sizes = (section.old_blocks, section.new_blocks) if section else (1, 1)
            findings.append(_Finding(kind, (one,), (other,), (new, old), aspects, sizes))
    return findings


def _kind(old: Unit, new: Unit, *, moved: bool) -> tuple[ChangeKind | None, tuple[str, ...]]:
    same = old.key == new.key or (old.is_heading and new.is_heading and _only_capitals(old, new))
    if moved:
        return (ChangeKind.MOVED if same else ChangeKind.MOVED_AMENDED), ()
    if not same:
        return ChangeKind.AMENDED, ()
    aspects = aspects_of(old, new)
    if is_renumbered(old.block, new.block):
        return ChangeKind.RENUMBERED, aspects
    return (ChangeKind.FORMATTING, aspects) if aspects else (None, ())


def _only_capitals(old: Unit, new: Unit) -> bool:
    """Was a heading merely set in capitals, or no longer so?"""
    texts = (old.tokens.text, new.tokens.text)
    return old.key.casefold() == new.key.casefold() and any(text.isupper() for text in texts)


def _parts(alignment: Alignment) -> list[_Finding]:
    splits = [
        _Finding(
            ChangeKind.SPLIT, (alignment.old[whole],), tuple(alignment.new[part] for part in parts), (parts[0], whole)
        )
        for whole, parts in alignment.splits.items()
    ]
    merges = [
        _Finding(
            ChangeKind.MERGED, tuple(alignment.old[part] for part in parts), (alignment.new[whole],), (whole, parts[0])
        )
        for whole, parts in alignment.merges.items()
    ]
    return splits + merges


def _lone(alignment: Alignment) -> list[_Finding]:
    added = [
        _Finding(ChangeKind.ADDED, (), (alignment.new[position],), (position, -1)) for position in alignment.free_new()
    ]
    removed, free, place = [], set(alignment.free_old()), -1.0
    for unit in alignment.old:
        if unit.position in free:
            removed.append(_Finding(ChangeKind.REMOVED, (unit,), (), (place + 0.5, unit.position)))
        elif unit.position in alignment.forward and unit.position not in alignment.moved:
            place = alignment.forward[unit.position]
    return removed + added
