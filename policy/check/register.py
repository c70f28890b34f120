"""Rules about `sharing.yml`: the reviewed register and the text must name the same recipients, with quotes that stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from policy.check.model import Code, Finding
from policy.documents import Document
from policy.errors import SettingsError
from policy.sharing import Force, RecipientKind, read_sharing

FILE_NAME = "sharing.yml"
MOST_CHARACTERS = 2_000_000
_NAMES = ("name", "recipient")


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry of the register as this check needs it; `document` is "" when it holds for all."""

    name: str
    aliases: tuple[str, ...]
    quotes: tuple[str, ...]
    document: str
    line: int
    named: bool

    @property
    def keys(self) -> frozenset[str]:
        """The names for comparison."""
        return frozenset(bare(name) for name in (self.name, *self.aliases))


def read_register(text: str) -> tuple[Registered, ...]:
    """Read the entries of `sharing.yml`, wherever they stand in it. Raises `SettingsError` with the line."""
    if len(text) > MOST_CHARACTERS:
        raise SettingsError(FILE_NAME, f"holds more than {MOST_CHARACTERS} characters", "split the register")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{FILE_NAME}:{mark.line + 1}" if mark else FILE_NAME
        raise SettingsError(place, "is not YAML", "mend the indentation and the quotes") from error
    if root is None:
        return ()
    if "&" in text and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
        raise SettingsError(FILE_NAME, "uses aliases of YAML", "write the entry out")
    return tuple(_entries(root))


def _entries(node: yaml.Node) -> Iterator[Registered]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entries(item)
    elif isinstance(node, yaml.MappingNode):
        fields = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        name = next((fields[key] for key in _NAMES if isinstance(fields.get(key), yaml.ScalarNode)), None)
        if name is not None:
            yield _entry(name, fields)
        else:
            for value in fields.values():
                yield from _entries(value)


def _entry(name: yaml.ScalarNode, fields: Mapping[str, yaml.Node]) -> Registered:
    return Registered(
        name=str(name.value),
        aliases=_words(fields.get("aliases")),
        quotes=(*_words(fields.get("quote")), *_words(fields.get("quotes"))),
        document="".join(_words(fields.get("document"))[:1]),
        line=name.start_mark.line + 1,
        named=_words(fields.get("kind")) != ("category",),
    )


def _words(node: yaml.Node | None) -> tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode):
        return (str(node.value),) if node.value else ()
    if isinstance(node, yaml.SequenceNode):
        return tuple(str(item.value) for item in node.value if isinstance(item, yaml.ScalarNode) and item.value)
    return ()


def bare(name: str) -> str:
    """Return a name for comparison: letters and figures in lower case."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def problems_of_register(register: tuple[Registered, ...], documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Yield recipients that only one side names, and quotes that no document holds any more."""
    yield from _unregistered(register, documents)
    texts = {name: folded(document) for name, document in documents.items()}
    for entry in register:
        own = {name: text for name, text in texts.items() if not entry.document or name == entry.document}
        if not own:
            reason = f'"{entry.name}" belongs to {entry.document}, which is no document here'
            yield Finding(Code.RECIPIENT_NOT_IN_TEXT, FILE_NAME, entry.line, reason, "correct or drop the entry")
            continue
        yield from _not_in_text(entry, own)
        yield from _quotes_gone(entry, own)


def _unregistered(register: tuple[Registered, ...], documents: Mapping[str, Document]) -> Iterator[Finding]:
    known = frozenset().union(*(entry.keys for entry in register))
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


def _not_in_text(entry: Registered, texts: Mapping[str, str]) -> Iterator[Finding]:
    joined = {name: bare(text) for name, text in texts.items()}
    if entry.named and not any(key in text for key in entry.keys if key for text in joined.values()):
        reason = f'"{entry.name}" is registered, but no text names it'
        fix = "drop the entry, or name the recipient in the text"
        yield Finding(Code.RECIPIENT_NOT_IN_TEXT, FILE_NAME, entry.line, reason, fix)


def _quotes_gone(entry: Registered, texts: Mapping[str, str]) -> Iterator[Finding]:
    for quote in entry.quotes:
        if not any(_fold(quote) in text for text in texts.values()):
            reason = f'the quote of "{entry.name}" is no longer in the text: "{quote[:100]}"'
            yield Finding(Code.QUOTE_GONE, FILE_NAME, entry.line, reason, "quote the text as it reads now")


def folded(document: Document) -> str:
    """Return the plain text of a document as quotes are looked up in it."""
    return _fold("\n".join(block.text for block in document.blocks))


def _fold(text: str) -> str:
    return (
        re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u201c", '"').replace("\u201d", '"')).strip().lower()
    )
