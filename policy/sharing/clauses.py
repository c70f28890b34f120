"""Reads a document as clauses: sentences, list items and table rows, each with label, list opening and headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from policy.documents import Block, BlockKind, Document, section_in_answers
from policy.sharing.model import Clause
from policy.sharing.sentences import split_label, split_sentences
from policy.sharing.wordings import wording
from policy.vocabulary import Vocabulary, standard_vocabulary

_HEAD_WORDS = 6


@dataclass(slots=True)
class _Reader:
    """Walks the blocks and remembers what the next block hangs on."""

    document: Document
    vocabulary: Vocabulary
    clauses: list[Clause] = field(default_factory=list)
    leads: dict[int, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    sections: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def read(self) -> tuple[Clause, ...]:
        self.sections = _section_context(self.document)
        for position, block in enumerate(self.document.blocks):
            if block.kind is BlockKind.HEADING:
                self.leads, self.columns = {}, ()
            elif block.kind is BlockKind.ROW:
                self.row(block, position)
            elif block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HTML):
                self.columns = ()
                self.prose(block)
        return tuple(self.clauses)

    def prose(self, block: Block) -> None:
        if block.kind is not BlockKind.ITEM:
            self.leads = {}
        lead = _nearest_lead(self.leads, block)
        label, begin = split_label(block)
        ranges = split_sentences(block.text, begin)
        if (
            block.kind is BlockKind.ITEM
            and len(ranges) > 1
            and len(block.text[slice(*ranges[0])].split()) <= _HEAD_WORDS
        ):
            ranges = ((ranges[0][0], ranges[1][1]), *ranges[2:])  # "[Acme](…). Help desk software." is one entry
        for start, end in ranges:
            self.add(block, label, lead, (start, end))
        if not ranges and block.text.strip():
            self.add(block, label, lead, (0, len(block.text)))
        depth = _depth(block)
        self.leads = {level: words for level, words in self.leads.items() if level < depth}
        self.leads[depth] = block.text[slice(*ranges[-1])] if ranges else block.text

    def row(self, block: Block, position: int) -> None:
        blocks = self.document.blocks
        follows = position > 0 and blocks[position - 1].kind is BlockKind.ROW
        ruled = follows and "---" in blocks[position - 1].cells
        if set(block.cells) <= {"---", "", " "} or "---" in block.cells:
            return
        if not follows or ruled or not self.columns:
            self.columns = block.cells
            return
        self.add(block, "", self.leads.get(0, ""), (0, len(block.text)))

    def add(self, block: Block, label: str, lead: str, span: tuple[int, int]) -> None:
        text = block.text[span[0] : span[1]]
        key, headings = self.sections.get(block.section, (block.section, ()))
        context = " ".join(part for part in (label, lead, *headings[:2]) if part)
        self.clauses.append(
            Clause(
                index=len(self.clauses),
                block=block.index,
                kind=block.kind,
                section=key,
                headings=headings,
                label=label,
                lead=lead,
                text=text,
                start=span[0],
                end=span[1],
                line=block.first_line,
                wording=wording(text, self.vocabulary),
                context=wording(context, self.vocabulary),
                cells=block.cells,
                columns=self.columns if block.kind is BlockKind.ROW else (),
            )
        )


def _depth(block: Block) -> int:
    """How deep a block hangs: an item whose sign is printed in the text hangs on the paragraph before it as well."""
    return max(1, block.level) if block.kind is BlockKind.ITEM else 0


def _nearest_lead(leads: dict[int, str], block: Block) -> str:
    if block.kind is not BlockKind.ITEM:
        return ""
    return next((leads[level] for level in range(_depth(block) - 1, -1, -1) if level in leads), "")


def _section_context(document: Document) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return, for each section, the key that answers cite and its headings, nearest first."""
    context: dict[str, tuple[str, tuple[str, ...]]] = {}
    above: list[tuple[int, str]] = []
    for section in document.sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        headings = tuple(heading for _, heading in reversed([*above, (section.level, section.heading)]) if heading)
        if section.heading:
            above.append((section.level, section.heading))
        context[section.key] = (section_in_answers(document, section.key), headings)
    return context


def read_clauses(document: Document, vocabulary: Vocabulary | None = None) -> tuple[Clause, ...]:
    """Return the clauses of a document in reading order; headings are no clauses, they are their context."""
    return _Reader(document, vocabulary or standard_vocabulary()).read()
