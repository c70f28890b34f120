"""Delivery reports: standard, written for people, as JSON; and which of them end an address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notifier.inbound import AutomaticKind, read_message
from notifier.inbound.bounces.status import is_permanent, status_in

REPORT = b"""Return-Path: <>
From: MAILER-DAEMON@relay.example
To: bounces+Tok9@herald.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; Gone@Pond.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@pond.example>: user unknown

Final-Recipient: rfc822; full@pond.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox full

--b
Content-Type: message/rfc822

Return-Path: <bounces+Tok9@herald.example>
Message-ID: <notice-7@herald.example>
From: privacy@herald.example
To: gone@pond.example
Subject: Changes

Please delete my account.
--b--
"""


def test_standard_report_names_recipients_and_original() -> None:
    reading = read_message(REPORT)
    assert [(bounce.recipient, bounce.permanent) for bounce in reading.bounces] == [
        ("gone@pond.example", True),
        ("full@pond.example", False),
    ]
    assert reading.original_message_id == "<notice-7@herald.example>"
    assert "Tok9" in reading.reply_tokens
    assert reading.auto_submitted
    assert not reading.may_be_answered


def test_report_written_for_people() -> None:
    content = (
        b"From: Mail Delivery System <mailer-daemon@relay.example>\nTo: bounces@herald.example\n"
        b"Subject: Mail delivery failed: returning message to sender\n\n"
        b"A message that you sent could not be delivered.\n\n  lost@pond.example\n    550 No such user here\n\n"
        b"------ This is a copy of the message ------\n\nTo: lost@pond.example\n\nplease delete other@pond.example\n"
    )
    reading = read_message(content)
    assert reading.bounce is not None
    assert (reading.bounce.recipient, reading.bounce.permanent) == ("lost@pond.example", True)


def test_delay_warning_is_no_failure() -> None:
    content = REPORT.replace(b"Action: failed", b"Action: delayed").replace(b"Status: 5.1.1", b"Status: 4.4.1")
    assert not any(bounce.permanent for bounce in read_message(content).bounces)


def test_reply_to_a_bounce_is_a_persons_mail() -> None:
    content = b"From: ann@pond.example\nSubject: Re: Undelivered Mail Returned to Sender\n\nWhat does this mean?\n"
    assert read_message(content).automatic is AutomaticKind.PERSON


def test_json_notification() -> None:
    told = {"notificationType": "Bounce", "bounce": {"bouncedRecipients": [
        {"emailAddress": "Gone@pond.example", "status": "5.1.1", "action": "failed", "diagnosticCode": "550 unknown user"}
    ]}}  # fmt: skip
    content = b"From: no-reply@sns.example\nSubject: AWS Notification Message\n\n" + json.dumps(told).encode()
    bounce = read_message(content).bounce
    assert bounce is not None
    assert (bounce.recipient, bounce.permanent) == ("gone@pond.example", True)


VERDICTS = [
    ("5.1.1", "550 5.1.1 user unknown", True),
    ("5.2.2", "552 5.2.2 mailbox full", False),
    ("4.1.1", "450 4.1.1 user unknown", False),
    ("5.7.1", "550 5.7.1 blocked by spam policy", False),
    ("5.1.8", "553 5.1.8 domain of sender address does not exist", False),
    ("5.0.0", "550 no such user here", True),
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", True),
    ("5.2.1", "550 5.2.1 account disabled", False),
    ("", "", False),
]


@pytest.mark.parametrize(("status", "diagnostic", "permanent"), VERDICTS)
def test_only_a_dead_address_is_permanent(status: str, diagnostic: str, permanent: bool) -> None:
    assert is_permanent(status, "failed", diagnostic) is permanent


def test_status_is_read_from_words_when_no_field_tells_it() -> None:
    assert status_in("smtp; 550-5.1.1 gone") == "5.1.1"
    assert status_in("550 gone") == "5.0.0"
    assert status_in("192.5.1.14") == ""


def test_feedback_report() -> None:
    content = (
        b"From: fbl@isp.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        b"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x\nVersion: 1\n"
        b"Original-Rcpt-To: Ann@Pond.example\n\n--b\nContent-Type: message/rfc822\n\n"
        b"Message-ID: <n@herald.example>\nTo: ann@pond.example\n\nhi\n--b--\n"
    )
    reading = read_message(content)
    assert reading.feedback is not None
    assert (reading.feedback.kind, reading.feedback.recipient) == ("abuse", "ann@pond.example")
    assert reading.feedback.original_message_id == "<n@herald.example>"


def test_real_reports_are_recognised(shared: Path) -> None:
    folder = shared / "data" / "mail" / "bounces"
    seen = {"bounce": 0, "feedback": 0, "auto_reply": 0}
    found = dict(seen)
    wrongly_permanent = labelled = 0
    for line in (folder / "labels.jsonl").read_text().splitlines():
        label = json.loads(line)
        reading = read_message((folder / "messages" / label["file"]).read_bytes())
        kind = {"arf": "feedback", "rfc3834": "auto_reply"}.get(label["type"], "bounce")
        seen[kind] += 1
        found[kind] += reading.automatic == kind
        if kind == "bounce" and label["expected"] and all(entry["hard"] is False for entry in label["expected"]):
            labelled += 1
            wrongly_permanent += any(bounce.permanent for bounce in reading.bounces)
    assert found["bounce"] >= 0.985 * seen["bounce"]
    assert (found["feedback"], found["auto_reply"]) == (seen["feedback"], seen["auto_reply"])
    assert wrongly_permanent <= 0.08 * labelled
