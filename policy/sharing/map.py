"""Draws who gets which data as an SVG picture: data categories on the left, recipients on the right."""

from __future__ import annotations

from html import escape

from policy.sharing.model import Force, SharingStatement
from policy.vocabulary import Vocabulary

_ROW, _TOP, _LEFT, _RIGHT, _WIDTH = 26, 70, 250, 560, 900
_NOT_STATED = "data not stated"
_LONGEST = 44


def register_map(
    statements: tuple[SharingStatement, ...], vocabulary: Vocabulary, title: str, *, language: str = ""
) -> str:
    """Return an SVG document: a line from each data category to each recipient that gets it.

    Recipients are grouped under the policy's labels. A dashed line means "may", "such as" or "including". The picture
    carries a title and a description for readers that cannot see it. `language` is that of a policy in another language
    than English, out of which nobody can be read.
    """
    stated = [s for s in statements if s.force is not Force.NEVER]
    links = {(data, s.recipient.name): s.force for s in stated for data in _data(s, vocabulary)}
    left = sorted({data for data, _ in links}, key=lambda data: (data == _NOT_STATED, data))
    groups = _groups(stated)
    right = [name for names in groups.values() for name in names]
    height = _TOP + _ROW * max(len(left), len(right) + len(groups), 1) + 20
    places = {data: _TOP + _ROW * place for place, data in enumerate(left)}
    parts, ends = _right_side(groups)
    lines = [_line(places[data], ends[name], force) for (data, name), force in links.items()]
    labels = [_label(_LEFT, place, data, anchor="end") for data, place in places.items()]
    description = map_description(statements, vocabulary, language=language)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="20" y="32" font-size="18" font-weight="bold">{escape(title)}</text>'
        + "".join((*lines, *labels, *parts))
        + "</svg>\n"
    )


def map_description(statements: tuple[SharingStatement, ...], vocabulary: Vocabulary, *, language: str = "") -> str:
    """Return the same facts in words: the alternative text of the picture."""
    stated = [s for s in statements if s.force is not Force.NEVER]
    by_recipient: dict[str, list[str]] = {}
    for statement in stated:
        by_recipient.setdefault(statement.recipient.name, []).extend(_data(statement, vocabulary))
    if not by_recipient:
        return nobody_named(language)
    return "; ".join(f"{name}: {', '.join(_named(data))}" for name, data in by_recipient.items()) + "."


def nobody_named(language: str) -> str:
    """Return what is said where no recipient was read; of a policy in another language nothing is claimed."""
    if not language:
        return "The policy names no recipient."
    return f"This policy is in {language}, and recipients are read out of English only: the register can name them."


def _named(data: list[str]) -> list[str]:
    named = [item for item in dict.fromkeys(data) if item != _NOT_STATED]
    return named or [_NOT_STATED]


def _data(statement: SharingStatement, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(vocabulary.label(category) for category in statement.categories) or (_NOT_STATED,)


def _groups(statements: list[SharingStatement]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    seen: set[str] = set()
    for statement in statements:
        if statement.recipient.name not in seen:
            seen.add(statement.recipient.name)
            groups.setdefault(statement.group or statement.heading or "Recipients", []).append(statement.recipient.name)
    return groups


def _right_side(groups: dict[str, list[str]]) -> tuple[list[str], dict[str, int]]:
    parts, ends, place = [], {}, _TOP
    for group, names in groups.items():
        parts.append(_label(_RIGHT, place, group, anchor="start", weight="bold"))
        place += _ROW
        for name in names:
            parts.append(_label(_RIGHT + 14, place, name, anchor="start"))
            ends[name] = place
            place += _ROW
    return parts, ends


def _line(start: int, end: int, force: Force) -> str:
    dash = "" if force is Force.WILL else ' stroke-dasharray="5 4"'
    middle = (_LEFT + _RIGHT) // 2
    return (
        f'<path d="M{_LEFT + 8},{start - 4} C{middle},{start - 4} {middle},{end - 4} {_RIGHT + 6},{end - 4}" '
        f'fill="none" stroke="#3a6ea5" stroke-width="1.3"{dash}/>'
    )


def _label(x: int, y: int, text: str, *, anchor: str, weight: str = "normal") -> str:
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="#1d1c1d">{escape(shown)}</text>'
