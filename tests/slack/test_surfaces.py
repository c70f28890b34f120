"""Every other place where people meet Herald: threads, direct messages, shortcuts, the Home tab."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.sandbox import SandboxError
from bot.sandbox.fake import GUEST, LEGAL, STAFF
from bot.sandbox.workspace import FakeChannel
from bot.slack import build_slack
from bot.slack.listeners.asking import PROMPTS, plain_words
from bot.slack.listeners.open_case import written_message
from notifier.cases import get_case, steps_of
from notifier.feedback import wrong_answers
from notifier.ledger.schema import answer_feedback
from tests.slack.conftest import World, open_case, settings_for


def feedback(world: World) -> list[tuple[str, str]]:
    with world.ledger.reading() as connection:
        rows = connection.execute(sa.select(answer_feedback.c.kind, answer_feedback.c.question))
        return [(row.kind, row.question) for row in rows]


async def test_a_mention_is_answered_in_its_thread(world: World) -> None:
    asked = await world.slack.mention(STAFF.id, "who gets card data?")
    (answer,) = await world.slack.until(lambda: world.slack.thread(asked))
    assert "Paywell" in answer.text
    again = await world.slack.mention(STAFF.id, "and since when?", thread_ts=asked.ts)
    await world.slack.until(lambda: len(world.slack.thread(asked)) == 3)
    assert again.thread_ts == asked.ts
    assert world.asked == ["who gets card data?", "and since when? [of: who gets card data?]"]


async def test_a_direct_message_is_answered_and_the_agent_says_it_reads(world: World) -> None:
    channel = world.slack.space.direct(STAFF.id).id
    asked = await world.slack.say(STAFF.id, "who gets card data?", channel)
    await world.slack.until(lambda: world.slack.thread(asked))
    assert "is reading the policy…" in {status.get("status") for status in world.slack.space.statuses}


async def test_herald_does_not_answer_bots_or_edits(world: World) -> None:
    channel = world.slack.space.direct(STAFF.id).id
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": channel,
        "user": STAFF.id,
        "team": "T0HERALD",
        "ts": "1.1",
    }
    await world.slack.event({**event, "text": "a question?", "subtype": "message_changed"})
    await world.slack.event({**event, "text": "a question?", "bot_id": "B1"})
    await world.outbox.settle()
    assert world.asked == []


async def test_the_agent_view_offers_questions(world: World) -> None:
    channel = world.slack.space.direct(STAFF.id).id
    await world.slack.event({"type": "app_home_opened", "user": STAFF.id, "channel": channel, "tab": "messages"})
    shown = await world.slack.until(lambda: world.slack.space.statuses)
    assert len(json.loads(shown[0]["prompts"]) if isinstance(shown[0]["prompts"], str) else shown[0]["prompts"]) == len(
        PROMPTS
    )


@pytest.mark.parametrize("about", [False, True])
async def test_a_shortcut_asks_the_policy(world: World, about: bool) -> None:
    message = await world.slack.say(STAFF.id, "A customer asks: who gets <https://x.example|card> data?")
    await world.slack.shortcut(STAFF.id, "ask_policy_about" if about else "ask_policy", message if about else None)
    view = await world.slack.until(lambda: world.slack.view_of(STAFF.id))
    filled = view.view["blocks"][0]["element"].get("initial_value")
    assert filled == ("A customer asks: who gets card data?" if about else None)
    await world.slack.submit(STAFF.id, {} if about else {"question": "who gets card data?"})
    await world.slack.until(lambda: world.asked)


async def test_a_message_becomes_a_case(world: World) -> None:
    message = await world.slack.say(STAFF.id, "Hi, ada@example.org wants everything deleted. <@U0LEGAL>")
    await world.slack.shortcut(STAFF.id, "make_case", message)
    await world.slack.until(lambda: world.slack.view_of(STAFF.id))
    bad = await world.slack.submit(STAFF.id, {"email": "nobody", "kind": "erasure"})
    assert "email" in bad.json()["errors"]
    await world.slack.submit(STAFF.id, {"email": "ada@example.org", "kind": "erasure"})
    card = (await world.slack.until(lambda: world.slack.posted()[1:]))[0]
    assert "Deletion request C-2026-0001 from a…" in card.text
    assert "everything deleted" in card.text


async def test_a_guest_makes_no_case(world: World) -> None:
    message = await world.slack.say(STAFF.id, "words")
    await world.slack.shortcut(GUEST.id, "make_case", message)
    await world.slack.until(lambda: world.slack.seen_by(GUEST.id))
    assert world.slack.view_of(GUEST.id) is None


async def test_a_case_is_read_whole_by_one_person(world: World) -> None:
    open_case(world, "Please delete my account and all my data. " * 200)
    await world.outbox.drain()
    await world.slack.click(STAFF.id, world.slack.posted()[0], "case_open")
    view = await world.slack.until(lambda: world.slack.view_of(STAFF.id))
    assert "ada@example.org" in json.dumps(view.view)
    assert json.dumps(view.view).count("Please delete my account") > 100


async def test_a_refusal_needs_its_reason(world: World) -> None:
    number = open_case(world)
    await world.outbox.drain()
    await world.slack.click(STAFF.id, world.slack.posted()[0], "case_step", f"refuse:{number}")
    await world.slack.until(lambda: world.slack.view_of(STAFF.id))
    with pytest.raises(SandboxError, match="reason"):
        await world.slack.submit(STAFF.id)
    await world.slack.submit(STAFF.id, {"reason": "The person is not a customer of ours."})
    await world.slack.until(lambda: "refused" in world.slack.posted()[0].text)


async def test_the_home_tab_shows_what_waits_page_by_page(world: World) -> None:
    world.propose()
    for index in range(23):
        open_case(world, email=f"c{index}@example.org")
    home = await world.slack.open_home(LEGAL.id)
    assert home is not None
    assert "Waiting for your decision" in json.dumps(home.view)
    assert "23 open cases" in json.dumps(home.view)
    await world.slack.click_in_view(LEGAL.id, home, "home_on")
    await world.slack.until(lambda: "Page 2 of 3" in json.dumps(world.slack.space.homes[LEGAL.id].view))
    await world.slack.click_in_view(LEGAL.id, world.slack.space.homes[LEGAL.id], "home_back")
    await world.slack.until(lambda: "Page 1 of 3" in json.dumps(world.slack.space.homes[LEGAL.id].view))
    staff = await world.slack.open_home(STAFF.id)
    assert "Waiting for your decision" not in json.dumps(staff.view if staff else {})


async def test_an_approver_decides_on_the_home_tab(world: World) -> None:
    notice = world.propose()
    await world.outbox.drain()
    home = await world.slack.open_home(LEGAL.id)
    assert home is not None
    assert "Adds Paywell" in json.dumps(home.view)
    await world.slack.click_in_view(LEGAL.id, home, "notice_prepare")
    await world.slack.until(lambda: world.slack.view_of(LEGAL.id))
    await world.slack.submit(LEGAL.id)
    await world.slack.until(lambda: world.notice(notice.id).state == "approved")
    await world.slack.until(lambda: "Approved and scheduled" in world.slack.posted()[0].text)


async def test_a_stale_button_of_the_home_tab_does_nothing(world: World) -> None:
    notice = world.propose()
    home = await world.slack.open_home(LEGAL.id)
    assert home is not None
    world.change(notice.id, text_hash="hash-2")
    await world.slack.click_in_view(LEGAL.id, home, "notice_editorial")
    await world.slack.until(lambda: "earlier text" in json.dumps([one.text for one in world.slack.transcript]))
    assert world.notice(notice.id).state == "proposed"


async def test_staff_cannot_decide_with_an_approvers_home(world: World) -> None:
    notice = world.propose()
    home = await world.slack.open_home(LEGAL.id)
    assert home is not None
    await world.slack.click_in_view(STAFF.id, home, "notice_editorial")
    await world.slack.until(lambda: any(call.method == "usergroups.users.list" for call in world.slack.server.calls))
    await world.outbox.drain()
    assert world.notice(notice.id).state == "proposed"


async def test_cases_have_a_channel_of_their_own_where_customers_are_shown(world: World) -> None:
    world.slack.space.channels["C0CASES"] = FakeChannel("C0CASES", "cases")
    side = build_slack(settings_for(world.slack), replace(world.parts, case_channel=lambda: "C0CASES"), spacing=0.0)
    open_case(world)
    notice = world.propose()
    await side.outbox.drain()
    await side.close()
    (case,), (card,) = world.slack.posted("C0CASES"), world.slack.posted()
    assert "ada@\u2060example.org" in case.text  # a word joiner keeps Slack from making a link of it
    assert f"#{notice.id}" in card.text or "privacy.md" in card.text
    assert "ada@" not in json.dumps(card.payload())


async def test_the_home_tab_is_refreshed_when_something_changes(world: World) -> None:
    home = await world.slack.open_home(STAFF.id)
    world.propose()
    await world.outbox.drain()
    await world.slack.until(lambda: world.slack.space.homes[STAFF.id].hash != (home.hash if home else ""))
    assert "privacy.md" in json.dumps(world.slack.space.homes[STAFF.id].view)


async def test_a_wrong_answer_is_noted_with_question_answer_and_revision(world: World) -> None:
    answer = await world.slack.ask(STAFF.id, "ask who gets card data?")
    await world.slack.click(STAFF.id, answer, "answer_wrong")
    await world.slack.until(lambda: feedback(world))
    with world.ledger.reading() as connection:
        (wrong,) = wrong_answers(connection)
    assert (wrong.question, wrong.answer) == ("who gets card data?", "Card data goes to Paywell.")
    assert (wrong.revision, wrong.reported_by) == ("feedbeef" * 5, "slack:U0STAFF")


async def test_another_thread_begins_without_a_subject(world: World) -> None:
    first = await world.slack.mention(STAFF.id, "who gets card data?")
    await world.slack.until(lambda: world.slack.thread(first))
    second = await world.slack.mention(STAFF.id, "and since when?")
    await world.slack.until(lambda: world.slack.thread(second))
    assert world.asked == ["who gets card data?", "and since when?"]


async def test_a_subject_is_forgotten_after_a_month_of_silence(world: World) -> None:
    asked = await world.slack.mention(STAFF.id, "who gets card data?")
    await world.slack.until(lambda: world.slack.thread(asked))
    world.settle(31 * 86_400)
    await world.slack.mention(STAFF.id, "and since when?", thread_ts=asked.ts)
    await world.slack.until(lambda: len(world.asked) == 2)
    assert world.asked[1] == "and since when?"


@pytest.mark.parametrize(
    ("button", "asked", "shown"),
    [
        ("answer_clause", [], "We use Paywell."),
        (
            "answer_since",
            ["who gets card data?", "Since when? [of: who gets card data?]"],
            "Card data goes to Paywell.",
        ),
        ("answer_others", ["who gets card data?", "Who else? [of: who gets card data?]"], "Card data goes to Paywell."),
    ],
)
async def test_the_buttons_of_an_answer_lead_on(world: World, button: str, asked: list[str], shown: str) -> None:
    answer = await world.slack.ask(STAFF.id, "ask who gets card data?")
    world.asked.clear()
    before = len(world.slack.seen_by(STAFF.id))
    await world.slack.click(STAFF.id, answer, button)
    await world.slack.until(lambda: len(world.slack.seen_by(STAFF.id)) > before)
    assert shown in world.slack.seen_by(STAFF.id)[-1].text
    assert world.asked == asked


async def test_a_guest_gets_no_clause_and_a_forged_button_nothing(world: World) -> None:
    answer = await world.slack.ask(STAFF.id, "ask who gets card data?")
    await world.slack.click(GUEST.id, answer, "answer_clause")
    await world.slack.until(lambda: world.slack.seen_by(GUEST.id))
    assert "Paywell" not in world.slack.seen_by(GUEST.id)[-1].text


async def test_recipients_are_shown_as_a_table(world: World) -> None:
    answer = await world.slack.ask(STAFF.id, "ask who gets card data?")
    (table,) = [block for block in answer.blocks if block["type"] == "table"]
    assert [cell["text"] for cell in table["rows"][0]] == ["Recipient", "Data", "Purpose", "The policy says", "§"]
    assert table["rows"][1][0]["text"] == "Paywell"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U0BOT> who?", "who?"),
        ("<@U0BOT|herald>  a &lt;b&gt; &amp; <#C1|general> <https://x.example>", "a <b> & general https://x.example"),
    ],
)
def test_markup_becomes_words(text: str, words: str) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize("address", ["", "nobody", "@x.example", "a@b", "a@x.example\r\nBcc: c@d.example"])
def test_no_header_is_smuggled_in_with_an_address(address: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        written_message(address, "x", "k")


async def test_a_link_to_the_public_changelog_shows_its_public_words(world: World) -> None:
    notice = world.propose()
    address = f"http://127.0.0.1:9/privacy/changes/{notice.revision[:12]}/"
    event = {"type": "link_shared", "channel": "C0POLICY", "user": STAFF.id, "message_ts": "1.1"}
    others = [
        f"http://127.0.0.1:9/privacy/changes/{'0' * 12}/",
        "http://127.0.0.1:9/",
        "http://evil.example/privacy/changes/x/",
    ]
    await world.slack.event({**event, "links": [{"url": url} for url in (address, *others)]})
    (unfurled,) = await world.slack.until(lambda: world.slack.space.unfurls)
    assert list(unfurled) == [address]
    assert "Adds Paywell as a payment provider" in json.dumps(unfurled)


async def test_what_staff_say_in_a_cases_thread_is_kept_with_the_case(world: World) -> None:
    number = open_case(world)
    await world.outbox.drain()
    (card,) = world.slack.posted()
    await world.slack.mention(STAFF.id, "spoke to her by phone, she confirmed", thread_ts=card.ts)
    await world.slack.until(lambda: any("note" in reply.text for reply in world.slack.thread(card)))
    with world.ledger.reading() as connection:
        steps = steps_of(connection, get_case(connection, number).id)
    assert (steps[-1].actor, steps[-1].reason) == ("slack:U0STAFF", "spoke to her by phone, she confirmed")
    await world.slack.mention(GUEST.id, "I am a guest", thread_ts=card.ts)
    await world.slack.until(lambda: world.slack.seen_by(GUEST.id))
    with world.ledger.reading() as connection:
        assert len(steps_of(connection, get_case(connection, number).id)) == len(steps)


async def test_the_map_of_recipients_comes_as_a_picture_with_its_words(world: World) -> None:
    told = await world.slack.ask(STAFF.id, "map")
    assert "direct messages" in told.text
    (file,) = world.slack.space.files.values()
    assert (file.name, file.content, file.alt_text) == ("recipients.png", b"a picture", "Paywell: card data.")
    assert await world.slack.command(GUEST.id, "map")
    await world.slack.until(lambda: world.slack.seen_by(GUEST.id))
    assert len(world.slack.space.files) == 1
