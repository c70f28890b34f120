"""The dialogue itself, without a network: whatever arrives in whatever pieces means the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from notifier.delivery.mailing import Mailing
from notifier.delivery.outgoing import Outcome, Outgoing, Verdict
from notifier.errors import DeliveryError


class Queue:
    """Messages to send, and how each ended."""

    def __init__(self, number: int) -> None:
        self.waiting = deque(
            Outgoing(key, "a@a.example", f"c{key}@b.example", lambda item: b"%d\r\n" % item.key)
            for key in range(number)
        )
        self.ended: dict[int, Outcome] = {}

    def take(self) -> Outgoing | None:
        return self.waiting.popleft() if self.waiting else None

    def settle(self, outgoing: Outgoing, outcome: Outcome) -> None:
        assert outgoing.key not in self.ended
        self.ended[outgoing.key] = outcome

    def put_back(self, outgoing: Outgoing) -> None:
        raise AssertionError(outgoing)

    def trouble(self, error: DeliveryError) -> None:
        raise AssertionError(error)


class Server:
    """Answers commands; what it took has a number of its own in the answer. `refuse` are recipients it does not take."""

    def __init__(self, refuse: frozenset[int]) -> None:
        self.refuse = refuse
        self.taken: dict[int, str] = {}
        self._numbers = count(1)
        self._recipient: int | None = None
        self._content: list[bytes] | None = None

    def answer(self, written: bytes) -> Iterator[bytes]:
        for line in written.split(b"\r\n")[:-1]:
            if self._content is None:
                yield self._command(line)
            elif line != b".":
                self._content.append(line)
            else:
                yield self._finish()

    def _command(self, line: bytes) -> bytes:
        if line.startswith(b"RCPT"):
            key = int(line.partition(b"<c")[2].partition(b"@")[0])
            self._recipient = None if key in self.refuse else key
            return b"250 ok\r\n" if self._recipient is not None else b"550 5.1.1 nobody\r\n"
        if line == b"DATA":
            if self._recipient is None:
                return b"503 no recipient\r\n"
            self._content = []
            return b"354 go\r\n"
        return b"250 ok\r\n"

    def _finish(self) -> bytes:
        assert self._recipient is not None
        assert self._content == [b"%d" % self._recipient]
        said = f"250 taken {next(self._numbers)}"
        self.taken[self._recipient] = said
        self._recipient, self._content = None, None
        return said.encode() + b"\r\n"


def pieces(data: bytes, cuts: Iterator[int]) -> Iterator[bytes]:
    while data:
        size = next(cuts)
        yield data[:size]
        data = data[size:]


@given(
    cuts=st.lists(st.sampled_from([1, 7, 8, 13, 20, 30, 1000, 1000]), min_size=1, max_size=12),
    refuse=st.frozensets(st.integers(0, 11), max_size=4),
    pipelining=st.booleans(),
)
def test_each_answer_belongs_to_its_message_however_it_arrives(
    cuts: list[int], refuse: frozenset[int], pipelining: bool
) -> None:
    queue, server = Queue(12), Server(refuse)
    mailing = Mailing(queue, pipelining=pipelining, utf8=True)
    endless = (cuts[number % len(cuts)] for number in count())
    written = mailing.proceed()
    while written:
        said = b"".join(server.answer(written))
        written = b"".join([mailing.hear(piece) for piece in pieces(said, endless)])
    assert mailing.idle
    accepted = {key: outcome.response for key, outcome in queue.ended.items() if outcome.verdict is Verdict.ACCEPTED}
    assert accepted == server.taken
    assert {key for key in queue.ended if key not in accepted} == refuse
