from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.errors import ConfigurationError
from bot.settings import from_environment, known_names, take_into_environment

START = datetime(2031, 3, 1, 9, tzinfo=UTC)


def test_defaults_run_without_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    settings = from_environment()
    assert not settings.has_slack
    assert (settings.listen_host, settings.listen_port) == ("127.0.0.1", 8080)
    assert settings.approvers == ()


def test_environment_is_read_and_secrets_stay_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERALD_SECRET", "very secret")
    monkeypatch.setenv("HERALD_APPROVERS", "U1, U2 ,")
    settings = from_environment()
    assert settings.approvers == ("U1", "U2")
    assert "very secret" not in repr(settings)


def test_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HERALD_MAIL_FROM", raising=False)
    file = tmp_path / "herald.env"
    file.write_text("HERALD_MAIL_FROM=privacy@example.com\n")
    assert from_environment(file).mail_from == "privacy@example.com"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "holds no setting of Herald"),
        ("# only words\nPATH_OF_OTHERS=1\n", "holds no setting of Herald"),
        ("HERALD_MAIL_FROM=a@example.com\nHERALD_SMTP_URL smtp://x\n", r"herald\.env:2: is not NAME=value"),
        (
            "\nHERALD_SMPT_URL=smtp://127.0.0.1\n",
            r"herald\.env:2: unknown setting .* \(did you mean HERALD_SMTP_URL\?\)",
        ),
        ("\xff", "is not UTF-8"),
    ],
    ids=["empty", "nothing of ours", "no assignment", "typo", "bytes"],
)
def test_a_faulty_env_file_names_its_line(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "herald.env"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigurationError, match=reason):
        from_environment(file)


def test_no_secret_of_an_env_file_goes_into_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HERALD_POLICY_REPO", "HERALD_SECRET", "HERALD_CUSTOMERS_URL"):
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    monkeypatch.setenv("HERALD_CUSTOMERS_URL", "stands already")
    file = tmp_path / "herald.env"
    file.write_text("HERALD_POLICY_REPO=/policy\nHERALD_SECRET=a key\nHERALD_CUSTOMERS_URL=postgresql://u:p@db\n")
    take_into_environment(file)
    own = {name: value for name, value in os.environ.items() if value in ("/policy", "a key", "stands already")}
    assert own == {"HERALD_POLICY_REPO": "/policy", "HERALD_CUSTOMERS_URL": "stands already"}


def test_the_settings_page_names_every_variable() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
    assert {name for name in known_names() if f"`{name}`" not in page} == set()


def test_absent_env_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--env-file"):
        from_environment(tmp_path / "absent.env")


def test_faulty_clock_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERALD_CLOCK", "tomorrow")
    with pytest.raises(ConfigurationError, match=r"HERALD_CLOCK: is no time \(write it like 2027"):
        from_environment()


@pytest.mark.parametrize(
    ("smtp", "token", "refused"),
    [
        ("smtp://127.0.0.1:25", "", False),
        ("smtp://localhost", "", False),
        ("smtp://relay.example.com", "", True),
        ("smtp://10.0.0.1", "", True),
        ("", "xoxb-real", True),
    ],
)
def test_rehearsal_clock_stays_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, smtp: str, token: str, *, refused: bool
) -> None:
    monkeypatch.setenv("HERALD_CLOCK", "2031-03-01T09:00:00")
    for name, value in (("HERALD_SMTP_URL", smtp), ("SLACK_BOT_TOKEN", token)):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    if refused:
        with pytest.raises(ConfigurationError, match="HERALD_CLOCK: refused"):
            from_environment()
    else:
        assert from_environment().clock == START


def test_rehearsal_clock_moves_forward_only() -> None:
    clock = Clock(START)
    clock.move_to(START + timedelta(days=30))
    clock.move_to(START)
    assert START + timedelta(days=30) <= clock.now() < START + timedelta(days=30, minutes=5)


def test_the_machines_clock_cannot_be_moved() -> None:
    with pytest.raises(ConfigurationError):
        Clock().move_to(START)


@pytest.mark.parametrize("listen", ["127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000"])
def test_listen_without_port_is_refused(listen: str) -> None:
    with pytest.raises(ConfigurationError, match="HERALD_LISTEN"):
        assert from_environment(listen=listen).listen_port
