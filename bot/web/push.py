"""Git push webhooks: verify first, parse nothing that is not needed.

A push only says "look again": the payload is never trusted for content, Herald fetches the repository itself.
GitHub: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
GitLab: https://docs.gitlab.com/user/project/integrations/webhooks/ (secret token header)
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 1024 * 1024


class PushVerdict(StrEnum):
    PUSHED = "pushed"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Push:
    """What a push webhook amounts to; `delivery` is the sender's own id of it, "" when it gives none."""

    verdict: PushVerdict
    delivery: str = ""


def read_push(headers: Mapping[str, str], body: bytes, secret: bytes) -> Push:
    """Verify a push webhook of GitHub or GitLab against the shared secret and say what it is.

    `headers` are looked up by lower-case name. Without a secret, with a wrong signature or without any, the push is
    refused.
    """
    if not secret or not _signed(headers, body, secret):
        return Push(PushVerdict.REFUSED)
    event = headers.get("x-github-event") or headers.get("x-gitlab-event", "")
    delivery = headers.get("x-github-delivery") or headers.get("x-gitlab-event-uuid", "")
    pushed = event in {"push", "Push Hook"}
    return Push(PushVerdict.PUSHED if pushed else PushVerdict.IGNORED, delivery)


def _signed(headers: Mapping[str, str], body: bytes, secret: bytes) -> bool:
    signature = headers.get("x-hub-signature-256")
    if signature is not None:
        expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
    token = headers.get("x-gitlab-token")
    return token is not None and hmac.compare_digest(secret, token.encode("utf-8", "replace"))
