"""The main job as a story, day by day: each step really happens, is checked, and only then told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.blocks.names import ActionId
from bot.demo.answers import objection_to, request_erasure
from bot.demo.checks import StoryError, check, mails_of, text_part
from bot.demo.repository import PolicyFile
from bot.demo.stage import Stage
from bot.sandbox.fake import LEGAL, STAFF
from bot.sandbox.workspace import FakeMessage
from notifier.cases import list_cases
from notifier.customers import import_csv, list_customers, open_csv
from notifier.ledger import verify
from notifier.model import Customer, Notice, NoticeState, ReplyKind
from notifier.notices import list_notices, progress
from policy.changelog import Proposal
from policy.documents import other_language

CUSTOMERS = Path(__file__).parent / "customers.csv"
QUESTION = "who do we share card data with?"
MERGED_BEFORE = timedelta(days=7)
PATIENCE = 30.0
"""Seconds until a click in Slack must have had its effect; only a loaded machine needs more than one."""
Tell = Callable[[datetime, str], None]


@dataclass(slots=True)
class Story:
    """Plays the story on a stage. `tell` is called once for each thing that happened, after it was checked."""

    stage: Stage
    policies: tuple[PolicyFile, ...]
    tell: Tell
    customers: tuple[Customer, ...] = ()
    answered: bool = False
    seen: set[int] = field(default_factory=set)

    async def play(self) -> None:
        """Play all of it; raises StoryError at the first step that did not happen."""
        await self._begin()
        for file in self.policies[1:]:
            notice = await self._merge(file)
            if _proposal(notice) is Proposal.EDITORIAL:
                await self._editorial(notice)
            else:
                await self._material(notice)
        check(self.answered, "no notice went out, so no customer could answer")
        await self._ask()
        self._audit()

    def _say(self, words: str) -> None:
        self.tell(self.stage.clock.now(), words)

    def _notices(self) -> tuple[Notice, ...]:
        with self.stage.herald.ledger.reading() as connection:
            return tuple(list_notices(connection))

    async def _begin(self) -> None:
        herald = self.stage.herald
        with open_csv(CUSTOMERS) as lines:
            report = import_csv(herald.ledger, lines, now=herald.clock.now(), signer=herald.signer)
        check(report.imported and not report.refused_count, "the sample customers were refused")
        with herald.ledger.reading() as connection:
            self.customers = list_customers(connection)
        self._say(f"Herald imports {len(self.customers)} customers from a CSV file.")
        synced = await self.stage.service.sync()
        check(len(synced.adopted) == 1 and not synced.proposed, "the first version was not taken for known")
        first = self.policies[0]
        self._say(f"The policy of {first.updated_on} is in git. Customers know it: nobody is owed anything.")

    async def _merge(self, file: PolicyFile) -> Notice:
        start = datetime.combine(file.updated_on, time(10), self.stage.clock.now().tzinfo) - MERGED_BEFORE
        await self.stage.move_to(max(start, self.stage.clock.now() + timedelta(days=1)))
        commit = await self.stage.merge(file, f"Revise the policy as of {file.updated_on}")
        self._say(f"Legal merges a revision ({commit[:12]}); git's signed push webhook tells Herald.")
        new = [notice for notice in self._notices() if notice.revision == commit]
        check(len(new) == 1, "the revision was not proposed as one notice")
        card = self._card(new[0])
        change = json.loads(new[0].announcement)
        self._say(f"Herald posts the changelog to Slack: {card.text}")
        thread = self.stage.slack.thread(card)
        check(bool(thread) or not change["changes"], "the redline is not in the card's thread")
        self._say(f"The redline stands in its thread: {len(change['changes'])} changes, {_kinds(change)}.")
        return new[0]

    def _card(self, notice: Notice) -> FakeMessage:
        named = [card for card in self.stage.slack.posted() if f'"{notice.id}:' in json.dumps(card.blocks)]
        found = named or [card for card in self.stage.slack.posted() if _mentions(card, notice)]
        check(bool(found), f"no card for notice {notice.id} was posted")
        return found[-1]

    async def _editorial(self, notice: Notice) -> None:
        await self.stage.slack.click(LEGAL.id, self._card(notice), ActionId.NOTICE_EDITORIAL)
        await self._until(notice, NoticeState.EDITORIAL)
        self._say(f"{LEGAL.name} presses “Editorial: no notice”. It folds into the next notice.")

    def _in_state(self, notice: Notice, *states: NoticeState) -> Notice:
        now = next(each for each in self._notices() if each.id == notice.id)
        check(now.state in states, f"notice {notice.id} is {now.state}, not {states[0]}")
        return now

    async def _material(self, notice: Notice) -> None:
        await self._refused_to_staff(notice)
        await self._approve(notice)
        await self._wait_and_send(notice)
        if not self.answered:
            await self._reply(notice)
            self.answered = True

    async def _refused_to_staff(self, notice: Notice) -> None:
        await self.stage.slack.click(STAFF.id, self._card(notice), ActionId.NOTICE_PREPARE)
        check(self.stage.slack.view_of(STAFF.id) is None, "somebody who may not approve got the approval dialog")
        self._in_state(notice, NoticeState.PROPOSED)
        self._say(f"{STAFF.name} presses the button too, but is no approver: refused, nothing happens.")

    async def _approve(self, notice: Notice) -> None:
        slack = self.stage.slack
        await slack.click(LEGAL.id, self._card(notice), ActionId.NOTICE_PREPARE)
        await slack.until(lambda: slack.view_of(LEGAL.id), PATIENCE)
        await slack.submit(LEGAL.id)
        await self._until(notice, NoticeState.APPROVED)
        approved = self._in_state(notice, NoticeState.APPROVED)
        self._say(
            f"{LEGAL.name} looks at the e-mail and approves. Due {approved.due_at:%d %B %Y %H:%M} UTC, "
            f"{approved.notice_days} days before {approved.effective_on:%d %B %Y}."
        )

    async def _until(self, notice: Notice, state: NoticeState) -> None:
        def reached() -> bool:
            return next(each for each in self._notices() if each.id == notice.id).state is state

        try:
            await self.stage.slack.until(reached, PATIENCE)
        except TimeoutError:
            self._in_state(notice, state)
        await self.stage.service.post()

    async def _wait_and_send(self, notice: Notice) -> None:
        due = self._in_state(notice, NoticeState.APPROVED).due_at
        before = len(self.stage.sink.mails)
        await self.stage.move_to(due - timedelta(minutes=1))
        check(len(self.stage.sink.mails) == before, "a notice left before it was due")
        self._say("One minute before it is due: nothing has been sent.")
        await self.stage.move_to(due)
        await self.stage.service.tick()
        self._in_state(notice, NoticeState.SENT)
        for customer in self.customers:
            got = mails_of(self.stage.sink.to(customer.email), notice.id)
            check(len(got) == 1, f"customer {customer.external_id} got {len(got)} notices, not one")
        with self.stage.herald.ledger.reading() as connection:
            counts = progress(connection, notice.id)
        check(counts.sent == len(self.customers), "the ledger does not agree with the mailboxes")
        links = await self.stage.follow_links(mails_of(self.stage.sink.to(self.customers[0].email), notice.id)[0])
        check(len(links) >= 3, f"the notice links to {len(links)} public pages, not to redline and both versions")
        self._say(
            f"Due: {counts.sent} customers receive the notice over SMTP, each exactly once; its links to the redline and both versions work."
        )

    async def _reply(self, notice: Notice) -> None:
        objector, eraser = self.customers[0], self.customers[1]
        await self.stage.move_to(self.stage.clock.now() + timedelta(days=1))
        notices = {each.id: mails_of(self.stage.sink.to(each.email), notice.id)[0] for each in (objector, eraser)}
        for customer, words in ((objector, objection_to), (eraser, request_erasure)):
            content = words(notices[customer.id], customer, self.stage.clock.now())
            path = self.stage.out / "replies" / f"{customer.external_id}.eml"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            receipt = await self.stage.service.receiver.take(content, door="demo", now=self.stage.clock.now())
            check(len(receipt.opened) == 1, f"the reply of {customer.external_id} opened {len(receipt.opened)} cases")
        await self.stage.service.tick()
        self._cases(objector, eraser)
        for customer in (objector, eraser):
            letters = [mail for mail in self.stage.sink.to(customer.email) if "C-" in text_part(mail.message)]
            check(len(letters) == 1, f"customer {customer.external_id} got {len(letters)} acknowledgements, not one")
        self._say("Both get an acknowledgement in their language, with the case's number and what happens by when.")

    def _cases(self, objector: Customer, eraser: Customer) -> None:
        with self.stage.herald.ledger.reading() as connection:
            found = list_cases(connection)
        for customer, kind in ((objector, ReplyKind.OBJECTION), (eraser, ReplyKind.ERASURE)):
            own = [case for case in found if case.customer_id == customer.id]
            check([case.kind for case in own] == [kind], f"{customer.external_id} has no case of kind {kind}")
            case = own[0]
            cards = [card for card in self.stage.slack.posted() if case.number in card.text]
            check(bool(cards), f"case {case.number} is not in Slack")
            self._say(f"{customer.external_id} answers “{case.quote}” → Slack: {cards[-1].text}")

    async def _ask(self) -> None:
        answer = await self.stage.slack.ask(STAFF.id, f"ask {QUESTION}", seconds=PATIENCE)
        texts = [block.text for file in self.policies for block in file.document.blocks]
        quotes = re.findall("“([^”]{20,})”", answer.text)
        unread = other_language(self.policies[-1].document)
        check(bool(quotes) or bool(unread and unread in answer.text), "the answer quotes nothing")
        for quote in quotes:
            check(any(quote in text for text in texts), f"the answer quotes what the policy does not say: {quote}")
        check(not quotes or "§" in answer.text or "section" in answer.text, "the answer names no section")
        self._say(f"{STAFF.name} asks “{QUESTION}” → {answer.text}")

    def _audit(self) -> None:
        with self.stage.herald.ledger.reading() as connection:
            report = verify(connection)
        check(report.broken_at is None, f"the chain of events is broken at {report.broken_at}")
        self._say(f"The record holds {report.events} events in an unbroken hash chain.")


def _mentions(card: FakeMessage, notice: Notice) -> bool:
    shown = json.dumps(card.blocks)
    return notice.text_hash in shown or notice.revision[:10] in shown


def _proposal(notice: Notice) -> Proposal:
    return Proposal(json.loads(notice.announcement)["materiality"]["proposed"])


def _kinds(change: dict[str, list[dict[str, str]]]) -> str:
    counts: dict[str, int] = {}
    for each in change["changes"]:
        counts[each["kind"]] = counts.get(each["kind"], 0) + 1
    return ", ".join(f"{count} {kind.replace('_', ' and ')}" for kind, count in sorted(counts.items()))


__all__ = ["Story", "StoryError"]
