"""`herald check`: what legal's CI runs on a pull request."""

from policy.check.checking import check, check_change, check_document
from policy.check.model import Code, Finding, Severity
from policy.check.output import findings_annotations, findings_json, findings_text, has_errors

__all__ = [
    "Code",
    "Finding",
    "Severity",
    "check",
    "check_change",
    "check_document",
    "findings_annotations",
    "findings_json",
    "findings_text",
    "has_errors",
]
