"""What a policy says about sharing, as values: clauses, recipients and statements with their quotes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from policy.documents import BlockKind
from policy.vocabulary import Kind, Match, Token, keys_of


class Force(StrEnum):
    """How strongly the text speaks; `such-as` and `including` open lists that never support a flat no."""

    WILL = "will"
    MAY = "may"
    SUCH_AS = "such-as"
    INCLUDING = "including"
    ON_REQUEST = "on-request"
    NEVER = "never"

    @property
    def open_list(self) -> bool:
        """Whether the names are examples only."""
        return self in (Force.SUCH_AS, Force.INCLUDING)


class RecipientKind(StrEnum):
    NAMED = "named"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text cut into words, with the concepts of the vocabulary that occur in it."""

    text: str
    tokens: tuple[Token, ...]
    matches: tuple[Match, ...]
    stems: frozenset[str]
    concepts: frozenset[str]

    def keys(self, kind: Kind) -> tuple[str, ...]:
        """Return the concepts of one kind in order of appearance."""
        return keys_of(self.matches, kind)


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence, list item or table row with what it hangs on.

    `start`/`end` are offsets in the text of block `block`. `section` is the key that answers cite, `headings` the
    headings above, nearest first. `label` is the block's own leading words ("Hosting Services"), `lead` the sentence
    that opens the list it stands in, `cells`/`columns` a table row and its header.
    """

    index: int
    block: int
    kind: BlockKind
    section: str
    headings: tuple[str, ...]
    label: str
    lead: str
    text: str
    start: int
    end: int
    line: int
    wording: Wording = field(repr=False)
    context: Wording = field(repr=False)
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The nearest heading, or ""."""
        return self.headings[0] if self.headings else ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets data: by name, or by kind where the text has no name. `aliases` are other names of the same one."""

    name: str
    kind: RecipientKind
    aliases: tuple[str, ...] = ()
    role: str = ""
    location: str = ""
    concept: str = ""


@dataclass(frozen=True, slots=True)
class DataItem:
    """Data that a statement speaks of: the vocabulary's category and the literal words."""

    category: str
    words: str


@dataclass(frozen=True, slots=True)
class SharingStatement:
    """One recipient in one clause.

    `data` is empty when the clause does not say which data; `mentions` are data categories that occur in the clause
    without being what is shared. `purpose` is literal; `purposes` are the vocabulary's categories for it and the
    label. `scope` are the words that limit the names ("embedded into our website", "for our Acme product"). `quote` is
    a literal part of the document's text. `source` is "policy" or "register".
    """

    recipient: Recipient
    group: str
    data: tuple[DataItem, ...]
    mentions: tuple[str, ...]
    purpose: str
    purposes: tuple[str, ...]
    scope: str
    force: Force
    region: str
    section: str
    heading: str
    clause: int
    block: int
    start: int
    end: int
    line: int
    quote: str
    list_label: bool = False
    source: str = "policy"
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """The recipient's name for comparison."""
        return "".join(letter for letter in self.recipient.name.lower() if letter.isalnum())

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the data that is shared."""
        return tuple(item.category for item in self.data)
