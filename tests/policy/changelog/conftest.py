from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policy.changelog import Entry, changelog

POLICY = """\
**Post Office Privacy**
=======================

**Last revised and updated 03/29/2025. To review a changelog,** [**click here.**](https://post.example/changes)

**1\\. Who are we?**
We are Post Example, a carrier of letters. We answer for your personal data.

**2\\. With whom do we share personal data?**
We share data only as this section says.

_Hosting Services:_ We host our website with third parties, including Cloudy and Rackety.

_Payment Providers:_ We use Payfast to process payments, and provide them with the personal data required to charge your card.

**3\\. For how long do we keep your data?**
We keep letters for 90 days. See section 2 for who holds them.

**4\\. What are your rights?**
You may ask for access to your personal data. Write to privacy@post.example.

**5\\. Changes**
Any changes we make will take effect 30 days after the update date noted above. If you object to the changes, \
email us at privacy@post.example before the new effective date.
""".replace("**\n", "**  \n")  # a bold line with a hard break is a heading in such policies


@pytest.fixture
def policy() -> str:
    return POLICY


@pytest.fixture
def entries_of(legal: object) -> Callable[..., tuple[Entry, ...]]:
    """Commit the texts one after the other as privacy.md and return their changelog."""

    def write(*texts: str, messages: tuple[str, ...] = (), **files: str) -> tuple[Entry, ...]:
        for number, text in enumerate(texts):
            message = messages[number] if number < len(messages) else f"Revision {number + 1}"
            legal.commit(message, privacy__md=text, **files)  # type: ignore[attr-defined]
        with legal.open() as repository:  # type: ignore[attr-defined]
            return changelog(repository, "privacy.md")

    return write


@pytest.fixture
def mailjet(shared: Path) -> tuple[str, str]:
    folder = shared / "data/policies/mailjet"
    return (folder / "2020-10-29.md").read_text(), (folder / "2023-01-16.md").read_text()
