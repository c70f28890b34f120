from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from policy.changelog import (
    Entry,
    Proposal,
    SummarySource,
    Topic,
    changelog,
    changelog_json,
    changelog_markdown,
    compare_revisions,
    entry_json,
)
from policy.errors import DocumentError, RepositoryError
from policy.sharing import read_sharing

if TYPE_CHECKING:
    from tests.policy.conftest import Legal

Entries = Callable[..., tuple[Entry, ...]]


def updated(text: str, day: str = "05/29/2025") -> str:
    return text.replace("03/29/2025", day)


def test_the_first_revision_is_recorded_with_its_dates(policy: str, entries_of: Entries) -> None:
    (entry,) = entries_of(policy)
    assert (entry.previous, entry.redline.changes) == (None, ())
    assert (entry.updated_on, entry.effective_on, entry.days_of_notice) == (date(2025, 3, 29), date(2025, 4, 28), 30)
    assert "First recorded version of Post Office Privacy" in entry.summary.text


def test_notice_is_due_in_local_time_across_the_clock_change(policy: str, entries_of: Entries) -> None:
    (entry,) = entries_of(policy, herald__toml='timezone = "Europe/Berlin"\nnotice_hour = 9')
    assert entry.notice_due == datetime(2025, 3, 29, 8, 0, tzinfo=UTC)  # 09:00+01:00; the effective day has +02:00
    assert entry_json(entry)["notice_due"] == "2025-03-29T09:00:00+01:00"


CASES = [
    ("including Cloudy and Rackety", "including Cloudy, Rackety and Nimbus", "names new recipients: Nimbus (§2)"),
    ("including Cloudy and Rackety", "including Cloudy", "no longer names: Rackety (§2)"),
    ("letters for 90 days", "letters for 180 days", "touches how long data is kept (§3)"),
    ("Write to privacy@post.example", "Write to dpo@post.example", "another address to write to: dpo@post.example"),
    ("email us at privacy@post.example", "close your account", "changes how to object (§5)"),
    ("We are Post Example,", "We are Letter Holding,", "touches who answers for the data (§1)"),
    ("take effect 30 days", "take effect 10 days", "touches how and when changes take effect (§5)"),
]


@pytest.mark.parametrize(("old", "new", "reason"), CASES, ids=[case[2] for case in CASES])
def test_what_matters_is_proposed_as_material_with_its_reason(
    policy: str, entries_of: Entries, old: str, new: str, reason: str
) -> None:
    assert old in policy
    entry = entries_of(policy, updated(policy.replace(old, new)))[1]
    assert entry.materiality.proposed is Proposal.MATERIAL
    assert reason in entry.materiality.reasons


EDITORIAL = [
    ("**Last revised and updated 03/29/2025.", "**Last revised and updated 05/29/2025.", "changes only the date line"),
    ("_Hosting Services:_", "**Hosting Services:**", "restyles without changing words"),
    ("a carrier of letters.", "a carrier of letters!", "changes only punctuation, capitals or signs"),
    ("process payments, and", "process payments and", "changes only punctuation, capitals or signs"),
    ("required to charge", "requierd to charge", "changes only spelling"),
    ("We share data only as", "We share data\xa0only as", ""),
]


@pytest.mark.parametrize(("old", "new", "reason"), EDITORIAL, ids=[case[1] for case in EDITORIAL])
def test_what_changes_no_substance_is_proposed_as_editorial(
    policy: str, entries_of: Entries, old: str, new: str, reason: str
) -> None:
    assert old in policy
    entry = entries_of(policy, policy.replace(old, new))[-1]
    assert entry.materiality.proposed is Proposal.EDITORIAL
    assert reason in "; ".join(entry.materiality.reasons)


def test_the_summary_tells_the_facts_and_who_wrote_it(policy: str, entries_of: Entries) -> None:
    text = policy.replace("Cloudy and Rackety", "Cloudy and Nimbus").replace("for 90 days", "for 180 days")
    entry = entries_of(policy, updated(text))[1]
    assert entry.summary.text == (
        'Adds Nimbus under "hosting services" (§2). Removes Rackety under "hosting services" (§2). '
        'Changes how long data is kept (§3): now "180". Takes effect on 28 June 2025. '
        "This summary was written by a machine from the redline."
    )
    assert entry.summary.machine_written


@pytest.mark.parametrize("name", ["2025-05-29", "privacy-2025-05-29", "2025-06-28", "privacy/2025-05-29"])
def test_legals_own_words_in_a_file_replace_the_summary(
    policy: str, entries_of: Entries, legal: Legal, name: str
) -> None:
    legal.write(f"changelog/{name}.md", "# Change\n\nWe now keep letters **longer**,\nsee [here](https://x.example).\n")
    entry = entries_of(policy, updated(policy.replace("90", "180")))[1]
    assert entry.summary.text == "We now keep letters longer, see here."
    assert (entry.summary.source, entry.summary.place) == (SummarySource.FILE, f"changelog/{name}.md")


def test_legals_own_words_in_a_trailer_replace_the_summary(policy: str, entries_of: Entries) -> None:
    message = "Keep longer\n\nWhy: storage.\n\nChangelog: We keep letters longer,\n  namely 180 days.\nApproved-by: Bo"
    entry = entries_of(policy, updated(policy.replace("90", "180")), messages=("First", message))[1]
    assert entry.summary.text == "We keep letters longer, namely 180 days."
    assert entry.summary.source is SummarySource.TRAILER
    assert entry.revision.approvers == ("Bo",)


def test_a_changed_text_under_the_same_date_is_a_conflict(policy: str, entries_of: Entries) -> None:
    entry = entries_of(policy, policy.replace("90 days", "180 days"))[1]
    assert "the text changed, its date of update did not (2025-03-29)" in entry.conflicts


def test_a_new_date_over_the_same_text_is_editorial_and_reported(policy: str, entries_of: Entries) -> None:
    entry = entries_of(policy, updated(policy))[1]
    assert entry.materiality.proposed is Proposal.EDITORIAL


def test_a_return_to_an_earlier_text_names_its_revision(policy: str, entries_of: Entries) -> None:
    changed = updated(policy.replace("90 days", "180 days"))
    first, second, third = entries_of(policy, changed, updated(policy, "06/29/2025"))
    assert (second.reverts, third.reverts) == (None, first.revision.commit)
    assert third.summary.text.startswith(f"Returns to the text of revision {first.revision.short}.")


def test_a_reference_that_renumbering_broke_is_named(policy: str, entries_of: Entries) -> None:
    moved = policy.replace("**2\\. With whom", "**2\\. Letters**  \nWe carry letters.\n\n**3\\. With whom")
    moved = moved.replace("**3\\. For how", "**4\\. For how").replace("**4\\. What are", "**5\\. What are")
    entry = entries_of(policy, updated(moved.replace("**5\\. Changes", "**6\\. Changes")))[1]
    (broken,) = entry.broken_references
    assert (broken.target, broken.section) == ("2", "4")
    assert 'meant "With whom do we share personal data?", which is now 3' in broken.reason


def test_a_reference_into_nothing_is_named(policy: str, entries_of: Entries) -> None:
    (entry,) = entries_of(policy.replace("See section 2", "See section 12"))
    assert [(broken.target, broken.section) for broken in entry.broken_references] == [("12", "3")]


def test_addresses_and_links_that_come_and_go_are_listed(policy: str, entries_of: Entries) -> None:
    text = policy.replace("https://post.example/changes", "https://post.example/news")
    facts = entries_of(policy, text)[1].meaning.differences
    assert (facts.links_added, facts.links_removed) == (
        ("https://post.example/news",),
        ("https://post.example/changes",),
    )


def test_a_file_with_two_versions_announces_the_coming_one(policy: str, entries_of: Entries, legal: Legal) -> None:
    coming = policy.replace("90 days", "180 days").replace(
        "**Last revised and updated 03/29/2025.", "**Effective August 1, 2025. Last revised and updated 05/29/2025."
    )
    _, second = entries_of(policy, f"{policy}\n\n---\n\n{coming}")
    assert second.scheduled is not None
    assert (second.scheduled.effective_on, second.effective_on) == (date(2025, 8, 1), date(2025, 8, 1))
    assert Topic.RETENTION in {touched.topic for touched in second.meaning.touched if touched.section == "3"}
    assert any("also carries a version for 2025-08-01" in conflict for conflict in second.conflicts)
    assert not any("together" in conflict for conflict in second.conflicts)
    legal.commit("In force", privacy__md=coming)
    with legal.open() as repository:
        third = changelog(repository, "privacy.md")[2]
    assert not third.redline.of_substance


def test_any_baseline_can_be_compared(policy: str, entries_of: Entries, legal: Legal) -> None:
    entries_of(policy, policy.replace("Cloudy and", "Cloudy, Nimbus and"), updated(policy.replace("90", "180")))
    with legal.open() as repository:
        first, _, third = repository.revisions("privacy.md")
        entry = compare_revisions(repository, first, third)
        assert (entry.previous, entry.recipients_added) == (first, ())
        assert compare_revisions(repository, None, third).first


def test_an_unreadable_revision_is_passed_over(policy: str, legal: Legal) -> None:
    legal.commit("Fine", privacy__md=policy)
    legal.commit("Broken upload", privacy__md=b"\x00\x01\xff" * 99)
    legal.commit("Mended", privacy__md=updated(policy.replace("90", "180")))
    with legal.open() as repository:
        first, second = changelog(repository, "privacy.md")
        assert second.previous == first.revision


def test_nothing_but_unreadable_revisions_is_an_error(legal: Legal) -> None:
    legal.commit("Broken", privacy__md=b"\x00\x01\xff" * 99)
    with legal.open() as repository, pytest.raises(DocumentError):
        changelog(repository, "privacy.md")
    with legal.open() as repository, pytest.raises(RepositoryError):
        changelog(repository, "absent.md")


def test_the_json_has_the_promised_shape(policy: str, entries_of: Entries) -> None:
    entries = entries_of(policy, updated(policy.replace("Cloudy and", "Cloudy, Nimbus and")))
    shape = json.loads(json.dumps(changelog_json("privacy.md", entries)))
    assert shape["document"] == "privacy.md"
    first, second = shape["entries"]
    promised = (
        "revision merged_at updated_on effective_on notice_due days_of_notice date_sources conflicts materiality changes "
        "recipients_added recipients_removed previous"
    )
    assert set(promised.split()) <= set(second)
    assert second["previous"] == first["revision"]
    assert second["materiality"]["proposed"] == "material"
    assert [item["name"] for item in second["recipients_added"]] == ["Nimbus"]
    assert second["date_sources"][0] == {
        "kind": "updated",
        "value": "2025-05-29",
        "quote": "Last revised and updated 05/29/2025.",
        "line": 4,
    } or second["date_sources"][0]["quote"].startswith("Last revised and updated 05/29/2025.")
    assert {change["kind"] for change in second["changes"]} == {"amended"}


def test_markdown_is_escaped_and_newest_first(policy: str, entries_of: Entries) -> None:
    text = policy.replace("a carrier of letters", "a carrier of <script>alert(1)</script> [x](javascript:1) letters")
    page = changelog_markdown("privacy.md", entries_of(policy, updated(text)))
    assert page.index("## 29 May 2025") < page.index("## 29 March 2025")
    html = MarkdownIt().render(page)
    assert "<script>" not in html
    assert "<a " not in html


def test_the_real_policys_change_is_told_right(mailjet: tuple[str, str], entries_of: Entries) -> None:
    entry = entries_of(*mailjet)[1]
    assert (entry.updated_on, entry.effective_on) == (date(2023, 1, 16), date(2023, 2, 15))
    assert (entry.notice_due, entry.days_of_notice) == (datetime(2023, 1, 16, 9, tzinfo=UTC), 30)
    added = {recipient.name for recipient in entry.recipients_added}
    assert added == {"MacStadium", "Cyxtera", "Aria", "Authorize.net", "Split.io", "Looker", "Snowflake"}
    assert entry.materiality.proposed is Proposal.MATERIAL
    assert entry.meaning.objection is not None
    assert entry.meaning.objection.new.startswith("If you object to the changes, you may choose to close out")
    assert entry.conflicts == ()
    assert "within a maximum of ninety (90) days" in entry.summary.text


def test_sections_read_alone_do_not_stand_for_the_whole_text(
    entries_of: Callable[..., tuple[Entry, ...]], policy: str
) -> None:
    """The first change is outside of the sharing section: what was read of it must not answer for the next change."""
    padded = policy.replace("We answer for", "We are a company of some size. " * 300 + "We answer for")
    rights = padded.replace("You may ask for access", "You may ask for access or erasure")
    sharing = rights.replace("to process payments, and", "to process all payments, and")
    changes = entries_of(padded, rights, sharing)[1:]
    assert [(entry.recipients_added, entry.recipients_removed) for entry in changes] == [((), ()), ((), ())]
    statements = read_sharing(changes[1].redline.new)
    assert {"Cloudy", "Rackety", "Payfast"} <= {statement.recipient.name for statement in statements}


@pytest.mark.parametrize(
    ("old", "new", "proposed"),
    [
        ("two years", "five years", "material"),
        ("two years", "two weeks", "material"),
        ("by e-mail", "on this page", "material"),
        ("encrypted", "sent", "material"),
        ("we delete", "you delete", "material"),
        ("might care", "careless", "material"),
        ("the letters", "letters", "editorial"),
        ("See the section below", "Please see the following section", "editorial"),
        ("a name", "names", "editorial"),
        ("recieve", "receive", "editorial"),
    ],
)
def test_only_words_without_weight_make_a_rewording_editorial(
    entries_of: Callable[..., tuple[Entry, ...]], old: str, new: str, proposed: str
) -> None:
    text = "# Letters\n\n## 1. General\n\nHere stands {} for everybody and for always.\n\n## 2. End\n\nThat is all.\n"
    assert entries_of(text.format(old), text.format(new))[1].materiality.proposed.value == proposed
