"""A redline for terminals and plain mail: what went in [-brackets-], what came in {+braces+}."""

from __future__ import annotations

import textwrap

from policy.compare.citation import KIND_NAMES, cite, tell_counts
from policy.compare.model import Change, ChangeKind, Redline, Run

_WIDTH = 100
_COLOURS = {"-": "\x1b[31m", "+": "\x1b[32m"}
_PLAIN = "\x1b[0m"
_BOLD = "\x1b[1m"
_MARKS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


def redline_text(redline: Redline, old_label: str, new_label: str, *, colour: bool = False) -> str:
    """Return the changes as text, each cited by section in both versions; ANSI colours only when asked for.

    Colour is an extra: the marks alone tell what went from what came.
    """
    head = f"{old_label} \N{RIGHTWARDS ARROW} {new_label}: {tell_counts(redline.changes)}"
    parts = [_bold(head, colour=colour)]
    for change in redline.changes:
        parts.append(
            _bold(f"{KIND_NAMES[change.kind]}: {cite(change)}", colour=colour) + "\n" + _body(change, colour=colour)
        )
    return "\n\n".join(parts) + "\n"


def _body(change: Change, *, colour: bool) -> str:
    if change.kind is ChangeKind.FORMATTING:
        return _wrapped(f"({', '.join(change.aspects)}) {change.new[0].text if change.new else change.old[0].text}")
    if change.kind is ChangeKind.RENUMBERED:
        return _wrapped(f"{change.old[0].label} \N{RIGHTWARDS ARROW} {change.new[0].label}: {change.new[0].text}")
    text = _wrapped("".join(_marked(run) for run in change.words))
    return _coloured(text) if colour else text


def _marked(run: Run) -> str:
    opening, closing = _MARKS[run.sign]
    inner = run.text.strip()
    if run.sign == "=" or not inner:
        return run.text
    before = run.text[: len(run.text) - len(run.text.lstrip())]
    after = run.text[len(run.text.rstrip()) :]
    return f"{before}{opening}{inner}{closing}{after}"


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _coloured(text: str) -> str:
    """Colour the marked stretches, line by line, so that no colour runs over the indentation of the next line."""
    for sign, colour in _COLOURS.items():
        opening, closing = _MARKS[sign]
        text = text.replace(opening, colour + opening).replace(closing, closing + _PLAIN)
    return text


def _bold(text: str, *, colour: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if colour else text
