"""Exports, sorting and erasing from the command line, as staff without Slack do it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.errors import ConfigurationError, UsageError
from notifier.errors import RefusedError
from notifier.ledger import Ledger
from notifier.ledger.case_tables import company_calls

MAIL = "From: jane@example.org\nMessage-ID: <{0}@x>\nSubject: Re: notice\n\n{1}\n"


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        url = f"sqlite:///{folder / 'herald.db'}"
        self.environment = {"HERALD_DATABASE_URL": url, "HERALD_STATE": str(folder / "state")}

    def run(self, *words: str, stdin: str = "") -> Result:
        return CliRunner().invoke(app, list(words), input=stdin, env=self.environment)

    def __call__(self, *words: str, stdin: str = "") -> str:
        result = self.run(*words, stdin=stdin)
        assert result.exit_code == 0, result.exception
        return result.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    (tmp_path / "people.csv").write_text("id,email,name\nc1,jane@example.org,Jane Roe\n")
    desk("customers", "import", str(tmp_path / "people.csv"))
    desk("receive", stdin=MAIL.format("a", "Please delete my account and all my data."))
    return desk


def test_forgetting_for_show_changes_nothing_and_for_real_leaves_no_trace(desk: Desk) -> None:
    shown = json.loads(desk("customers", "forget", "c1", "--dry-run", "--json"))
    assert {each["table"]: each["rows"] for each in shown["would_erase"]}["raw_messages"] == 1
    assert "jane@example.org" in desk("customers", "export", "c1")
    proof = json.loads(desk("customers", "forget", "c1", "--by", "Ada", "--reason", "asked by mail", "--json"))
    assert (proof["confirmed_by"], proof["overwritten"]) == ("Ada", True)
    assert b"jane@example.org" not in (desk.folder / "herald.db").read_bytes()


def test_nobody_is_forgotten_without_a_name_and_a_reason(desk: Desk) -> None:
    result = desk.run("customers", "forget", "c1")
    assert isinstance(result.exception, RefusedError)
    assert "jane@example.org" in desk("customers", "export", "c1")


def test_with_systems_to_tell_the_service_erases(desk: Desk) -> None:
    desk.environment["HERALD_ERASURE_WEBHOOKS"] = "billing=https://billing.example/erase"
    told = json.loads(desk("customers", "forget", "c1", "--by", "Ada", "--reason", "asked", "--json"))
    assert told == {"case": "C-2026-0001", "erased": False, "waits_for": "systems"} or told["erased"] is False
    assert "jane@example.org" in desk("customers", "export", "c1")


@pytest.mark.parametrize(("file_format", "holds"), [("csv", '"number","kind"'), ("json", '"steps": [')])
def test_cases_are_exported_to_a_private_file(desk: Desk, file_format: str, holds: str) -> None:
    out = desk.folder / f"cases.{file_format}"
    desk("cases", "export", "--kind", "erasure", "--format", file_format, "--out", str(out))
    assert holds in out.read_text()
    assert out.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("words", [("cases", "export"), ("customers", "export", "c1")])
def test_an_unknown_format_is_refused(desk: Desk, words: tuple[str, ...]) -> None:
    assert isinstance(desk.run(*words, "--format", "xls").exception, UsageError)


def test_a_message_in_doubt_is_sorted_into_cases(desk: Desk) -> None:
    desk("receive", stdin=MAIL.format("b", "If you sell my data I want my account deleted."))
    cases = json.loads(desk("cases", "list", "--kind", "other", "--json"))["cases"]
    assert len(cases) == 1
    opened = json.loads(desk("cases", "sort", cases[0]["number"], "objection", "--by", "Ada", "--json"))["cases"]
    assert [case["kind"] for case in opened] == ["objection"]
    assert opened[0]["opened_at"] == cases[0]["opened_at"]
    shown = json.loads(desk("cases", "show", opened[0]["number"], "--json"))
    assert [message["text"] for message in shown["messages"]] == ["If you sell my data I want my account deleted."]


def test_a_page_about_one_person_is_written(desk: Desk) -> None:
    out = desk.folder / "person.html"
    desk("customers", "export", "c1", "--format", "html", "--out", str(out))
    assert "Please delete my account" in out.read_text()


def test_kept_exports_go_with_the_person(desk: Desk) -> None:
    kept = [Path(desk("customers", "export", "c1", "--keep").strip()), Path(desk("cases", "export", "--keep").strip())]
    assert all(path.exists() for path in kept)
    desk("customers", "forget", "c1", "--by", "Ada", "--reason", "asked by mail")
    assert [path.exists() for path in kept] == [False, True]


def give_up(desk: Desk, system: str) -> None:
    """As after twenty attempts in vain."""
    call = {
        "idempotency_key": system,
        "case_id": 1,
        "system": system,
        "body": "{}",
        "state": "dead",
        "attempts": 20,
        "response": "500 broken",
        "next_attempt_at": datetime(2027, 1, 1, tzinfo=UTC),
    }
    ledger = Ledger.open(desk.environment["HERALD_DATABASE_URL"])
    with ledger.begin() as connection:
        connection.execute(sa.insert(company_calls), call)
    ledger.close()


def test_systems_that_were_given_up_are_listed_and_told_again(desk: Desk) -> None:
    number = json.loads(desk("cases", "list", "--json"))["cases"][0]["number"]
    assert desk("cases", "systems").strip() == "No system is to be told of anything."
    give_up(desk, "billing")
    assert desk("cases", "systems", "--state", "dead") == f"{number}  billing: dead, 20 attempts, answered 500 broken\n"
    assert isinstance(desk.run("cases", "retry", number).exception, RefusedError)
    assert json.loads(desk("cases", "retry", number, "--by", "Ada", "--json")) == {"case": number, "retried": 1}
    (call,) = json.loads(desk("cases", "systems", number, "--json"))["systems"]
    assert (call["state"], call["attempts"]) == ("due", 0)
    assert isinstance(desk.run("cases", "systems", "--state", "gone").exception, UsageError)


def test_a_person_confirms_for_a_system(desk: Desk) -> None:
    number = json.loads(desk("cases", "list", "--json"))["cases"][0]["number"]
    give_up(desk, "billing")
    assert isinstance(desk.run("cases", "confirm", number, "billing").exception, RefusedError)
    assert "is confirmed" in desk("cases", "confirm", number, "billing", "--by", "Ada")
    assert "was confirmed before" in desk("cases", "confirm", number, "billing", "--by", "Ada")
    assert json.loads(desk("cases", "systems", number, "--json"))["systems"][0]["state"] == "confirmed"


def test_a_relay_is_paused_and_resumed_by_a_person(desk: Desk) -> None:
    assert "there is no relay" in desk("relay", "status")
    assert isinstance(desk.run("relay", "pause", "--by", "Ada", "--reason", "full queue").exception, ConfigurationError)
    desk.environment["HERALD_SMTP_URL"] = "smtp://user:secret@127.0.0.1:2525"
    assert desk("relay", "status") == "smtp:127.0.0.1:2525 is in use.\n"
    assert isinstance(desk.run("relay", "pause", "--by", "Ada").exception, UsageError)
    assert "is paused until somebody resumes it: full queue" in desk(
        "relay", "pause", "--by", "Ada", "--reason", "full queue"
    )
    (paused,) = json.loads(desk("relay", "status", "--json"))["paused"]
    assert (paused["by"], paused["reason"], paused["resume_at"]) == ("Ada", "full queue", None)
    assert "secret" not in json.dumps(paused)
    assert json.loads(desk("relay", "resume", "--by", "Ada", "--json"))["resumed"] is True
    assert "was not paused" in desk("relay", "resume", "--by", "Ada")
