"""Signed, encrypted and wrapped mail: PGP, S/MIME, winmail.dat, invitations."""

from __future__ import annotations

import struct
from base64 import encodebytes
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7

from notifier.inbound import read_message
from notifier.inbound.rtf import decompress, rtf_text
from notifier.inbound.tnef import tnef_text
from notifier.inbound.wrappers import signed_content

INNER = b"Content-Type: text/plain\r\n\r\nI object to the change.\r\n"


def certificate() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ann")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(days=900))
    return builder.sign(key, hashes.SHA256()), key


def opaque(content: bytes) -> bytes:
    cert, key = certificate()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(cert, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def smime(der: bytes) -> bytes:
    head = b"From: a@b.example\nContent-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
    return head + encodebytes(der)


def test_opaque_smime_signature_is_opened() -> None:
    reading = read_message(smime(opaque(INNER)))
    assert reading.text == "I object to the change."
    assert reading.signed
    assert not reading.triage


def test_encrypted_smime_goes_to_a_person() -> None:
    enveloped = bytes.fromhex("3080 0609 2a864886f70d010703 a080 3080 0201 00".replace(" ", ""))
    reading = read_message(smime(enveloped))
    assert reading.encrypted
    assert "encrypted" in reading.triage[0]


def test_smime_with_indefinite_lengths_and_pieces() -> None:
    def indefinite(tag: int, *parts: bytes) -> bytes:
        return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"

    def element(tag: int, value: bytes) -> bytes:
        return bytes([tag, len(value)]) + value

    pieces = indefinite(0x24, element(4, INNER[:20]), element(4, INNER[20:]))
    inner = indefinite(0x30, element(6, bytes.fromhex("2a864886f70d010701")), indefinite(0xA0, pieces))
    signed = indefinite(0x30, element(2, b"\1"), indefinite(0x31), inner)
    whole = indefinite(0x30, element(6, bytes.fromhex("2a864886f70d010702")), indefinite(0xA0, signed))
    assert signed_content(whole) == INNER


def test_broken_smime_ends_quietly() -> None:
    der = opaque(INNER)
    assert all(signed_content(der[:cut]) in (None, INNER) for cut in range(0, len(der), 5))


def test_pgp_signed_text_loses_its_armour() -> None:
    content = (
        b"From: a@b.example\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- really\nI object.\n"
        b"-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    )
    reading = read_message(content)
    assert reading.text == "-- really\nI object."
    assert reading.signed


def test_pgp_encrypted_goes_to_a_person() -> None:
    content = b"From: a@b.example\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n"
    assert read_message(content).encrypted
    assert read_message(content).triage


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    out = struct.pack("<IH", 0x223E9F78, 1)
    for name, value in attributes:
        out += struct.pack("<BII", 1, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return out


def string_property(name: int, kind: int, data: bytes) -> bytes:
    padded = data + b"\0" * (-len(data) % 4)
    return struct.pack("<HHII", kind, name, 1, len(data)) + padded


def test_winmail_plain_body() -> None:
    words = "Please delete my account.\0".encode("utf-16-le")
    properties = struct.pack("<I", 2) + struct.pack("<HHI", 3, 0x0E07, 1) + string_property(0x1000, 0x1F, words)
    content = (
        b"From: a@b.example\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + encodebytes(tnef((0x00069003, properties)))
    )
    assert read_message(content).text == "Please delete my account."


def test_winmail_compressed_rtf_body() -> None:
    rtf = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 I \'6fbject.\par Ann}"
    stored = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    properties = struct.pack("<I", 1) + string_property(0x1009, 0x102, stored)
    assert tnef_text(tnef((0x00069003, properties))) == "I object.\nAnn"


def test_compressed_rtf_of_the_specification() -> None:
    """The worked example of [MS-OXRTFCP] 3.1.2."""
    data = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(data) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf_text(decompress(data)) == "hello world"


def test_broken_winmail_ends_quietly() -> None:
    whole = tnef((0x0002800C, b"I object"), (0x00069003, struct.pack("<I", 4_000_000_000)))
    assert [tnef_text(whole[:cut]) for cut in (0, 5, 9)] == ["", "", ""]
    assert tnef_text(whole) == "I object"


def test_answer_to_an_invitation_is_read() -> None:
    content = (
        b"From: a@b.example\nSubject: Declined: call\nContent-Type: text/calendar; method=REPLY\n\n"
        b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nCOMMENT:I object to the\n  change.\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    reading = read_message(content)
    assert (reading.calendar_method, reading.text) == ("REPLY", "I object to the change.")
