"""The reader: a policy's Markdown in, a `Document` out."""

from __future__ import annotations

from policy.documents.blocks import read_drafts
from policy.documents.draft import Draft
from policy.documents.headings import promote
from policy.documents.model import Block, BlockKind, Document, Section
from policy.documents.sections import read_sections
from policy.documents.source import decode, split_front_matter


def read_document(source: bytes | str, name: str) -> Document:
    """Read a policy. `name` is what errors and redlines call it ("privacy.md").

    The result depends on nothing but the arguments. Raises `DocumentError` for what is no text: binary files, bytes
    that are not UTF-8, more than 6 MiB or 50,000 lines, lists nested beyond reason.
    """
    text = decode(source, name)
    front_matter, body = split_front_matter(text)
    drafts = read_drafts(body, name)
    promote(drafts)
    sections = read_sections(drafts)
    blocks = tuple(
        _block(index, drafts[index], section)
        for section in sections
        for index in range(section.first_block, section.end_block)
    )
    return Document(name, _title(blocks, front_matter, name), text, blocks, sections, front_matter)


def _block(index: int, draft: Draft, section: Section) -> Block:
    return Block(
        index,
        draft.kind,
        draft.text,
        draft.label,
        section.key,
        section.heading,
        draft.level,
        draft.first_line,
        draft.last_line,
        draft.markdown,
        draft.joined,
        draft.cells,
        draft.links,
        draft.emphases,
    )


def _title(blocks: tuple[Block, ...], front_matter: tuple[tuple[str, str], ...], name: str) -> str:
    """The title of the front matter, else the first heading that has no number, else the file's name."""
    stated = next((value for key, value in front_matter if key.lower() == "title" and value), "")
    headings = (block.text for block in blocks if block.kind is BlockKind.HEADING and not block.label)
    return stated or next(headings, name)
