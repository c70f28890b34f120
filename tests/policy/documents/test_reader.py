"""What a lawyer sees on the page is what the reader gives: blocks, labels and sections."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.documents import Block, BlockKind, Document, Emphasis, Link, read_document, section_in_answers
from policy.documents.chunks import chunks
from policy.errors import DocumentError


def read(*lines: str) -> Document:
    return read_document("\n".join(lines), "policy.md")


def shown(document: Document) -> list[tuple[str, str, str]]:
    return [(block.kind.value, block.label, block.text) for block in document.blocks]


def only(document: Document) -> Block:
    (block,) = document.blocks
    return block


HEADINGS = {
    "atx": ["## 3. Sharing", "", "We share."],
    "atx with an escaped number": ["## 3\\. Sharing", "", "We share."],
    "setext": ["3\\. Sharing", "-------", "", "We share."],
    "bold line": ["**3\\. Sharing**", "", "We share."],
    "bold line, hard break": ["**3\\. Sharing**  ", "We share."],
    "bold line, backslash break": ["**3\\. Sharing**\\", "We share."],
    "bold line, break tag": ["**3\\. Sharing**<br>We share."],
    "bold inside a heading": ["### **3\\. Sharing**", "", "We share."],
    "link inside a heading": ["### [3\\. Sharing](#sharing)", "", "We share."],
    "numbered list of one": ["3. Sharing", "", "We share."],
    "escaped number": ["3\\. Sharing", "", "We share."],
    "closed atx": ["## 3. Sharing ##", "", "We share."],
    "html": ["<h2>3. Sharing</h2>", "", "We share."],
}


@pytest.mark.parametrize("lines", HEADINGS.values(), ids=HEADINGS.keys())
def test_every_style_of_heading_opens_the_same_section(lines: list[str]) -> None:
    document = read(*lines)
    assert shown(document) == [("heading", "3", "Sharing"), ("paragraph", "", "We share.")]
    assert [(section.key, section.number, section.heading) for section in document.sections] == [("3", "3", "Sharing")]
    assert {block.section for block in document.blocks} == {"3"}


NOT_HEADINGS = {
    "bold sentence": ["**We never sell data.**", "", "Really."],
    "bold lead-in": ["**Legal basis:** consent.", "", "More."],
    "nothing below": ["Text.", "", "**3\\. Sharing**"],
    "table of contents": ["1. Sharing", "2. Rights", "3. Changes", "", "Text."],
    "bold bullets": ["* **Cookies**", "* **Beacons**", "", "Text."],
    "numbered sentence": ["1\\. To keep your account;", "", "Text."],
    "capitals that end like a sentence": ["THE SERVICE COMES AS IT IS.", "", "Text."],
    "cross-reference": ["Section 5 applies here too", "", "Text."],
    "bold link": ["[**Manage my cookies**](https://example.org/cookies)", "", "Text."],
}


@pytest.mark.parametrize("lines", NOT_HEADINGS.values(), ids=NOT_HEADINGS.keys())
def test_what_only_looks_like_a_heading_stays_text(lines: list[str]) -> None:
    assert all(block.kind is not BlockKind.HEADING for block in read(*lines).blocks)


def test_capitals_and_worded_labels_are_headings() -> None:
    document = read(
        "SHARING YOUR DATA", "", "We share.", "", "Schedule 2", "", "Fees.", "", "Article 4: Law", "", "Dutch."
    )
    assert [section.heading for section in document.sections] == ["SHARING YOUR DATA", "Schedule 2", "Article 4: Law"]
    assert [document.blocks[section.first_block].label for section in document.sections] == [
        "",
        "Schedule 2",
        "Article 4",
    ]


def test_hard_breaks_split_a_paragraph_into_joined_blocks() -> None:
    document = read("We use your data:  ", "1\\. to run the service;  ", "(b) to bill you;\\", "\\- to write to you.")
    assert shown(document) == [
        ("paragraph", "", "We use your data:"),
        ("item", "1", "to run the service;"),
        ("item", "(b)", "to bill you;"),
        ("item", "", "to write to you."),
    ]
    assert [block.joined for block in document.blocks] == [False, True, True, True]
    assert [(block.first_line, block.last_line) for block in document.blocks] == [(1, 1), (2, 2), (3, 3), (4, 4)]


LABELS = {
    "1. Text": ("1", "Text"),
    "1) Text": ("1)", "Text"),
    "7\\. Text": ("7", "Text"),
    "3.2 The text": ("3.2", "The text"),
    "3.2. the text": ("3.2", "the text"),
    "**12.1.** By paying": ("12.1", "By paying"),
    "(iv) text": ("(iv)", "text"),
    "(b) text": ("(b)", "text"),
    "c) text": ("c)", "text"),
    "§ 4 Haftung": ("§ 4", "Haftung"),
    "* 5\\. Text": ("5", "Text"),
    "16-2. Governing law": ("16-2", "Governing law"),
    "10bis. Jeux concours": ("10bis", "Jeux concours"),
    "10 ter) Über uns": ("10 ter", "Über uns"),
    "16-20. of the month": ("", "16-20. of the month"),
    "1.5 million users": ("", "1.5 million users"),
    "99.9 % of the time": ("", "99.9 % of the time"),
    "2020 was long": ("", "2020 was long"),
    "U.S. law applies": ("", "U.S. law applies"),
}


@pytest.mark.parametrize(("source", "expected"), LABELS.items(), ids=LABELS.keys())
def test_a_printed_label_is_no_text_and_a_quantity_no_label(source: str, expected: tuple[str, str]) -> None:
    block = only(read(source))
    assert (block.label, block.text) == expected


def test_numbers_that_markdown_computes_are_the_labels() -> None:
    document = read(
        "4. four", "1. five", "1. six", "", "   more of six", "", "* bullet", "    1. nested", "    1. nested too"
    )
    assert [(block.label, block.level) for block in document.blocks] == [
        ("4", 1),
        ("5", 1),
        ("6", 1),
        ("", 1),
        ("", 1),
        ("1", 2),
        ("2", 2),
    ]


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (("Intro.", "", "12. [Contact us](#contact)", "-------", "", "Text."), ["", "12"]),
        (("Intro.", "", "3) Other", "=====", "", "Text."), ["", "3"]),
        (("##### 5: Members", "", "Text."), ["5"]),
        (("Intro.", "", "1. one", "2. two", "-----", "", "Text."), [""]),
        (("Intro.", "", "1. one", "---", "", "Text."), [""]),
        (("Text 5: ratio.",), [""]),
    ],
    ids=["underlined", "doubly underlined", "with a colon", "a list and a rule", "a short rule", "a text"],
)
def test_a_numbered_title_is_a_heading_however_its_number_is_written(
    lines: tuple[str, ...], numbers: list[str]
) -> None:
    assert [section.number for section in read(*lines).sections] == numbers


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("1", "1", "1"), ["1", "2", "3"]),
        (("1", "2", "2", "3"), ["1", "2", "3", "4"]),
        (("9", "10", "11", "12"), ["9", "10", "11", "12"]),
    ],
    ids=["counted", "a slip of the hand", "behind what fell out of its item"],
)
def test_headings_in_lists_bear_the_number_that_a_reader_sees(numbers: tuple[str, ...], expected: list[str]) -> None:
    lines = []
    for number in numbers:
        lines += [f"{number}.  ### Section {number}", "", "    Text.", ""]
        if number == "10":  # four blanks are too few below "10.  ": these become items beside it
            lines += ["    1.  one thing", "    2.  another", ""]
    assert [section.number for section in read(*lines).sections] == expected


def test_numbers_below_a_lettered_heading_continue_it() -> None:
    document = read(
        "## D. Content", "", "### 8. Access", "", "Text.", "", "### 9. More", "", "Text.", "", "## E. Law", "", "Text."
    )
    assert [section.key for section in document.sections] == ["D", "D.8", "D.9", "E"]


def test_numbers_restart_below_a_number_but_random_levels_do_not() -> None:
    nested = read("## 3. Fees", "", "### 1. Due", "", "Text.", "", "### 2. Late", "", "Text.")
    assert [section.key for section in nested.sections] == ["3", "3.1", "3.2"]
    uneven = read("## 1. Who", "", "Text.", "", "### 2. What", "", "Text.", "", "### 3. Why", "", "Text.")
    assert [section.key for section in uneven.sections] == ["1", "2", "3"]


def test_tables_are_read_by_row_and_keep_every_cell() -> None:
    document = read(
        "| Name | Place |",
        "| --- | --- |",
        "| [Alpha](https://a.example) | Oslo<br>Norway |",
        "| Beta | Rome | extra |",
    )
    assert [(block.text, block.cells) for block in document.blocks] == [
        ("Name Place", ("Name", "Place")),
        ("Alpha Oslo Norway", ("Alpha", "Oslo Norway")),
        ("Beta Rome extra", ("Beta", "Rome", "extra")),
    ]
    assert document.blocks[1].links == (Link("Alpha", "https://a.example"),)
    assert [block.first_line for block in document.blocks] == [1, 3, 4]


def test_html_tables_and_lists_fall_into_rows_and_items() -> None:
    document = read(
        "<table><tr><th>Name</th></tr>",
        "<tr><td>Alpha<br>Ltd</td><td>Oslo</td></tr></table>",
        "",
        "<ul><li>one</li><li>two</li></ul>",
    )
    assert shown(document) == [
        ("row", "", "Name"),
        ("row", "", "Alpha Ltd Oslo"),
        ("item", "", "one"),
        ("item", "", "two"),
    ]


def test_emphases_are_offsets_in_the_text_without_label() -> None:
    block = only(read("1\\. _Ask_ us for **all\xad of it**."))
    assert block.text == "Ask us for all of it."
    assert block.emphases == (Emphasis(0, 3, strong=False), Emphasis(11, 20, strong=True))


def test_plain_text_has_no_markup_and_no_invisible_characters() -> None:
    block = only(
        read(
            "See\xa0[our *terms*](https://example.org/t) & `this` ![icon](i.png)pro\xadcess\u200bor &amp; <b>bold</b>."
        )
    )
    assert block.text == "See our terms & this processor & bold."
    assert block.links == (Link("our terms", "https://example.org/t"),)


def test_reference_links_are_followed() -> None:
    assert only(read("See [the list][1].", "", "[1]: https://example.org/list")).links == (
        Link("the list", "https://example.org/list"),
    )


def test_front_matter_is_no_text_and_lines_still_count_from_the_top() -> None:
    document = read("---", "title: 'Privacy'", "effective: 2025-01-15", "---", "", "Text.")
    assert document.front_matter == (("title", "Privacy"), ("effective", "2025-01-15"))
    assert (document.title, only(document).first_line) == ("Privacy", 6)


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert [block.text for block in read("---", "", "Some prose.", "", "---", "", "More.").blocks] == [
        "",
        "Some prose.",
        "",
        "More.",
    ]


def test_text_before_the_first_heading_is_the_header() -> None:
    document = read("Hello.", "", "# Policy", "", "Intro.", "", "## 1. Who", "", "We.")
    assert [section.key for section in document.sections] == ["header", "policy", "1"]
    assert [section_in_answers(document, key) for key in ("header", "policy", "1")] == ["header", "header", "1"]


def test_text_below_the_title_of_an_unnumbered_document_is_the_header() -> None:
    document = read("# Policy", "", "Intro.", "", "## Who", "", "We.")
    assert [section_in_answers(document, key) for key in ("policy", "who")] == ["header", "who"]
    alike = read("# Who", "", "We.", "", "# Why", "", "So.")
    assert [section_in_answers(alike, key) for key in ("who", "why")] == ["who", "why"]


def test_equal_headings_get_different_slugs() -> None:
    document = read("# Data", "", "a", "", "# Data", "", "b")
    assert [section.key for section in document.sections] == ["data", "data-1"]


def test_indented_text_is_text_and_fenced_text_is_kept() -> None:
    document = read("Intro:", "", "    Indented clause.", "", "```", "one", "two", "", "three")
    assert shown(document) == [
        ("paragraph", "", "Intro:"),
        ("paragraph", "", "Indented clause."),
        ("code", "", "one two"),
        ("code", "", "three"),
    ]


def test_rows_without_a_delimiter_row_are_rows() -> None:
    assert shown(read("| a | b |", "| c | d |")) == [("row", "", "a b"), ("row", "", "c d")]


REFUSED = {
    "nul byte": (b"one\ntwo\0", "policy.md:2: holds a NUL byte"),
    "not utf-8": (b"one\ntwo \x93quoted\x94", "policy.md:2: byte 0x93 is not UTF-8"),
    "huge": (b"a" * (6 * 1024 * 1024 + 1), "more than a policy holds"),
    "deep quotes": (b">" * 5000 + b" text", "nest 60 levels deep"),
    "deep lists": (b"".join(b"  " * depth + b"* x\n" for depth in range(80)), "nest 60 levels deep"),
}


@pytest.mark.parametrize(("source", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_policy_is_refused_by_line_and_reason(source: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read_document(source, "policy.md")


def test_line_ends_and_marks_do_not_matter() -> None:
    plain = read_document("# A\n\ntext  \nmore\n", "p")
    for source in (
        b"\xef\xbb\xbf# A\r\n\r\ntext  \r\nmore\r\n",
        "# A\r\rtext  \rmore\r",
        "# A\n\ntext  \nmore\n".encode("utf-16"),
    ):
        assert read_document(source, "p") == plain


def test_the_policy_reads_the_same_in_both_layouts(shared: Path) -> None:
    folder = shared / "data" / "policies" / "mailjet"
    old, new = (read_document((folder / name).read_bytes(), name) for name in ("2020-10-29.md", "2023-01-16.md"))
    numbers = [str(number) for number in range(1, 12)]
    assert [section.number for section in old.sections if section.number] == numbers
    assert [section.number for section in new.sections if section.number] == numbers
    assert [len([b for b in document.blocks_of("9") if b.kind is BlockKind.ITEM]) for document in (old, new)] == [7, 7]


def test_a_long_document_is_read_in_chunks_with_lines_from_the_top() -> None:
    paragraphs = [f"Paragraph number {number} says something of its own." for number in range(200)]
    text = "\n\n".join(paragraphs)
    assert len(list(chunks(text))) > 20
    document = read_document(text, "p.md")
    assert [block.text for block in document.blocks] == paragraphs
    assert [block.first_line for block in document.blocks] == list(range(1, 400, 2))


@pytest.mark.parametrize("reaching", ["```", "~~~", "<!-- note", "[1]: https://example.org", "<script>"])
def test_what_reaches_over_empty_lines_keeps_a_document_whole(reaching: str) -> None:
    text = "\n\n".join([reaching, *(f"Paragraph number {number}." for number in range(100))])
    assert list(chunks(text)) == [(0, text)]
