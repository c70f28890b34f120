"""Slack: listeners, the outbox, and who may decide."""

from bot.slack.parts import NoticeBook, SlackParts
from bot.slack.posting import Outbox
from bot.slack.side import SlackSide, build_slack
from bot.slack.socket import open_socket

__all__ = ["NoticeBook", "Outbox", "SlackParts", "SlackSide", "build_slack", "open_socket"]
