"""Which days a message names for a notice: those that mean something in the state it is in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.blocks.announcement import Announcement
from bot.blocks.lists import notices_message, upcoming_message
from bot.blocks.notice import NoticeFacts, notice_card
from notifier.model import Notice, NoticeKind, NoticeState

NOTICE = Notice(
    id=1,
    kind=NoticeKind.CHANGE,
    document="privacy.md",
    baseline_revision="",
    revision="c0ffee",
    updated_on=date(2026, 10, 29),
    effective_on=date(2026, 11, 28),
    notice_days=30,
    due_at=datetime(2026, 10, 29, 8, tzinfo=UTC),
    timezone="Pacific/Auckland",
    state=NoticeState.APPROVED,
    text_hash="h" * 64,
    announcement="",
    created_at=datetime(2026, 10, 20, tzinfo=UTC),
)
COMING = {
    NoticeState.PROPOSED,
    NoticeState.HELD,
    NoticeState.LATE,
    NoticeState.APPROVED,
    NoticeState.SENDING,
    NoticeState.PAUSED,
    NoticeState.SENT,
}


def test_the_card_of_an_editorial_revision_names_no_day_of_its_own() -> None:
    card = notice_card(NoticeFacts(replace(NOTICE, state=NoticeState.EDITORIAL), Announcement(document="privacy.md")))
    assert "28 November" not in str(card.payload())
    assert "editorial revision of 29 October 2026" in card.text
    assert "as soon as the text that it corrects" in str(card.payload()["blocks"])


@pytest.mark.parametrize("state", NoticeState)
def test_only_what_may_still_come_is_said_to_come(state: NoticeState) -> None:
    said = upcoming_message([replace(NOTICE, state=state)], datetime(2026, 10, 20, tzinfo=UTC)).text
    assert ("28 November 2026" in said) == (state in COMING)


def test_days_are_counted_in_the_policys_time_zone() -> None:
    evening = datetime(2026, 11, 27, 20, tzinfo=UTC)  # the 28th in Auckland
    assert "in 0 days" in upcoming_message([NOTICE], evening).text
    assert "Nothing" in upcoming_message([NOTICE], datetime(2026, 11, 28, 12, tzinfo=UTC)).text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (NoticeState.EDITORIAL, "Revision dated 29 October 2026"),
        (NoticeState.CANCELLED, "Was to be in force 28 November 2026"),
        (NoticeState.SUPERSEDED, "Was to be in force 28 November 2026"),
        (NoticeState.IN_FORCE, "Since 28 November 2026"),
        (NoticeState.SENT, "In force 28 November 2026, notice due"),
    ],
)
def test_the_list_says_what_the_days_of_a_notice_mean(state: NoticeState, said: str) -> None:
    assert said in notices_message([replace(NOTICE, state=state)]).text
