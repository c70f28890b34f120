"""A cross-reference that follows its section to a new number is no change of substance; any other number is one."""

from __future__ import annotations

import pytest

from policy.changelog.facts import wording_changes
from policy.compare import compare
from policy.documents import read_document

OLD = """# Policy

**1\\. Storage**
We store data in a vault for 7 days, as told in section 3 of this very policy text.

**2\\. Safety**
Outside testers look for weaknesses of the vault once a year and report them.

**3\\. Rights**
You may ask for a copy of all the data that the vault holds about you.
"""
NEW = """# Policy

**1\\. Storage**
We store data in a vault for 7 days, as told in section 2 of this very policy text.

**2\\. Rights**
You may ask for a copy of all the data that the vault holds about you.

**3\\. Safety**
Outside testers look for weaknesses of the vault once a year and report them.
"""


def amended(new: str) -> int:
    old, after = (
        read_document(OLD.replace("**\n", "**  \n"), "p.md"),
        read_document(new.replace("**\n", "**  \n"), "p.md"),
    )
    return len(wording_changes(compare(old, after)))


def test_a_reference_that_follows_is_no_change_of_words() -> None:
    assert amended(NEW) == 0


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("section 2 of", "section 1 of"), ("for 7 days", "for 2 days"), ("section 2 of", "sections 2 and 3 of")],
    ids=["another section", "a period", "more words"],
)
def test_every_other_number_counts(was: str, becomes: str) -> None:
    assert amended(NEW.replace(was, becomes)) == 1
