"""Bytes of ordinary replies in, their reading out."""

from __future__ import annotations

from notifier.inbound import read_message, understand_message

REPLY = b"""From: Ann Berg <Ann@Example.com>
To: Privacy <privacy+TokEn1@herald.example>
Subject: Re: Changes to our privacy policy
Message-ID: <a1@example.com>
In-Reply-To: <n1@herald.example>
References: <n0@herald.example> <n1@herald.example>
Date: Mon, 2 Nov 2026 10:00:00 +0100

I object to this change.

On Mon, 2 Nov 2026 at 09:00, Privacy <privacy@herald.example> wrote:
> You may ask us to delete your account. Please delete all my data,
> you may write.
"""


def test_reply_is_taken_apart() -> None:
    reading = read_message(REPLY)
    assert reading.text == "I object to this change."
    assert "delete your account" in reading.quoted
    assert reading.sender == "ann@example.com"
    assert reading.references == ("<n0@herald.example>", "<n1@herald.example>")
    assert reading.reply_tokens[0] == "TokEn1"
    assert reading.may_be_answered
    assert reading.triage == ()


def test_quoted_notice_is_not_the_customers_word() -> None:
    assert understand_message(read_message(REPLY)).kinds == ("objection",)


def test_html_only_mail_loses_quote_and_script() -> None:
    content = (
        b"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n"
        b"<style>p{}</style><script>x</script><p>Please <b>delete</b> my account.</p>"
        b'<div class="gmail_quote"><p>On Monday we wrote: I object</p></div>'
    )
    reading = read_message(content)
    assert reading.text == "Please delete my account."
    assert "I object" in reading.quoted


def test_nothing_at_all_is_read_without_error() -> None:
    assert read_message(b"").text == ""


def test_subject_cannot_carry_a_line_break() -> None:
    reading = read_message(b"From: a@b.example\nSubject: =?utf-8?q?hi=0d=0aBcc:_x@y.example?=\n\nhello\n")
    assert reading.subject == "hi Bcc: x@y.example"
