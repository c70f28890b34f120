"""10,000 mixed messages through store, parse, understand and record on SQLite: messages a second, and memory.

Mixed: invented replies of the corpus in several MIME shapes, and, where the shared inputs are present, real bounces.
Every message is committed by itself before it is read (as a door must) and recorded in a second transaction.
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


async def run(count: int, folder: Path) -> tuple[float, list[float], int]:
    ledger = Ledger.open(f"sqlite:///{folder}/ledger.db")
    receiver = Receiver(ledger, Signer(b"k" * 32))
    mixed = messages(count)
    memory: list[float] = []
    triage = 0
    started = time.perf_counter()
    for number, content in enumerate(mixed):
        receipt = await receiver.take(content, door="bench", now=NOW)
        triage += receipt.read.understanding.triage
        if number % (count // 10) == 0:
            memory.append(resident())
    seconds = time.perf_counter() - started
    ledger.close()
    return seconds, memory, triage


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        seconds, memory, triage = asyncio.run(run(count, Path(folder)))
    rate = count / seconds
    growth = memory[-1] - memory[1]
    print(f"{count} messages in {seconds:.1f} s: {rate:.0f} a second (wanted {WANTED:.0f}); {triage} for triage")
    print(
        f"memory, MB, at each tenth: {' '.join(f'{value:.0f}' for value in memory)} (grew by {growth:.0f} after the first)"
    )
    return 0 if rate >= WANTED and growth < 40 else 1


if __name__ == "__main__":
    sys.exit(main())
