"""Any two texts give an entry, findings and Markdown, or a clear refusal; never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.changelog.facts import meaning_of
from policy.changelog.materiality import propose
from policy.changelog.references import dangling, moved_targets
from policy.changelog.summary import compose
from policy.check import check_change, check_document
from policy.compare import Comparer
from policy.dates import read_dates, split_versions
from policy.documents import read_document
from policy.errors import DocumentError
from policy.repository import Revision
from policy.settings import PolicySettings

PIECES = (
    "# ", "## 1. Sharing\n\n", "**2\\. Keeping**  \n", "- ", "1. ", "\n\n", "\n", "---\n", "| a | b |\n|---|---|\n| c | d |\n",
    "We share card data with Rackety and Nimbus. ", "Last updated: 03/04/2021 ", "Effective May 1, 2025 ", "see section 9(b) ",
    "[here](#gone) ", "If you object to the changes, write to a@b.example. ", "30 days after ", "```\n", "<div>", "\u00ad", "\u2028",
    "Changes take effect thirty (60) days after. ", "&amp;", "\\", "x" * 90, "日本語 ", "§ 4.2 ", "_", "**", "2021-02-30 ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@pytest.fixture(scope="module")
def comparer() -> Iterator[Comparer]:
    with Comparer() as shared:
        yield shared


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=TEXTS, new=TEXTS)
def test_any_change_is_told_and_checked(comparer: Comparer, old: str, new: str) -> None:
    try:
        before, after = read_document(old, "a.md"), read_document(new, "a.md")
    except DocumentError:
        return
    redline = comparer.compare(before, after)
    meaning = meaning_of(redline)
    materiality = propose(redline, meaning)
    dates = read_dates(after, PolicySettings())
    summary = compose(redline, meaning, materiality, dates.effective_on, None)
    assert summary.text.endswith("This summary was written by a machine from the redline.")
    assert "\n" not in summary.text
    assert materiality.reasons
    split_versions(after)
    lines = len(after.source.split("\n")) + 1
    assert all(1 <= broken.line <= lines for broken in (*dangling(after), *moved_targets(before, after)))
    revision = Revision("a.md", "c" * 40, "b" * 40, datetime(2025, 1, 1, tzinfo=UTC), "Ada", "Change")
    findings = [
        *check_document(after, PolicySettings()),
        *check_change(comparer, before, after, revision, PolicySettings()),
    ]
    assert all(1 <= finding.line <= lines and "\n" not in finding.reason for finding in findings)
