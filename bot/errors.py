"""The errors of the edges: settings that do not fit and requests that must be refused."""

from __future__ import annotations


class BotError(Exception):
    """Base of every error that `bot` raises; its text is one line for the person who sees it."""


class ConfigurationError(BotError):
    """The environment lacks something or contradicts itself; names the variable and the remedy."""


class UsageError(BotError):
    """What a person asked for cannot be done as asked; shown as it is, exit code 2."""
