"""A redline as a Word document with real tracked changes: accept all gives the new text, reject all the old.

Moves are `w:moveFrom`/`w:moveTo` (ECMA-376 part 1, 17.13.5). A paragraph that came or went has its mark tracked, too,
so that nothing but its text remains; where clauses were split or merged only the marks between them are tracked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from itertools import count, groupby

from policy.compare.docx_marks import Item, Paragraph, Table, ending_with_what_went, settled
from policy.compare.docx_parts import CONTENT_TYPES, DOCUMENT, PROPERTIES, RELATIONS, STYLES, WORD_RELATIONS
from policy.compare.docx_tables import cells_of, in_table, rewritten, runs_by_cell, table
from policy.compare.form import own_label
from policy.compare.layout import Row, RowState, lay_out
from policy.compare.model import ChangeKind, Redline, Run, Sign
from policy.documents import Block, BlockKind

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = 360
_ZIP_EPOCH = 1980


def redline_docx(
    redline: Redline, old_label: str, new_label: str, *, at: datetime, author: str = "Policy Herald"
) -> bytes:
    """Return the bytes of a .docx file. `at` (aware) and `author` are what Word shows beside each change.

    The body holds the policy's text and nothing else; the labels stand in the document's title. The same arguments
    give the same bytes.
    """
    body = _Body(redline, author, at.astimezone(UTC))
    title = f"{redline.new.title}: {old_label} \N{RIGHTWARDS ARROW} {new_label}"
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    files = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": PROPERTIES.format(title=_text(title), author=_text(author), stamp=stamp),
        "word/_rels/document.xml.rels": WORD_RELATIONS,
        "word/styles.xml": STYLES,
        "word/document.xml": DOCUMENT.format(body="".join(body.paragraphs())),
    }
    return _zipped(files, at.astimezone(UTC))


def _zipped(files: dict[str, str], at: datetime) -> bytes:
    buffer = io.BytesIO()
    moment = (max(at.year, _ZIP_EPOCH), at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, moment), content.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text), quote=False)


class _Body:
    def __init__(self, redline: Redline, author: str, at: datetime) -> None:
        self.redline = redline
        self.numbers = count(1)
        self.signature = f'w:author="{escape(_FORBIDDEN.sub("", author))}" w:date="{at:%Y-%m-%dT%H:%M:%SZ}"'
        moved = [partner for partner in redline.partners if partner.moved]
        self.moves = {("old", partner.old): f"move{n}" for n, partner in enumerate(moved)}
        self.moves |= {("new", partner.new): f"move{n}" for n, partner in enumerate(moved)}

    def paragraphs(self) -> Iterator[str]:
        for item in settled(self.items()):
            yield item.markup if isinstance(item, Table) else self.written(item)
        # Word cannot take the mark of the last paragraph away, so the last one is empty and untracked.
        yield "<w:p/>"

    def items(self) -> Iterator[Item]:
        rows = [part for row in lay_out(self.redline) for part in rewritten(row)]
        for of_table, stretch in groupby(_ordered(rows), in_table):
            if of_table:
                yield Table(table([self.table_row(row) for row in stretch]))
            else:
                for row in stretch:
                    yield from self.row(row)

    def row(self, row: Row) -> Iterator[Paragraph]:
        match row.state:
            case RowState.KEPT:
                yield Paragraph(_layout(row.new[0]), _plain(_printed(row.new[0])))
            case RowState.CHANGED:
                yield from self.changed(row)
            case RowState.ADDED:
                yield self.whole(row.new[0], "ins")
            case RowState.REMOVED:
                yield self.whole(row.old[0], "del")
            case RowState.MOVED_AWAY:
                yield self.moved(row.old[0], "old", "moveFrom")
            case RowState.MOVED_HERE:
                yield self.moved(row.new[0], "new", "moveTo")

    def table_row(self, row: Row) -> tuple[str, list[str]]:
        """Return a row's properties and its cells. A row that moved went here and came there: Word knows no more."""
        sign: Sign
        match row.state:
            case RowState.KEPT:
                return "", [self.written(Paragraph("", _plain(cell))) for cell in cells_of(row.new[0])]
            case RowState.CHANGED:
                words = row.change.words if row.change else ()
                found = runs_by_cell(words, row.old[0], row.new[0])
                cells = ["".join(self.run(run) for run in runs) for runs in found]
                return "", [self.written(Paragraph("", cell)) for cell in cells]
            case RowState.ADDED | RowState.MOVED_HERE:
                mark, sign, block = "ins", "+", row.new[0]
            case RowState.REMOVED | RowState.MOVED_AWAY:
                mark, sign, block = "del", "-", row.old[0]
        cells = [self.written(Paragraph("", self.run(Run(sign, cell)), mark)) for cell in cells_of(block)]
        return f"<w:{mark} {self.change()}/>", cells

    def changed(self, row: Row) -> Iterator[Paragraph]:
        change = row.change
        if change is None:
            return
        if change.kind is ChangeKind.SPLIT:
            first = self.label(row.old[0], row.new[0])
            yield from self.parts(row.new, change.words, first, kept_sign="+", mark="ins")
        elif change.kind is ChangeKind.MERGED:
            first = self.label(row.old[0], row.new[0])
            yield from self.parts(row.old, change.words, first, kept_sign="-", mark="del")
        else:
            label = self.label(row.old[0], row.new[0])
            yield self.worded(row.new[0], label, change.words)

    def label(self, old: Block, new: Block) -> str:
        before, after = _label(old), _label(new)
        if before == after:
            return _plain(after)
        return self.run(Run("-", before)) + self.run(Run("+", after))

    def parts(
        self, blocks: Sequence[Block], words: Sequence[Run], first: str, *, kept_sign: Sign, mark: str
    ) -> Iterator[Paragraph]:
        """Write one clause as the several paragraphs of the version in which it is split.

        The marks between them are tracked with `mark`; the space that joins them in the other version with the
        opposite sign. Labels exist only in the split version, except the `first`, which is marked up already.
        """
        opposite: Sign = "-" if kept_sign == "+" else "+"
        pieces = _cut(words, [block.text for block in blocks], kept_sign, opposite)
        for position, (block, piece) in enumerate(zip(blocks, pieces, strict=True)):
            label = self.run(Run(kept_sign, _label(block))) if position else first
            paragraph = self.worded(block, label, piece)
            last = position == len(blocks) - 1
            yield paragraph if last else replace(paragraph, mark=mark, closing="")

    def worded(self, block: Block, label: str, words: Sequence[Run]) -> Paragraph:
        """Return a paragraph that stays, with its words marked."""
        ends = bool(words) and words[-1].sign == "+"
        closing = label + "".join(map(self.run, ending_with_what_went(words))) if ends else ""
        return Paragraph(_layout(block), label + "".join(map(self.run, words)), closing=closing)

    def whole(self, block: Block, mark: str) -> Paragraph:
        sign: Sign = "+" if mark == "ins" else "-"
        return Paragraph(_layout(block), self.run(Run(sign, _printed(block))), mark)

    def moved(self, block: Block, side: str, mark: str) -> Paragraph:
        name = self.moves.get((side, block.index))
        if name is None:
            return self.whole(block, "del" if side == "old" else "ins")
        number = next(self.numbers)
        start = f'<w:{mark}RangeStart w:id="{number}" w:name="{name}" {self.signature}/>'
        runs = f"<w:{mark} {self.change()}>{_plain(_printed(block))}</w:{mark}>"
        return Paragraph(_layout(block), f'{start}{runs}<w:{mark}RangeEnd w:id="{number}"/>', mark)

    def written(self, paragraph: Paragraph) -> str:
        tracked = f"<w:rPr><w:{paragraph.mark} {self.change()}/></w:rPr>" if paragraph.mark else ""
        if paragraph.before is not None:
            tracked += f"<w:pPrChange {self.change()}><w:pPr>{paragraph.before}</w:pPr></w:pPrChange>"
        return f"<w:p><w:pPr>{paragraph.layout}{tracked}</w:pPr>{paragraph.runs}</w:p>\n"

    def run(self, run: Run) -> str:
        if not run.text:
            return ""
        if run.sign == "=":
            return _plain(run.text)
        tag, text = ("ins", "t") if run.sign == "+" else ("del", "delText")
        inner = f'<w:r><w:{text} xml:space="preserve">{_text(run.text)}</w:{text}></w:r>'
        return f"<w:{tag} {self.change()}>{inner}</w:{tag}>"

    def change(self) -> str:
        return f'w:id="{next(self.numbers)}" {self.signature}'


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """Order what came and what went between two places that stay, so that tables are not cut by paragraphs.

    What went stands first, as everywhere; only where the document begins with both, what came does: no paragraph stands
    before it whose mark could be exchanged.
    """
    ordered: list[Row] = []
    for tracked, stretch in groupby(rows, lambda row: not (row.old and row.new)):
        found = list(stretch)
        if tracked and not ordered:
            found.sort(key=lambda row: bool(row.old))
        elif tracked and len({in_table(row) for row in found}) == 2:
            found.sort(key=lambda row: bool(row.new))
        ordered += found
    return ordered


def _plain(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{_text(text)}</w:t></w:r>' if text else ""


def _label(block: Block) -> str:
    return f"{label} " if (label := own_label(block)) else ""


def _printed(block: Block) -> str:
    return _label(block) + block.text


def _layout(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f'<w:pStyle w:val="Heading{min(max(block.level, 1), 6)}"/>'
    indent = _INDENT * min(block.level, 8) if block.kind is BlockKind.ITEM else 0
    return f'<w:ind w:left="{indent}"/>' if indent else ""


def _cut(words: Sequence[Run], texts: Sequence[str], kept_sign: Sign, opposite: Sign) -> list[list[Run]]:
    """Cut runs where the parts of the split version end; the space between two parts changes its sign.

    A space that both versions have stands for the paragraph mark in the split one, so only the other keeps it.
    """
    pieces: list[list[Run]] = [[]]
    room = len(texts[0])
    for run in words:
        text = run.text
        while text:
            if run.sign == opposite:
                pieces[-1].append(run)
                break
            taken, text = text[:room], text[room:]
            room -= len(taken)
            if taken:
                pieces[-1].append(Run(run.sign, taken))
            if text:  # the joining space comes next
                if run.sign == "=":
                    pieces[-1].append(Run(opposite, text[0]))
                text = text[1:]
                room = len(texts[len(pieces)])
                pieces.append([])
    return pieces
