"""What a message needs to know besides the notice and the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

FOLDER = "templates"
"""Folder of the policy repository in which legal's own sentences and layouts stand."""


@dataclass(frozen=True, slots=True)
class NoticeLinks:
    """Public addresses of the comparison and of both versions; an empty one is left out of the message."""

    redline: str = ""
    new_version: str = ""
    old_version: str = ""


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """Sender and links of a notice.

    `mail_from` and `reply_to` are addresses; `overrides` are legal's own files by name ("en.toml", "notice.html.j2",
    "notice.txt.j2"), as they stand in `templates/` of the policy repository. `title` names the document in a sentence
    ("privacy policy"); by default it is made of the file's name. `feedback_id` goes into the header that Gmail's
    postmaster tools count by.
    """

    company: str
    mail_from: str
    reply_to: str
    contact: str = ""
    title: str = ""
    links: NoticeLinks = NoticeLinks()
    feedback_id: str = "herald"
    overrides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def title_of(self, document: str) -> str:
        """What the document is called in a sentence."""
        return self.title or PurePosixPath(document).stem.replace("-", " ").replace("_", " ").lower()
