"""A change that is put off, brought forward or taken back while its notice waits or after it went out: no customer is told
a day on which nothing will happen."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo.sink import MailSink
from tests.bot.test_cli import Cli, cli  # noqa: F401 - a fixture
from tests.bot.test_cli_policy import CUSTOMERS, sink  # noqa: F401 - a fixture
from tests.policy.conftest import START, Legal

TEXT = """\
# Privacy policy

{}

## 1. Sharing

We share postal addresses with {}, which hosts our servers. {}

## 2. Changes

Changes take effect 30 days after the update date. If you object to them, write to privacy@larkpost.example.
"""
LONG_AGO = ("2027-01-01", "Last updated: January 1, 2027", "Rackety", "We wirte letters.")
CHANGE = ("2027-03-01", "Last updated: March 10, 2027", "Hostify", "We wirte letters.")
BEFORE, DUE = "2027-03-01T12:00:00Z", "2027-03-10T09:00:00Z"


class Desk:
    """Legal's repository, the command line and a relay."""

    def __init__(self, cli: Cli, sink: MailSink) -> None:  # noqa: F811
        self.cli, self.sink = cli, sink
        self.legal = Legal(cli.folder / "policies")
        (cli.folder / "customers.csv").write_text(CUSTOMERS)

    def merge(self, day: str, line: str, host: str, more: str) -> None:
        at = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC)
        self.legal.minutes = int(at.timestamp() - START) // 60
        contact = 'contact = "privacy@larkpost.example"\n'
        self.legal.commit(day, privacy__md=TEXT.format(line, host, more), herald__toml=contact)

    def at(self, clock: str, *words: str) -> Any:
        return self.cli.json(
            *words,
            HERALD_POLICY_REPO=str(self.legal.folder),
            HERALD_SMTP_URL=self.sink.url,
            HERALD_REPLY_TO="privacy@larkpost.example",
            HERALD_CLOCK=clock,
        )

    def notices(self, clock: str) -> list[tuple[str, str, str]]:
        found = self.at(clock, "notices", "list")["notices"]
        return [(notice["kind"], notice["state"], notice["effective_on"]) for notice in found]


@pytest.fixture
def desk(cli: Cli, sink: MailSink) -> Desk:  # noqa: F811
    """A policy that customers know, a change of it that is merged, and its approved notice that is not due yet."""
    made = Desk(cli, sink)
    made.merge(*LONG_AGO)
    made.at("2027-02-15T12:00:00Z", "sync")
    made.at("2027-02-15T12:00:00Z", "customers", "import", "customers.csv")
    made.merge(*CHANGE)
    made.at(BEFORE, "sync")
    made.at(BEFORE, "notices", "approve", "1", "--by", "Lena")
    assert made.notices(BEFORE) == [("change", "approved", "2027-04-09")]
    return made


@pytest.mark.parametrize("day", ["May 20, 2027", "April 7, 2027"], ids=["put off", "brought forward"])
def test_an_approved_notice_with_another_day_does_not_go_out(desk: Desk, day: str) -> None:
    desk.merge("2027-03-02", f"Last updated: March 10, 2027. Effective {day}", "Hostify", "We wirte letters.")
    desk.at("2027-03-02T12:00:00Z", "sync")
    moved = "2027-05-20" if day.startswith("May") else "2027-04-07"
    assert desk.notices(BEFORE) == [("change", "superseded", "2027-04-09"), ("change", "proposed", moved)]
    assert desk.at(DUE, "deliver", "--drain")["sent"] == 0


def test_a_typo_under_a_new_date_leaves_the_approval(desk: Desk) -> None:
    desk.merge("2027-03-02", "Last updated: March 11, 2027", "Hostify", "We write letters.")
    desk.at("2027-03-02T12:00:00Z", "sync")
    assert desk.notices(BEFORE)[0] == ("change", "approved", "2027-04-09")
    assert desk.at(DUE, "deliver", "--drain")["sent"] == 2


def test_what_was_announced_and_is_taken_back_under_a_new_date_is_withdrawn(desk: Desk) -> None:
    assert desk.at(DUE, "deliver", "--drain")["sent"] == 2
    desk.merge("2027-03-15", "Last updated: March 15, 2027", "Rackety", "We wirte letters.")
    desk.at("2027-03-15T12:00:00Z", "sync")
    desk.at("2027-03-15T12:05:00Z", "sync")
    assert [state[:2] for state in desk.notices(DUE)][1:] == [("withdrawal", "proposed")]


def test_what_was_announced_and_is_put_off_is_told_again(desk: Desk) -> None:
    assert desk.at(DUE, "deliver", "--drain")["sent"] == 2
    line = "Last updated: March 10, 2027. Effective June 1, 2027"
    desk.merge("2027-03-15", line, "Hostify", "We wirte letters.")
    desk.at("2027-03-15T12:00:00Z", "sync")
    found = desk.at(DUE, "notices", "show", "2")
    assert (found["state"], found["effective_on"]) == ("proposed", "2027-06-01")
    assert "customers were told 2027-04-09 by notice 1" in found["reason"]


def test_a_change_taken_back_before_the_first_look_is_not_known_to_customers(cli: Cli, sink: MailSink) -> None:  # noqa: F811
    desk = Desk(cli, sink)
    desk.merge(*LONG_AGO)
    desk.merge(*CHANGE)
    desk.merge("2027-03-20", "Last updated: March 20, 2027", "Rackety", "We wirte letters.")
    told = desk.at("2027-04-12T12:00:00Z", "sync")
    assert told["adopted"] == ["privacy.md"]
    assert not [notice for notice in desk.notices(DUE) if notice[1] in ("approved", "sent")]
    history = desk.at(DUE, "notices", "list")["notices"]
    first = desk.legal.git("rev-list", "--max-parents=0", "HEAD")
    assert {notice["baseline"] for notice in history} <= {first}


def test_a_first_text_that_carries_a_coming_version_is_not_passed_over(cli: Cli, sink: MailSink) -> None:  # noqa: F811
    desk = Desk(cli, sink)
    both = TEXT.format("Effective January 1, 2027", "Rackety", "") + "\n---\n\n"
    both += TEXT.format("Effective June 1, 2027", "Hostify", "")
    desk.legal.commit("Both", privacy__md=both)
    cli("sync", code=1, HERALD_POLICY_REPO=str(desk.legal.folder), HERALD_CLOCK=BEFORE)
    told = json.loads(cli("sync", "--json", HERALD_POLICY_REPO=str(desk.legal.folder), HERALD_CLOCK=BEFORE))
    assert told["proposed"] == []
