from __future__ import annotations

from policy.documents import read_document
from policy.sharing import read_sharing


def test_a_long_list_of_names_after_our_is_read_in_no_time() -> None:
    names = " ".join(f"Name{number} And" for number in range(60))
    assert read_sharing(read_document(f"# Notice\n\nOur {names} things are listed here.\n", "a.md")) is not None
