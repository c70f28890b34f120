"""Sending over a line with a 20 ms round trip, 10 connections, against the standard library's smtplib.

make bench-deliver_roundtrip ARGS="10000"
"""

from __future__ import annotations

import json
import multiprocessing
import select
import smtplib
import socket
import sys
import tempfile
import threading
import time
from collections import deque
from contextlib import suppress

from support import free_port, owe, python, sink, wait_for

ONE_WAY = 0.010
CONNECTIONS = 10


class Line:
    """A slow line to one port: whatever arrives at one end leaves at the other ONE_WAY later, in order.

    One thread and one `select`, whose timeout counts in microseconds (an event loop's counts in milliseconds, and would
    add a tenth to each way). As the way takes equally long for all, what arrived first leaves first.
    """

    def __init__(self, listen: int, port: int) -> None:
        self.server = socket.create_server(("127.0.0.1", listen), backlog=100)
        self.port = port
        self.other: dict[socket.socket, socket.socket] = {}
        self.under_way: deque[tuple[float, socket.socket, bytes]] = deque()

    def serve(self) -> None:
        while True:
            wait = max(0.0, self.under_way[0][0] - time.monotonic()) if self.under_way else None
            for ready in select.select([self.server, *self.other], [], [], wait)[0]:
                if ready is self.server:
                    self.join()
                else:
                    self.receive(ready)
            while self.under_way and self.under_way[0][0] <= time.monotonic():
                _, target, data = self.under_way.popleft()
                self.send(target, data)

    def join(self) -> None:
        near, far = self.server.accept()[0], socket.create_connection(("127.0.0.1", self.port))
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.other |= {near: far, far: near}

    def receive(self, end: socket.socket) -> None:
        try:
            data = end.recv(1 << 16)
        except ConnectionError:
            data = b""
        self.under_way.append((time.monotonic() + ONE_WAY, self.other[end], data))
        if not data:
            del self.other[end]

    @staticmethod
    def send(target: socket.socket, data: bytes) -> None:
        with suppress(OSError):
            if data:
                target.sendall(data)
            else:
                target.shutdown(socket.SHUT_WR)


def line(listen: int, port: int) -> None:
    Line(listen, port).serve()


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


def main(count: int = 10_000) -> None:
    slow = free_port()
    with sink() as port:
        process = multiprocessing.Process(target=line, args=(slow, port), daemon=True)
        process.start()
        wait_for(slow)
        theirs = with_smtplib(slow, count // 5)
        ours = with_herald(slow, count)
        process.terminate()
    print(
        f"a message on each of {CONNECTIONS} connections: smtplib {theirs * 10_000:.2f} ms, herald {ours * 10_000:.2f} ms"
    )
    print(f"smtplib {1 / theirs:6.0f}/s   herald {1 / ours:6.0f}/s   ratio {theirs / ours:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
