"""What commands print: one JSON document for machines, text for people, one line of error for both."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

WANTING = 1
BAD_INPUT = 2


def print_json(value: Any) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_json_line(value: Any) -> None:
    """Print one line of JSON Lines and flush it, so that a reader sees each as it comes."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_text(text: str) -> None:
    """Print text as it is, ended by one line feed."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def print_error(reason: object) -> None:
    """Print one line of error on standard error."""
    sys.stderr.write(f"herald: {' '.join(str(reason).split())}\n")


def colour_wanted(stream: TextIO | None = None) -> bool:
    """Return whether the stream is a terminal, the only place for colour."""
    return bool((stream or sys.stdout).isatty())


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print rows as a table as wide as the terminal, or the sentence `empty` when there are none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    if not table.row_count:
        print_text(empty)
        return
    Console(soft_wrap=not colour_wanted()).print(table)
