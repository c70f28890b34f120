"""Reading what servers say, whatever they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifier.delivery.lanes import Lanes
from notifier.delivery.limits import Limits
from notifier.delivery.mailing import judge
from notifier.delivery.outgoing import Outgoing, Verdict
from notifier.delivery.replies import LONGEST_REPLY, ProtocolError, Reply, ReplyReader, printable


@settings(deadline=None)
@given(cuts=st.lists(st.integers(min_value=1, max_value=60), max_size=20))
def test_replies_are_the_same_however_they_arrive(cuts: list[int]) -> None:
    said = b"250-first\r\n250-second\r\n250 third\r\n354 go\r\n421 4.3.2 bye\r\n"
    reader, found, rest = ReplyReader(), [], said
    for cut in cuts:
        found += reader.feed(rest[:cut])
        rest = rest[cut:]
    found += reader.feed(rest)
    assert found == [Reply(250, "first\nsecond\nthird"), Reply(354, "go"), Reply(421, "4.3.2 bye")]


@pytest.mark.parametrize("said", [b"hello\r\n", b"99 no\r\n", b"250?no\r\n", b"\r\n", b"x" * (LONGEST_REPLY + 1)])
def test_what_is_no_reply_is_refused(said: bytes) -> None:
    with pytest.raises(ProtocolError):
        ReplyReader().feed(said)


@settings(deadline=None)
@given(st.text(max_size=2000))
def test_a_servers_words_stay_on_one_line(text: str) -> None:
    shown = printable(text)
    assert len(shown) <= 500
    assert shown == "" or shown.isprintable()


@pytest.mark.parametrize(
    ("code", "stage", "verdict"),
    [
        (250, "content", Verdict.ACCEPTED),
        (451, "content", Verdict.DEFERRED),
        (421, "rcpt", Verdict.DEFERRED),
        (550, "rcpt", Verdict.REFUSED),
        (554, "content", Verdict.REFUSED),
        (550, "mail", Verdict.BLOCKED),
        (530, "rcpt", Verdict.BLOCKED),
        (503, "data", Verdict.BLOCKED),
    ],
)
def test_each_answer_is_held_against_whom_it_concerns(code: int, stage: str, verdict: Verdict) -> None:
    assert judge(Reply(code, "x"), stage).verdict is verdict


def test_lanes_keep_nothing_of_domains_that_are_like_all_others() -> None:
    lanes = Lanes(2, Limits(), lambda: 0.0)
    lanes.found_slow("slow.example", 3.0)
    for number in range(500):
        lanes.add(Outgoing(number, "a@a.example", f"c@d{number}.example", lambda _: b""))
    taken = 0
    while (outgoing := lanes.take()) is not None:
        lanes.returned(outgoing, answered=True)
        taken += 1
    assert taken == 500
    assert len(lanes) == 0
    assert set(lanes._lanes) == {"slow.example"}
