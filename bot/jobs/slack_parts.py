"""What the Slack side is handed, made from the other parts."""

from __future__ import annotations

import asyncio
import json
from email import message_from_bytes
from email.policy import default

from bot.blocks.announcement import Announcement, read_announcement
from bot.blocks.answer import ShownAnswer
from bot.blocks.modals import MailPreview
from bot.composition import Herald
from bot.errors import UsageError
from bot.jobs.answering import section_words
from bot.jobs.notice_book import LedgerNotices
from bot.jobs.previewing import preview_message
from bot.jobs.publishing import editorial_revisions
from bot.slack import SlackParts
from bot.slack.parts import Chart, Clause
from notifier.cases import CaseRules
from notifier.message.preview import bodies, draw, draw_svg
from notifier.model import Notice
from policy.answers import Answer, History, Subject, answer, answer_json
from policy.changelog import compare_revisions, entry_json
from policy.documents import other_language
from policy.repository import PolicyRepository, Revision
from policy.sharing import map_description, register_map


def slack_parts(herald: Herald, rules: CaseRules) -> SlackParts:
    """Return all that listeners and the outbox need; slow work runs on threads, never on the event loop."""

    async def ask(question: str, subject: Subject | None) -> ShownAnswer:
        given = await asyncio.to_thread(_ask, herald, question, subject)
        return ShownAnswer.model_validate({**answer_json(given), "subject": given.subject})

    async def clause(revision: str, key: str) -> Clause:
        return Clause(*await asyncio.to_thread(section_words, herald.repository, revision, key))

    async def chart() -> Chart:
        return await asyncio.to_thread(draw_chart, herald)

    async def compare(old: str, new: str) -> Announcement:
        return await asyncio.to_thread(_announcement, herald.repository, old, new)

    async def preview(notice: Notice) -> MailPreview:
        return await asyncio.to_thread(mail_preview, herald, notice)

    return SlackParts(
        ledger=herald.ledger,
        notices=LedgerNotices(),
        now=herald.clock.now,
        channel=lambda: herald.repository.settings.slack_channel,
        case_channel=lambda: herald.repository.settings.slack_case_channel,
        approvers=herald.settings.approvers,
        rules=rules,
        ask=ask,
        clause=clause,
        chart=chart,
        compare=compare,
        preview=preview,
        signer=herald.signer,
        site_url=herald.settings.site_url,
        picture=lambda source: asyncio.to_thread(draw, source),
    )


def _history(herald: Herald) -> History:
    """The revisions of the first document, with what legal decided to be editorial."""
    return herald.index.history(herald.repository.documents()[0], editorial_revisions(herald))


def _ask(herald: Herald, question: str, subject: Subject | None) -> Answer:
    return answer(question, _history(herald), today=herald.today, subject=subject)


def draw_chart(herald: Herald) -> Chart:
    """Draw the recipients of the first document as it is in force today, those of legal's register before those that
    were read: a PNG, or SVG where no browser is installed."""
    history = _history(herald)
    record = history.in_force(herald.today) or history.records[0]
    reading = history.reading(record)
    language = other_language(reading.document)
    title = f"{reading.document.title} ({record.revision[:10]})"
    picture = register_map(reading.statements, history.vocabulary, title, language=language)
    drawn = draw_svg(picture)
    name, content = ("recipients.png", drawn) if drawn else ("recipients.svg", picture.encode())
    return Chart(name, content, map_description(reading.statements, history.vocabulary, language=language))


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


def mail_preview(herald: Herald, notice: Notice) -> MailPreview:
    """Return the e-mail of a notice as a customer would get it, in English, with a made-up customer."""
    content = preview_message(herald, notice, "en", "")
    message = message_from_bytes(content, policy=default)
    _, text = bodies(content)
    return MailPreview(subject=str(message["Subject"]), text=text, source=content)
