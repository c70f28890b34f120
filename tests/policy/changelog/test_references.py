"""References to sections are followed in the seven languages of the notices; those to laws are left alone."""

from __future__ import annotations

import pytest

from policy.changelog.references import dangling
from policy.documents import read_document

OWN = [
    "see section 7",
    "as clause 7 says",
    "siehe Abschnitt 7",
    "nach Ziffer 7 dieser Erklärung",
    "voir la section 7",
    "selon le paragraphe 7 de la présente politique",
    "véase la sección 7",
    "según el apartado 7 de esta política",
    "la cláusula 7 de nuestra política",
    "vedi la sezione 7",
    "secondo il paragrafo 7 della presente informativa",
    "zie paragraaf 7",
    "zie sectie 7 van deze verklaring",
    "ver a secção 7",
    "ver a seção 7 desta política",
    "a cláusula 7",
]
OTHERS = [
    "see section 7 of the Lending Act",
    "Abschnitt 7 des Leihgesetzes",
    "section 7 de la loi",
    "la sección 7 de la Ley de Préstamos",
    "el apartado 7 del Reglamento",
    "la sezione 7 del Codice",
    "paragraaf 7 van de Uitleenwet",
    "a secção 7 da Lei",
]


def broken(words: str) -> list[str]:
    text = f"# Privacy\n\n## 1. Letters\n\nWe read letters, {words}.\n\n## 2. Books\n\nWe lend books.\n"
    return [reference.target for reference in dangling(read_document(text, "privacy.md"))]


@pytest.mark.parametrize("words", OWN)
def test_a_reference_into_nothing_is_found(words: str) -> None:
    assert broken(words) == ["7"]
    assert broken(words.replace("7", "2")) == []


@pytest.mark.parametrize("words", OTHERS)
def test_a_reference_to_a_law_is_not_ours(words: str) -> None:
    assert broken(words) == []


@pytest.mark.parametrize("words", ["sections 1 and 7", "Abschnitte 1 bis 7", "las secciones 1 y 7", "le sezioni 1 e 7"])
def test_each_of_several_is_followed(words: str) -> None:
    assert broken(words) == ["7"]
