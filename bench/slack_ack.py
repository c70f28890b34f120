"""How long Slack waits for its acknowledgement while the same process sends a notice to 100,000 customers.

make bench-slack-ack ARGS="100000"      sends commands, clicks and events, signed, from another process
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from support import ROOT, owe, sink

from bot.sandbox import FakeSlack
from bot.sandbox.fake import LEGAL, STAFF
from bot.sandbox.workspace import FakeMessage

A_SECOND = 20
LIMIT = 0.5
CARD = FakeMessage("C0POLICY", "1.000001", "card")
BUTTON = {"type": "button", "action_id": "notice_hold", "block_id": "b", "value": "1:" + "0" * 64}


def kinds(slack: FakeSlack) -> Iterator:
    event = {"type": "app_mention", "user": STAFF.id, "team": "T0HERALD", "channel": "C0POLICY", "ts": "1.000001"}
    for number in itertools.count():
        yield "command", lambda: slack.command(STAFF.id, "notices")
        yield "click", lambda: slack.sender.payload(slack.action_payload(LEGAL.id, CARD, BUTTON))
        text = f"<@U0BOT> question {number}"
        yield "event", lambda text=text: slack.event({**event, "text": text})


async def measure(slack: FakeSlack, done: asyncio.Task | None, seconds: float) -> tuple[list[float], int]:
    loop = asyncio.get_running_loop()
    times: list[float] = []
    failed = 0
    until = loop.time() + seconds
    for _, send in kinds(slack):
        if (done is not None and done.done()) or (done is None and loop.time() > until):
            return times, failed
        began = loop.time()
        reply = await send()
        times.append(reply.seconds)
        failed += not reply.ok
        await asyncio.sleep(max(0.0, 1 / A_SECOND - (loop.time() - began)))
    return times, failed


def shown(name: str, times: list[float], failed: int) -> float:
    p99 = statistics.quantiles(times, n=100)[98]
    milliseconds = [1000 * value for value in (statistics.median(times), p99, max(times))]
    p50, high, most = milliseconds
    print(
        f"{name:<16} {len(times):5d} requests   p50 {p50:7.1f} ms   p99 {high:7.1f} ms   max {most:7.1f} ms   failed {failed}"
    )
    return p99


async def run(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder, sink() as port:
        url = f"sqlite:///{folder}/herald.db"
        owe(url, count).close()
        async with FakeSlack() as slack:
            relay = f"smtp://127.0.0.1:{port}?starttls=off"
            command = [sys.executable, "bench/slack_ack_server.py", url, relay, slack.api_url, f"{folder}/state"]
            child = await asyncio.create_subprocess_exec(
                *command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"PYTHONPATH": f"{ROOT}:{ROOT}/bench"},
            )
            try:
                return await against(child, slack, count)
            finally:
                if child.returncode is None:
                    child.terminate()
                await child.wait()


async def against(child, slack: FakeSlack, count: int) -> int:
    slack.app_url = f"http://127.0.0.1:{json.loads(await child.stdout.readline())['port']}/slack/events"
    slack.space.messages.append(CARD)
    idle, idle_failed = await measure(slack, None, 5.0)
    child.stdin.write(b"go\n")
    await child.stdin.drain()
    line = asyncio.ensure_future(child.stdout.readline())
    busy, busy_failed = await measure(slack, line, 0.0)
    report = json.loads(await line)
    child.stdin.write(b"end\n")
    await child.stdin.drain()
    print(f"sent {report['sent']:,} of {count:,} notices in {report['seconds']:.1f} s beside it {report['trouble']}")
    shown("idle", idle, idle_failed)
    p99 = shown("while sending", busy, busy_failed)
    reached = p99 <= LIMIT and not busy_failed and report["sent"] == count
    print(
        "reached" if reached else f"NOT reached: p99 of the acknowledgement at most {LIMIT * 1000:.0f} ms, none failed"
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(run(*map(int, sys.argv[1:] or ["100000"]))))
