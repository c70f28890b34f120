"""Mailgun and Mailjet webhooks: what is verified, what is refused, and the same one five times."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from notifier.inbound import read_message, store_raw
from notifier.inbound.doors import WebhookError, admit_webhook, read_mailgun, read_mailjet
from notifier.ledger import Ledger
from notifier.ledger.schema import raw_messages

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
KEY = b"signing-key"
MIME = "From: ann@pond.example\r\nMessage-ID: <w1@pond.example>\r\nSubject: hi\r\n\r\nI object\r\n"


def signed(at: datetime = NOW, token: str = "t" * 50, **fields: str) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    signature = hmac.new(KEY, (timestamp + token).encode(), hashlib.sha256).hexdigest()
    return {"timestamp": timestamp, "token": token, "signature": signature, "sender": "ann@pond.example",
            "recipient": "privacy+T1@herald.example", **fields}  # fmt: skip


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sa.Connection]:
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db")
    with ledger.begin() as connection:
        yield connection
    ledger.close()


def test_raw_mime_is_taken_as_it_is() -> None:
    webhook = read_mailgun(signed(**{"body-mime": MIME}), signing_key=KEY, now=NOW)
    assert webhook.content == MIME.encode()
    assert webhook.envelope.recipients == ("privacy+T1@herald.example",)
    assert webhook.envelope.sender == "ann@pond.example"


def test_parsed_form_becomes_a_message() -> None:
    headers = json.dumps([["From", "Ann <ann@pond.example>"], ["Subject", "Re: x\r\nBcc: evil@x.example"],
                          ["Message-Id", "<w2@pond.example>"], ["Content-Type", "text/plain"]])  # fmt: skip
    fields = signed(
        **{"message-headers": headers, "body-plain": "I object.\n\n> quoted", "body-html": "<p>I object.</p>"}
    )
    files = [("a.pdf", "application/pdf", b"%PDF")]
    webhook = read_mailgun(fields, signing_key=KEY, now=NOW, attachments=files)
    reading = read_message(webhook.content)
    assert (reading.text, reading.message_id) == ("I object.", "<w2@pond.example>")
    assert reading.attachments[0].name == "a.pdf"
    assert b"\nBcc:" not in webhook.content
    assert read_mailgun(fields, signing_key=KEY, now=NOW, attachments=files).content == webhook.content


REFUSED = {
    "forged": ({"signature": "0" * 64}, 401),
    "not ascii": ({"signature": "é" * 64}, 401),
    "empty": ({"signature": ""}, 401),
}


@pytest.mark.parametrize(("change", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_signature_is_refused(change: dict[str, str], status: int) -> None:
    with pytest.raises(WebhookError) as refused:
        read_mailgun({**signed(**{"body-mime": MIME}), **change}, signing_key=KEY, now=NOW)
    assert refused.value.status == status


@pytest.mark.parametrize("age", [timedelta(hours=12, minutes=1), timedelta(hours=-12, minutes=-1)])
def test_old_or_future_webhook_is_refused(age: timedelta) -> None:
    with pytest.raises(WebhookError) as refused:
        read_mailgun(signed(NOW - age, **{"body-mime": MIME}), signing_key=KEY, now=NOW)
    assert refused.value.status == 406


def test_without_a_key_nothing_is_believed() -> None:
    with pytest.raises(WebhookError):
        read_mailgun(signed(**{"body-mime": MIME}), signing_key=b"", now=NOW)


def test_the_same_webhook_five_times_is_one_message(connection: sa.Connection) -> None:
    webhook = read_mailgun(signed(**{"body-mime": MIME}), signing_key=KEY, now=NOW)
    for _ in range(5):
        admit_webhook(connection, webhook, now=NOW)
        store_raw(connection, webhook.content, door=webhook.door, envelope=webhook.envelope, now=NOW)
    assert connection.execute(sa.select(sa.func.count()).select_from(raw_messages)).scalar() == 1


def test_a_used_token_with_another_body_is_refused(connection: sa.Connection) -> None:
    admit_webhook(connection, read_mailgun(signed(**{"body-mime": MIME}), signing_key=KEY, now=NOW), now=NOW)
    stolen = read_mailgun(signed(**{"body-mime": MIME + "delete my account"}), signing_key=KEY, now=NOW)
    with pytest.raises(WebhookError, match="used for another message"):
        admit_webhook(connection, stolen, now=NOW)


def mailjet(**more: object) -> bytes:
    return json.dumps({
        "Sender": "ann@pond.example", "Recipient": "privacy+T1@herald.example", "Subject": "hi",
        "Headers": {"From": "Ann <ann@pond.example>", "Message-ID": "<m1@pond.example>", "Received": ["a", "b"]},
        "Parts": [{"Headers": {"Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="b.pdf"'},
                   "ContentRef": "Attachment1"}],
        "Text-part": "Please delete my account.", "Html-part": "<p>Please delete my account.</p>",
        "Attachment1": b64encode(b"%PDF").decode(), **more,
    }).encode()  # fmt: skip


def test_mailjet_payload_becomes_a_message() -> None:
    webhook = read_mailjet(mailjet(), presented="s3cret", secret="s3cret")
    reading = read_message(webhook.content, envelope_to=webhook.envelope.recipients)
    assert reading.text == "Please delete my account."
    assert reading.reply_tokens[0] == "T1"
    assert (reading.message_id, reading.attachments[0].name) == ("<m1@pond.example>", "b.pdf")
    assert read_mailjet(mailjet(), presented="s3cret", secret="s3cret").content == webhook.content


@pytest.mark.parametrize(("presented", "secret"), [("wrong", "s3cret"), ("", ""), ("", "s3cret")])
def test_mailjet_without_the_secret_is_refused(presented: str, secret: str) -> None:
    with pytest.raises(WebhookError) as refused:
        read_mailjet(mailjet(), presented=presented, secret=secret)
    assert refused.value.status == 401


@pytest.mark.parametrize("body", [b"[]", b"nonsense", b"[" * 100_000, b'{"Headers": 1, "Parts": {"a": 1}}'])
def test_mailjet_nonsense_is_refused_or_read(body: bytes) -> None:
    accepted = body.startswith(b"{")
    with nullcontext() if accepted else pytest.raises(WebhookError):
        read_mailjet(body, presented="s", secret="s")


def test_second_from_header_is_kept_aside() -> None:
    webhook = read_mailjet(mailjet(Headers={"From": ["a@b.example", "c@d.example"]}), presented="s", secret="s")
    assert read_message(webhook.content).sender == "a@b.example"
