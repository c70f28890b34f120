"""Merged revisions become proposals, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from notice_stories import DUE, EFFECTIVE, MERGED, SETTINGS, Story, step, text

from notifier import notices
from notifier.errors import RefusedError
from notifier.ledger import Ledger, verify
from notifier.notices import Announced
from policy.contracts import ContractRule


def test_a_revision_is_proposed_once(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    first = story.merged(step("B", "A"))
    assert story.merged(step("B", "A")) == first
    assert (first.state, first.baseline_revision, first.revision) == ("proposed", "rA", "rB")
    assert (first.due_at, first.effective_on, first.notice_days) == (DUE, EFFECTIVE, 30)
    assert story.events(first) == ["proposed"]
    with any_ledger.reading() as connection:
        assert verify(connection).is_sound


def test_a_first_publication_is_taken_for_known(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    assert story.merge(replace(step("A", "-"), previous=None)) is None
    assert story.merged(step("B", "A")).baseline_revision == "rA"


def test_a_policy_with_a_past_compares_with_what_it_was_started_with(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    with any_ledger.begin() as connection:
        assert notices.adopt(connection, "p.md", text("X"), now=MERGED)
        assert not notices.adopt(connection, "p.md", text("Y"), now=MERGED)
        found = notices.baseline(connection, step("B", "A"))
        assert found == text("X")
    with pytest.raises(RefusedError, match="customers know revision rX, so the notice must compare with that one"):
        story.merge(step("B", "A"))
    assert story.merged(step("B", "A"), whole=step("B", "X")).baseline_revision == "rX"


def test_an_editorial_revision_folds_into_the_next_notice(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    editorial = story.merged(step("B", "A", material=False))
    with any_ledger.begin() as connection:
        notices.mark_editorial(connection, editorial.id, by="jane", now=MERGED)
    notice = story.merged(step("C", "B"), whole=step("C", "A"))
    assert (notice.baseline_revision, notice.revision) == ("rA", "rC")
    assert story.states() == ["change rB editorial", "change rC proposed"]


def test_a_material_revision_in_the_window_supersedes_an_approved_notice(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    first = story.approve(story.merged(step("B", "A")))
    second = story.merged(step("C", "B"), whole=step("C", "A"))
    assert story.states() == ["change rB superseded", "change rC proposed"]
    assert "rC was merged before it went out" in story.again(first).reason
    assert story.advance(DUE) == []
    assert story.count() == 0
    assert second.baseline_revision == "rA"


def test_an_editorial_revision_leaves_an_approval_standing_until_it_is_approved_itself(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    first = story.approve(story.merged(step("B", "A")))
    second = story.merged(step("C", "B", material=False), whole=step("C", "A"))
    assert story.states() == ["change rB approved", "change rC proposed"]
    story.approve(second)
    assert story.states() == ["change rB superseded", "change rC approved"]
    assert story.events(first) == ["proposed", "approved", "superseded"]


def test_a_revert_before_sending_cancels(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.approve(story.merged(step("B", "A")))
    assert story.merge(step("A'", "B")) is None
    assert story.states() == ["change rB cancelled"]


def test_a_revert_after_sending_proposes_a_withdrawal_to_those_who_were_told(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers("1,a@example.com,,,,,", "2,b@example.com,,,,,")
    sent = story.sent(story.merged(step("B", "A")))
    story.customers("3,c@example.com,,,,,")
    now = DUE + timedelta(days=1)
    withdrawal = story.merged(step("A'", "B"), now=now)
    assert story.states() == ["change rB sent", "withdrawal rB proposed"]
    assert story.merged(step("A'", "B"), now=now) == withdrawal
    with any_ledger.reading() as connection:
        assert notices.audience(connection, withdrawal) == 2
    story.approve(withdrawal, now=now)
    assert story.advance(now) == [f"{withdrawal.id} begun 2"]
    assert story.deliveries(withdrawal) == [("1", "notice", "due"), ("2", "notice", "due")]
    assert story.states() == ["change rB superseded", "withdrawal rB sending"]
    assert story.again(sent).reason == f"notice {withdrawal.id} tells customers otherwise"


def test_an_effective_date_moved_after_the_notice_is_told_again(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers("1,a@example.com,,,,,")
    story.sent(story.merged(step("B", "A")))
    moved = story.merged(step("C", "B", effective=date(2027, 5, 1), material=False), now=DUE + timedelta(hours=1))
    assert moved.reason.endswith("the effective date is now later: 2027-05-01")
    story.approve(moved, now=DUE + timedelta(hours=2))
    story.advance(moved.due_at)
    assert story.states() == ["change rB superseded", "change rC sending"]


def test_a_material_revision_after_the_notice_leaves_that_one_alone(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    story.customers("1,a@example.com,,,,,")
    story.sent(story.merged(step("B", "A")))
    second = story.merged(step("C", "B", effective=date(2027, 5, 1)), now=DUE + timedelta(hours=1))
    story.approve(second, now=DUE + timedelta(hours=2))
    story.advance(second.due_at)
    assert story.states() == ["change rB sent", "change rC sending"]


def test_two_documents_do_not_touch_each_other(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    privacy = story.approve(story.merged(step("B", "A")))
    terms = story.merged(step("C", "A", document="terms.md"))
    assert story.states() == ["change rB approved", "change rC proposed"]
    story.merge(step("A'", "C", document="terms.md"))
    assert [story.again(privacy).state, story.again(terms).state] == ["approved", "cancelled"]


def test_dates_changed_in_the_settings_ask_for_approval_anew(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    approved = story.approve(story.merged(step("B", "A")))
    again = story.merged(step("B", "A", effective=date(2027, 4, 20)))
    assert again.id == approved.id
    assert (again.state, again.approved_by, again.text_hash == approved.text_hash) == ("proposed", "", False)
    with pytest.raises(RefusedError, match="has changed since"):
        story.approve(approved)


def test_a_contract_brings_the_due_time_forward(any_ledger: Ledger) -> None:
    rule = ContractRule("enterprise", segments=("enterprise",), notice_days=45)
    story = Story(any_ledger, replace(SETTINGS, contracts=(rule,)))
    assert story.merged(step("B", "A")).due_at == DUE
    story.customers("1,a@example.com,,,,enterprise,")
    assert story.merged(step("C", "A")).due_at == DUE - timedelta(days=15)


@pytest.mark.parametrize(
    ("of", "reason"),
    [
        (step("B", "A", effective=None), "states no date, so nobody can be told when it takes effect"),
        (step("B", "A", effective=date(1066, 10, 14)), "1066-09-14 is no date of a policy"),
    ],
)
def test_a_revision_without_usable_dates_is_refused(ledger: Ledger, of: Announced, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        Story(ledger).merge(of)
    assert Story(ledger).states() == []
