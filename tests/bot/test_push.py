from __future__ import annotations

import hashlib
import hmac

import pytest

from bot.web.push import Push, PushVerdict, read_push

SECRET = b"shared between the git host and us"
BODY = b'{"ref": "refs/heads/main"}'


def github(body: bytes = BODY, *, event: str = "push", secret: bytes = SECRET) -> dict[str, str]:
    signature = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return {"x-hub-signature-256": signature, "x-github-event": event, "x-github-delivery": "d-1"}


def test_github_push_is_taken() -> None:
    assert read_push(github(), BODY, SECRET) == Push(PushVerdict.PUSHED, "d-1")


def test_gitlab_push_is_taken() -> None:
    headers = {"x-gitlab-token": SECRET.decode(), "x-gitlab-event": "Push Hook", "x-gitlab-event-uuid": "u-1"}
    assert read_push(headers, BODY, SECRET) == Push(PushVerdict.PUSHED, "u-1")


def test_other_events_are_ignored() -> None:
    assert read_push(github(event="ping"), BODY, SECRET).verdict is PushVerdict.IGNORED


@pytest.mark.parametrize(
    ("headers", "secret"),
    [
        (github(secret=b"another"), SECRET),
        (github(body=b"{}"), SECRET),
        ({"x-github-event": "push"}, SECRET),
        ({"x-hub-signature-256": "ungültig", "x-github-event": "push"}, SECRET),
        ({"x-gitlab-token": "wrong", "x-gitlab-event": "Push Hook"}, SECRET),
        ({"x-gitlab-token": "", "x-gitlab-event": "Push Hook"}, b""),
        (github(secret=b""), b""),
    ],
    ids=["wrong key", "other body", "unsigned", "not ASCII", "wrong token", "no secret, token", "no secret, signed"],
)
def test_unsigned_pushes_are_refused(headers: dict[str, str], secret: bytes) -> None:
    assert read_push(headers, BODY, secret).verdict is PushVerdict.REFUSED
