from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from policy.check import Code, Finding, Severity, check, findings_annotations, findings_json, findings_text, has_errors
from policy.errors import RepositoryError

if TYPE_CHECKING:
    from tests.policy.conftest import Legal

CLEAN = """\
# Privacy

Last updated: March 29, 2025

## 1. Sharing

We share postal addresses with Rackety, which hosts our servers.

## 2. Keeping

We keep letters for 90 days, see section 1.

## 3. Changes

Any changes we make will take effect 30 days after the update date noted above. If you object to the changes, email us
at privacy@post.example before the new effective date.
"""
REGISTER = """\
recipients:
  - name: Rackety
    quote: We share postal addresses with Rackety
"""
AMENDED = CLEAN.replace("March 29", "May 29").replace("90 days", "120 days")


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str, int]]:
    return [(finding.code.value, finding.file, finding.line) for finding in findings]


@pytest.fixture
def found(legal: Legal) -> Callable[..., tuple[Finding, ...]]:
    """Commit texts of privacy.md one after the other, further files with the last one, and check."""

    def run(*texts: str, base: str | None = None, **files: str) -> tuple[Finding, ...]:
        for text in texts[:-1]:
            legal.commit(privacy__md=text)
        legal.commit(privacy__md=texts[-1], **files)
        with legal.open() as repository:
            return check(repository, base=base)

    return run


def test_a_clean_repository_has_no_findings(found: Callable[..., tuple[Finding, ...]]) -> None:
    assert found(CLEAN, AMENDED, sharing__yml=REGISTER) == ()


SINGLE = [
    ("Last updated: March 29, 2025\n\n", "", ("date-missing", 1)),
    ("March 29, 2025", "03/04/2025", ("date-ambiguous", 3)),
    ("March 29, 2025", "February 30, 2025", ("date-impossible", 3)),
    ("March 29, 2025", "March 2025", ("date-incomplete", 3)),
    ("March 29, 2025", "March 29, 2025\n\nLast updated: March 30, 2025", ("date-conflict", 5)),
    ("March 29, 2025", "March 29, 2025\n\nEffective April 9, 2025", ("effective-too-soon", 5)),
    (
        "will take effect 30 days after the update date noted above",
        "are effective upon posting",
        ("effect-on-posting", 15),
    ),
    ("see section 1", "see section 9", ("reference-broken", 11)),
    ("see section 1", "see [this](#nowhere)", ("link-broken", 11)),
    ("## 2. Keeping", "## 1. Keeping", ("section-duplicate", 9)),
    ("email us\nat privacy@post.example", "close your account", ("objection-contact", 15)),
    ("If you object to the changes, email us\nat", "Our address is", ("objection-contact", 13)),
]


@pytest.mark.parametrize(("old", "new", "expected"), SINGLE, ids=[case[2][0] + ": " + case[1][:20] for case in SINGLE])
def test_each_rule_names_code_and_line(
    found: Callable[..., tuple[Finding, ...]], old: str, new: str, expected: tuple[str, int]
) -> None:
    assert old in CLEAN
    assert codes(found(CLEAN.replace(old, new))) == [(expected[0], "privacy.md", expected[1])]


STEPS = [
    (CLEAN.replace("90 days", "120 days"), "date-unchanged", 3),
    (AMENDED.replace("May 29, 2025", "March 1, 2025"), "date-backwards", 3),
    (AMENDED.replace("## 1. Sharing", "## 1. Letters\n\nWe carry them.\n\n## 2. Sharing").replace("## 2. K", "## 3. K").replace("## 3. Ch", "## 4. Ch"), "reference-moved", 15),
]  # fmt: skip


@pytest.mark.parametrize(("after", "code", "line"), STEPS, ids=[case[1] for case in STEPS])
def test_a_change_is_judged_against_what_was_before(
    found: Callable[..., tuple[Finding, ...]], after: str, code: str, line: int
) -> None:
    assert codes(found(CLEAN, after)) == [(code, "privacy.md", line)]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("## 4. Subscribe to updates\n\nSubscribers get each update of a parcel by e-mail.\n", []),
        ("## 4. Updates in law\n\nWe may change this policy.\n", ["objection-contact"]),
        ("## 4. Changes to these terms\n\nThey may change.\n", ["objection-contact"]),
    ],
    ids=["a feature", "the text", "named in the heading"],
)
def test_only_a_section_about_the_text_must_say_how_to_object(
    found: Callable[..., tuple[Finding, ...]], section: str, expected: list[str]
) -> None:
    start = CLEAN.index("## 3. Changes")
    assert [code for code, _, _ in codes(found(CLEAN[:start] + section.replace("4.", "3.")))] == expected


def test_a_new_clause_with_a_right_reference_is_not_said_to_be_left_behind(
    found: Callable[..., tuple[Finding, ...]],
) -> None:
    new = AMENDED.replace("## 1. Sharing", "## 1. Letters\n\nWe carry them.\n\n## 2. Sharing")
    new = new.replace("## 2. K", "## 3. K").replace("## 3. Ch", "## 4. Ch").replace("see section 1", "see section 2")
    new = new.replace("We carry them.", "We carry them to whomever the list names that we keep, see section 1.")
    assert found(CLEAN, new) == ()


@pytest.mark.parametrize(
    "after",
    [
        CLEAN.replace("## 2. Keeping", "## 2. _Keeping_"),
        CLEAN.replace("letters for", "letters  for"),
        CLEAN.replace("which hosts", "wich hosts").replace("wich", "which"),
        CLEAN.replace("March 29", "June 29"),
        CLEAN + "\n))))\n",
        CLEAN.replace("letters for", "letters[ ][your-letters] for"),
    ],
)
def test_form_alone_needs_no_new_date(found: Callable[..., tuple[Finding, ...]], after: str) -> None:
    legal_text = CLEAN if after != CLEAN else CLEAN + "\n"
    assert found(legal_text, after) == ()


def test_a_text_in_two_languages_repeats_its_numbers_rightly(found: Callable[..., tuple[Finding, ...]]) -> None:
    pairs = [("Work", "Trabajo"), ("Pay", "Salario"), ("Leave", "Permiso"), ("End", "Fin")]
    sections = [f"## {n}. {name}\n\nText.\n" for n, pair in enumerate(pairs, 1) for name in pair]
    assert found("# Offer\n\nLast updated: March 29, 2025\n\n" + "\n".join(sections)) == ()


def test_a_hidden_address_is_no_change_of_substance(found: Callable[..., tuple[Finding, ...]]) -> None:
    before = CLEAN.replace("We keep letters", "Ask [email protected] why we keep letters")
    assert found(before, before.replace("[email protected]", "[email protected]post.example")) == ()


def test_an_effective_date_too_near_to_the_merge_is_named(legal: Legal) -> None:
    """The commits of these tests are of 13 September 2020."""
    legal.commit(privacy__md=CLEAN.replace("Last updated: March 29, 2025", "Effective August 1, 2020"))
    late = AMENDED.replace("Last updated: May 29, 2025", "Effective September 20, 2020")
    legal.commit(privacy__md=late)
    with legal.open() as repository:
        (finding,) = check(repository)
    assert (finding.code, finding.line) == (Code.EFFECTIVE_TOO_SOON, 3)
    assert "7 days after this revision (2020-09-13), customers are promised 30" in finding.reason
    assert finding.fix == "set an effective date from 2020-10-13 on"


def test_a_late_merge_is_a_warning(legal: Legal) -> None:
    legal.commit(privacy__md=CLEAN.replace("March 29, 2025", "August 1, 2020"))
    legal.commit(privacy__md=AMENDED.replace("May 29, 2025", "September 1, 2020"))
    with legal.open() as repository:
        (finding,) = check(repository)
    assert (finding.code, finding.severity) == (Code.NOTICE_SHORT, Severity.WARNING)


REGISTERS = [
    ("recipients: []\n", [("recipient-unregistered", "privacy.md", 7)]),
    (REGISTER + "  - name: Nimbus\n    quote: We keep letters\n", [("recipient-not-in-text", "sharing.yml", 4)]),
    (REGISTER + "  - name: Nimbus\n    not_a_recipient: true\n", []),
    ("recipients:\n  - name: Rackety\n    not_a_recipient: true\n", []),
    (REGISTER.replace("postal", "email"), [("quote-gone", "sharing.yml", 2)]),
    (REGISTER.replace("Rackety\n", "Rackety Inc\n    aliases: [Rackety]\n", 1), []),
    ("recipients: [\n", [("settings", "sharing.yml", 2)]),
    ("a: &x [1]\nb: *x\n", [("settings", "sharing.yml", 1)]),
    ("recipients:\n  - naem: Rackety\n", [("settings", "sharing.yml", 2)]),
]


@pytest.mark.parametrize(("register", "expected"), REGISTERS, ids=range(len(REGISTERS)))
def test_register_and_text_must_agree(
    found: Callable[..., tuple[Finding, ...]], register: str, expected: list[tuple[str, str, int]]
) -> None:
    assert codes(found(CLEAN, sharing__yml=register)) == expected


def test_a_base_limits_the_check_to_what_differs(legal: Legal) -> None:
    broken = CLEAN.replace("see section 1", "see section 9")
    legal.commit(privacy__md=CLEAN, terms__md=broken)
    base = legal.commit("Base", privacy__md=AMENDED)
    legal.commit("Draft 1", privacy__md=AMENDED.replace("120 days", "130 days"))
    legal.commit("Draft 2", privacy__md=AMENDED.replace("120 days", "140 days"))
    with legal.open() as repository:
        assert codes(check(repository, base=base)) == [("date-unchanged", "privacy.md", 3)]
        with pytest.raises(RepositoryError, match="revision nowhere"):
            check(repository, base="nowhere")
    legal.commit("Settings", herald__toml="notice_days = 40\n")
    with legal.open() as repository:
        assert {finding.file for finding in check(repository, base=base)} == {"privacy.md", "terms.md"}


def test_mistakes_in_settings_are_findings(found: Callable[..., tuple[Finding, ...]]) -> None:
    assert codes(found(CLEAN, herald__toml="\nnotice_dayz = 3\n")) == [("settings", "herald.toml", 2)]


def test_a_document_that_is_named_but_absent_is_a_finding(found: Callable[..., tuple[Finding, ...]]) -> None:
    assert codes(found(CLEAN, herald__toml='documents = ["other.md"]')) == [("settings", "herald.toml", 1)]


def test_an_unreadable_document_is_a_finding(legal: Legal) -> None:
    legal.commit(privacy__md=b"\x00\xff" * 300)
    with legal.open() as repository:
        (finding,) = check(repository)
    assert (finding.code, finding.file) == (Code.UNREADABLE, "privacy.md")


def test_outputs_carry_code_line_reason_and_fix(found: Callable[..., tuple[Finding, ...]]) -> None:
    findings = found(CLEAN.replace("see section 1", "see section 9"))
    assert findings_text(findings) == (
        'privacy.md:11: error [reference-broken] "section 9" names a section 9 that the text does not have\n'
        "    fix: name the section that is meant, or take the reference out\n"
        "1 error, 0 warnings\n"
    )
    (shape,) = json.loads(json.dumps(findings_json(findings)))["findings"]
    assert set(shape) == {"code", "severity", "file", "line", "reason", "fix"}
    assert findings_annotations(findings).startswith(
        '::error file=privacy.md,line=11,title=herald reference-broken::"section 9" names'
    )
    assert has_errors(findings)


def test_annotations_cannot_be_broken_out_of() -> None:
    finding = Finding(Code.QUOTE_GONE, "a,b:c\n.md", 3, "100% \n::error::gone", "fix\r")
    assert findings_annotations((finding,)) == (
        "::error file=a%2Cb%3Ac%0A.md,line=3,title=herald quote-gone::100%25 %0A::error::gone (fix: fix%0D)\n"
    )
    assert "\x1b" not in findings_text((Finding(Code.QUOTE_GONE, "a", 1, "\x1b[31m", ""),))


def test_a_warning_alone_stops_nothing(found: Callable[..., tuple[Finding, ...]]) -> None:
    findings = found(CLEAN.replace("will take effect 30 days after the update date noted above", "hold upon posting"))
    assert not has_errors(findings)
