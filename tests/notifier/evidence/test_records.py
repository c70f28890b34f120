"""The record of a notice beside the changelog entry: how early, to whom, what was sent, and what came back."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from notice_stories import DUE, MERGED, Story, step

from notifier.delivery.steps import Copy, store_copies
from notifier.evidence import notice_records, record_json, record_lines
from notifier.ledger import Ledger
from notifier.ledger.schema import cases
from notifier.model import Notice

LETTER = b"Subject: Our privacy policy changes\r\n\r\nDear {{name}}\r\n"
ANSWERED = DUE + timedelta(days=3)


def told(story: Story) -> Notice:
    """A notice that went to three customers, was refused for a fourth, and was answered twice."""
    story.customers(*(f"{n},c{n}@example.com,,,,," for n in range(4)))
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    story.send(notice, DUE, only=("0", "1", "2"))
    story.send(notice, DUE, state="failed")
    common = {"notice_id": notice.id, "opened_at": ANSWERED, "due_at": ANSWERED + timedelta(days=31)}
    with story.ledger.begin() as connection:
        store_copies(connection, [Copy(notice.id, "notice.en", LETTER)], now=DUE)
        for number, kind, state, late in (("C-1", "objection", "done", True), ("C-2", "erasure", "received", False)):
            row = {"number": number, "kind": kind, "state": state, "late": late, **common}
            connection.execute(sa.insert(cases).values(**row))
    story.advance(DUE)
    return notice


def test_a_sent_notice_says_how_early_to_whom_and_what_came_back(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    notice = told(story)
    with any_ledger.reading() as connection:
        (record,) = notice_records(connection, "p.md")["rB"]
    found = record_json(record)
    assert found["how_early"] == {"days": 30, "promised": 30, "timing": "as promised"}
    assert found["audience"] == {
        "planned": 4, "sent": 3, "open": 0, "failed": 1, "bounced": 0, "cancelled": 0, "unreached": 1,
    }  # fmt: skip
    assert found["options"] == ["object", "ask for erasure"]
    assert [one["by"] for one in found["approvals"]] == ["jane"]
    assert (found["copies"][0]["name"], len(found["copies"][0]["sha256"])) == ("notice.en", 64)
    assert [(one["number"], one["kind"], one["state"], one["late"]) for one in found["cases"]] == [
        ("C-1", "objection", "done", True),
        ("C-2", "erasure", "received", False),
    ]
    lines = record_lines(record)
    assert lines[0] == f"Notice {notice.id}: sent 2027-03-11, 30 days before (as promised: 30)"
    assert lines[2].startswith("By e-mail to 4: 3 sent, 0 bounced, 1 refused, 0 open, 0 cancelled, 1 to be told")
    assert lines[-1] == "Replies: 1 objection, 1 erasure; 1 open, 1 late"


def test_a_notice_that_was_not_sent_says_so(any_ledger: Ledger) -> None:
    story = Story(any_ledger)
    notice = story.merged(step("B", "A"), now=MERGED)
    with any_ledger.reading() as connection:
        (record,) = notice_records(connection, "p.md")["rB"]
    found = record_json(record)
    assert found["how_early"] == {"days": None, "promised": 30, "timing": "not told"}
    assert found["audience"]["unreached"] is None
    assert record_lines(record) == (f"Notice {notice.id}: proposed, not sent",)
