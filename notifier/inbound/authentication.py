"""Authentication-Results (RFC 8601): believed only of servers that the deployment names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message

from notifier.inbound.model import Authentication

_RESULT = re.compile(r"\b(dkim|spf|dmarc)\s*=\s*([a-z]{2,12})\b", re.IGNORECASE)
_DOMAIN = re.compile(r"\bheader\.d\s*=\s*([A-Za-z0-9.-]{1,253})")
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_MOST = 10
_RANK = ("pass", "fail", "softfail", "permerror", "temperror", "policy", "neutral", "none")


def read_authentication(message: Message, trusted_servers: Iterable[str]) -> Authentication:
    """Results of the topmost header that a trusted server wrote; all empty when none did.

    A message may bring forged headers with it, but below those that our own server put on top.
    """
    trusted = {server.lower().rstrip(".") for server in trusted_servers}
    for value in (message.get_all("Authentication-Results") or [])[:_MOST]:
        text = _COMMENT.sub(" ", str(value))
        server, _, results = text.partition(";")
        name = server.split()[0].lower().rstrip(".") if server.split() else ""
        if name in trusted:
            return _read(name, results)
    return Authentication()


def _read(server: str, results: str) -> Authentication:
    told: dict[str, list[str]] = {}
    for method, result in _RESULT.findall(results):
        told.setdefault(method.lower(), []).append(result.lower())
    passed = [part for part in results.split(";") if re.search(r"dkim\s*=\s*pass", part, re.IGNORECASE)]
    domain = _DOMAIN.search(passed[0]) if passed else None
    return Authentication(
        server,
        dkim=_best(told.get("dkim", [])),
        spf=_best(told.get("spf", [])),
        dmarc=told.get("dmarc", [""])[0],
        dkim_domain=domain.group(1).lower() if domain else "",
    )


def _best(results: list[str]) -> str:
    """Of several signatures one that passes suffices."""
    return min(results, key=lambda result: _RANK.index(result) if result in _RANK else len(_RANK), default="")
