"""A redline as HTML: inline and side by side, switched by two radio buttons without any script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from policy.compare.citation import KIND_NAMES, cite, cite_section, count_by_section, tell_counts
from policy.compare.form import own_label
from policy.compare.layout import Row, RowState, lay_out
from policy.compare.model import Change, ChangeKind, Redline, Run
from policy.compare.style import REDLINE_STYLE
from policy.documents import Block, BlockKind

_PAGE_STYLE = """\
:root { color-scheme: light dark; } body { font: 1rem/1.55 system-ui, sans-serif; max-width: 72rem; margin: 0 auto;
  padding: 1.5rem; color: CanvasText; background: Canvas; } h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin-top: 2rem; } .sections { border-collapse: collapse; } .sections th, .sections td {
  text-align: left; padding: .3em 1em .3em 0; vertical-align: top; font-weight: normal; }
@media print { body { padding: 0; max-width: none; } }
"""


def redline_html(redline: Redline, old_label: str, new_label: str) -> str:
    """Return one self-contained page: counts, the sections that changed, the redline inline and side by side."""
    title = escape(f"{redline.new.title}: {old_label} \N{RIGHTWARDS ARROW} {new_label}")
    rows = "".join(
        f'<tr><th scope="row">{escape(cite_section(section, heading))}</th>'
        f"<td>{escape(', '.join(f'{count} {KIND_NAMES[kind].lower()}' for kind, count in kinds.items()))}</td></tr>\n"
        for section, heading, kinds in count_by_section(redline)
    )
    table = f'<h2>Sections that changed</h2>\n<table class="sections">\n{rows}</table>\n' if rows else ""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{_PAGE_STYLE}{REDLINE_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>{escape(tell_counts(redline.changes).capitalize())}.</p>\n{table}"
        f"<h2>Redline</h2>\n{redline_fragment(redline, old_label, new_label)}</main>\n</body>\n</html>\n"
    )


def redline_fragment(redline: Redline, old_label: str = "Before", new_label: str = "After", *, key: str = "") -> str:
    """Return the redline for use inside a page that has `REDLINE_STYLE` in its style sheet.

    Every piece of policy text is escaped, so nothing in a policy can become markup. `key` keeps the radio buttons of
    several redlines on one page apart (letters, digits, dashes). Without the style sheet it reads as inline and then
    side by side, with `ins` and `del`.
    """
    rows = lay_out(redline)
    name = f"redline{'-' if key else ''}{''.join(sign for sign in key if sign.isalnum() or sign == '-')}"
    return (
        f'<div class="redline">\n'
        f'<input class="redline-choice" type="radio" name="{name}" id="{name}-inline" checked>'
        f'<label class="redline-tab" for="{name}-inline">Inline</label>\n'
        f'<input class="redline-choice redline-choice-side" type="radio" name="{name}" id="{name}-side">'
        f'<label class="redline-tab" for="{name}-side">Side by side</label>\n'
        f'<div class="redline-inline">\n{"".join(_inline(rows))}</div>\n'
        f'<div class="redline-side">\n<table>\n<thead><tr><th scope="col">{escape(old_label)}</th>'
        f'<th scope="col">{escape(new_label)}</th></tr></thead>\n<tbody>\n{"".join(_side_by_side(rows))}</tbody>\n'
        f"</table>\n</div>\n</div>\n"
    )


def _inline(rows: tuple[Row, ...]) -> Iterator[str]:
    for folded, group in groupby(rows, key=_is_folded):
        if folded:
            kept = [_block(row.new[0], _words(row)) for row in group]
            yield f"<details><summary>{_unchanged(len(kept))}</summary>\n{''.join(kept)}</details>\n"
        else:
            yield from (_inline_row(row) for row in group)


def _is_folded(row: Row) -> bool:
    """Headings that stay are shown, so that every change stands below its heading; other unchanged text is folded."""
    return row.change is None and row.state is RowState.KEPT and row.new[0].kind is not BlockKind.HEADING


def _unchanged(count: int) -> str:
    return "1 unchanged paragraph" if count == 1 else f"{count} unchanged paragraphs"


def _inline_row(row: Row) -> str:
    block = (row.new or row.old)[0]
    body = _block(block, _words(row), other=row.old[0].label if row.old and row.new else None)
    if row.change is None and row.state is RowState.KEPT:
        return body
    kind = row.change.kind.value if row.change else "moved"
    return f'<div class="redline-change redline-{kind}">\n<p class="redline-where">{_where(row)}</p>\n{body}</div>\n'


def _where(row: Row) -> str:
    change = row.change
    if change is None:
        return "Moved with its section"
    named = f"{KIND_NAMES[change.kind]}: {cite(change)}"
    if row.state is RowState.MOVED_AWAY and change.new:
        named = f"{KIND_NAMES[change.kind]} (stood here): {cite(change)}"
    if change.kind is ChangeKind.FORMATTING:
        named += f" ({', '.join(change.aspects)})"
    return escape(named)


def _words(row: Row) -> str:
    change = row.change
    if row.state is RowState.MOVED_AWAY:
        return f"<del>{escape(row.old[0].text)}</del>"
    if change is None:
        return escape(row.new[0].text)
    if row.state is RowState.MOVED_HERE and change.kind is ChangeKind.MOVED:
        return f"<ins>{escape(row.new[0].text)}</ins>"
    return "".join(_run(run) for run in change.words)


def _run(run: Run) -> str:
    """Return a run marked up; the space in front of a word is not underlined or struck with it."""
    tag = {"=": "", "-": "del", "+": "ins"}[run.sign]
    inner = run.text.lstrip()
    if not tag or not inner:
        return escape(run.text)
    return f"{' ' if inner != run.text else ''}<{tag}>{escape(inner)}</{tag}>"


def _block(block: Block, words: str, other: str | None = None) -> str:
    label = ""
    own = own_label(block)
    if other and own and other != own:
        label = f'<span class="redline-label"><del>{escape(other)}</del> <ins>{escape(own)}</ins></span>'
    elif own:
        label = f'<span class="redline-label">{escape(own)}</span>'
    kind = "redline-heading" if block.kind is BlockKind.HEADING else "redline-block"
    return f'<p class="{kind}">{label}{words}</p>\n'


def _side_by_side(rows: tuple[Row, ...]) -> Iterator[str]:
    for folded, group in groupby(rows, key=_is_folded):
        if folded:
            yield f'<tr><td colspan="2" class="redline-same">{_unchanged(len(list(group)))}</td></tr>\n'
        else:
            yield from (_side_row(row) for row in group)


def _side_row(row: Row) -> str:
    if row.change is None and row.state is RowState.KEPT:
        cell = _block(row.new[0], escape(row.new[0].text))
        return f"<tr><td>{cell}</td><td>{cell}</td></tr>\n"
    old, new = ("".join(_cell(row, sign)) for sign in ("-", "+"))
    return f'<tr><td colspan="2" class="redline-where">{_where(row)}</td></tr>\n<tr><td>{old}</td><td>{new}</td></tr>\n'


def _cell(row: Row, sign: str) -> Iterator[str]:
    """Yield one version's blocks; the words of a split or merge stay together, in the order of the text."""
    blocks = row.old if sign == "-" else row.new
    if not blocks:
        return
    if row.change is None or row.state in (RowState.MOVED_AWAY, RowState.MOVED_HERE):
        yield from (_block(block, escape(block.text)) for block in blocks)
        return
    yield _block(blocks[0], "".join(_run(run) for run in _of_side(row.change, sign)))


def _of_side(change: Change, sign: str) -> Iterator[Run]:
    return (run for run in change.words if run.sign in ("=", sign))
