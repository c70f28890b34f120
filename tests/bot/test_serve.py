"""`herald serve` as a process: it listens, refuses a second one on its ledger, and leaves on SIGTERM."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.repository import create_repository, merge, read_policies
from policy.settings import read_settings
from tests.bot.test_cli import HERALD

POLICIES = Path(__file__).parents[2] / "bot" / "demo" / "policies"
SETTINGS = 'date_order = "mdy"\ncontact = "privacy@larkpost.example"\n'


class Served:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "HERALD_POLICY_REPO": str(folder / "policy"),
            "HERALD_LISTEN": "127.0.0.1:0",
            "HERALD_SECRET": "a key of thirty-two characters ..",
            "HERALD_CLOCK": "2027-03-12T10:00:00Z",
        }

    def start(self, **more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(HERALD), "serve"],
            cwd=self.folder,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


@pytest.fixture
def served(tmp_path: Path) -> Served:
    files = read_policies(POLICIES, read_settings(SETTINGS))
    start = datetime(2027, 1, 1, tzinfo=UTC)
    repository = create_repository(tmp_path / "policy", SETTINGS, start)
    for number, file in enumerate(files[:3]):
        merge(repository, file, "Merge", start + timedelta(days=number + 1))
    return Served(tmp_path)


@pytest.fixture
def running(served: Served) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    process = served.start()
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    assert line.startswith("Herald listens on http://127.0.0.1:"), process.communicate(timeout=20)
    yield line.split()[-1], process
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=20)


def fetch(url: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read()


def test_it_serves_and_leaves_on_sigterm(served: Served, running: tuple[str, subprocess.Popen[bytes]]) -> None:
    url, process = running
    assert json.loads(fetch(f"{url}/healthz")[1]) == {"well": True, "unwell": []}
    assert b"Larkpost" in fetch(f"{url}/privacy/")[1]
    second = served.start()
    _, error = second.communicate(timeout=60)
    assert second.returncode == 2
    assert b"already works on this ledger" in error
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def test_it_names_a_taken_address(served: Served) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        process = served.start(HERALD_LISTEN=address)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"HERALD_LISTEN: cannot listen on {address}".encode() in error


def test_it_refuses_to_serve_without_a_key(served: Served) -> None:
    served.environment.pop("HERALD_CLOCK")
    process = served.start(HERALD_SECRET="")
    _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"HERALD_SECRET is not set" in error
