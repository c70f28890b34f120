"""Headings that Markdown does not know as headings: bold lines, capitals, short numbered lines, "Schedule 1"."""

from __future__ import annotations

import re

from policy.documents.draft import Draft
from policy.documents.labels import label_depth, worded_label, worded_length
from policy.documents.model import BlockKind

_LONGEST_BOLD = 150
_LONGEST_CAPITALS = 100
_LONGEST_NUMBERED = 80
_FEWEST_WORDS_OF_A_SENTENCE = 8
# "**Last Updated: April 1st 2026**" below the title is the policy's date, nothing stands under it.
_PRINTED_DATE = re.compile(
    r"^(?:last\s+)?(?:updated|revised|modified|effective|version|date)\b.{0,40}\b(?:19|20)\d{2}\W*$", re.IGNORECASE
)
_SENTENCE_ENDS = (".", ",", ";", ":")


def promote(drafts: list[Draft]) -> None:
    """Make headings, in place, of the drafts that stand where a heading stands and look like one.

    What looks like a heading but has nothing below it, or stands in a run of list items (a table of contents), stays.
    """
    for position, draft in enumerate(drafts):
        if draft.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and position + 1 < len(drafts):
            before = drafts[position - 1] if position else None
            if _is_heading(draft, before, drafts[position + 1]):
                draft.kind = BlockKind.HEADING
                draft.level = 0
        if draft.kind is BlockKind.HEADING and not draft.label:
            draft.label = worded_label(draft.text)
    _set_levels(drafts)


def _is_heading(draft: Draft, before: Draft | None, after: Draft) -> bool:
    text = draft.text
    if not text or text.endswith(_SENTENCE_ENDS) or after.kind is BlockKind.RULE or _in_list(draft, before, after):
        return False
    if draft.strong:
        return _is_bold_heading(draft, after)
    if draft.joined or after.joined:
        return False
    return _is_capitals(draft) or _is_worded(draft) or _is_numbered_line(draft, after)


def _in_list(draft: Draft, before: Draft | None, after: Draft) -> bool:
    """A bullet is no heading, nor is a numbered item that has items of the same list beside it."""
    if not draft.listed:
        return draft.kind is BlockKind.ITEM and not draft.label
    siblings = [other for other in (before, after) if other and other.listed and other.level == draft.level]
    return not draft.label or bool(siblings)


def _is_bold_heading(draft: Draft, after: Draft) -> bool:
    if _PRINTED_DATE.search(draft.text):
        return False
    if len(draft.text) > _LONGEST_BOLD or (draft.joined and not draft.label):
        return False
    if draft.label:
        return True
    if draft.links and len(draft.links[0].text) >= len(draft.text) - 1:
        return False
    return not after.joined or len(after.text.split()) >= _FEWEST_WORDS_OF_A_SENTENCE


def _is_capitals(draft: Draft) -> bool:
    letters = [letter for letter in draft.text if letter.isalpha()]
    return len(letters) >= 4 and len(draft.text) <= _LONGEST_CAPITALS and draft.text.isupper() and not draft.listed


def _is_worded(draft: Draft) -> bool:
    length = worded_length(draft.text)
    rest = draft.text[length:]
    return (
        0 < len(draft.text) <= _LONGEST_CAPITALS and length > 0 and draft.text[:1].isupper() and not rest[:1].islower()
    )


def _is_numbered_line(draft: Draft, after: Draft) -> bool:
    label = draft.label
    if not label[:1].isdigit() or not draft.text[:1].isupper() or len(draft.text) > _LONGEST_NUMBERED:
        return False
    nested = after.label.startswith(f"{label}.")
    return draft.first_line == draft.last_line and (nested or (after.kind is BlockKind.PARAGRAPH and not after.label))


def _set_levels(drafts: list[Draft]) -> None:
    """Nest promoted headings: below the last Markdown heading, and among themselves by the depth of their numbers."""
    base = numbered = 0
    for draft in drafts:
        if draft.kind is not BlockKind.HEADING:
            continue
        if draft.level:
            base, numbered = draft.level, 0
        elif draft.label[:1].isdigit():
            numbered = draft.level = min(6, base + label_depth(draft.label))
        elif worded_label(draft.text):
            numbered = draft.level = min(6, base + 1)
        else:
            draft.level = min(6, (numbered or base) + 1)
