"""A notice, its customers and what they need, for the tests of messages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from notifier.message import MessageSettings, NoticeLinks, NoticeTemplate
from notifier.model import Customer, Delivery, DeliveryPurpose, DeliveryState, Notice, NoticeKind, NoticeState
from notifier.signing import Signer

NOW = datetime(2027, 3, 10, 8, 0, tzinfo=UTC)
SIGNER = Signer(b"a key for tests that is long enough")
SETTINGS = MessageSettings(
    company="Larkpost Cooperative",
    mail_from="notices@mail.larkpost.example",
    reply_to="privacy@larkpost.example",
    contact="dpo@larkpost.example",
    links=NoticeLinks(
        "https://larkpost.example/privacy/changes/2027-03-10/",
        "https://larkpost.example/privacy/upcoming/",
        "https://larkpost.example/privacy/",
    ),
)
ANNOUNCEMENT = {
    "summary": "We keep delivery logs for 60 days instead of 30. Payments are now handled by a company of their own, "
    "which sees your billing address and the last four digits of your card.",
    "changes": [
        {"kind": "amended", "old": {"section": "4", "heading": "Logs"}, "new": {"section": "4", "heading": "Logs"}},
        {"kind": "added", "old": None, "new": {"section": "5.2", "heading": "Payment"}},
        {"kind": "removed", "old": {"section": "contact-by-fax", "heading": "Contact by fax"}, "new": None},
        {"kind": "formatting", "old": {"section": "9"}, "new": {"section": "9"}},
    ],
    "recipients_added": [{"name": "Quillbank", "group": "payment"}],
    "recipients_removed": ["Old Courier & Sons"],
}
CUSTOMER = Customer(7, "c-7", "ada@client.example", "Ada Marsh")
DELIVERY = Delivery(7, 1, 7, DeliveryPurpose.NOTICE, DeliveryState.CLAIMED, NOW, 0, "", objection_by=date(2027, 4, 10))


def notice(announcement: object = ANNOUNCEMENT, kind: NoticeKind = NoticeKind.CHANGE) -> Notice:
    return Notice(
        id=1,
        kind=kind,
        document="privacy-policy.md",
        baseline_revision="a" * 40,
        revision="b" * 40,
        updated_on=date(2027, 3, 10),
        effective_on=date(2027, 4, 10),
        notice_days=30,
        due_at=NOW,
        timezone="UTC",
        state=NoticeState.SENDING,
        text_hash="0" * 64,
        announcement=json.dumps(announcement),
        created_at=NOW,
    )


def template(language: str = "en", settings: MessageSettings = SETTINGS, **changes: object) -> NoticeTemplate:
    return NoticeTemplate.build(notice(**changes), settings, language)  # type: ignore[arg-type]


def message(
    name: str = CUSTOMER.name,
    email: str = CUSTOMER.email,
    language: str = "en",
    purpose: DeliveryPurpose = DeliveryPurpose.NOTICE,
    made: NoticeTemplate | None = None,
) -> bytes:
    customer = replace(CUSTOMER, name=name, email=email)
    return (made or template(language)).for_customer(customer, replace(DELIVERY, purpose=purpose), SIGNER, at=NOW)
