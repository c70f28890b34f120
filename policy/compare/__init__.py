"""Comparing policy documents the way a lawyer reads them."""

from policy.compare.engine import Comparer, compare
from policy.compare.model import QUIET_KINDS, Change, ChangeKind, Redline, Run, Side
from policy.compare.report import change_json, redline_json

__all__ = [
    "QUIET_KINDS",
    "Change",
    "ChangeKind",
    "Comparer",
    "Redline",
    "Run",
    "Side",
    "change_json",
    "compare",
    "redline_json",
]
