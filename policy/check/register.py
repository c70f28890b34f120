"""Rules about `sharing.yml`: the reviewed register and the text must name the same recipients, with quotes that stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policy.check.model import Code, Finding
from policy.documents import Document
from policy.sharing import Force, RecipientKind, Register, is_literal, read_sharing
from policy.sharing.register import RegisterEntry

FILE_NAME = "sharing.yml"


def keys_of(entry: RegisterEntry) -> frozenset[str]:
    """Return the names of an entry for comparison."""
    return frozenset(bare(name) for name in (entry.name, *entry.aliases))


def bare(name: str) -> str:
    """Return a name for comparison: letters and figures in lower case."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def problems_of_register(register: Register, documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Yield recipients that only one side names, and quotes that no document holds any more.

    The register covers all documents of the repository. An entry marked `not_a_recipient` only silences its name.
    """
    yield from _unregistered(register, documents)
    texts = [folded(document) for document in documents.values()]
    for entry in register.entries:
        if not entry.not_a_recipient:
            yield from _not_in_text(entry, texts)
            yield from _quote_gone(entry, documents, texts)


def _unregistered(register: Register, documents: Mapping[str, Document]) -> Iterator[Finding]:
    known = frozenset().union(*(keys_of(entry) for entry in register.entries))
    for name, document in documents.items():
        told: set[str] = set()
        for statement in read_sharing(document):
            names = {bare(other) for other in (statement.recipient.name, *statement.recipient.aliases)}
            is_named = statement.recipient.kind is RecipientKind.NAMED and statement.force is not Force.NEVER
            if is_named and not names & (known | told):
                told |= names
                reason = (
                    f"{statement.recipient.name} gets data in section {statement.section}, but is not in {FILE_NAME}"
                )
                fix = "add it (herald register draft), or take it out of the text"
                yield Finding(Code.RECIPIENT_UNREGISTERED, name, statement.line, reason, fix)


def _not_in_text(entry: RegisterEntry, texts: list[str]) -> Iterator[Finding]:
    letters = [bare(text) for text in texts]
    named = entry.kind is RecipientKind.NAMED
    if named and not any(key in text for key in keys_of(entry) if key for text in letters):
        reason = f'"{entry.name}" is registered, but no text names it'
        fix = "drop the entry, or name the recipient in the text"
        yield Finding(Code.RECIPIENT_NOT_IN_TEXT, FILE_NAME, entry.line, reason, fix)


def _quote_gone(entry: RegisterEntry, documents: Mapping[str, Document], texts: list[str]) -> Iterator[Finding]:
    """A quote may stand in the Markdown as written or in the plain text."""
    if not entry.quote or any(_fold(entry.quote) in text for text in texts):
        return
    if not any(is_literal(entry.quote, document) for document in documents.values()):
        reason = f'the quote of "{entry.name}" is no longer in the text: "{entry.quote[:100]}"'
        yield Finding(Code.QUOTE_GONE, FILE_NAME, entry.line, reason, "quote the text as it reads now")


def folded(document: Document) -> str:
    """Return the plain text of a document as quotes are looked up in it."""
    return _fold("\n".join(block.text for block in document.blocks))


def _fold(text: str) -> str:
    return (
        re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u201c", '"').replace("\u201d", '"')).strip().lower()
    )
