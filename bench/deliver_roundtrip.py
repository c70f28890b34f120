"""Sending over a line with a 20 ms round trip, 10 connections, against the standard library's smtplib.

make bench-deliver_roundtrip ARGS="3000"
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import smtplib
import sys
import tempfile
import threading
import time

from support import free_port, owe, python, sink, wait_for

ONE_WAY = 0.010
CONNECTIONS = 10


class Half(asyncio.Protocol):
    """One side of the slow line: whatever arrives leaves at the other side ONE_WAY later, in order."""

    def __init__(self, port: int, other: Half | None = None) -> None:
        self.port, self.other = port, other
        self.transport: asyncio.Transport | None = None
        self.early: list[bytes] = []

    def connection_made(self, transport):
        self.transport = transport
        loop = asyncio.get_running_loop()
        if self.other is None:
            self.other = Half(self.port, self)
            self.task = loop.create_task(loop.create_connection(lambda: self.other, "127.0.0.1", self.port))
        for data in self.early:
            transport.write(data)
        self.early.clear()

    def data_received(self, data: bytes) -> None:
        asyncio.get_running_loop().call_later(ONE_WAY, self.other.pass_on, data)

    def pass_on(self, data: bytes) -> None:
        if self.transport is None:
            self.early.append(data)
        elif not self.transport.is_closing():
            self.transport.write(data)

    def connection_lost(self, exc) -> None:
        if self.other is not None and self.other.transport is not None:
            asyncio.get_running_loop().call_later(ONE_WAY, self.other.transport.close)


def line(listen: int, port: int) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Half(port), "127.0.0.1", listen)
        await server.serve_forever()

    asyncio.run(serve())


def with_smtplib(port: int, count: int) -> float:
    body = b"Subject: x\r\n\r\n" + (b"x" * 76 + b"\r\n") * 131

    def work() -> None:
        client = smtplib.SMTP("127.0.0.1", port)
        client.ehlo()
        for number in range(count // CONNECTIONS):
            client.sendmail("a@a.example", [f"customer{number}@b.example"], body)
        client.quit()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (time.perf_counter() - began) / count


def with_herald(port: int, count: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/herald.db"
        owe(url, count).close()
        relay = f"smtp://127.0.0.1:{port}?starttls=off&connections={CONNECTIONS}"
        output, _ = python("bench/delivery_worker.py", url, relay, f"{name}/state").communicate()
    report = json.loads(output)
    assert report["sent"] == count, report
    return report["seconds"] / count


def main(count: int = 5_000) -> None:
    slow = free_port()
    with sink() as port:
        process = multiprocessing.Process(target=line, args=(slow, port), daemon=True)
        process.start()
        wait_for(slow)
        theirs = with_smtplib(slow, count // 4)
        ours = with_herald(slow, count)
        process.terminate()
    print(f"smtplib {1 / theirs:6.0f}/s   herald {1 / ours:6.0f}/s   ratio {theirs / ours:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
