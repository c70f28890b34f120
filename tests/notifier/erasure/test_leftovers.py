"""Kept exports go when they are old or when the person in them is erased."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notifier.erasure.leftovers import PIECE, sweep_exports

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kept = tmp_path / "exports"
    (kept / "inner").mkdir(parents=True)
    for name, days, text in (
        ("old.json", 31, "x"),
        ("new.json", 1, "Jane@Example.org"),
        ("inner/other.csv", 1, "omar"),
    ):
        path = kept / name
        path.write_text(text)
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    return kept


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_old_files_go_by_the_retention_rule(folder: Path) -> None:
    assert [path.name for path in sweep_exports(folder, now=NOW)] == ["old.json"]
    assert names(folder) == ["new.json", "other.csv"]


def test_files_that_name_the_erased_person_go(folder: Path) -> None:
    sweep_exports(folder, now=NOW, keep=timedelta(days=99), needles=("jane@example.org", ""))
    assert names(folder) == ["old.json", "other.csv"]


def test_a_name_across_two_pieces_is_found(folder: Path) -> None:
    (folder / "large.txt").write_bytes(b"." * (PIECE - 4) + b"JANE@example.org" + b"." * PIECE)
    assert "large.txt" in {path.name for path in sweep_exports(folder, now=NOW, needles=("jane@example.org",))}


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("jane@example.org")
    (folder / "link").symlink_to(outside)
    sweep_exports(folder, now=NOW + timedelta(days=3650), needles=("jane@example.org",))
    assert outside.read_text() == "jane@example.org"
    assert names(folder) == []


def test_an_absent_folder_is_fine(tmp_path: Path) -> None:
    assert sweep_exports(tmp_path / "none", now=NOW) == ()
