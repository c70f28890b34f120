"""A policy in another language is known as such, and nothing is claimed of what it says."""

from __future__ import annotations

import pytest

from policy.answers import History, Verdict, answer
from policy.documents import Document, other_language, read_document
from policy.sharing import draft_register, map_description, nobody_named, read_policy
from policy.vocabulary import standard_vocabulary

TEXTS = {
    "": "We lend books to readers of the town and we keep their addresses for a year. You may ask us for your data. "
    "We share addresses with Rackety, which hosts our servers, and we delete them when you leave the library.",
    "German": "Wir verleihen Bücher an Leser der Stadt und bewahren ihre Anschriften ein Jahr lang auf. Sie können uns "
    "nach Ihren Daten fragen. Wir geben Anschriften an die Rackety GmbH weiter, die unsere Server betreibt.",
    "French": "Nous prêtons des livres aux lecteurs de la ville et nous gardons leurs adresses pendant un an. Vous pouvez "
    "nous demander vos données. Nous transmettons les adresses à Rackety, qui héberge nos serveurs.",
    "Spanish": "Prestamos libros a los lectores de la ciudad y guardamos sus direcciones durante un año. Usted puede pedir "
    "sus datos. Compartimos las direcciones con Rackety, que aloja los servidores de la biblioteca.",
    "Italian": "Prestiamo libri ai lettori della città e conserviamo gli indirizzi per un anno. Potete chiedere i dati che "
    "sono in nostro possesso. Comunichiamo gli indirizzi a Rackety, che ospita i server della biblioteca.",
    "Dutch": "Wij lenen boeken uit aan lezers van de stad en bewaren hun adressen een jaar lang. U kunt ons vragen naar uw "
    "gegevens. Wij delen adressen met Rackety, die onze servers beheert, en wij wissen ze op uw verzoek.",
    "Portuguese": "Emprestamos livros aos leitores da cidade e guardamos os endereços por um ano. Você pode pedir os seus "
    "dados. Partilhamos os endereços com a Rackety, que aloja os servidores, e não os vendemos a ninguém.",
}


def document(language: str) -> Document:
    return read_document(f"# Books\n\n{TEXTS[language]}\n", "privacy.md")


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_is_told(language: str) -> None:
    assert other_language(document(language)) == language


def test_an_english_policy_with_a_foreign_quotation_stays_english() -> None:
    text = f"# Books\n\n{TEXTS['']} {TEXTS['']}\n\nThe court said: “{TEXTS['German'][:150]}”.\n"
    assert other_language(read_document(text, "privacy.md")) == ""


def test_too_few_words_tell_nothing() -> None:
    assert other_language(read_document("# Datenschutz\n\nWir lesen und die Briefe der Leser.\n", "privacy.md")) == ""


@pytest.mark.parametrize(
    "question", ["Who hosts our servers?", "Do we sell addresses?", "An wen geben wir Anschriften weiter?"]
)
def test_a_question_about_it_is_not_answered_with_what_it_does_not_say(question: str) -> None:
    given = answer(question, History.of_document(document("German"), "r" * 40, None))
    assert not given.understood
    assert given.verdict is Verdict.OPEN
    assert "is in German" in given.text
    assert "does not say" not in given.text


def test_legals_own_register_is_answered_from_in_any_language() -> None:
    register = """\
recipients:
  - name: Rackety GmbH
    kind: named
    data: [postal_address]
    quote: Wir geben Anschriften an die Rackety GmbH weiter, die unsere Server betreibt.
"""
    history = History.of_document(document("German"), "r" * 40, None).with_register(register)
    given = answer("Who do we share addresses with?", history)
    assert [recipient.name for recipient in given.recipients] == ["Rackety GmbH"]


def test_nobody_is_said_to_be_nobody_where_nothing_was_read() -> None:
    vocabulary = standard_vocabulary()
    assert "is in German" in map_description((), vocabulary, language="German")
    assert nobody_named("") == "The policy names no recipient."
    drafted = draft_register(read_policy(document("German"), vocabulary), "r" * 40, None, vocabulary)
    assert "# The policy is in German" in drafted
    assert drafted.endswith("recipients: []\n")
