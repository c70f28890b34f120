"""The public pages: current, coming and previous versions, redlines, feeds."""

from bot.site.build import build_site
from bot.site.pages import CONTENT_TYPES, SECURITY_POLICY, pages
from bot.site.publish import Decided, publish
from bot.site.values import Publication

__all__ = ["CONTENT_TYPES", "SECURITY_POLICY", "Decided", "Publication", "build_site", "pages", "publish"]
