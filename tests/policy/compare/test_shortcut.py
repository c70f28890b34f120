"""Where the shortcut answers, git gives the same answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.compare.git import Git
from policy.compare.hunks import Region, read_regions
from policy.compare.shortcut import only_region

LINES = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=9)


@pytest.fixture(scope="module")
def git() -> Iterator[Git]:
    git = Git()
    yield git
    git.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=LINES, gone=LINES, come=LINES, end=LINES, minimal=st.booleans())
def test_git_gives_the_region_that_the_shortcut_gives(
    git: Git, start: list[str], gone: list[str], come: list[str], end: list[str], *, minimal: bool
) -> None:
    old, new = [*start, *gone, *end], [*start, *come[1:], *end]
    region = only_region(old, new)
    if region is not None:
        files = [{"x": "".join(f"{line}\n" for line in lines).encode()} for lines in (old, new)]
        assert read_regions(git.patch(*files, minimal=minimal)) == {"x": (region,)}


@pytest.mark.parametrize(
    ("old", "new", "region"),
    [
        ("abcd", "abxd", Region(2, 3, 2, 3)),
        ("abcd", "abd", Region(2, 3, 2, 2)),
        ("abc", "abcx", Region(3, 3, 3, 4)),
        ("abbc", "abc", None),  # either b may have gone
        ("abcd", "abcd", None),
        ("", "ab", None),  # git calls this a new file
        ("axby", "aybx", None),  # something in between stayed
    ],
)
def test_only_what_is_certain_is_answered(old: str, new: str, region: Region | None) -> None:
    assert only_region(old, new) == region
