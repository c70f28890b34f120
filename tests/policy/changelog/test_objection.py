"""The sentence that says how to object to a change is found in the seven languages of the notices."""

from __future__ import annotations

import pytest

from policy.changelog.objection import find_objection
from policy.check import Code
from policy.check.text import problems_of_text
from policy.documents import Document, read_document

CLAUSES = {
    "en": ("Changes to this policy", "We may change it.", "If you object to the changes, write to {}."),
    "en, disagree": ("Amendments", "We may amend it.", "If you do not agree to the amendments, write to {}."),
    "de": ("Änderungen dieser Erklärung", "Wir können sie ändern.", "Sie können den Änderungen widersprechen: {}."),
    "de, not agree": (
        "Anpassungen",
        "Wir passen sie an.",
        "Wenn Sie mit einer Änderung nicht einverstanden sind, schreiben Sie an {}.",
    ),
    "fr": (
        "Modification de la politique",
        "Nous pouvons la modifier.",
        "Pour vous opposer à une modification, écrivez à {}.",
    ),
    "fr, refuse": ("Mises à jour", "Nous la mettons à jour.", "Si vous refusez les modifications, écrivez à {}."),
    "es": ("Cambios en esta política", "Podemos cambiarla.", "Puede oponerse a los cambios escribiendo a {}."),
    "es, not agree": ("Modificaciones", "Podemos modificarla.", "Si no está de acuerdo con los cambios, escriba a {}."),
    "it": ("Modifiche", "Possiamo modificarla.", "Potete opporvi alle modifiche scrivendo a {}."),
    "it, not accept": (
        "Aggiornamenti dell'informativa",
        "La aggiorniamo.",
        "Se non accettate le modifiche, scrivete a {}.",
    ),
    "nl": ("Wijzigingen van dit beleid", "Wij kunnen het wijzigen.", "U kunt bezwaar maken via {}."),
    "pt": ("Alterações a esta política", "Podemos alterá-la.", "Pode opor-se às alterações escrevendo para {}."),
    "pt, not agree": ("Atualizações", "Podemos alterá-la.", "Se não concordar com as alterações, escreva para {}."),
}


def document(heading: str, *sentences: str) -> Document:
    return read_document(f"# Letters\n\nWe read letters.\n\n# {heading}\n\n{' '.join(sentences)}\n", "privacy.md")


def codes(text: Document) -> list[Code]:
    return [finding.code for finding in problems_of_text("privacy.md", text)]


@pytest.mark.parametrize("name", CLAUSES)
def test_the_sentence_and_its_address_are_found(name: str) -> None:
    heading, change, objects = CLAUSES[name]
    text = document(heading, change, objects.format("privacy@post.example"))
    clause = find_objection(text)
    assert clause is not None
    assert (clause.sentence, clause.addresses) == (objects.format("privacy@post.example"), ("privacy@post.example",))
    assert codes(text) == []


@pytest.mark.parametrize("name", CLAUSES)
def test_a_changes_clause_without_it_is_reported(name: str) -> None:
    heading, change, _ = CLAUSES[name]
    assert codes(document(heading, change)) == [Code.OBJECTION_CONTACT]


@pytest.mark.parametrize("name", CLAUSES)
def test_an_objection_to_nobody_is_reported(name: str) -> None:
    heading, change, objects = CLAUSES[name]
    assert codes(document(heading, change, objects.format("uns"))) == [Code.OBJECTION_CONTACT]


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("Changes to your data", "You may object to our use of your letters."),
        ("Letters", "Widersprechen Sie der Werbung per Brief."),
        ("Vos données", "Vous pouvez vous opposer à la prospection."),
        ("Preisänderungen und Ihre Daten", "Wir ändern Preise."),
    ],
)
def test_other_objections_are_not_meant(heading: str, sentence: str) -> None:
    text = document(heading, sentence)
    assert find_objection(text) is None
    assert codes(text) == []
