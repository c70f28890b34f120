"""The house's limits that no linter checks: length of modules and of functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for package in ("policy", "notifier", "bot") for path in (ROOT / package).rglob("*.py"))
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 45


def long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                yield f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_fits(path: Path) -> None:
    source = path.read_text()
    assert source.count("\n") <= MOST_LINES
    assert list(long_functions(source)) == []


def test_a_long_function_is_noticed() -> None:
    assert list(long_functions("def f():\n" + "    pass\n" * 50)) == ["f has 51 lines"]
