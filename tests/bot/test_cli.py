"""The command line as a person or a check calls it: exit codes, JSON on standard output, one line of error."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from bot.cli.main import main

HERALD = Path(sys.executable).with_name("herald")
COMMANDS = [
    "",
    "diff",
    "changelog",
    "site build",
    "receive",
    "doctor",
    "customers",
    "customers import",
    "cases",
    "cases step",
    "audit verify",
]


class Cli:
    """Calls `main()` as the installed script does, in this process: a new one for each call would cost a second."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.error = ""
        self._patch = patch

    def __call__(self, *words: str, stdin: bytes = b"", code: int = 0, **environment: str) -> str:
        out, error = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        environment_before = dict(os.environ)
        with self._patch.context() as patch:
            for name in [name for name in os.environ if name.startswith(("HERALD_", "SLACK_"))]:
                patch.delenv(name)
            for name, value in {"HOME": str(self.folder), **environment}.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["herald", *words])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", error)
            ended = _exit_code()
        os.environ.clear()
        os.environ.update(environment_before)  # `--env-file` adds to it
        structlog.reset_defaults()
        self.error = _written(error)
        assert ended == code, self.error
        return _written(out)

    def json(self, *words: str, **more: str) -> dict[str, object]:
        value = json.loads(self(*words, "--json", **more))
        assert isinstance(value, dict)
        return value


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    return Cli(tmp_path, monkeypatch)


def test_the_installed_script_runs() -> None:
    done = subprocess.run([str(HERALD), "--version"], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout[:7], done.stderr) == (0, b"herald ", b"")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    assert "Usage: herald" in cli(*command.split(), "--help")


def test_diff_of_two_files(cli: Cli) -> None:
    (cli.folder / "old.md").write_text("# Policy\n\nWe keep data for a year.\n")
    (cli.folder / "new.md").write_text("# Policy\n\nWe keep data for a month.\n")
    result = cli.json("diff", "old.md", "new.md")
    assert [change["kind"] for change in result["changes"]] == ["amended"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("diff", "absent.md", "absent.md"), "absent.md: No such file or directory"),
        (("diff", "a", "b", "--repo", "."), "git"),
        (("customers", "list", "--state", "lost"), "--state: 'lost' is not one of"),
        (("cases", "show", "C-2031-0001"), "C-2031-0001"),
        (("cases", "step", "C-2031-0001", "complete"), "--by NAME is needed"),
        (("--env-file", "absent.env", "doctor", "--json"), ""),
    ],
    ids=["no file", "no repository", "no such state", "no such case", "nobody did it", "no env file"],
)
def test_bad_input_is_one_line_and_code_two(cli: Cli, words: tuple[str, ...], reason: str) -> None:
    code = 1 if "doctor" in words else 2
    cli(*words, code=code)
    assert reason in cli.error
    assert cli.error.count("\n") <= 1
    assert "Traceback" not in cli.error


def test_a_faulty_customer_file_imports_nothing_and_names_lines(cli: Cli) -> None:
    (cli.folder / "customers.csv").write_text(
        "id,email\nA,amara@birch.example\nB,not an address\nA,greta@holm.example\n"
    )
    cli("customers", "import", "customers.csv", code=2)
    assert "customers.csv: line 3: email" in cli.error
    assert "customers.csv: line 4: id" in cli.error
    assert cli.json("customers", "list")["customers"] == []


def test_customers_are_imported_and_listed(cli: Cli) -> None:
    (cli.folder / "customers.csv").write_text("id,email,language\nA,amara@birch.example,en\n")
    assert cli.json("customers", "import", "customers.csv")["created"] == 1
    assert "amara@birch.example" in cli("customers", "list")


def test_a_message_is_understood_without_a_ledger(cli: Cli) -> None:
    message = b"From: a@birch.example\nSubject: Your policy\n\nI object to the change of your privacy policy.\n"
    line = json.loads(cli("receive", "--dry-run", "--json", stdin=message))
    assert line["primary"] == "objection"
    assert not (cli.folder / "herald.db").exists()


def test_a_message_becomes_a_case_once(cli: Cli) -> None:
    message = b"From: a@birch.example\nMessage-ID: <1@birch>\n\nPlease delete my account and all of my data.\n"
    first = json.loads(cli("receive", "--json", stdin=message))
    again = json.loads(cli("receive", "--json", stdin=message))
    assert first["kinds"] == ["erasure"]
    assert (first["duplicate"], again["duplicate"]) == (False, True)
    cases = cli.json("cases", "list")["cases"]
    assert [case["kind"] for case in cases] == ["erasure"]  # type: ignore[attr-defined]


def test_a_folder_of_messages_gives_a_line_each(cli: Cli) -> None:
    folder = cli.folder / "mails"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(b"From: a@b.example\n\nI object to this change.\n")
    lines = [json.loads(line) for line in cli("receive", "--batch", "mails", "--dry-run").splitlines()]
    assert [line["file"] for line in lines] == ["0.eml", "1.eml", "2.eml"]


def test_an_empty_file_does_not_keep_back_the_rest_of_the_folder(cli: Cli) -> None:
    folder = cli.folder / "mails"
    folder.mkdir()
    (folder / "0.eml").write_bytes(b"")
    (folder / "1.eml").write_bytes(b"From: a@b.example\n\nI object to this change.\n")
    lines = cli("receive", "--batch", "mails", "--dry-run", code=2).splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["1.eml"]
    assert cli.error == "herald: mails/0.eml: empty; nothing was recorded\n"


@pytest.mark.parametrize("content", ["", "id,mail\n1,a@b.example\n"])
def test_a_customer_file_without_header_is_named(cli: Cli, content: str) -> None:
    (cli.folder / "customers.csv").write_text(content)
    cli("customers", "import", "customers.csv", code=2)
    assert cli.error.startswith("herald: customers.csv: line 1: ")


def test_the_chain_is_checked(cli: Cli) -> None:
    (cli.folder / "customers.csv").write_text("id,email\nA,amara@birch.example\n")
    cli("customers", "import", "customers.csv")
    assert cli.json("audit", "verify")["intact"] is True


def test_an_unreadable_ledger_is_named(cli: Cli) -> None:
    (cli.folder / "herald.db").write_bytes(b"this is not a database, " * 100)
    cli("cases", "list", code=2)
    assert "herald.db" in cli.error
    assert cli.error.count("\n") == 1


def test_a_ledger_that_fails_in_the_middle_is_one_line(cli: Cli, ledger_url: str) -> None:
    with sqlite3.connect(ledger_url.removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TABLE notices")
    cli("notices", "list", code=2, HERALD_DATABASE_URL=ledger_url)
    assert cli.error == "herald: the ledger failed: no such table: notices; what was not finished was not written\n"


def test_a_message_that_is_cut_is_told(cli: Cli) -> None:
    message = b"From: a@birch.example\r\nSubject: Objection\r\n\r\nI object.\r\n" + b"x" * 41 * 1024 * 1024
    line = json.loads(cli("receive", "--dry-run", "--json", stdin=message))
    assert line["triage"]
    assert cli.error == "herald: standard input: too large; its head is taken, for a person to read the whole\n"


def test_a_ledger_that_cannot_be_written_is_one_line(cli: Cli) -> None:
    cli("notices", "list", code=2, HERALD_DATABASE_URL="sqlite:////proc/herald.db")
    assert cli.error.startswith("herald: ")
    assert cli.error.count("\n") == 1
    cli("notices", "list", code=2, HERALD_STATE="/proc/herald")
    assert cli.error.count("\n") == 1
