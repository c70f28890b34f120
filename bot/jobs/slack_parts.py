"""What the Slack side is handed, made from the other parts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime

from bot.blocks.announcement import Announcement, read_announcement
from bot.blocks.answer import ShownAnswer
from bot.blocks.modals import MailPreview
from bot.composition import Herald
from bot.errors import UsageError
from bot.jobs.answering import ask_repository
from bot.jobs.letters import message_settings
from bot.jobs.notice_book import LedgerNotices
from bot.slack import SlackParts
from notifier.cases import CaseRules
from notifier.message import NoticeTemplate
from notifier.message.preview import bodies
from notifier.model import Customer, Delivery, DeliveryPurpose, DeliveryState, Notice
from policy.answers import answer_json
from policy.changelog import compare_revisions, entry_json
from policy.repository import PolicyRepository, Revision

SAMPLE_CUSTOMER = Customer(id=0, external_id="sample", email="customer@example.com", name="A Customer")


def slack_parts(herald: Herald, rules: CaseRules) -> SlackParts:
    """Return all that listeners and the outbox need; slow work runs on threads, never on the event loop."""

    async def ask(question: str) -> ShownAnswer:
        today = herald.clock.now().date()
        given = await asyncio.to_thread(ask_repository, herald.repository, herald.index, question, today=today)
        return ShownAnswer.model_validate(answer_json(given))

    async def compare(old: str, new: str) -> Announcement:
        return await asyncio.to_thread(_announcement, herald.repository, old, new)

    async def preview(notice: Notice) -> MailPreview:
        return await asyncio.to_thread(mail_preview, herald, notice, herald.clock.now)

    return SlackParts(
        ledger=herald.ledger,
        notices=LedgerNotices(),
        now=herald.clock.now,
        channel=lambda: herald.repository.settings.slack_channel,
        approvers=herald.settings.approvers,
        rules=rules,
        ask=ask,
        compare=compare,
        preview=preview,
        signer=herald.signer,
        site_url=herald.settings.site_url,
    )


def _announcement(repository: PolicyRepository, old: str, new: str) -> Announcement:
    revisions = repository.revisions(repository.documents()[0])
    after = _find(repository, revisions, new) if new else revisions[-1]
    before = _find(repository, revisions, old) if old else _before(revisions, after)
    return read_announcement(json.dumps(entry_json(compare_revisions(repository, before, after))))


def _find(repository: PolicyRepository, revisions: tuple[Revision, ...], name: str) -> Revision:
    """The document's state at a commit, branch or tag: its newest revision that the commit holds."""
    commit = repository.resolve(name)
    for revision in revisions:
        if revision.commit == commit:
            return revision
    raise UsageError(f"{name} changed no policy text; name a commit that did, as the changelog lists them")


def _before(revisions: tuple[Revision, ...], after: Revision) -> Revision:
    place = revisions.index(after)
    if not place:
        raise UsageError(f"{after.short} is the first revision; there is nothing to compare it with")
    return revisions[place - 1]


def mail_preview(herald: Herald, notice: Notice, now: Callable[[], datetime]) -> MailPreview:
    """Return the e-mail of a notice as a customer would get it, in English, with a made-up customer."""
    template = NoticeTemplate.build(notice, message_settings(herald, notice), "en")
    rendered = template.rendered(DeliveryPurpose.NOTICE, None)
    sample = Delivery(
        id=0,
        notice_id=notice.id,
        customer_id=0,
        purpose=DeliveryPurpose.NOTICE,
        state=DeliveryState.DUE,
        due_at=notice.due_at,
        attempts=0,
        message_id="",
        objection_by=notice.effective_on,
    )
    source = template.for_customer(SAMPLE_CUSTOMER, sample, herald.signer, at=now().astimezone(UTC))
    _, text = bodies(source)
    return MailPreview(subject=rendered.subject, text=text, source=source)
