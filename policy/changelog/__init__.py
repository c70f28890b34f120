"""The changelog: what each revision of a policy changed, from when it holds, and what follows from it."""

from policy.changelog.entries import changelog, changelog_of, compare_revisions, iter_changelog
from policy.changelog.events import moves_the_date
from policy.changelog.headline import headline
from policy.changelog.markdown import changelog_markdown, entry_markdown, told_state
from policy.changelog.materiality import cited
from policy.changelog.model import (
    BrokenReference,
    DefinitionChange,
    Differences,
    Entry,
    Event,
    EventKind,
    Materiality,
    Meaning,
    Named,
    ObjectionChange,
    Permalinks,
    Point,
    PointKind,
    Proposal,
    Scheduled,
    SectionCount,
    Summary,
    SummarySource,
    Topic,
    Touched,
    Translation,
    TranslationState,
)
from policy.changelog.objection import ObjectionClause, find_objection
from policy.changelog.reading import says_the_same
from policy.changelog.shape import changelog_json, entry_json
from policy.changelog.standing import Standing, needs_notice, standing
from policy.changelog.summary import day_in_words, summary_now

__all__ = [
    "BrokenReference",
    "DefinitionChange",
    "Differences",
    "Entry",
    "Event",
    "EventKind",
    "Materiality",
    "Meaning",
    "Named",
    "ObjectionChange",
    "ObjectionClause",
    "Permalinks",
    "Point",
    "PointKind",
    "Proposal",
    "Scheduled",
    "SectionCount",
    "Standing",
    "Summary",
    "SummarySource",
    "Topic",
    "Touched",
    "Translation",
    "TranslationState",
    "changelog",
    "changelog_json",
    "changelog_markdown",
    "changelog_of",
    "cited",
    "compare_revisions",
    "day_in_words",
    "entry_json",
    "entry_markdown",
    "find_objection",
    "headline",
    "iter_changelog",
    "moves_the_date",
    "needs_notice",
    "says_the_same",
    "standing",
    "summary_now",
    "told_state",
]
