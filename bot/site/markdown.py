"""Policy Markdown as HTML that cannot carry anything but text, emphasis, links, lists and tables.

Raw HTML in the source is shown as text, never passed on; only http, https, mailto and in-page links stay links. The
HTML is built from blocks rather than from Markdown tokens, so that a bold pseudo-heading becomes a real heading that a
screen reader can jump to, and a printed label ("(b)", "11.") stays exactly as printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from policy.documents.model import Block, BlockKind, Document

SCHEMES = frozenset({"http", "https", "mailto"})
DEEPEST_LIST = 6
BULLET = '<span class="bullet" aria-hidden="true">•</span> '


def link_allowed(target: str) -> bool:
    """Return whether a link may stay a link: http(s), mail, or a place on the same site; everything else is text."""
    try:
        scheme = urlsplit(target.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in SCHEMES if scheme else not target.lstrip().startswith(("//", "\\"))


class _Inline:
    """Renders one block's inline Markdown; HTML is escaped, images become their alternative text."""

    def __init__(self) -> None:
        self._parser = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable("strikethrough")
        # The library passes links through one check; anything it refuses stays as plain text.
        self._parser.validateLink = link_allowed  # type: ignore[method-assign, assignment]  # the documented way
        self._parser.add_render_rule("image", _image)

    def html(self, markdown: str) -> str:
        return str(self._parser.renderInline(markdown)).strip()


def _image(renderer: object, tokens: object, index: int, options: object, environment: object) -> str:
    """Show an image's alternative text: a policy page loads nothing from elsewhere."""
    del renderer, options, environment
    return escape(str(tokens[index].content))  # type: ignore[index]  # a list of tokens, untyped in the library


INLINE = _Inline()


def section_anchor(key: str) -> str:
    """Return the id of a section's heading on the page; stable as long as the printed number or slug is."""
    return "section-" + "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in key.lower())


def render_document(document: Document) -> str:
    """Return the document as an HTML fragment whose sections carry ids; safe to embed as it is."""
    parts: list[str] = []
    for kind, group in groupby(document.blocks, key=_group):
        blocks = list(group)
        if kind is BlockKind.ITEM:
            parts.append(_list(blocks))
        elif kind is BlockKind.ROW:
            parts.append(_table(blocks))
        else:
            parts.extend(_single(block) for block in blocks)
    return "\n".join(parts)


def _group(block: Block) -> BlockKind:
    return block.kind


def _single(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return _heading(block)
    if block.kind is BlockKind.RULE:
        return "<hr>"
    if block.kind is BlockKind.CODE:
        return f"<pre><code>{escape(block.text)}</code></pre>"
    if block.kind is BlockKind.HTML:
        return f"<p>{escape(block.text)}</p>" if block.text else ""
    return f"<p>{_label(block)}{_inline(block)}</p>"


def _heading(block: Block) -> str:
    level = min(max(block.level, 1), 6)
    anchor = section_anchor(block.section)
    printed = f"{block.label}." if block.label.isdigit() else block.label
    number = f"{escape(printed)} " if printed else ""
    link = f' <a class="anchor" href="#{anchor}" aria-label="Link to this section">#</a>'
    return f'<h{level} id="{anchor}">{number}{escape(block.text)}{link}</h{level}>'


def _label(block: Block) -> str:
    printed = f"{block.label}." if block.label.isdigit() else block.label
    return f'<span class="label">{escape(printed)}</span> ' if printed else ""


def _inline(block: Block) -> str:
    markdown = _without_label(block.markdown, block.label)
    return INLINE.html(markdown) or escape(block.text)


def _without_label(markdown: str, label: str) -> str:
    """Drop a printed label from the front of the source, because it is shown apart: "11\\. to" becomes "to"."""
    bare = label.rstrip(".")
    for form in (f"{bare}\\.", f"{bare}\\)", f"{label}.", f"{label})", label):
        if bare and markdown.startswith(form + " "):
            return markdown[len(form) + 1 :]
    return markdown


def _list(blocks: list[Block]) -> str:
    return "".join(_open_and_close(blocks))


def _open_and_close(blocks: list[Block]) -> Iterator[str]:
    """Yield nested lists: each item closes the ones that are as deep or deeper."""
    depths: list[int] = []
    for block in blocks:
        depth = min(max(block.level, 1), DEEPEST_LIST)
        while depths and depths[-1] > depth:
            depths.pop()
            yield "</li></ul>"
        if depths and depths[-1] == depth:
            yield "</li>"
        else:
            depths.append(depth)
            yield '<ul class="items">'
        yield f"<li>{_label(block) or BULLET}{_inline(block)}"
    for _ in depths:
        yield "</li></ul>"


def _table(blocks: list[Block]) -> str:
    rows = ["".join(f"<td>{INLINE.html(cell)}</td>" for cell in block.cells or (block.text,)) for block in blocks]
    return '<div class="table" tabindex="0"><table>' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table></div>"
