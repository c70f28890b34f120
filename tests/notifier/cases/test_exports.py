"""Exports for auditors, for the person, and for the proof packet."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from notifier.cases.exports import cases_csv, cases_json, mask_addresses
from notifier.cases.incoming import Incoming
from notifier.cases.person import person_data, person_html, person_json
from notifier.cases.store import CaseFilter
from notifier.errors import RefusedError
from notifier.evidence.replies import replies_evidence
from notifier.ledger import Event
from notifier.ledger.chain import seal
from notifier.ledger.schema import customers
from notifier.model import ReplyKind

if TYPE_CHECKING:
    from conftest import House

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def write(house: House, text: str, kind: ReplyKind = ReplyKind.OBJECTION, **more: Any) -> str:
    values = {"sender": "jane@example.org", "subject": "Re", **more}
    incoming = Incoming("", text=text, kinds=(kind,), primary=kind, quotes=((kind, text),), **values)
    return house.deliver(incoming).opened[0]


def table(house: House, **wanted: Any) -> list[dict[str, str]]:
    with house.ledger.begin() as connection:
        text = "".join(cases_csv(connection, CaseFilter(**wanted)))
    return list(csv.DictReader(io.StringIO(text, newline="")))


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=cmd|' /C calc'!A0", "＝1", "%0A=1"]  # noqa: RUF001


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(house: House, formula: str) -> None:
    number = write(house, "I object.")
    house.step(number, "refuse", reason=formula)
    house.step(number, "reopen", reason="x")
    house.step(number, "assign", reason=formula)
    house.step(number, "complete", reason=formula)
    row = table(house)[0]
    for cell in (row["outcome"], row["assignee"]):
        assert cell.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r", "%", "＝")  # noqa: RUF001
    assert formula.strip() in row["outcome"]


def test_quotes_commas_and_line_breaks_survive(house: House) -> None:
    write(house, 'I "object",\r\nto all; of it')
    assert table(house)[0]["quote"] == 'I "object",\r\nto all; of it'


def test_the_table_names_nobody_but_by_id(house: House) -> None:
    write(house, "Remove jane@example.org and call Omar <omar@example.net>.")
    row = table(house)[0]
    assert (row["customer"], row["quote"]) == ("c-1", "Remove j…@e… and call Omar <o…@e…>.")


def test_filters_by_kind_state_and_period(house: House) -> None:
    write(house, "I object.")
    write(house, "Delete me.", ReplyKind.ERASURE)
    assert [row["kind"] for row in table(house, kinds=(ReplyKind.ERASURE,))] == ["erasure"]
    assert table(house, since=NOW + timedelta(days=1)) == []
    assert len(table(house, until=NOW + timedelta(days=1))) == 2


def test_json_holds_every_step_with_its_event(house: House) -> None:
    number = write(house, "I object.")
    house.step(number, "refuse", reason="asked by jane@example.org")
    with house.ledger.begin() as connection:
        case = cases_json(connection)["cases"][0]
    assert [step["action"] for step in case["steps"]] == ["open", "refuse"]
    assert case["steps"][1]["reason"] == "asked by j…@e…"
    assert all(len(step["event_hash"]) == 64 for step in case["steps"])


@pytest.mark.parametrize("text", ["@", "a@", "@b", "a@@b", "x" * 100_000 + "@" + "y" * 100_000])
def test_masking_survives_odd_text(text: str) -> None:
    assert len(mask_addresses(text)) <= len(text)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.names.append(tag)


def test_one_persons_data_is_complete_and_only_theirs(house: House) -> None:
    number = write(house, "Which data <b>have</b> you?", ReplyKind.ACCESS)
    write(house, "I object.", sender="omar@example.net")
    house.step(number, "refuse", reason="Answered on paper.", by="Ada Staff")
    with house.ledger.begin() as connection:
        data = person_data(connection, "c-1", now=NOW)
    content = json.loads(person_json(data))
    assert content["customer"]["email"] == "jane@example.org"
    assert [len(content[name]) for name in ("notices", "messages", "cases", "letters")] == [1, 1, 1, 2]
    assert "omar" not in person_json(data)
    assert "Ada Staff" not in person_json(data)


def test_the_page_of_a_person_is_readable_and_runs_nothing(house: House) -> None:
    write(house, "<script>alert(1)</script><img src=x onerror=alert(1)>", ReplyKind.ACCESS)
    with house.ledger.begin() as connection:
        connection.execute(sa.update(customers).values(name="</td><script>"))
        page = person_html(person_data(connection, "c-1", now=NOW))
    tags = Tags()
    tags.feed(page)
    assert not {"script", "img", "iframe", "link", "form"} & set(tags.names)
    assert "&lt;script&gt;alert(1)" in page
    assert "Your requests" in page


def test_an_unknown_person_is_refused(house: House) -> None:
    with house.ledger.begin() as connection, pytest.raises(RefusedError, match="no customer"):
        person_data(connection, "c-9", now=NOW)


def test_the_evidence_of_a_notice_holds_its_replies_and_hashes_that_can_be_recomputed(house: House) -> None:
    number = write(house, "I object.", reply_tokens=(house.token(1),))
    house.step(number, "refuse", reason="not about this change")
    write(house, "Delete me.", ReplyKind.ERASURE, sender="late@example.com")
    with house.ledger.begin() as connection:
        evidence = replies_evidence(connection, house.notice)
    content = json.loads(dict(evidence.files)["replies.json"])
    assert evidence.summary["by_kind"] == {"objection": 1}
    assert [case["state"] for case in content["cases"]] == ["refused"]
    assert len(content["events"]) == 3
    for event in content["events"]:
        sealed = seal(Event(**{**event, "at": datetime.fromisoformat(event["at"])}))
        assert sealed.hash == event["hash"]
    assert b"jane@example.org" not in dict(evidence.files)["replies.json"]
