"""The Word redline, judged by LibreOffice: accept all gives the new text, reject all the old."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.compare import Run, compare, redline_docx
from policy.compare.docx_tables import cells_of, runs_by_cell
from policy.documents import BlockKind, Document, read_document

AT = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Resolve(folder As String)
  found = Dir(folder &amp; "/*.docx")
  Do While found &lt;&gt; ""
    Settle(folder &amp; "/" &amp; found, ".uno:AcceptAllTrackedChanges", ".accepted")
    Settle(folder &amp; "/" &amp; found, ".uno:RejectAllTrackedChanges", ".rejected")
    found = Dir()
  Loop
  StarDesktop.terminate()
End Sub
Sub Settle(path As String, command As String, ending As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
  Dim filter(1) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName" : filter(0).Value = "Text (encoded)"
  filter(1).Name = "FilterOptions" : filter(1).Value = "UTF8,LF"
  document.storeToURL(ConvertToURL(path &amp; ending &amp; ".txt"), filter())
  document.close(True)
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>
"""

BASE = [
    "# Policy",
    "Who we are and where we live.",
    "## 1. Use",
    "We use your address to send books. We keep it for six months, or until you ask us to forget it.",
    "1. first thing we do with it\n2. second thing we do with it\n3. third thing we do with it",
    "## 2. Sharing",
    "We share your name with carriers & banks <only>.",
    "| Name | Place |\n| --- | --- |\n| Alpha | Oslo |\n| Beta | Rome |",
    "## 3. Rights",
    "Ask us what we know about you, at any time you like.",
    "Write to the address below, or call us on a working day.",
]


def but(**lines: str | None) -> list[str]:
    """The base text with some of its paragraphs (`p3="..."`) replaced, or left out when None."""
    changed = [lines.get(f"p{n}", line) for n, line in enumerate(BASE)]
    return [line for line in changed if line is not None]


REVISIONS = {
    "amended": but(p3=BASE[3].replace("six", "at most three")),
    "added": but(p9=f"{BASE[9]}\n\nOr delete it yourself."),
    "added-last": [*BASE, "A last word that nobody expected."],
    "added-first": ["A first word that nobody expected.", *BASE],
    "removed": but(p6=None),
    "removed-last": BASE[:-1],
    "removed-first": BASE[1:],
    "renumbered": but(p4="1. first thing we do with it\n2. third thing we do with it"),
    "moved": [*BASE[:3], BASE[9], *BASE[3:9], BASE[10]],
    "moved-amended": [*BASE[:3], BASE[9].replace("any time", "any hour"), *BASE[3:9], BASE[10]],
    "moved-section": [*BASE[:2], *BASE[8:], *BASE[2:8]],
    "split": but(
        p3="We use your address to send books.\n\nWe keep it for nine months, or until you ask us to forget it."
    ),
    "merged": but(p9=f"{BASE[9]} {BASE[10]}", p10=None),
    "merged-across": but(p3=f"{BASE[3]} {BASE[6]}", p4=None, p5=None, p6=None),
    "split-across": but(
        p3="We use your address to send books.\n\nNobody else may use it.\n\nWe keep it for six months, or until you ask "
        "us to forget it."
    ),
    "row": but(p7=BASE[7].replace("Rome", "Bonn")),
    "row-added": but(p7=f"{BASE[7]}\n| Gamma | Turin |"),
    "row-added-first": but(p7=BASE[7].replace("| Alpha", "| Gamma | Turin |\n| Alpha")),
    "row-removed": but(p7=BASE[7].replace("\n| Alpha | Oslo |", "")),
    "row-moved": but(p7="| Name | Place |\n| --- | --- |\n| Beta | Rome |\n| Alpha | Oslo |"),
    "cell-emptied": but(p7=BASE[7].replace("Rome", "")),
    "column-added": but(
        p7="| Name | Place | Since |\n| --- | --- | --- |\n| Alpha | Oslo | 2021 |\n| Beta | Rome | 2022 |"
    ),
    "between-cells": but(p7=BASE[7].replace("Beta | Rome", "Beta in | Rome and Turin")),
    "table-added": but(p9=f"{BASE[9]}\n\n| Right | Where |\n| --- | --- |\n| Access | by mail |"),
    "table-removed": but(p7=None),
    "added-before-table": but(p6=f"{BASE[6]}\n\nAnd with printers.\n\nAnd with binders."),
    "replaced-before-table": but(p6="Nobody at all gets anything from us.\n\nNot a word."),
    "heading-before-table": [*BASE[:5], BASE[6], BASE[5], *BASE[7:]],
    "only-a-table": [BASE[7]],
    "a-table-first": [BASE[7], *BASE[:7], *BASE[8:]],
    "words-then-clauses": but(p3=f"{BASE[3][:-1]}, we promise.\n\nA wholly new clause.\n\nAnd one more of them."),
    "only-words-then-clauses": but(p5="## 2. Sharing and more", p6=f"{BASE[6]} Really.\n\nA wholly new clause."),
    "words-then-a-number": but(p9=f"1\\. {BASE[9][:-1]}, if you please.", p10=f"2\\. {BASE[10][:-1]}, or write."),
    "letters": but(p4="C\\. Characteristics of classes\n\nD\\. Data of commerce\n\nArticle 5: Eggs\n\nWe like them."),
    "rows-become-text": but(p7="Name Place\n\nAlpha Oslo\n\nBeta Rome"),
    "split-and-renumbered": but(
        p2="# Before\n\nIt is so.\n\n## 2. Use",
        p3="2\\. We use your address to send books.\n\nWe keep it for six months, or until you ask us to forget it.",
    ),
    "table-to-prose": but(p7="Alpha in Oslo and Beta in Rome get it."),
    "everything": ["# Another text", "with nothing of the first one left in it"],
}


def printed(document: Document) -> list[str]:
    """The paragraphs and cells as the redline prints them, with their labels."""
    lines: list[str] = []
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            lines += block.cells
        elif block.text:
            label = "" if block.text.startswith("Article") else block.label
            lines.append(f"{label} {block.text}" if label else block.text)
    return lines


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A folder of redlines with what LibreOffice makes of them, all from one start of LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (package libreoffice-writer-nogui)")
    folder, profile = tmp_path_factory.mktemp("redlines"), tmp_path_factory.mktemp("profile")
    for name, (old, new) in pairs(shared).items():
        (folder / f"{name}.docx").write_bytes(redline_docx(compare(old, new), "old", "new", at=AT))
    settle(office_with_macro(office, profile), folder, seconds=120)
    return folder


def office_with_macro(office: str, profile: Path) -> tuple[str, ...]:
    """LibreOffice with a profile of its own that holds the macro; returns the command."""
    start = (office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore")
    # A new profile is only set up by the first start; it runs no macro.
    subprocess.run((*start, "--terminate_after_init"), check=True, timeout=120, capture_output=True)
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Module1.xba").write_text(MACRO)
    (library / "script.xlb").write_text(LIBRARY)
    (library.parent / "script.xlc").write_text(LIBRARIES)
    return start


def settle(start: tuple[str, ...], folder: Path, *, seconds: float) -> None:
    """Accept and reject all changes of every file in a folder; what comes of each stands beside it as text."""
    macro = f'macro:///Standard.Module1.Resolve("{folder}")'
    subprocess.run((*start, macro), check=True, timeout=seconds, capture_output=True)


def pairs(shared: Path) -> dict[str, tuple[Document, Document]]:
    base = read_document("\n\n".join(BASE), "policy.md")
    made = {name: (base, read_document("\n\n".join(lines), "policy.md")) for name, lines in REVISIONS.items()}
    folder = shared / "data" / "policies" / "mailjet"
    real = [read_document((folder / name).read_bytes(), name) for name in ("2020-10-29.md", "2023-01-16.md")]
    return made | {"real": (real[0], real[1])}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*REVISIONS, "real"])
def test_accept_gives_the_new_text_and_reject_the_old(resolved: Path, shared: Path, name: str) -> None:
    old, new = pairs(shared)[name]
    for ending, document in (("rejected", old), ("accepted", new)):
        text = (resolved / f"{name}.docx.{ending}.txt").read_text(encoding="utf-8-sig")
        # where a version begins with a table, an empty paragraph of the other one may stand before it
        assert text.strip("\n").split("\n") == printed(document), ending


def test_changes_are_tracked_as_words_moves_as_moves() -> None:
    old, new = (read_document("\n\n".join(lines), "p.md") for lines in (BASE, REVISIONS["moved-section"]))
    tags = {element.tag.removeprefix(WORD) for element in body(redline_docx(compare(old, new), "a", "b", at=AT)).iter()}
    assert {"moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeEnd"} <= tags
    assert not {"ins", "del"} & tags


def test_rows_of_a_table_come_and_go_as_rows() -> None:
    old, new = (read_document("\n\n".join(lines), "p.md") for lines in (BASE, REVISIONS["row-added"]))
    made = body(redline_docx(compare(old, new), "a", "b", at=AT))
    rows = list(made.iter(f"{WORD}tr"))
    assert len(rows) == 4
    assert [row.find(f"{WORD}trPr/{WORD}ins") is not None for row in rows] == [False, False, False, True]
    assert {len(row.findall(f"{WORD}tc")) for row in rows} == {2}


def test_every_tracked_change_has_its_own_number_author_and_date() -> None:
    old, new = (read_document("\n\n".join(lines), "p.md") for lines in (BASE, REVISIONS["split"]))
    tracked = [
        e
        for e in body(redline_docx(compare(old, new), "a", "b", at=AT, author='Jo "J" & Co')).iter()
        if f"{WORD}author" in e.attrib
    ]
    assert len({element.attrib[f"{WORD}id"] for element in tracked}) == len(tracked) > 0
    assert {element.attrib[f"{WORD}author"] for element in tracked} == {'Jo "J" & Co'}
    assert {element.attrib[f"{WORD}date"] for element in tracked} == {"2025-11-03T09:30:00Z"}


def test_the_same_redline_gives_the_same_bytes() -> None:
    old, new = (read_document("\n\n".join(lines), "p.md") for lines in (BASE, REVISIONS["amended"]))
    assert redline_docx(compare(old, new), "a", "b", at=AT) == redline_docx(compare(old, new), "a", "b", at=AT)


def body(content: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        return ElementTree.fromstring(archive.read("word/document.xml"))


WORDS = st.text("ab ", max_size=6).map(lambda text: " ".join(text.split()))


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_words_stay_in_their_cells(pairs: list[tuple[str, str]]) -> None:
    pairs = [(old, new) if old and new else ("x", "x") for old, new in pairs]
    old, new = (
        read_document(f"|{'|'.join(cells)}|\n|{'---|' * len(cells)}\n", "p.md").blocks[0]
        for cells in zip(*pairs, strict=True)
    )
    words = (Run("-", old.text), Run("+", new.text)) if old.text != new.text else (Run("=", new.text),)
    found = runs_by_cell(words, old, new)
    for side, block in (("-", old), ("+", new)):
        rebuilt = ["".join(run.text for run in runs if run.sign in ("=", side)) for runs in found]
        assert rebuilt == list(cells_of(block))
