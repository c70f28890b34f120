"""The errors that reading a policy can raise; each names where the fault is and what to do about it."""

from __future__ import annotations


class PolicyError(Exception):
    """Base of every error that `policy` raises for input it cannot accept.

    `place` says where ("herald.toml:3", "privacy.md:12", "revision abc123"), `reason` what is wrong and `remedy`
    what the reader can do. The text of the error is one line.
    """

    def __init__(self, place: str, reason: str, remedy: str = "") -> None:
        self.place = place
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{place}: {reason}" + (f" ({remedy})" if remedy else ""))


class RepositoryError(PolicyError):
    """The policy repository cannot be opened, or lacks the revision or document that was asked for."""


class DocumentError(PolicyError):
    """A document cannot be read as policy text."""


class ComparisonError(PolicyError):
    """Two documents could not be compared: git is missing, ended early or took too long."""


class SettingsError(PolicyError):
    """`herald.toml` or `sharing.yml` holds something that Herald does not understand."""


class DateError(PolicyError):
    """A policy's dates are missing, impossible or contradict each other."""


class IndexingError(PolicyError):
    """The derived index file cannot be used; it can always be deleted."""
