from __future__ import annotations

import pytest

from bot.site.markdown import link_allowed, render_document, section_anchor
from policy.documents import read_document


def html(markdown: str) -> str:
    return render_document(read_document(markdown, "policy.md"))


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("https://example.com/a", True),
        ("mailto:privacy@example.com", True),
        ("/terms", True),
        ("#section-2", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("//elsewhere.example", False),
        ("https://[broken", False),
    ],
)
def test_only_harmless_links_stay_links(target: str, *, allowed: bool) -> None:
    assert link_allowed(target) is allowed


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "text <img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        "<div onload=alert(1)>\nx\n</div>",
        "# <svg onload=alert(1)>",
        "| <b onclick=x> |\n|---|\n| <iframe> |",
        "- <script>alert(1)</script>",
        "<a href='javascript:x'>y</a>",
    ],
)
def test_nothing_active_passes(attack: str) -> None:
    result = html(attack)
    for forbidden in (
        "<script",
        "<img",
        "<svg",
        "<div on",
        "<iframe",
        "<b on",
        '<a href="javascript',
        "<a href='javascript",
    ):
        assert forbidden not in result.lower()


def test_a_bold_pseudo_heading_becomes_a_heading_with_an_anchor() -> None:
    result = html("# T\n\n**1\\. Who are we?**  \nA company.\n\n**2\\. What?**  \nData.")
    assert '<h2 id="section-1">1. Who are we?' in result
    assert '<h2 id="section-2">2. What?' in result


def test_printed_labels_stay_as_printed() -> None:
    result = html("# T\n\n10\\. ten;  \n11\\. eleven")
    assert '<span class="label">10.</span> ten;' in result
    assert '<span class="label">11.</span> eleven' in result


def test_lists_nest() -> None:
    result = html("- a\n  - b\n- c")
    assert result.count("<ul") == result.count("</ul>") == 2
    assert result.count("<li>") == result.count("</li>") == 3


def test_anchors_are_plain() -> None:
    assert section_anchor("D.8") == "section-d.8"
    assert section_anchor('x" onclick="y') == "section-x--onclick--y"
