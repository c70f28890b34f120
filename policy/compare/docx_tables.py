"""Table rows of a Word redline: which words of a change stand in which cell, and the table that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.compare.layout import Row, RowState
from policy.compare.model import Run, Sign
from policy.documents import Block, BlockKind

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A0A0A0"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TOTAL = 9_638
"""The width of the page between its margins, in twentieths of a point."""


def in_table(row: Row) -> bool:
    """Tell whether all that stands at a place is rows of a table, in both versions."""
    return all(block.kind is BlockKind.ROW for block in (*row.old, *row.new))


def cells_of(block: Block) -> tuple[str, ...]:
    """Return the texts of a row's cells; a row that is not cut into cells is one."""
    return block.cells if " ".join(cell for cell in block.cells if cell) == block.text else (block.text,)


def same_cells(old: Block, new: Block) -> bool:
    """Tell whether two rows have as many cells, and words in the same ones: only then cells can be compared."""
    return [bool(cell) for cell in cells_of(old)] == [bool(cell) for cell in cells_of(new)]


def rewritten(row: Row) -> Iterator[Row]:
    """Yield a row as it is, or what it was and what it became where a table cannot show both at once: rows whose cells
    cannot be compared, and rows that were, or have become, text outside of tables."""
    kinds = {block.kind is BlockKind.ROW for block in (*row.old, *row.new)}
    stays = row.state in (RowState.KEPT, RowState.CHANGED)
    if stays and (len(kinds) == 2 or (kinds == {True} and not same_cells(row.old[0], row.new[0]))):
        yield from (Row(RowState.REMOVED, (block,), (), row.change) for block in row.old)
        yield from (Row(RowState.ADDED, (), (block,), row.change) for block in row.new)
    else:
        yield row


def runs_by_cell(words: Sequence[Run], old: Block, new: Block) -> list[list[Run]]:
    """Return the runs of each cell of two rows with `same_cells`.

    The space that joins two cells in a block's text is left out. Words that both rows have, but in different cells, went
    from the one and came to the other.
    """
    before, after = _places(cells_of(old)), _places(cells_of(new))
    found: list[list[Run]] = [[] for _ in cells_of(new)]
    old_at = new_at = 0
    for run in words:
        for letter in run.text:
            gone = before[old_at] if run.sign in "=-" else None
            come = after[new_at] if run.sign in "=+" else None
            old_at += run.sign in "=-"
            new_at += run.sign in "=+"
            if run.sign == "=" and gone == come:
                _add(found, gone, "=", letter)
            else:
                _add(found, gone, "-", letter)
                _add(found, come, "+", letter)
    return [_joined(runs) for runs in found]


def table(rows: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the markup of a table; each row is its properties and the markup of its cells' paragraphs."""
    columns = max(len(cells) for _, cells in rows)
    width = _TOTAL // columns
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>\n{''.join(_row(*row, columns, width) for row in rows)}</w:tbl>\n"
    )


def _row(properties: str, cells: Sequence[str], columns: int, width: int) -> str:
    head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    made = []
    for position, cell in enumerate(cells, start=1):
        span = columns - len(cells) + 1 if position == len(cells) else 1
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{wide}</w:tcPr>{cell}</w:tc>')
    return f"<w:tr>{head}{''.join(made)}</w:tr>\n"


def _places(cells: Sequence[str]) -> list[int | None]:
    """Return the cell of each letter of a row's text; None for the spaces between cells."""
    places: list[int | None] = []
    for position, cell in enumerate(cells):
        if cell:
            places += [None] if places else []
            places += [position] * len(cell)
    return places


def _add(found: list[list[Run]], cell: int | None, sign: Sign, letter: str) -> None:
    if cell is not None:
        found[cell].append(Run(sign, letter))


def _joined(letters: list[Run]) -> list[Run]:
    """Join letters to runs; of a stretch that went and came, what went stands first."""
    runs: list[Run] = []
    for letter in letters:
        if len(runs) > 1 and letter.sign == "-" and runs[-1].sign == "+" and runs[-2].sign == "-":
            runs[-2] = Run("-", runs[-2].text + letter.text)
            continue
        if runs and runs[-1].sign == letter.sign:
            runs[-1] = Run(letter.sign, runs[-1].text + letter.text)
        else:
            runs.append(letter)
    return runs
