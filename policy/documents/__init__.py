"""Reading policy documents: Markdown bytes in, blocks and sections out."""

from policy.documents.language import other_language
from policy.documents.model import HEADER, Block, BlockKind, Document, Emphasis, Link, Section
from policy.documents.reader import read_document
from policy.documents.sections import section_in_answers, slug

__all__ = [
    "HEADER",
    "Block",
    "BlockKind",
    "Document",
    "Emphasis",
    "Link",
    "Section",
    "other_language",
    "read_document",
    "section_in_answers",
    "slug",
]
