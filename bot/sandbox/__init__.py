"""The local stand-in of Slack: for the demo, rehearsals and tests, without any account."""

from bot.sandbox.fake import FakeSlack, SandboxError

__all__ = ["FakeSlack", "SandboxError"]
