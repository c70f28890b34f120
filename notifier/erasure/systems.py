"""The company's own systems that must erase a person too: who they are, and the signed request each of them gets."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from notifier.errors import NotifierError
from notifier.model import Case, Customer

SIGNATURE = "X-Herald-Signature"
IDEMPOTENCY = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class CompanySystem:
    """One system that is told of erasures by a webhook signed with `key`."""

    name: str
    url: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A webhook call ready to be posted."""

    url: str
    headers: dict[str, str]
    body: bytes = field(repr=False)


def read_systems(text: str, key: bytes) -> tuple[CompanySystem, ...]:
    """Read `name=https://… name=https://…` (blanks or commas between); raises NotifierError naming the entry.

    Plain http is accepted for this machine only: the body names a person.
    """
    systems: dict[str, CompanySystem] = {}
    for entry in text.replace(",", " ").split():
        name, equals, url = entry.partition("=")
        parts = urlsplit(url)
        if not equals or not name or not parts.hostname:
            raise NotifierError(f"erasure webhook {entry[:60]!r}: write name=https://host/path")
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
            raise NotifierError(f"erasure webhook {name}: must be https (the request names a person)")
        if name in systems:
            raise NotifierError(f"erasure webhook {name}: named twice")
        systems[name] = CompanySystem(name, url, key)
    return tuple(systems.values())


def idempotency_key(case: Case, system: str) -> str:
    """The key of one system's part in one erasure: the same for every attempt."""
    return f"erasure:{case.number}:{system}"


def write_body(case: Case, customer: Customer, system: str, confirm_url: str) -> str:
    """What a system is told; `confirm_url` takes an empty POST when the system has erased the person later."""
    content = {
        "event": "erasure",
        "idempotency_key": idempotency_key(case, system),
        "case": case.number,
        "due_at": case.due_at.isoformat(),
        "customer": {"id": customer.external_id, "email": customer.email},
        "confirm_url": confirm_url,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def signed_request(system: CompanySystem, key: str, body: str, now: datetime) -> Request:
    """The call as it is posted. The signature binds time and body: `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`."""
    content = body.encode()
    seconds = int(now.timestamp())
    digest = hmac.digest(system.key, f"{seconds}.".encode() + content, "sha256").hex()
    headers = {
        "Content-Type": "application/json",
        IDEMPOTENCY: key,
        SIGNATURE: f"t={seconds},v1={digest}",
    }
    return Request(system.url, headers, content)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
