"""Mail that is made to hurt: bounded time and memory, and a person is told."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile

import pytest

from notifier.inbound import Reading, read_message, understand_message
from notifier.inbound.doors import read_bounded

HEAD = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
MULTIPART = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n'
MOST_SECONDS = 15.0  # on a machine that eight others use


def nested(levels: int) -> bytes:
    opened = b"".join(
        b'--b%d\nContent-Type: multipart/mixed; boundary="b%d"\n\n' % (level, level + 1) for level in range(levels)
    )
    return HEAD + b'Content-Type: multipart/mixed; boundary="b0"\n\n' + opened + b"--b%d\n\nI object\n" % levels


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * 20_000_000)
    return (
        MULTIPART
        + b"--b\n\nsee file\n--b\nContent-Type: application/zip; name=a.zip\n\n"
        + packed.getvalue()
        + b"\n--b--\n"
    )


FOR_A_PERSON = {
    "1,000 levels": nested(1_000),
    "message in message, 1,000 times": HEAD + b"Content-Type: message/rfc822\n\n" * 1_000 + b"hi",
    "100,000 headers": HEAD + b"".join(b"X-%d: y\n" % number for number in range(100_000)) + b"\nI object\n",
    "one header of 5 MB": HEAD + b"X: " + b"a" * 5_000_000 + b"\n\nI object\n",
    "100,000 parts": MULTIPART + b"--b\n\nhi\n" * 100_000,
    "25 MB attachment": MULTIPART
    + b"--b\n\nI object\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
    + (b"A" * 76 + b"\n") * 440_000
    + b"--b--\n",
    "60 MB": HEAD + b"\nI object\n" + b"x" * 60_000_000,
    "a zip bomb": bomb(),
    "line break in a subject": b"From: a@b.example\nSubject: =?utf-8?q?x=0d=0aBcc:_c@d.example?=\n\nhi\n",
    "HTML of 200,000 open elements": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000 + b"I object",
    "40,000 attributions": HEAD + b"\n" + b"On Monday 2021 at 10 <a@b.example> some more words\n" * 40_000,
}


@pytest.mark.parametrize("seed", range(20))
def test_bytes_that_are_no_message_go_to_a_person(seed: int) -> None:
    content = random.Random(seed).randbytes(50 + 150 * seed)
    assert understand_message(read_message(content)).triage


def test_a_lost_umlaut_is_no_reason_for_triage() -> None:
    text = (
        "Ich widerspreche der \ufffdnderung Ihrer Datenschutzerkl\ufffdrung und bitte um eine kurze Best\u00e4tigung. "
        * 2
    )
    reading = read_message(HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode())
    assert not understand_message(reading).triage


@pytest.mark.parametrize("content", FOR_A_PERSON.values(), ids=FOR_A_PERSON.keys())
def test_out_of_bounds_mail_goes_to_a_person_in_time(content: bytes) -> None:
    started = time.monotonic()
    assert understand_message(read_message(content)).triage
    assert time.monotonic() - started < MOST_SECONDS


HARMLESS = {
    "semicolons": HEAD + b"Content-Type: text/plain" + b";" * 400_000 + b"\n\nI object\n",
    "unclosed tags": HEAD + b"Content-Type: text/html\n\nI object" + b"<" * 500_000,
    "unclosed comments": HEAD + b"Content-Type: text/html\n\nI object" + b"<!--" * 140_000,
    "nested comments in an address": b"From: " + b"(" * 100_000 + b"\n\nI object",
    "only returns": b"\r" * 500_000,
    "only zeros": b"\0" * 500_000,
    "a charset that is no text": HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 500_000,
    "a charset that compresses": HEAD + b"Content-Type: text/plain; charset=zlib\n\nI object",
    "words of a report": b"Return-Path: <>\nSubject: failure notice\n\n" + b"mailbox x x x x x " * 50_000,
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS.keys())
def test_costly_looking_mail_costs_little(content: bytes) -> None:
    started = time.monotonic()
    understand_message(read_message(content))
    assert time.monotonic() - started < MOST_SECONDS


def test_memory_stays_near_the_size_of_the_message() -> None:
    content = FOR_A_PERSON["25 MB attachment"]
    tracemalloc.start()
    read_message(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * len(content)


class Endless(io.RawIOBase):
    """A stream of a gigabyte that is never in memory."""

    def __init__(self) -> None:
        self.left = 1_000_000_000
        self.first = HEAD + b"\nI object\n"

    def read(self, size: int = -1) -> bytes:
        chunk, self.first = self.first or b"x" * min(size, self.left), b""
        self.left -= len(chunk)
        return chunk if self.left > -100 else b""


def test_a_gigabyte_stream_is_read_in_bounded_memory_and_shown_to_a_person() -> None:
    tracemalloc.start()
    content = read_bounded(Endless())  # type: ignore[arg-type]  # a raw stream reads like a buffered one
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120_000_000
    reading = read_message(content)
    assert reading.subject == "x"
    assert "1000000" in reading.triage[0]


def test_headers_survive_a_body_that_is_out_of_bounds() -> None:
    reading = read_message(nested(1_000))
    assert (reading.sender, reading.subject) == ("a@b.example", "x")


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_message_cut_anywhere_is_read_without_error(cut: int) -> None:
    whole = (
        b'From: =?utf-8?b?w6Q=?= <a@b.example>\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: '
        b"text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>I =C3=A4 object</p><blockquote>x\n"
        b"--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n\n--b--\n"
    )
    assert isinstance(read_message(whole[:cut]), Reading)
