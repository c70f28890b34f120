"""A notice's e-mail before it goes out: as a made-up customer would get it, or as a test copy to an approver."""

from __future__ import annotations

from datetime import UTC

from bot.composition import Herald
from bot.errors import ConfigurationError, UsageError
from bot.jobs.letters import message_settings
from notifier.delivery import open_transport, send_one
from notifier.ledger import record
from notifier.message import LANGUAGES, NoticeTemplate
from notifier.model import Customer, Delivery, DeliveryPurpose, DeliveryState, Notice
from notifier.model.address import AddressError, address_key

SAMPLE_ADDRESS = "customer@example.com"
NO_DELIVERY = 0
"""Deliveries are numbered from one: the reply address of a preview names none."""


def preview_message(herald: Herald, notice: Notice, language: str, address: str) -> bytes:
    """Return the message as bytes ready for SMTP; raises UsageError for an unknown language or a bad address."""
    if language not in LANGUAGES:
        raise UsageError(f"--language: {language!r} is not one of {', '.join(LANGUAGES)}")
    try:
        address_key(address or SAMPLE_ADDRESS)
    except AddressError as error:
        raise UsageError(f"--send-to: {error}") from None
    customer = Customer(
        id=0, external_id="sample", email=address or SAMPLE_ADDRESS, name="A Customer", language=language
    )
    delivery = Delivery(
        id=NO_DELIVERY,
        notice_id=notice.id,
        customer_id=0,
        purpose=DeliveryPurpose.NOTICE,
        state=DeliveryState.DUE,
        due_at=notice.due_at,
        attempts=0,
        message_id="",
        objection_by=notice.effective_on,
    )
    template = NoticeTemplate.build(notice, message_settings(herald, notice), language)
    return template.for_customer(customer, delivery, herald.signer, at=herald.clock.now().astimezone(UTC))


async def send_copy(herald: Herald, notice: Notice, content: bytes, address: str) -> str:
    """Send a test copy and return the relay's answer; recorded as an event, counted as no delivery."""
    if herald.settings.smtp_url is None:
        raise ConfigurationError("HERALD_SMTP_URL is not set: there is no relay to send the copy through")
    url = herald.settings.smtp_url.get_secret_value()
    sender = message_settings(herald, notice).mail_from
    answer = await send_one(lambda: open_transport(url), sender, address, content)
    with herald.ledger.begin() as connection:
        subject = f"notice:{notice.id}"
        record(connection, at=herald.clock.now(), actor="herald", kind="notice.copy_sent", subject=subject)
    return answer
