"""The web edge."""

from bot.web.app import WebParts, build_web

__all__ = ["WebParts", "build_web"]
