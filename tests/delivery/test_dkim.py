"""Signatures must hold before the reference implementation, dkimpy."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from notifier.delivery.dkim import DkimSigner, read_key
from notifier.errors import DeliveryError

NOW = datetime(2024, 3, 10, 8, 0, tzinfo=UTC)  # dkimpy refuses signatures from the future
MESSAGE = (
    b"From: Larkpost <notices@mail.larkpost.example>\r\n"
    b"To: =?utf-8?q?Zo=C3=AB?=\r\n <zoe@client.example>\r\n"
    b"Subject:   spaced   out\r\n"
    b"Date: Wed, 10 Mar 2027 08:00:00 +0000\r\n"
    b"Message-ID: <a@mail.larkpost.example>\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain\r\n"
    b"\r\n"
    b"Hello  there \r\n\r\n=2E\r\n"
)


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=bits)


def save(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey, path: Path) -> Path:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(pem)
    return path


def dns(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    public = key.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


@pytest.mark.parametrize("make", [rsa_key, ed25519.Ed25519PrivateKey.generate], ids=["rsa", "ed25519"])
@pytest.mark.parametrize("ending", [b"", b"\r\n", b"\r\n\r\n", b"tail"])
def test_a_signature_verifies_with_dkimpy_and_no_longer_after_a_change(make, ending: bytes, tmp_path: Path) -> None:
    key = make()
    signer = DkimSigner(
        (read_key(save(key, tmp_path / "key.pem"), domain="mail.larkpost.example", selector="s1"),), lambda: NOW
    )
    signed = signer(MESSAGE + ending)
    assert dkim.verify(signed, dnsfunc=lambda name, timeout=5: dns(key))
    for old, new in ((b"Hello", b"Hullo"), (b"spaced", b"Spaced"), (b"zoe@", b"eve@")):
        assert not dkim.verify(signed.replace(old, new), dnsfunc=lambda name, timeout=5: dns(key))
    added = signed.replace(b"Date:", b"From: eve@evil.example\r\nDate:", 1)
    assert not dkim.verify(added, dnsfunc=lambda name, timeout=5: dns(key))


def test_both_kinds_together_verify_each(tmp_path: Path) -> None:
    keys = {
        b"r._domainkey.mail.larkpost.example.": rsa_key(),
        b"e._domainkey.mail.larkpost.example.": ed25519.Ed25519PrivateKey.generate(),
    }
    read = tuple(
        read_key(
            save(key, tmp_path / f"{name[:1].decode()}.pem"), domain="mail.larkpost.example", selector=name[:1].decode()
        )
        for name, key in keys.items()
    )
    checker = dkim.DKIM(DkimSigner(read, lambda: NOW)(MESSAGE))
    for number in range(2):
        assert checker.verify(idx=number, dnsfunc=lambda name, timeout=5: dns(keys[name]))


@pytest.mark.parametrize(
    ("content", "reason"), [(b"no key", "no readable PEM"), (None, "RSA of 1024 bits")], ids=["garbage", "short"]
)
def test_a_key_that_will_not_do_is_refused_by_name(content: bytes | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "dkim.pem"
    if content is None:
        save(rsa_key(1024), path)
    else:
        path.write_bytes(content)
    with pytest.raises(DeliveryError, match=reason) as caught:
        read_key(path, domain="mail.larkpost.example", selector="s1")
    assert str(path) in str(caught.value)


def test_a_key_is_never_printed(tmp_path: Path) -> None:
    key = read_key(save(rsa_key(), tmp_path / "k.pem"), domain="mail.larkpost.example", selector="s1")
    assert repr(key) == "DkimKey(s1._domainkey.mail.larkpost.example, rsa-sha256)"
