"""The reader: a policy's Markdown in, a `Document` out."""

from __future__ import annotations

from functools import lru_cache

from policy.documents import blocks
from policy.documents.blocks import read_drafts
from policy.documents.draft import Draft
from policy.documents.headings import promote
from policy.documents.model import Block, BlockKind, Document, Section
from policy.documents.sections import read_sections
from policy.documents.source import decode, split_front_matter

_DOCUMENTS_KEPT = 16


def read_document(source: bytes | str, name: str) -> Document:
    """Read a policy. `name` is what errors and redlines call it ("privacy.md").

    The result depends on nothing but the arguments. Raises `DocumentError` for what is no text: binary files, bytes
    that are not UTF-8, more than 6 MiB or 50,000 lines, lists nested beyond reason.
    """
    return _read(source, name)


def forget() -> None:
    """Drop everything that is kept of texts already read; for measuring the cold case."""
    _read.cache_clear()
    blocks.forget()


@lru_cache(maxsize=_DOCUMENTS_KEPT)
def _read(source: bytes | str, name: str) -> Document:
    text = decode(source, name)
    front_matter, body = split_front_matter(text)
    drafts = read_drafts(body, name)
    promote(drafts)
    sections = read_sections(drafts)
    read = tuple(
        _block(index, drafts[index], section)
        for section in sections
        for index in range(section.first_block, section.end_block)
    )
    return Document(name, _title(read, front_matter, name), text, read, sections, front_matter)


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


def _title(read: tuple[Block, ...], front_matter: tuple[tuple[str, str], ...], name: str) -> str:
    """The title of the front matter, else the first heading that has no number, else the file's name."""
    stated = next((value for key, value in front_matter if key.lower() == "title" and value), "")
    headings = (block.text for block in read if block.kind is BlockKind.HEADING and not block.label)
    return stated or next(headings, name)
