"""TLS and logging in, over real sockets with a certificate of the test's own."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from owed import NOW, deliverer, owe, states
from sink import Plan, Sink

from notifier.delivery import open_transport
from notifier.errors import DeliveryError
from notifier.ledger import Ledger
from tests.certificates import self_signed

OFFERS = ("PIPELINING", "STARTTLS", "AUTH PLAIN LOGIN XOAUTH2")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_signed(tmp_path_factory.mktemp("tls") / "relay.pem")


def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


async def send(ledger: Ledger, folder: Path, sink: Sink, url: Callable[[int], str], *, implicit: bool = False) -> str:
    owe(ledger, 12)
    await sink.start(implicit=implicit)
    try:
        return (await deliverer(ledger, url(sink.port), folder).drain(lambda: NOW)).trouble
    finally:
        await sink.stop()


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_mail_goes_out_encrypted_and_the_certificate_is_checked(
    scheme: str, ledger: Ledger, tmp_path: Path, certificate: Path
) -> None:
    sink = Sink(Plan(extensions=OFFERS), tls=context(certificate))
    way = "starttls=required&" if scheme == "smtp" else ""
    url = f"{scheme}://127.0.0.1:{{}}?{way}ca={certificate}"
    assert await send(ledger, tmp_path / "s", sink, url.format, implicit=scheme == "smtps") == ""
    assert states(ledger) == {"sent": 12}
    assert ("STARTTLS" in sink.commands) is (scheme == "smtp")


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_an_unknown_certificate_is_not_accepted(
    scheme: str, ledger: Ledger, tmp_path: Path, certificate: Path
) -> None:
    sink = Sink(Plan(extensions=OFFERS), tls=context(certificate))
    trouble = await send(
        ledger, tmp_path / "s", sink, lambda port: f"{scheme}://u:pw@127.0.0.1:{port}", implicit=scheme == "smtps"
    )
    assert "certificate is not accepted" in trouble
    assert states(ledger) == {"due": 12}
    assert not any("AUTH" in command for command in sink.commands)


async def test_required_encryption_is_never_done_without(ledger: Ledger, tmp_path: Path) -> None:
    trouble = await send(ledger, tmp_path / "s", Sink(), lambda port: f"smtp://127.0.0.1:{port}?starttls=required")
    assert "does not offer STARTTLS" in trouble


async def test_a_password_is_never_sent_in_clear_by_default(ledger: Ledger, tmp_path: Path) -> None:
    sink = Sink(Plan(extensions=("PIPELINING", "AUTH PLAIN")))
    trouble = await send(ledger, tmp_path / "s", sink, lambda port: f"smtp://u:secret@127.0.0.1:{port}")
    assert "password is not sent" in trouble
    assert not any("AUTH" in command for command in sink.commands)


@pytest.mark.parametrize(
    ("offered", "query", "expected"),
    [
        ("AUTH PLAIN LOGIN", "", "AUTH PLAIN " + encoded("\0us@er\0p:w")),
        ("AUTH=LOGIN", "", f"AUTH LOGIN {encoded('us@er')} {encoded('p:w')}"),
        ("AUTH XOAUTH2", "&auth=xoauth2", "AUTH XOAUTH2 " + encoded("user=us@er\1auth=Bearer p:w\1\1")),
    ],
    ids=["plain", "login", "xoauth2"],
)
async def test_each_way_to_log_in(offered: str, query: str, expected: str, ledger: Ledger, tmp_path: Path) -> None:
    sink = Sink(Plan(extensions=("PIPELINING", offered)))
    trouble = await send(
        ledger, tmp_path / "s", sink, lambda port: f"smtp://us%40er:p%3Aw@127.0.0.1:{port}?starttls=off{query}"
    )
    assert trouble == ""
    assert expected in sink.commands


async def test_a_refused_login_is_told_without_the_password(ledger: Ledger, tmp_path: Path) -> None:
    sink = Sink(Plan(extensions=("AUTH PLAIN",), login=lambda line: False))
    trouble = await send(ledger, tmp_path / "s", sink, lambda port: f"smtp://u:topsecret@127.0.0.1:{port}?starttls=off")
    assert "refuses the login: 535" in trouble
    assert "topsecret" not in trouble


async def test_words_smuggled_in_before_encryption_are_refused(
    ledger: Ledger, tmp_path: Path, certificate: Path
) -> None:
    plan = Plan(extensions=OFFERS)
    sink = Sink(plan, tls=context(certificate))

    async def smuggle(self, line: str) -> None:
        self.say("220 go ahead\r\n250-forged\r\n250 AUTH PLAIN")
        await self.writer.drain()

    from sink import _Dialogue

    original = _Dialogue._starttls
    _Dialogue._starttls = smuggle
    try:
        trouble = await send(
            ledger, tmp_path / "s", sink, lambda port: f"smtp://127.0.0.1:{port}?starttls=required&ca={certificate}"
        )
    finally:
        _Dialogue._starttls = original
    assert "more than its answer to STARTTLS" in trouble
    assert states(ledger) == {"due": 12}


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://x", "is no smtp:// or smtps://"),
        ("smtp://", "is no smtp:// or smtps://"),
        ("smtp://u:topsecret@h:99999", "the port is no number"),
        ("smtp://u:topsecret@h?tls=1", "unknown option tls"),
        ("smtp://h?starttls=maybe", "starttls must be"),
        ("smtp://h?connections=0", "connections must be a number from 1 to 100"),
        ("smtp://h?auth=ntlm", "auth must be"),
        ("smtp://h?ca=/nowhere.pem", "ca: /nowhere.pem cannot be read"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str, reason: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        open_transport(url)
    assert reason in str(caught.value)
    assert "topsecret" not in str(caught.value)
