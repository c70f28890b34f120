"""A block on its way from Markdown to the document."""

from __future__ import annotations

from dataclasses import dataclass

from policy.documents.labels import split_bullet, split_heading_label, split_label
from policy.documents.model import BlockKind, Emphasis, Link


@dataclass(slots=True)
class Draft:
    """A block on its way. `listed` tells a Markdown list item from prose; `strong` that all of it stands in bold."""

    kind: BlockKind
    text: str
    markdown: str
    first_line: int
    last_line: int
    label: str = ""
    level: int = 0
    joined: bool = False
    listed: bool = False
    strong: bool = False
    cells: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    emphases: tuple[Emphasis, ...] = ()

    def placed(self, lines: int) -> Draft:
        """Return a draft of one's own, so many lines further down."""
        return Draft(
            self.kind,
            self.text,
            self.markdown,
            self.first_line + lines,
            self.last_line + lines,
            self.label,
            self.level,
            self.joined,
            self.listed,
            self.strong,
            self.cells,
            self.links,
            self.emphases,
        )


def relabel(draft: Draft, label: str) -> None:
    """Take a printed label or bullet sign off the front of a draft's text; `label` is what the list itself prints."""
    draft.label = label
    if draft.kind is BlockKind.HEADING:
        bullet = 0
        printed, length = split_heading_label(draft.text)
    else:
        bullet = split_bullet(draft.text)
        printed, length = split_label(draft.text[bullet:])
        length += bullet
    if not length:
        return
    if printed or bullet:
        draft.label = printed or label
    if draft.kind is BlockKind.PARAGRAPH:
        draft.kind = BlockKind.ITEM
    draft.text = draft.text[length:]
    draft.emphases = tuple(
        Emphasis(max(0, emphasis.start - length), emphasis.end - length, emphasis.strong)
        for emphasis in draft.emphases
        if emphasis.end > length
    )
