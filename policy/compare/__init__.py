"""Comparing policy documents the way a lawyer reads them."""

from policy.compare.citation import KIND_NAMES, cite, cite_section, count_by_section, tell_counts
from policy.compare.docx import redline_docx
from policy.compare.engine import Comparer, compare
from policy.compare.html import redline_fragment, redline_html
from policy.compare.layout import Row, RowState, lay_out
from policy.compare.model import QUIET_KINDS, Change, ChangeKind, Partner, Redline, Run, Side
from policy.compare.proof import is_proven
from policy.compare.report import change_json, redline_json
from policy.compare.style import REDLINE_STYLE
from policy.compare.text import redline_text

__all__ = [
    "KIND_NAMES",
    "QUIET_KINDS",
    "REDLINE_STYLE",
    "Change",
    "ChangeKind",
    "Comparer",
    "Partner",
    "Redline",
    "Row",
    "RowState",
    "Run",
    "Side",
    "change_json",
    "cite",
    "cite_section",
    "compare",
    "count_by_section",
    "is_proven",
    "lay_out",
    "redline_docx",
    "redline_fragment",
    "redline_html",
    "redline_json",
    "redline_text",
    "tell_counts",
]
