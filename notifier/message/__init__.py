"""Notices as messages: words in seven languages, built once, filled in for each customer."""

from notifier.message.language import LANGUAGES, language_of
from notifier.message.settings import MessageSettings, NoticeLinks
from notifier.message.template import NoticeTemplate, date_header, reply_address

__all__ = [
    "LANGUAGES",
    "MessageSettings",
    "NoticeLinks",
    "NoticeTemplate",
    "date_header",
    "language_of",
    "reply_address",
]
