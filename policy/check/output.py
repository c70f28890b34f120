"""Findings as text for people, as JSON, and as annotations that GitHub shows at the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from policy.check.model import Finding, Severity


def has_errors(findings: Sequence[Finding]) -> bool:
    """Tell whether any finding must stop a merge."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def findings_text(findings: Sequence[Finding]) -> str:
    """Return one paragraph a finding and a closing count, as a terminal shows it."""
    lines = [
        f"{finding.file}:{finding.line}: {finding.severity.value} [{finding.code.value}] {finding.reason}\n"
        f"    fix: {finding.fix}\n"
        for finding in findings
    ]
    return _printable("".join(lines) + _total(findings))


def _total(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    return f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}\n"


def findings_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the JSON document of `herald check --json`."""
    return {
        "ok": not has_errors(findings),
        "findings": [
            {
                "code": finding.code.value,
                "severity": finding.severity.value,
                "file": finding.file,
                "line": finding.line,
                "reason": finding.reason,
                "fix": finding.fix,
            }
            for finding in findings
        ],
    }


def findings_annotations(findings: Sequence[Finding]) -> str:
    """Return workflow commands of GitHub Actions, one a line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(
        f"::{finding.severity.value} file={_property(finding.file)},line={finding.line},"
        f"title={_property(f'herald {finding.code.value}')}::{_data(f'{finding.reason} (fix: {finding.fix})')}\n"
        for finding in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _printable(text: str) -> str:
    """Keep a policy's control characters from reaching a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)
