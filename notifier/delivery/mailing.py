"""The part of an SMTP session that repeats: one transaction a message, pipelined when the server offers it.

Sans I/O: replies in, bytes to write out. With PIPELINING (RFC 2920) the content of one message and MAIL, RCPT and
DATA of the next leave in one write, so that a message costs one round trip. Nothing is assumed accepted: each reply is
read in order and belongs to the step that asked for it.

    MAIL ─ RCPT ─ DATA ─ 354 ─ content ─ 250
      └──────┴──────┴─ refused: the message is settled; RSET leads the next MAIL
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from enum import IntEnum

from notifier.delivery.outgoing import Ending, Outcome, Outgoing, Verdict, Work
from notifier.delivery.replies import ProtocolError, Reply, ReplyReader, printable
from notifier.errors import NotifierError


class Step(IntEnum):
    RESET = 0
    MAIL = 1
    RCPT = 2
    DATA = 3
    CONTENT = 4
    NOTHING = 5  # the empty content that answers a 354 which nobody wanted


UNTROUBLED = deque((Step.CONTENT, Step.MAIL, Step.RCPT, Step.DATA))
LONGEST_LINE = 500  # octets of an answer that are kept
CLOSING = 421
START_INPUT = 354
RELAY_TROUBLE = frozenset({500, 502, 503, 521, 530, 534, 535, 538})
"""Codes that speak about the session, never about a recipient."""


class Mailing:
    """Drives transactions over one session.

    After each `receive`, write what it returned; when `closing` is set, close the connection and call `lost`.
    """

    __slots__ = (
        "_accepting",
        "_content",
        "_expected",
        "_opening",
        "_pipelining",
        "_reader",
        "_reset",
        "_said",
        "_steady",
        "_usual",
        "_utf8",
        "_verdict",
        "_work",
        "_writing",
        "closing",
        "settled",
    )

    def __init__(self, work: Work, *, pipelining: bool, utf8: bool) -> None:
        self._work = work
        self._reader = ReplyReader()
        self._content = b""  # of the message being opened
        self._pipelining = pipelining
        self._utf8 = utf8
        self._expected: deque[Step] = deque()
        self._writing: Outgoing | None = None  # its content is written, its answer is awaited
        self._opening: Outgoing | None = None  # its envelope is (being) negotiated
        self._verdict: Outcome | None = None  # why the message being opened will not be sent
        self._reset = False
        self._steady = False  # whether the answers of one untroubled round trip are awaited, and nothing else
        self._usual = b""  # the last such answers to MAIL, RCPT and DATA
        self._said = b""  # the last such answer to content, and what it means
        self._accepting = Outcome(Verdict.ACCEPTED, "")
        self.closing = ""
        self.settled = 0

    @property
    def idle(self) -> bool:
        """Whether no answer is awaited."""
        return not self._expected

    @property
    def recipient_domain(self) -> str:
        """Domain of the message that is waited for, "" when idle."""
        waiting = self._writing or self._opening
        return waiting.domain if waiting else ""

    def hear(self, data: bytes) -> bytes:
        """Take what the server sent, as it arrived; return what to write now (possibly nothing)."""
        if self._steady:
            first, _, rest = data.partition(b"\r\n")
            if (first == self._said and rest == self._usual) or self._learns(first, rest):
                return self._go_around()
        return self.receive(self._reader.feed(data))

    def receive(self, replies: Sequence[Reply]) -> bytes:
        """Take replies in order; return what to write now (possibly nothing)."""
        self._steady = False
        ready: list[bytes] = []
        for reply in replies:
            if not self._expected:
                self._unasked(reply)
                break
            written = self._take(self._expected.popleft(), reply)
            if written:
                ready.append(written)
            if self.closing:
                return b""
        if not self._expected:
            ready.append(self.proceed())
        underway = self._opening is not None and self._writing is not None and not self._reader.within
        self._steady = underway and self._expected == UNTROUBLED
        return b"".join(ready)

    def _learns(self, first: bytes, rest: bytes) -> bool:
        """Whether one read brought exactly the answers of an untroubled round trip: `first` accepts the content, `rest`
        answers MAIL, RCPT and DATA of the next message. Nearly every read is one, and most repeat the words of the last,
        so they are kept."""
        if first[:4] != b"250 " or len(first) > LONGEST_LINE:
            return False
        if rest != self._usual or not rest:
            if not _go_on(rest):
                return False
            self._usual = rest
        self._said = first
        self._accepting = Outcome(Verdict.ACCEPTED, printable(first.decode("utf-8", "replace").rstrip()), "content")
        return True

    def _go_around(self) -> bytes:
        """What `_take` would do step by step for the answers that `_learns` tells."""
        written, content = self._writing, self._content
        if written is None:
            raise ProtocolError("answers without a message")
        self.settled += 1
        self._work.settle(written, self._accepting)
        self._writing = self._opening
        self._opening = following = self._next()
        if following is None:
            self._steady = False
            self._expected = deque((Step.CONTENT,))
            return content + b".\r\n"
        return b"%b.\r\n%b" % (content, self._envelope(following))

    def proceed(self) -> bytes:
        """Begin the next message if there is one; call when idle and there may be new work."""
        outgoing = self._next()
        if outgoing is None:
            return b""
        return self._open(outgoing)

    def end(self) -> None:
        """Take no further message; what is in flight goes on."""
        self._work = Ending(self._work)

    def lost(self, reason: str) -> None:
        """The connection is gone: settle what was written, put back what was not."""
        if self._writing is not None:
            response = f"{reason}; the relay may have accepted it"
            self._settle(self._writing, Outcome(Verdict.DEFERRED, response, "content"))
            self._writing = None
        if self._opening is not None:
            self._work.put_back(self._opening)
            self._opening = None
        self._expected.clear()
        self._steady = False

    def _unasked(self, reply: Reply) -> None:
        if reply.code != CLOSING:
            raise ProtocolError(f"a reply that nobody asked for: {reply.code}")
        self.closing = printable(reply.line)

    def _next(self) -> Outgoing | None:
        """The next message, its content built before the server hears of it; what cannot be sent is settled at once."""
        while (outgoing := self._work.take()) is not None:
            try:
                self._content = outgoing.build(outgoing)
            except NotifierError as error:
                reason = f"550 5.6.0 not sent: {printable(str(error))}"
            else:
                if self._utf8 or not outgoing.international:
                    return outgoing
                reason = "550 5.6.7 the relay does not offer SMTPUTF8, which this address needs"
            self._settle(outgoing, Outcome(Verdict.REFUSED, reason, "local"))
        return None

    def _open(self, outgoing: Outgoing) -> bytes:
        self._opening = outgoing
        self._verdict = None
        lead = b"RSET\r\n" if self._reset else b""
        if lead:
            self._expected.append(Step.RESET)
            self._reset = False
        if not self._pipelining:
            if not lead:
                self._expected.append(Step.MAIL)
            return lead or self._mail(outgoing)
        self._expected.extend((Step.MAIL, Step.RCPT, Step.DATA))
        return lead + self._envelope(outgoing)

    @staticmethod
    def _envelope(outgoing: Outgoing) -> bytes:
        """MAIL, RCPT and DATA in one."""
        sender, recipient = outgoing.sender, outgoing.recipient
        flag = "" if recipient.isascii() and sender.isascii() else " SMTPUTF8"
        return f"MAIL FROM:<{sender}>{flag}\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode()

    @staticmethod
    def _mail(outgoing: Outgoing) -> bytes:
        flag = b" SMTPUTF8" if outgoing.international else b""
        return b"MAIL FROM:<%b>%b\r\n" % (outgoing.sender.encode(), flag)

    def _take(self, step: Step, reply: Reply) -> bytes:
        if step is Step.CONTENT:
            self._accepted(reply)
        elif step is Step.DATA:
            return self._data(reply)
        elif step is Step.NOTHING:
            self._finish_opening()
        elif not 200 <= reply.code < 300 and step is not Step.RESET:
            self._refuse(reply, step.name.lower())
        if reply.code == CLOSING:
            self.closing = self.closing or printable(reply.line)
            return b""
        return b"" if self._pipelining else self._stepwise(step)

    def _stepwise(self, step: Step) -> bytes:
        """Without PIPELINING: the command that follows a finished step."""
        outgoing = self._opening
        if outgoing is None or step in (Step.CONTENT, Step.NOTHING):
            return b""
        if self._verdict is not None:
            self._reset = True
            self._finish_opening()
            return b""
        if step is Step.RESET:
            self._expected.append(Step.MAIL)
            return self._mail(outgoing)
        if step is Step.MAIL:
            self._expected.append(Step.RCPT)
            return b"RCPT TO:<%b>\r\n" % outgoing.recipient.encode()
        self._expected.append(Step.DATA)
        return b"DATA\r\n"

    def _data(self, reply: Reply) -> bytes:
        outgoing = self._opening
        if outgoing is None:
            raise ProtocolError("an answer to DATA without a message")
        if reply.code != START_INPUT:
            self._refuse(reply, "data")
            self._reset = True
            if reply.code == CLOSING:
                self.closing = printable(reply.line)
            self._finish_opening()
            return b""
        if self._verdict is not None:
            # The server asks for content although it refused the recipient (RFC 2920, section 3.1): send none.
            self._expected.append(Step.NOTHING)
            return b".\r\n"
        return self._write(outgoing)

    def _write(self, outgoing: Outgoing) -> bytes:
        self._writing = outgoing
        self._opening = None
        self._expected.append(Step.CONTENT)
        content = self._content
        if self._pipelining and (following := self._next()) is not None:
            return b"%b.\r\n%b" % (content, self._open(following))
        return content + b".\r\n"

    def _accepted(self, reply: Reply) -> None:
        outgoing = self._writing
        if outgoing is None:
            raise ProtocolError("an answer to content that was not sent")
        self._writing = None
        self._settle(outgoing, judge(reply, "content"))

    def _refuse(self, reply: Reply, stage: str) -> None:
        if self._verdict is None:
            self._verdict = judge(reply, stage)

    def _finish_opening(self) -> None:
        outgoing, verdict = self._opening, self._verdict
        self._opening = None
        self._verdict = None
        if outgoing is not None and verdict is not None:
            self._settle(outgoing, verdict)

    def _settle(self, outgoing: Outgoing, outcome: Outcome) -> None:
        self.settled += 1
        self._work.settle(outgoing, outcome)


def _go_on(answers: bytes) -> bool:
    """Whether these are answers to MAIL, RCPT and DATA, a line each, that let the content follow."""
    lines = answers.split(b"\r\n")
    return len(answers) <= 3 * LONGEST_LINE and [line[:4] for line in lines] == [b"250 ", b"250 ", b"354 ", b""]


def judge(reply: Reply, stage: str) -> Outcome:
    """Say what a reply to a step means.

    A permanent refusal of the sender or of the session (RFC 5321: 503, 530 and the like) is never held against a
    recipient: it blocks the relay until somebody mends it.
    """
    response = printable(reply.line)
    if 200 <= reply.code < 300:
        return Outcome(Verdict.ACCEPTED, response, stage)
    if reply.code < 500:
        return Outcome(Verdict.DEFERRED, response, stage)
    if stage == "mail" or reply.code in RELAY_TROUBLE:
        return Outcome(Verdict.BLOCKED, response, stage)
    return Outcome(Verdict.REFUSED, response, stage)
