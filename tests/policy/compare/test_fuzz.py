"""Whatever a file holds: the reader reads or refuses it, and a redline never says what is not so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.compare import Comparer, Redline, lay_out, redline_docx, redline_fragment, redline_html, redline_text
from policy.documents import Document, blocks, read_document
from policy.documents.chunks import chunks
from policy.errors import DocumentError

AT = datetime(2025, 1, 15, 9, tzinfo=UTC)
WORDS = st.sampled_from(
    [
        "we",
        "share",
        "your",
        "data",
        "with",
        "Acme®",
        "and",
        "banks",
        "in",
        "Oslo",
        "for",
        "6",
        "months",
        "10/29/2020",
        "“quoted”",
        "don't",
        "e-mail",
        "a@b.example\xa0now",
        "pro\xadcessor",
        "https://a.example/x?y=1",
        "\u2028",
        "&",
        "<",
        ">",
        "|",
        "*",
        "_",
        "`",
        "[",
        "]",
        "(",
        ")",
        "#",
        "~",
        "\\",
        "1.",
        "(a)",
        "2.1",
        "IV.",
        "é",
        "数据",
        "\u202e",
        "!",
    ]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
MARKUP = st.sampled_from(
    [
        "# {}", "## 1. {}", "### 2\\. {}", "{}\n===", "{}\n---", "**{}**", "**3\\. {}**  ", "* {}", "- {}", "1. {}", "7) {}",
        "    {}", "> {}", ">> * {}", "| {} | b |\n| --- | --- |\n| c | {} |", "| {} |", "```\n{}\n```", "```\n{}", "<div>{}",
        "<!-- {}", "<table><tr><td>{}</td></tr></table>", "<li>{}<br>x", "{}  \n{}", "{}\\\n{}", "{}<br>{}", "[{}](http://a.b)",
        "[{}][1]\n\n[1]: http://a.b", "![{}](a.png)", "_{}_ {}", "{: .class}", "{{% if x %}}", "---", "***", "---\na: {}\n---", "{}",
        "(b) {}", "2.1 {}", "SECTION 4. {}", "{}\r\n", "\t{}", "&amp; {} &nbsp;", "~~{}~~", "  * {}\n    1. {}",
    ]
)  # fmt: skip
BLOCKS = st.builds(lambda form, phrase: form.replace("{}", phrase), MARKUP, PHRASES)
DOCUMENTS = st.lists(BLOCKS, max_size=14).map("\n\n".join) | st.lists(BLOCKS, max_size=8).map("\n".join)
ANYTHING = st.text(max_size=400) | DOCUMENTS

bounded = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@st.composite
def revisions(draw: st.DrawFn) -> tuple[str, str]:
    """A text and what edits make of it: blocks dropped, doubled, moved, joined, words changed."""
    old = draw(st.lists(BLOCKS, max_size=12))
    new = list(old)
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(new)))
        match draw(st.sampled_from(["add", "drop", "move", "join", "word", "split"])):
            case "add":
                new.insert(place, draw(BLOCKS))
            case "drop":
                del new[place : place + 1]
            case "move":
                new[place:place], new[-1:] = new[-1:], []
            case "join":
                new[place : place + 2] = [" ".join(new[place : place + 2])]
            case "word" if place < len(new):
                new[place] = new[place].replace(" ", f" {draw(PHRASES)} ", 1)
            case "split" if place < len(new):
                half = len(new[place]) // 2
                new[place : place + 1] = [new[place][:half], new[place][half:]]
    return "\n\n".join(old), "\n\n".join(new)


@pytest.fixture(scope="module")
def comparer() -> Iterator[Comparer]:
    with Comparer() as shared:
        yield shared


@bounded
@given(st.binary(max_size=300) | ANYTHING.map(str.encode))
def test_bytes_are_read_or_refused(source: bytes) -> None:
    document, refusal = None, "p.md"
    try:
        document = read_document(source, "p.md")
    except DocumentError as error:
        refusal = str(error)
    assert refusal.startswith("p.md")
    assert "\n" not in refusal
    if document is not None:
        assert_consistent(document)
        assert read_document(source, "p.md") == document


@bounded
@given(DOCUMENTS)
def test_chunks_are_read_like_the_whole(text: str) -> None:
    text = text.replace("\r\n", "\n")
    try:
        whole = list(blocks._read_chunk(text))
    except blocks._TooDeepError:
        return
    assert [draft.placed(lines) for lines, chunk in chunks(text) for draft in blocks._read_chunk(chunk)] == whole


def assert_consistent(document: Document) -> None:
    lines = document.source.split("\n")
    assert [block.index for block in document.blocks] == list(range(len(document.blocks)))
    covered = [index for section in document.sections for index in range(section.first_block, section.end_block)]
    assert covered == list(range(len(document.blocks)))
    for block in document.blocks:
        assert block.text == " ".join(block.text.split())
        assert 1 <= block.first_line <= block.last_line <= len(lines)
        assert document.section(block.section) is not None
        assert all(0 <= emphasis.start <= emphasis.end <= len(block.text) for emphasis in block.emphases)


@bounded
@given(st.lists(PHRASES, min_size=1, max_size=6))
def test_no_word_of_plain_prose_is_lost(phrases: list[str]) -> None:
    prose = ["Text " + "".join(sign for sign in phrase if sign.isalnum() or sign == " ") for phrase in phrases]
    document = read_document("\n\n".join(prose), "p.md")
    assert " ".join(block.text for block in document.blocks).split() == " ".join(prose).split()


@bounded
@given(revisions() | st.tuples(ANYTHING, ANYTHING))
def test_a_redline_accounts_for_every_word(comparer: Comparer, texts: tuple[str, str]) -> None:
    redline = compared(comparer, texts)
    for change in redline.changes:
        for sides, sign in ((change.old, "+"), (change.new, "-")):
            rebuilt = "".join(run.text for run in change.words if run.sign != sign)
            assert rebuilt == " ".join(side.text for side in sides)
    assert unmentioned(redline.old, {side.block for change in redline.changes for side in change.old}) == unmentioned(
        redline.new, {side.block for change in redline.changes for side in change.new}
    )


def compared(comparer: Comparer, texts: tuple[str, str]) -> Redline:
    try:
        old, new = (read_document(text.replace("\0", ""), "p.md") for text in texts)
    except DocumentError:
        old, new = (read_document("plain", "p.md") for _ in texts)
    return comparer.compare(old, new)


def unmentioned(document: Document, mentioned: set[int]) -> Counter[str]:
    blocks = (block for block in document.blocks if block.index not in mentioned)
    return Counter("".join(block.text.split()) for block in blocks if block.text)


@bounded
@given(ANYTHING)
def test_a_text_against_itself_is_silent(comparer: Comparer, text: str) -> None:
    assert compared(comparer, (text, text)).changes == ()


@bounded
@given(revisions())
def test_there_and_back_say_the_same_of_substance(comparer: Comparer, texts: tuple[str, str]) -> None:
    there, back = compared(comparer, texts), compared(comparer, texts[::-1])
    assert there.of_substance == back.of_substance


@settings(bounded, max_examples=60)
@given(revisions())
def test_every_rendering_holds_both_versions(comparer: Comparer, texts: tuple[str, str]) -> None:
    redline = compared(comparer, texts)
    rows = lay_out(redline)
    assert [block for row in rows for block in row.old] == [block for block in redline.old.blocks if block.text]
    assert [block for row in rows for block in row.new] == [block for block in redline.new.blocks if block.text]
    with ZipFile(BytesIO(redline_docx(redline, "old", "new", at=AT))) as archive:
        ElementTree.fromstring(archive.read("word/document.xml"))
    assert Balance(redline_fragment(redline)).open == []
    assert Balance(redline_html(redline, "old", "new")).open == []
    assert "\x1b" not in redline_text(redline, "old", "new")


class Balance(HTMLParser):
    """Which tags are open at the end; a tag that closes another raises."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
