"""IMAP, webhook and `herald receive` killed with -9 at random points: every message is stored, once."""

from __future__ import annotations

import hashlib
import hmac
import random
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from notifier.inbound import content_key
from tests.bot.test_cli import HERALD
from tests.inbound.servers import deliver_to_maildir, dovecot, free_port, wait_for_port
from tests.inbound.test_door_faults import message, stored

PROJECT = Path(__file__).parents[2]
CHANCE = random.Random(20_270_301)
KEY = b"signing key of the routes"
IMAP = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from notifier.cases import Receiver
from notifier.inbound.doors import ImapAccount, ImapDoor
from notifier.ledger import Ledger
from notifier.signing import Signer

receiver = Receiver(Ledger.open(sys.argv[1]), Signer(b"a key for tests only"))

async def store(content, door, envelope):
    await receiver.store(content, door=door, envelope=envelope, now=datetime(2026, 11, 2, tzinfo=UTC))

Path(sys.argv[3]).touch()
asyncio.run(ImapDoor(ImapAccount.from_url(sys.argv[2]), store, poll_seconds=0.1).run())
"""
WEBHOOK = """
import sys
from datetime import UTC, datetime
from aiohttp import web
from bot.web.mail import MailWebhooks
from notifier.cases import Receiver
from notifier.ledger import Ledger
from notifier.signing import Signer

ledger = Ledger.open(sys.argv[1])
signer = Signer(b"a key for tests only")
receiver = Receiver(ledger, signer)
application = web.Application()
hooks = MailWebhooks(ledger, receiver, signer, lambda: datetime.now(UTC), mailgun_key=b"signing key of the routes")
hooks.register(application)
web.run_app(application, host="127.0.0.1", port=int(sys.argv[2]), print=None)
"""


def start(program: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program, *words], cwd=PROJECT)


def kill(process: subprocess.Popen[bytes], seconds: float) -> None:
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait(10)


@pytest.mark.slow
def test_imap_killed_at_random_points_stores_every_message_once(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    with dovecot(tmp_path) as port:
        for number in range(150):
            deliver_to_maildir(tmp_path, f"{number}.test", message(number))
        words = (f"sqlite:///{ledger}", f"imap://privacy:secret@127.0.0.1:{port}/INBOX")
        counts = []
        for round_number in range(4):
            ready = tmp_path / f"ready{round_number}"
            process = start(IMAP, *words, str(ready))
            while not ready.exists() and process.poll() is None:
                time.sleep(0.01)
            kill(process, CHANCE.uniform(0.1, 0.6))
            counts.append(len(stored(ledger)))
        process = start(IMAP, *words, str(tmp_path / "ready"))
        deadline = time.monotonic() + 60
        while len(stored(ledger)) < 150 and time.monotonic() < deadline:
            time.sleep(0.1)
        kill(process, 0)
    assert sorted(stored(ledger)) == sorted(content_key(message(number)) for number in range(150))
    assert counts[0] < 150, "it was killed before it had everything"


def post(port: int, number: int) -> bool:
    """Whether the webhook was answered with success, as Mailgun looks at it."""
    stamp, token = str(int(time.time())), f"token-{number}-".ljust(50, "x")
    signature = hmac.new(KEY, (stamp + token).encode(), hashlib.sha256).hexdigest()
    fields = {"timestamp": stamp, "token": token, "signature": signature, "recipient": "p@l.example"}
    body = urllib.parse.urlencode(fields | {"body-mime": message(number).decode()}).encode()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/webhooks/mail/mailgun", body, timeout=20) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.slow
def test_a_webhook_killed_at_random_points_stores_every_message_once(tmp_path: Path) -> None:
    ledger, waiting, refused = tmp_path / "ledger.db", list(range(60)), 0
    for restart in range(6):
        port = free_port()
        process = start(WEBHOOK, f"sqlite:///{ledger}", str(port))
        wait_for_port(port)
        pause = f"sleep {CHANCE.uniform(0.02, 0.3):.3f}; kill -9 {process.pid}"
        killer = subprocess.Popen(["sh", "-c", pause]) if restart < 5 else None
        while waiting and process.poll() is None:
            number = waiting.pop(0)
            if not post(port, number):
                refused += 1
                waiting.append(number)  # the provider tries again what was not taken
        if killer is not None:
            killer.wait(10)
        process.kill()
        process.wait(10)
    assert sorted(stored(ledger)) == sorted(content_key(message(number)) for number in range(60))
    assert refused, "it was killed in the middle of a webhook at least once"


@pytest.mark.slow
def test_receive_killed_at_random_points_stores_every_message_once(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HERALD_DATABASE_URL": f"sqlite:///{tmp_path}/ledger.db"}
    killed = 0
    for number in range(8):
        for last in (False, True):
            process = subprocess.Popen(
                [str(HERALD), "receive"],
                env=environment,
                cwd=tmp_path,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
            assert process.stdin is not None
            process.stdin.write(message(number))
            process.stdin.close()
            if not last:
                kill(process, CHANCE.uniform(0.1, 1.2))
            if process.wait(60) == 0:
                break
            killed += 1
    assert sorted(stored(tmp_path / "ledger.db")) == sorted(content_key(message(number)) for number in range(8))
    assert killed
