"""Permanent links to a repository's pages on its git host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Weblinks:
    """Makes links under `base`; every link is "" when the repository has no web page that Herald knows of."""

    base: str = ""

    @classmethod
    def of(cls, web_url: str, remote: str) -> Weblinks:
        """Take legal's own `web_url`, else derive the page from the remote's address (GitHub, GitLab, Bitbucket)."""
        if web_url:
            return cls(web_url.rstrip("/"))
        match = re.fullmatch(
            r"(?:https://(?:[^@/]+@)?|ssh://git@|git@)([\w.-]+\.[a-z]+)(?::\d+)?[:/]([\w./-]+?)(?:\.git)?/?", remote
        )
        known = match and re.search(r"github|gitlab|bitbucket|codeberg", match[1])
        return cls(f"https://{match[1]}/{match[2]}") if match and known else cls()

    def text(self, commit: str, path: str) -> str:
        """Return the link to one file as it was in a commit."""
        return f"{self.base}/{self._dash()}blob/{commit}/{quote(path)}" if self.base else ""

    def commit(self, commit: str) -> str:
        """Return the link to a commit."""
        return f"{self.base}/{self._dash()}commit/{commit}" if self.base else ""

    def comparison(self, old: str, new: str) -> str:
        """Return the link to the host's comparison of two commits."""
        return f"{self.base}/{self._dash()}compare/{old}...{new}" if self.base else ""

    def _dash(self) -> str:
        return "-/" if "gitlab" in self.base.split("/")[2] else ""
