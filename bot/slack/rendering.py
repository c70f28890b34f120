"""From a fact in the outbox to what is to be done in Slack: one function an operation, all in one table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.blocks.case import case_card, due_words
from bot.blocks.digest import digest_message
from bot.blocks.notice import notice_card
from bot.blocks.parts import count
from bot.blocks.redline import redline_file, redline_messages
from bot.blocks.text import literal, person
from bot.blocks.values import Message
from bot.errors import BotError
from bot.slack.digest import read_digest
from bot.slack.outbox import Fact, Owed
from bot.slack.parts import SlackParts
from bot.slack.reading import case_of_row, notice_facts


class UnknownFactError(BotError):
    """A row of the outbox whose operation nobody here knows."""


@dataclass(frozen=True, slots=True)
class Post:
    """Post a message; `thread_of` is the key of the fact whose message it answers, "" for the channel itself."""

    message: Message
    thread_of: str = ""
    follow_ups: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """Let the message of the fact `key` say something else; posts it where it is not posted yet."""

    key: str
    message: Message
    follow_ups: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """Put a text file into the thread of a fact's message."""

    thread_of: str
    name: str
    content: str
    comment: str


Plan = Post | Update | Upload
Render = Callable[[sa.Connection, SlackParts, Owed, datetime], Plan]


def notice_key(notice_id: int) -> str:
    """Return the key of the fact that a notice was proposed; its message is the notice's card."""
    return f"notice:{notice_id}:card"


def case_key(case_id: int) -> str:
    """Return the key of the fact that a case was opened; its message is the case's card."""
    return f"case:{case_id}:opened"


def _number(about: dict[str, Any], name: str) -> int:
    value = about.get(name)
    if not isinstance(value, int):
        raise UnknownFactError(f"a fact of the outbox names no {name}")
    return value


def _notice_card(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    notice = parts.notices.get(connection, _number(owed.about, "notice_id"))
    facts = notice_facts(connection, parts, notice, now)
    pages = redline_messages(facts.announcement, facts.url)
    about = {"notice_id": notice.id}
    follow_ups = [
        Fact(f"notice:{notice.id}:redline:{page}", "notice_redline", {**about, "page": page}, owed.channel)
        for page in range(len(pages))
    ]
    if facts.announcement.changes and not pages:
        follow_ups.append(Fact(f"notice:{notice.id}:redline:file", "notice_redline_file", about, owed.channel))
    return Post(notice_card(facts), follow_ups=tuple(follow_ups))


def _notice_changed(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    notice = parts.notices.get(connection, _number(owed.about, "notice_id"))
    return Update(notice_key(notice.id), notice_card(notice_facts(connection, parts, notice, now)))


def _notice_in_force(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    del now
    notice = parts.notices.get(connection, _number(owed.about, "notice_id"))
    told = parts.notices.progress(connection, notice)
    missing = f"; {told.total - told.sent} could not be reached by mail" if told.total > told.sent else ""
    customers = f"{count(told.sent, 'customer')} {'was' if told.sent == 1 else 'were'}"
    said = f"*In force today*: {literal(notice.document)}, notice {notice.id}. {customers} told{missing}."
    return Post(Message(said))


def _notice_late(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    del now
    notice = parts.notices.get(connection, _number(owed.about, "notice_id"))
    return Post(Message(f"*Late*: {literal(notice.document)}. {literal(notice.reason)}"), notice_key(notice.id))


def _notice_redline(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    notice = parts.notices.get(connection, _number(owed.about, "notice_id"))
    facts = notice_facts(connection, parts, notice, now)
    pages = redline_messages(facts.announcement, facts.url)
    page = min(_number(owed.about, "page"), len(pages) - 1)
    if page < 0:
        return Post(Message("The redline of this revision is empty now."), notice_key(notice.id))
    return Post(pages[page], notice_key(notice.id))


def _notice_redline_file(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    notice = parts.notices.get(connection, _number(owed.about, "notice_id"))
    facts = notice_facts(connection, parts, notice, now)
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{notice.document}-{notice.revision[:12]}-redline.txt")
    comment = f"The redline has {len(facts.announcement.changes)} changes, too many for a thread; here is all of it."
    return Upload(notice_key(notice.id), name, redline_file(facts.announcement), comment)


def _case_opened(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    masked = not parts.case_channel()
    return Post(case_card(case_of_row(connection, _number(owed.about, "case_id"), masked=masked), now))


def _case_changed(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    facts = case_of_row(connection, _number(owed.about, "case_id"), masked=not parts.case_channel())
    log = Fact(f"{owed.key}:log", "case_log", owed.about, owed.channel)
    return Update(case_key(facts.case.id), case_card(facts, now), (log,))


def _case_log(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    del parts, now
    facts = case_of_row(connection, _number(owed.about, "case_id"))
    done = literal(str(owed.about.get("action", "changed")).replace("_", " "))
    state = literal(str(owed.about.get("state", facts.case.state)).replace("_", " "))
    return Post(Message(f"{literal(facts.case.number)}: {done}; now {state}."), case_key(facts.case.id))


def _case_reminder(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    del parts
    facts = case_of_row(connection, _number(owed.about, "case_id"))
    whom = person(facts.case.assignee) if facts.case.assignee else "Nobody has taken it yet"
    due = due_words(facts, now)
    return Post(Message(f"{whom}: {literal(facts.case.number)} is due {due}."), case_key(facts.case.id))


def _case_alarm(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    del parts, now
    facts = case_of_row(connection, _number(owed.about, "case_id"))
    hidden = {"case_id", "number", "fact"}
    details = ", ".join(f"{name} {value}" for name, value in sorted(owed.about.items()) if name not in hidden)
    said = f"*{literal(facts.case.number)} needs somebody now*: {literal(str(owed.about.get('fact', '')))} {literal(details)}"
    return Post(Message(said.strip()), case_key(facts.case.id))


def _digest(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    del owed
    return Post(digest_message(read_digest(connection, parts, now)))


RENDERERS: dict[str, Render] = {
    "notice_card": _notice_card,
    "notice_changed": _notice_changed,
    "notice_in_force": _notice_in_force,
    "notice_late": _notice_late,
    "notice_redline": _notice_redline,
    "notice_redline_file": _notice_redline_file,
    "case_opened": _case_opened,
    "case_changed": _case_changed,
    "case_log": _case_log,
    "case_reminder": _case_reminder,
    "case_alarm": _case_alarm,
    "digest": _digest,
}


def render(connection: sa.Connection, parts: SlackParts, owed: Owed, now: datetime) -> Plan:
    """Return what to do in Slack about a fact as things stand now; raises UnknownFactError for an unknown one."""
    found = RENDERERS.get(owed.operation)
    if found is None:
        raise UnknownFactError(f"nobody knows how to tell {owed.operation!r}")
    return found(connection, parts, owed, now)
