"""10,000 mixed messages through store, parse and understand on SQLite, and the whole way to cases: rate and memory.

Mixed: invented replies of the corpus in several MIME shapes, and, where the shared inputs are present, real bounces.
Every message is committed by itself before it is read, as a door must (synchronous=FULL).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from base64 import encodebytes
from datetime import UTC, datetime
from pathlib import Path
from quopri import encodestring

from notifier.cases import Receiver
from notifier.inbound import read_message, store_raw, understand_message
from notifier.ledger import Ledger
from notifier.signing import Signer

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("HERALD_SHARED", ROOT.parent / "shared"))
WANTED = 200.0
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def shaped(number: int, text: str) -> bytes:
    """One reply as plain text, quoted-printable, base64, HTML or multipart, with a quoted notice under it."""
    quote = "\n\nOn Mon, 2 Nov 2026 at 09:00, Privacy <privacy@herald.example> wrote:\n> Dear customer,\n> our policy changes.\n"
    head = (
        f"From: Customer {number} <c{number}@pond.example>\nTo: privacy@herald.example\nSubject: Re: Our policy changes\n"
        f"Message-ID: <m{number}@pond.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n"
    ).encode()
    words = f"{text}{quote}".encode()
    page = f"<p>{text}</p><div class='gmail_quote'>{quote}</div>".encode()
    match number % 5:
        case 0:
            return head + b"Content-Type: text/plain; charset=utf-8\n\n" + words
        case 1:
            return (
                head
                + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                + encodestring(words)
            )
        case 2:
            return (
                head
                + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                + encodebytes(words)
            )
        case 3:
            return head + b"Content-Type: text/html; charset=utf-8\n\n" + page
        case _:
            return (
                head + b'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n'
                + words + b"\n--b\nContent-Type: text/html; charset=utf-8\n\n" + page + b"\n--b--\n"
            )  # fmt: skip


def messages(count: int) -> list[bytes]:
    lines = (ROOT / "tests" / "data" / "mail" / "replies.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    folder = SHARED / "data" / "mail" / "bounces" / "messages"
    real = [path.read_bytes() for path in sorted(folder.glob("*.eml"))] if folder.is_dir() else []
    mixed = []
    for number in range(count):
        if real and number % 6 == 0:
            mixed.append(b"X-Number: %d\n" % number + real[(number // 6) % len(real)])
        else:
            mixed.append(shaped(number, texts[number % len(texts)]))
    return mixed


def resident() -> float:
    """Resident memory of this process now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def understood(count: int, folder: Path) -> Run:
    """Store (a commit a message), parse, understand: what the door and the reader cost."""
    ledger = Ledger.open(f"sqlite:///{folder}/understood.db")
    mixed = messages(count)
    run = Run(count)
    for number, content in enumerate(mixed):
        with ledger.begin() as connection:
            store_raw(connection, content, door="bench", now=NOW)
        run.note(number, triage=understand_message(read_message(content)).triage)
    ledger.close()
    return run.ended()


async def received(count: int, folder: Path) -> Run:
    """The whole way to cases: matching, opening, acknowledging, hash chain (two commits a message)."""
    ledger = Ledger.open(f"sqlite:///{folder}/received.db")
    receiver = Receiver(ledger, Signer(b"k" * 32))
    mixed = messages(count)
    run = Run(count)
    for number, content in enumerate(mixed):
        receipt = await receiver.take(content, door="bench", now=NOW)
        run.note(number, triage=receipt.read.understanding.triage)
    ledger.close()
    return run.ended()


class Run:
    """Times and memory of one run."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.memory: list[float] = []
        self.triage = 0
        self.started, self.cpu = time.perf_counter(), time.process_time()
        self.rate = self.cpu_rate = 0.0

    def note(self, number: int, *, triage: bool) -> None:
        self.triage += triage
        if number % (self.count // 10) == 0:
            self.memory.append(resident())

    def ended(self) -> Run:
        self.rate = self.count / (time.perf_counter() - self.started)
        self.cpu_rate = self.count / (time.process_time() - self.cpu)
        return self

    def flat(self) -> bool:
        """Whether the second half grew by no more than a few MB (SQLite's cache and the words seen so far)."""
        return self.memory[-1] - self.memory[len(self.memory) // 2] < 20

    def show(self, name: str) -> None:
        megabytes = " ".join(f"{value:.0f}" for value in self.memory)
        print(
            f"{name:28} {self.rate:6.0f} a second ({self.cpu_rate:.0f} a CPU second), {self.triage} of {self.count} for triage"
        )
        print(f"{'':28} memory at each tenth, MB: {megabytes}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--only", choices=["understood", "received"])
    arguments = parser.parse_args()
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        if arguments.only != "received":
            runs.append(understood(arguments.count, Path(folder)))
            runs[-1].show("store, parse, understand")
        if arguments.only != "understood":
            runs.append(asyncio.run(received(arguments.count, Path(folder))))
            runs[-1].show("received into cases")
    return 0 if runs[0].rate >= WANTED and all(run.flat() for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
