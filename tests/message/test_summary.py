"""The machine's summary in a customer's language: the same points, in whole sentences, and said to be a machine's."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from examples import ANNOUNCEMENT, message, template

from notifier.message import LANGUAGES
from notifier.message.language import read_words
from notifier.message.preview import bodies
from notifier.message.summary import KINDS, SummaryPoint, read_points, summary_in
from policy.changelog import PointKind, Topic

POINTS = [
    {"kind": "recipients_added", "names": ["Quillbank", "Saltcellar"], "places": ["§6"], "group": "payment providers"},
    {"kind": "topic", "topic": "retention", "places": ["§7"], "words": "18 months after it is closed"},
    {"kind": "reworded", "places": ["§2", "§3", '"contact by fax"']},
    {"kind": "renumbered"},
]
MACHINE = {
    "en": 'Adds Quillbank and Saltcellar under "payment providers" (§6). Changes how long data is kept (§7): now "18 months '
    'after it is closed". Rewords §2, §3 and "contact by fax". Renumbers sections or items. This summary was put '
    "together by a machine from the comparison.",
    "de": "Nennt als neue Empfänger: Quillbank und Saltcellar (§6). Ändert, wie lange Daten gespeichert werden (§7): neu ist "
    "„18 months after it is closed“. Fasst neu: §2, §3 und \"contact by fax\". Nummeriert Abschnitte oder Punkte "
    "neu. Diese Zusammenfassung hat eine Maschine aus dem Vergleich erstellt.",
}  # fmt: skip


def text_of(language: str, announcement: object) -> str:
    built = bodies(message(language=language, made=template(language, announcement=announcement)))[1]
    return " ".join(built.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_can_be_said_in_every_language(language: str) -> None:
    words = read_words(language)
    for kind in KINDS:
        point = SummaryPoint(kind, ("Quillbank",), ("§6",), "new words", "", "rights", "hosts")
        told = summary_in(words, [point])
        assert told.startswith(words.say(kind, "summary", names="Quillbank", places="§6", words="new words",
                                         gone="", topic=words.topics["rights"], group="hosts"))  # fmt: skip
        assert told.endswith(words.say("machine", "summary"))
        assert "{" not in told
    assert set(words.topics) == {topic.value for topic in Topic} - {"data"}


def test_the_points_are_those_of_the_changelog() -> None:
    assert {kind.value for kind in PointKind} == KINDS


@pytest.mark.parametrize("language", MACHINE)
def test_a_machines_summary_is_in_the_customers_language(language: str) -> None:
    told = text_of(language, {**ANNOUNCEMENT, "points": POINTS})
    assert MACHINE[language] in told
    assert str(ANNOUNCEMENT["summary"]) not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_legals_own_words_stay_as_they_are(language: str) -> None:
    told = text_of(language, ANNOUNCEMENT)
    assert str(ANNOUNCEMENT["summary"]) in told
    assert read_words(language).say("summary_language") in told


def test_recipients_of_one_section_are_named_once() -> None:
    points = [SummaryPoint("recipients_added", (name,), ("§6",), group=name) for name in ("Quillbank", "Saltcellar")]
    assert summary_in(read_words("fr"), points).startswith(
        "Ajoute aux destinataires : Quillbank et Saltcellar (§6). Ce"
    )
    assert summary_in(read_words("en"), points).count("Adds") == 2


@pytest.mark.parametrize(
    "points",
    [None, "text", [1, {}], [{"kind": "sold"}], [{"kind": "topic"}], [{"kind": "topic", "topic": "unknown"}]],
    ids=str,
)
def test_points_that_nobody_knows_leave_the_summary_that_was_approved(points: object) -> None:
    assert str(ANNOUNCEMENT["summary"]) in text_of("fr", {**ANNOUNCEMENT, "points": points})


def test_what_a_policy_says_is_no_template() -> None:
    hostile = [{"kind": "topic", "topic": "rights", "places": ["§7"], "words": "{{ 7 * 7 }} <script>{% raw %}"}]
    html = bodies(message(made=template(announcement={**ANNOUNCEMENT, "points": hostile})))[0]
    assert "{{ 7 * 7 }} &lt;script&gt;{% raw %}" in html


def test_points_are_bounded() -> None:
    many = [{"kind": "reworded", "places": ["x" * 500] * 50}] * 100
    found = read_points(json.loads(json.dumps(many)))
    assert (len(found), len(found[0].places), len(found[0].places[0])) == (40, 20, 300)


def test_legal_overrides_a_sentence_of_the_summary() -> None:
    from examples import SETTINGS

    override = {"fr.toml": '[summary]\nrenumbered = "Les numéros changent."\n'}
    made = template("fr", replace(SETTINGS, overrides=override), announcement={**ANNOUNCEMENT, "points": POINTS})
    assert "Les numéros changent." in " ".join(bodies(message(language="fr", made=made))[1].split())


def test_a_french_colon_stands_apart() -> None:
    assert "Passages concernés\N{NO-BREAK SPACE}:" in bodies(message(language="fr"))[1]
    assert "Stellen im Text:" in bodies(message(language="de"))[1]
