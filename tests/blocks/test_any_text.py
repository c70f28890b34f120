"""Whatever a policy, a customer or a file name holds, what is built from it is taken by Slack."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks.announcement import Announcement, ShownChange, ShownMateriality, ShownRecipient, ShownSide
from bot.blocks.answer import ShownAnswer, ShownCitation, ShownParty, answer_message
from bot.blocks.case import CaseFacts, StepChoice, case_card
from bot.blocks.digest import Digest, digest_message
from bot.blocks.home import HomeFacts, home_view
from bot.blocks.lists import cases_message, change_message, notices_message, upcoming_message
from bot.blocks.modals import (
    MailPreview,
    Routing,
    approve_modal,
    ask_modal,
    case_modal,
    case_step_modal,
    open_case_modal,
)
from bot.blocks.notice import NoticeFacts, notice_card
from bot.blocks.redline import redline_messages
from notifier.model import Case, CaseState, Matched, NoticeState, ReplyKind
from tests.blocks.test_real_changes import notice_of

NOW = datetime(2026, 10, 20, tzinfo=UTC)
HARD = st.sampled_from(
    ["<!channel>", "&" * 4000, "`*_~" * 900, "\x00\x1f", "word " * 3000, "é" * 5000, "", " ", "\u202e", ":tada:"]
)
WORDS = st.one_of(st.text(max_size=60), HARD)
SIDES = st.builds(
    ShownSide, section=st.sampled_from(["6", "D.8", "header", ""]), heading=WORDS, label=WORDS, text=WORDS
)
CHANGES = st.builds(
    ShownChange,
    kind=st.sampled_from(["added", "removed", "amended", "moved_amended", "split"]),
    old=st.lists(SIDES, max_size=2).map(tuple),
    new=st.lists(SIDES, max_size=2).map(tuple),
    words=st.lists(st.tuples(st.sampled_from("=-+"), WORDS), max_size=6).map(tuple),
)
ANNOUNCEMENTS = st.builds(
    Announcement,
    document=st.just("privacy.md"),
    title=WORDS,
    revision=st.just("f" * 40),
    summary=WORDS,
    materiality=st.builds(ShownMateriality, proposed=WORDS, reasons=st.lists(WORDS, max_size=12).map(tuple)),
    changes=st.lists(CHANGES, max_size=12).map(tuple),
    conflicts=st.lists(WORDS, max_size=8).map(tuple),
    recipients_added=st.lists(st.builds(ShownRecipient, name=WORDS), max_size=30).map(tuple),
)
SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def case_of(quote: str) -> Case:
    return Case(
        1,
        "C-2026-0001",
        ReplyKind.ERASURE,
        CaseState.RECEIVED,
        None,
        None,
        Matched.NOBODY,
        NOW,
        NOW,
        late=True,
        quote=quote,
    )


@SLOW
@given(ANNOUNCEMENTS, WORDS, WORDS)
def test_any_revision_fits(announcement: Announcement, subject: str, mail: str) -> None:
    notice = notice_of(announcement, json.dumps(announcement.model_dump(mode="json")), NoticeState.PROPOSED)
    facts = NoticeFacts(notice, announcement, 9, earliest=date(2027, 1, 1), prepared_by=subject)
    notice_card(facts).payload()
    for message in redline_messages(announcement, "https://policy.example/x"):
        message.payload()
    home_view(HomeFacts((notice,), (facts,) * 30, (), approver=True, now=NOW))
    approve_modal(facts, MailPreview(subject, mail), Routing(subject="1:h", team="T"))
    change_message(announcement, "a", "b").payload()
    for build in (notices_message, lambda found: upcoming_message(found, datetime(2026, 10, 20, tzinfo=UTC))):
        build([notice] * 60).payload()


@SLOW
@given(WORDS, WORDS, WORDS)
def test_any_case_and_question_fits(quote: str, customer: str, words: str) -> None:
    facts = CaseFacts(case_of(quote), customer, (StepChoice("extend", words or "x", needs_reason=True),))
    routing = Routing(subject="C-2026-0001", team="T")
    case_card(facts, NOW).payload()
    case_modal(facts, words, routing)
    case_step_modal(facts, facts.steps[0], routing)
    ask_modal(routing, words)
    open_case_modal(routing, words)
    cases_message([facts] * 60, NOW).payload()
    home_view(HomeFacts((), (), (facts,) * 60, approver=True, now=NOW, page=3))
    digest_message(Digest((), (facts,) * 60, ((words, 2),) * 20, ((quote, 1),), NOW)).payload()


@SLOW
@given(WORDS, WORDS, st.lists(WORDS, max_size=40))
def test_any_answer_fits(question: str, text: str, names: list[str]) -> None:
    citations = tuple(ShownCitation(section="6", heading=text, quote=name, commit="c") for name in names)
    parties = tuple(ShownParty(name=name, force=text) for name in names)
    answer = ShownAnswer(question=question, text=text, verdict="yes", citations=citations, recipients=parties)
    answer_message(answer, page=lambda section, revision: f"https://policy.example/{section}/{revision}").payload()
