"""Each kind of change, told apart on the smallest policy that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from policy.compare import Change, ChangeKind, Comparer, Redline, Run, compare, redline_json
from policy.documents import read_document

WHO = "We are Example Ltd, a publisher of books that lives in Utrecht and sells all over Europe."
SHARE = "We share your name and address with the carriers that bring the books to your door, and with nobody else."
KEEP = "We keep your orders for seven years because the tax office asks for them, and everything else for one year."
RIGHTS = "You may ask us at any time what we know about you, and have it mended, moved to another shop or deleted."
SECURITY = "Our servers stand in two locked rooms, and only the people who mend them have a key to either of the rooms."


@pytest.fixture(scope="module")
def comparer() -> Iterator[Comparer]:
    with Comparer() as shared:
        yield shared


def redline(comparer: Comparer, old: list[str], new: list[str]) -> Redline:
    documents = (read_document("\n\n".join(paragraphs), "policy.md") for paragraphs in (old, new))
    result = comparer.compare(*documents)
    for change in result.changes:
        assert_words_rebuild(change)
    return result


def assert_words_rebuild(change: Change) -> None:
    for sides, sign in ((change.old, "+"), (change.new, "-")):
        rebuilt = "".join(run.text for run in change.words if run.sign != sign)
        assert rebuilt == " ".join(side.text for side in sides)


def kinds(found: Redline) -> list[str]:
    return [change.kind.value for change in found.changes]


CASES = {
    "nothing": ([WHO, SHARE], [WHO, SHARE], []),
    "added": ([WHO, KEEP], [WHO, SHARE, KEEP], ["added"]),
    "removed": ([WHO, SHARE, KEEP], [WHO, KEEP], ["removed"]),
    "amended": ([WHO, SHARE], [WHO, SHARE.replace("nobody else", "our insurer")], ["amended"]),
    "moved": ([WHO, SHARE, KEEP, RIGHTS], [SHARE, KEEP, RIGHTS, WHO], ["moved"]),
    "moved and amended": (
        [WHO, SHARE, KEEP, RIGHTS],
        [SHARE, KEEP, RIGHTS, WHO.replace("Utrecht", "Gouda")],
        ["moved_amended"],
    ),
    "split": ([WHO, f"{SHARE} {KEEP}"], [WHO, SHARE, KEEP], ["split"]),
    "split and amended": ([WHO, f"{SHARE} {KEEP}"], [WHO, SHARE, KEEP.replace("seven", "ten")], ["split"]),
    "split in three": ([f"{SHARE} {KEEP} {RIGHTS}", WHO], [SHARE, KEEP, RIGHTS, WHO], ["split"]),
    "merged": ([WHO, SHARE, KEEP], [WHO, f"{SHARE} {KEEP}"], ["merged"]),
    "merged across a clause that went": ([WHO, SHARE, SECURITY, KEEP], [WHO, f"{SHARE} {KEEP}"], ["removed", "merged"]),
    "split by a clause that came": ([WHO, f"{SHARE} {KEEP}"], [WHO, SHARE, SECURITY, KEEP], ["split", "added"]),
    "merged with a word alone": ([WHO, SHARE, "Retention", KEEP], [WHO, f"{SHARE} Retention", KEEP], ["merged"]),
    "a word alone that merely went": ([WHO, SHARE, "Retention", KEEP], [WHO, SHARE, KEEP], ["removed"]),
    "heading reworded beside a move": (
        ["# Policy", WHO, SECURITY, "## Your rights", RIGHTS, KEEP, "## Sharing", SHARE],
        ["# Policy", WHO, SHARE, "## Your rights and more", KEEP, RIGHTS, "## Sharing", SECURITY],
        ["moved", "amended", "moved", "moved"],
    ),
    "item renumbered": (
        ["1. one thing\n2. another thing\n3. third thing"],
        ["1. one thing\n2. third thing"],
        ["removed", "renumbered"],
    ),
    "section renumbered": (
        ["## 1. Who", WHO, "## 2. Rights", RIGHTS],
        ["## 1. Who", WHO, "## 2. Sharing", SHARE, "## 3. Rights", RIGHTS],
        ["added", "added", "renumbered"],
    ),
    "article renumbered": (["# Article 2: Law", "Dutch law."], ["# Article 3: Law", "Dutch law."], ["renumbered"]),
    "heading reworded": (["## Security", SECURITY], ["## How safe your data is", SECURITY], ["amended"]),
    "moved section": (
        ["# A", WHO, "# B", SHARE, KEEP, "# C", RIGHTS, SECURITY],
        ["# B", SHARE, KEEP, "# C", RIGHTS, SECURITY, "# A", WHO],
        ["moved"],
    ),
    "clause amended in a moved section": (
        ["# A", WHO, SECURITY, "# B", SHARE, KEEP, "# C", RIGHTS],
        ["# B", SHARE, KEEP, "# C", RIGHTS, "# A", WHO.replace("Utrecht", "Gouda"), SECURITY],
        ["moved", "amended"],
    ),
    "row amended": (
        ["| Name | Place |\n| --- | --- |\n| Alpha | Oslo |\n| Beta | Rome |"],
        ["| Name | Place |\n| --- | --- |\n| Alpha | Oslo |\n| Beta | Bonn |"],
        ["amended"],
    ),
    "a heading that came twice leaves the other at its place": (
        ["# Summary", WHO, "## Terms", SHARE.replace("name", "town")],
        ["## Terms", "# Summary", WHO, "## Terms", SHARE],
        ["added", "amended"],
    ),
    "equal clauses, one amended": (
        [KEEP, KEEP, KEEP, WHO],
        [KEEP, KEEP.replace("seven", "ten"), KEEP, WHO],
        ["amended"],
    ),
    "repeated text never moves": (
        ["# A", WHO, "Legal basis: consent.", "# B", SHARE, "# C", KEEP, "Legal basis: consent."],
        ["# A", WHO, "# B", SHARE, "Legal basis: consent.", "# C", KEEP, "Legal basis: consent."],
        ["removed", "added"],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_kind(comparer: Comparer, old: list[str], new: list[str], expected: list[str]) -> None:
    assert kinds(redline(comparer, old, new)) == expected


FORMS = {
    "quotes": (
        'He said "yes" to it.',
        "He said \N{LEFT DOUBLE QUOTATION MARK}yes\N{RIGHT DOUBLE QUOTATION MARK} to it.",
        ("characters",),
    ),
    "trade mark": ("Hosted by Acme® in Oslo.", "Hosted by Acme in Oslo.", ("characters",)),
    "emphasis": ("Ask us *first* please.", "Ask us first please.", ("emphasis",)),
    "link target": ("Read [it](https://a.example).", "Read [it](https://b.example).", ("link",)),
    "image text": ("Read it ![tick](t.png).", "Read it ![green tick](t.png).", ("image",)),
    "soft hyphen": ("Read the pro\u00adcessor list.", "Read the processor list.", ("invisible characters",)),
    "heading style": ("# Your rights\n\nText.", "Your rights\n\nText.", ("style",)),
    "capitals of a heading": ("# YOUR RIGHTS\n\nText.", "# Your rights\n\nText.", ("characters", "capitals")),
    "list style": ("1. a thing\n2. b thing", "* a thing\n* b thing", ("list sign",)),
}


@pytest.mark.parametrize(("old", "new", "aspects"), FORMS.values(), ids=FORMS.keys())
def test_what_changes_form_only_is_formatting(comparer: Comparer, old: str, new: str, aspects: tuple[str, ...]) -> None:
    found = redline(comparer, [old], [new])
    assert {change.kind for change in found.changes} == {ChangeKind.FORMATTING}
    assert set(found.changes[0].aspects) == set(aspects)
    assert not found.of_substance


QUIET = {
    "wrapped lines": ("One clause that\ngoes on.", "One clause that goes on."),
    "bullet sign": ("* one\n* two", "- one\n- two"),
    "escaped number": ("1\\. Who we are", "**1.** Who we are"),
    "heading underlined": ("# Who\n\nText.", "Who\n===\n\nText."),
    "non-breaking space": ("Seven\u00a0days.", "Seven days."),
    "line ends": ("One.\r\n\r\nTwo.", "One.\n\nTwo."),
    "a rule": ("One.\n\n---\n\nTwo.", "One.\n\nTwo."),
}


@pytest.mark.parametrize(("old", "new"), QUIET.values(), ids=QUIET.keys())
def test_what_nobody_can_see_changes_nothing_of_substance(comparer: Comparer, old: str, new: str) -> None:
    assert not redline(comparer, [old], [new]).of_substance


def test_words_are_marked_inside_the_clause(comparer: Comparer) -> None:
    (change,) = redline(comparer, ["Kept for 6 months, in Oslo."], ["Kept for at least 24 months, in Oslo."]).changes
    assert change.words == (
        Run("=", "Kept for"),
        Run("-", " 6"),
        Run("+", " at least 24"),
        Run("=", " months, in Oslo."),
    )


def test_a_change_is_cited_by_number_and_heading_on_both_sides(comparer: Comparer) -> None:
    old = ["## 8. Transfers", KEEP]
    new = ["## 8. Security", SECURITY, "## 9. Transfers", KEEP.replace("seven", "ten")]
    change = redline(comparer, old, new).changes[-1]
    assert [(side.section, side.heading) for side in (*change.old, *change.new)] == [
        ("8", "Transfers"),
        ("9", "Transfers"),
    ]


def test_near_identical_items_keep_their_order(comparer: Comparer) -> None:
    def tiers(*prices: int) -> str:
        return "\n".join(
            f"* Plan {n} costs {price} euros a month for up to {n}00 letters." for n, price in enumerate(prices, 1)
        )

    found = redline(comparer, [tiers(10, 20, 30, 40)], [tiers(12, 24, 36, 48)])
    assert kinds(found) == ["amended"] * 4
    assert all(change.old[0].block == change.new[0].block for change in found.changes)


def test_an_entry_that_went_did_not_move_to_where_a_like_one_came(comparer: Comparer) -> None:
    plans = [f"* Plan {n}: up to {n}0 users for {n}00 euros a month." for n in range(1, 8)]
    came = [plans[0], "* Plan X: up to 15 users for 150 euros a month.", *plans[1:4], *plans[5:]]
    assert kinds(redline(comparer, ["\n".join(plans)], ["\n".join(came)])) == ["added", "removed"]


def test_a_long_clause_moves_past_a_heading_not_the_section_past_the_clause(comparer: Comparer) -> None:
    clause = f"{KEEP} {SECURITY} {RIGHTS}"
    (change,) = redline(
        comparer, ["# Use", WHO, clause, "# Sharing", SHARE], ["# Use", WHO, "# Sharing", SHARE, clause]
    ).changes
    assert (change.kind, change.old[0].text) == (ChangeKind.MOVED, clause)


def test_the_json_has_the_promised_shape() -> None:
    old, new = (
        read_document(text, "p.md")
        for text in (f"## 6. Sharing\n\n{SHARE} {KEEP}", f"## 6. Sharing\n\n{SHARE}\n\n{KEEP}")
    )
    shape = redline_json(compare(old, new), "old.md", "new.md")
    assert shape["old"] == {"label": "old.md"}
    (change,) = shape["changes"]
    assert change["kind"] == "split"
    assert change["old"] == {"section": "6", "heading": "Sharing", "label": "", "block": 1, "text": f"{SHARE} {KEEP}"}
    assert [side["block"] for side in change["new"]] == [1, 2]
    assert change["words"] == [["=", f"{SHARE} {KEEP}"]]


def test_git_takes_nothing_from_the_users_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "/bin/false")
    old, new = (read_document(text, "p.md") for text in (WHO, WHO.replace("Utrecht", "Gouda")))
    assert kinds(compare(old, new)) == ["amended"]
