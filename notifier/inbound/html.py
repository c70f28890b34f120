"""HTML mail to text, with the quoted mail apart. A linear scanner: hostile markup costs no more than honest markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

MOST_HTML = 600_000  # characters
_HIDDEN = frozenset({"style", "script", "head", "title", "template", "noscript", "object", "svg", "math"})
_BREAKS = frozenset({"p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "section", "article", "li", "center", "td"})  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "area", "base", "col", "embed", "source"})
_TAG = re.compile(r"^/?\s*([a-zA-Z][a-zA-Z0-9:]{0,20})")
_QUOTE_MARK = re.compile(
    r"gmail_quote(?!_attribution)|gmail_extra_quote|yahoo_quoted|divRplyFwdMsg|appendonsend|x_?divRplyFwdMsg|"
    r"protonmail_quote|tutanota_quote|zmail_extra|OLK_SRC_BODY_SECTION|mail_quote|reply-?quote|quoted[-_]?text|"
    r"moz-cite-prefix|gmail_attr|WordSection_quote|ms-outlook-mobile-reference-message",
    re.IGNORECASE,
)
_REST_MARK = re.compile(
    r"divRplyFwdMsg|appendonsend|moz-cite-prefix|ms-outlook-mobile-reference-message", re.IGNORECASE
)
_SIGNATURE_MARK = re.compile(
    r"gmail_signature|moz-signature|ms-outlook-mobile-signature|protonmail_signature", re.IGNORECASE
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|\bhidden\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_BLANK_LINES = re.compile(r"\n\s*\n\s*(?:\n\s*)+")
QUOTE_SIGN = "\x10"  # put before quoted lines; never in mail text, control characters are removed


def _pieces(markup: str) -> Iterator[tuple[str, bool]]:
    """Yield text and tags in order in one pass; an unclosed `<` is text."""
    place, size = 0, len(markup)
    while place < size:
        opening = markup.find("<", place)
        if opening < 0:
            yield markup[place:], False
            return
        if opening > place:
            yield markup[place:opening], False
        comment = markup.startswith("<!--", opening)
        closing = markup.find("-->" if comment else ">", opening)
        if closing < 0:
            if not comment:
                yield markup[opening:], False
            return
        if not comment:
            yield markup[opening + 1 : closing], True
        place = closing + (3 if comment else 1)


class _Page:
    """What has been seen so far while scanning."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []  # (tag, why it matters: "", hidden, quoted, signature)
        self.rest_quoted = False
        self.counts = {"hidden": 0, "quoted": 0, "signature": 0}

    def state(self) -> str:
        if self.counts["hidden"]:
            return "hidden"
        if self.rest_quoted or self.counts["quoted"]:
            return "quoted"
        return "signature" if self.counts["signature"] else ""

    def open_tag(self, name: str, attributes: str) -> None:
        if name in _BREAKS:
            self.line_break()
        if name == "li":
            self.text("- ")
        why = _why(name, attributes)
        if why == "quoted" and _REST_MARK.search(attributes):
            self.rest_quoted = True
        if name not in _VOID and not attributes.rstrip().endswith("/"):
            self.open.append((name, why))
            if why:
                self.counts[why] += 1

    def close_tag(self, name: str) -> None:
        if name in _BREAKS:
            self.line_break()
        for depth in range(len(self.open) - 1, max(-1, len(self.open) - 40), -1):
            if self.open[depth][0] == name:
                for _, why in self.open[depth:]:
                    if why:
                        self.counts[why] -= 1
                del self.open[depth:]
                return

    def line_break(self) -> None:
        self.out.append("\n")
        if self.state() == "quoted":
            self.out.append(QUOTE_SIGN)

    def text(self, words: str) -> None:
        state = self.state()
        if state == "hidden" or state == "signature":
            return
        if state == "quoted" and (not self.out or QUOTE_SIGN not in self.out[-1]):
            self.out.append(QUOTE_SIGN)
        self.out.append(words)


def _why(name: str, attributes: str) -> str:
    if name in _HIDDEN or _INVISIBLE.search(attributes[:1_000]):
        return "hidden"
    if name == "blockquote" or _QUOTE_MARK.search(attributes[:1_000]):
        return "quoted"
    return "signature" if _SIGNATURE_MARK.search(attributes[:1_000]) else ""


def html_text(markup: str) -> str:
    """Text of an HTML message: blocks on lines of their own, quoted lines behind "> ", hidden content left out."""
    page = _Page()
    for piece, is_tag in _pieces(markup[:MOST_HTML]):
        if not is_tag:
            words = _SPACES.sub(" ", html.unescape(piece).replace(QUOTE_SIGN, " "))
            if words.strip():
                page.text(words)
            elif words and page.out and not page.out[-1].endswith(("\n", " ", QUOTE_SIGN)):
                page.text(" ")
            continue
        tag = _TAG.match(piece)
        if tag is None:
            continue
        name = tag.group(1).lower()
        if piece.startswith("/"):
            page.close_tag(name)
        else:
            page.open_tag(name, piece[tag.end() : tag.end() + 2_000])
    return _lines("".join(page.out))


def _lines(marked: str) -> str:
    lines = []
    for line in marked.split("\n"):
        words = line.replace(QUOTE_SIGN, "").strip()
        lines.append(("> " + words if QUOTE_SIGN in line else words) if words else "")
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
