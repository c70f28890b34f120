"""The changelog: what each revision of a policy changed, from when it holds, and what follows from it."""

from policy.changelog.entries import changelog, compare_revisions, iter_changelog
from policy.changelog.markdown import changelog_markdown, entry_markdown
from policy.changelog.model import (
    BrokenReference,
    Differences,
    Entry,
    Materiality,
    Meaning,
    Named,
    ObjectionChange,
    Permalinks,
    Proposal,
    Scheduled,
    SectionCount,
    Summary,
    SummarySource,
    Topic,
    Touched,
)
from policy.changelog.objection import ObjectionClause, find_objection
from policy.changelog.shape import changelog_json, entry_json

__all__ = [
    "BrokenReference",
    "Differences",
    "Entry",
    "Materiality",
    "Meaning",
    "Named",
    "ObjectionChange",
    "ObjectionClause",
    "Permalinks",
    "Proposal",
    "Scheduled",
    "SectionCount",
    "Summary",
    "SummarySource",
    "Topic",
    "Touched",
    "changelog",
    "changelog_json",
    "changelog_markdown",
    "compare_revisions",
    "entry_json",
    "entry_markdown",
    "find_objection",
    "iter_changelog",
]
