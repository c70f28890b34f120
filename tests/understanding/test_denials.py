"""Words of deletion that must never end an account by themselves."""

from __future__ import annotations

import pytest

from notifier.understanding import understand

NEVER = [
    "I never asked you to delete my account.",
    "I did not request deletion of my account.",
    "Please make sure that my data is not deleted.",
    "Please stop deleting my data every month.",
    "I was going to ask you to delete my account but I changed my mind.",
    "We delete all personal data after 30 days according to our own policy.",
    "Thanks for deleting my account so quickly!",
    "I have deleted my account, please stop billing me.",
    "As a user, I want to delete my account with one click.",
    "Please add the ability to delete your account.",
    "I can't delete my account.",
    "No need to delete my account, I am only asking.",
    "This will delete your personal data from our records.",
    "Please delte the remote accounts of my collegues.",
    "Ich habe nicht darum gebeten, mein Konto zu löschen.",
    "Danke für die Löschung meiner Daten.",
    "Bitte löschen Sie auf keinen Fall meine Daten.",
    "Je n'ai jamais demandé la suppression de mon compte.",
    "Merci d'avoir supprimé mon compte.",
    "No he pedido que borren mi cuenta.",
    "Grazie per aver cancellato il mio account.",
    "Ik heb niet gevraagd om mijn account te verwijderen.",
    "Obrigado por apagarem a minha conta.",
]


@pytest.mark.parametrize("text", NEVER)
def test_no_erasure_without_a_person(text: str) -> None:
    result = understand(text)
    assert "erasure" not in result.kinds or result.triage


BARE = {
    "en": "Objection!", "de": "Widerspruch", "fr": "Je m'oppose.", "es": "Me opongo.", "it": "Non sono d'accordo.",
    "nl": "Niet akkoord.", "pt": "Discordo.",
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), BARE.items())
def test_a_bare_objection_is_heard_in_each_language(language: str, text: str) -> None:
    result = understand(text)
    assert (result.primary, result.language) == ("objection", language)


def test_a_language_that_nobody_here_reads_goes_to_a_person() -> None:
    assert understand("Проверьте, пожалуйста, мой счёт и удалите мои данные").triage
    assert understand("Proszę natychmiast usunąć wszystkie przechowywane przez państwa wpisy").triage


def test_request_taken_back_is_named() -> None:
    assert understand("I withdraw my objection.").withdrawn == ("objection",)
    assert understand("I withdraw my request for deletion.").withdrawn == ("erasure",)
