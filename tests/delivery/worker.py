"""A worker process for the tests that kill it: `worker.py LEDGER-URL RELAY-URL FOLDER`."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from owed import NOW, deliverer

from notifier.ledger import Ledger


async def main(url: str, relay: str, folder: str) -> None:
    ledger = Ledger.open(url)
    worker = deliverer(ledger, relay, Path(folder))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
    await worker.drain(lambda: NOW)
    ledger.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
