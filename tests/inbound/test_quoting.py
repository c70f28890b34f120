"""The writer's new words: above, below and between quoted mail, in the ways of many mail programs."""

from __future__ import annotations

import pytest

from notifier.inbound.quoting import split_reply

NEW = "I object to this."
NOTICE = "Dear customer, please delete nothing. You may ask us to delete your account."
ATTRIBUTIONS = {
    "en": "On Mon, 2 Nov 2026 at 09:00, Privacy <privacy@herald.example> wrote:",
    "en wrapped": "On Monday, November 2, 2026 at 9:00 AM Privacy Team\n<privacy@herald.example> wrote:",
    "de": "Am 02.11.2026 um 09:00 schrieb Privacy <privacy@herald.example>:",
    "de apple": "Am Montag, 2. November 2026, 09:00:00 MEZ hat Privacy <privacy@herald.example> Folgendes geschrieben:",
    "fr": "Le lun. 2 nov. 2026 à 09:00, Privacy <privacy@herald.example> a écrit :",
    "es": "El lun, 2 nov 2026 a las 9:00, Privacy (<privacy@herald.example>) escribió:",
    "it": "Il giorno lun 2 nov 2026 alle ore 09:00 Privacy <privacy@herald.example> ha scritto:",
    "nl": "Op ma 2 nov 2026 om 09:00 schreef Privacy <privacy@herald.example>:",
    "pt": "Em seg., 2 de nov. de 2026 às 09:00, Privacy <privacy@herald.example> escreveu:",
    "sv": "Den mån 2 nov. 2026 kl 09:00 skrev Privacy <privacy@herald.example>:",
    "date first": "2026-11-02 9:00 GMT+01:00 Privacy <privacy@herald.example>:",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_answer_above_marked_lines(attribution: str) -> None:
    split = split_reply(f"{NEW}\n\n{attribution}\n> {NOTICE}\n>\n> Regards\n")
    assert split.text == NEW
    assert NOTICE in split.quoted


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_answer_above_unmarked_original(attribution: str) -> None:
    assert split_reply(f"{NEW}\n\n{attribution}\n\n{NOTICE}\n\nRegards\n").text == NEW


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_answer_below_marked_lines(attribution: str) -> None:
    assert split_reply(f"{attribution}\n> {NOTICE}\n> more\n\n{NEW}\n").text == NEW


BLOCKS = {
    "outlook en": "From: Privacy <p@herald.example>\nSent: Monday, 2 November 2026 09:00\nTo: Ann\nSubject: Changes",
    "outlook de": "Von: Privacy <p@herald.example>\nGesendet: Montag, 2. November 2026 09:00\nAn: Ann\nBetreff: Neu",
    "outlook fr": "De : Privacy <p@herald.example>\nEnvoyé : lundi 2 novembre 2026 09:00\nÀ : Ann\nObjet : Neuf",
    "outlook es": "De: Privacy <p@herald.example>\nEnviado el: lunes, 2 de noviembre de 2026\nPara: Ann\nAsunto: Nuevo",
    "outlook it": "Da: Privacy <p@herald.example>\nInviato: lunedì 2 novembre 2026 09:00\nA: Ann\nOggetto: Nuovo",
    "outlook nl": "Van: Privacy <p@herald.example>\nVerzonden: maandag 2 november 2026\nAan: Ann\nOnderwerp: Nieuw",
    "outlook pt": "De: Privacy <p@herald.example>\nEnviado: 2 de novembro de 2026 09:00\nPara: Ann\nAssunto: Novo",
    "bold": "*From:* Privacy <p@herald.example>\n*Sent:* Monday\n*To:* Ann\n*Subject:* Changes",
    "original en": "-----Original Message-----\nFrom: Privacy",
    "original de": "-----Ursprüngliche Nachricht-----\nVon: Privacy",
    "original fr": "-----Message d'origine-----\nDe : Privacy",
    "original es": "-----Mensaje original-----\nDe: Privacy",
    "original it": "-----Messaggio originale-----\nDa: Privacy",
    "original nl": "-----Oorspronkelijk bericht-----\nVan: Privacy",
    "original pt": "-----Mensagem original-----\nDe: Privacy",
    "rule": "________________________________\nFrom: Privacy <p@herald.example>\nSent: Monday\nTo: Ann\nSubject: Changes",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_answer_above_a_header_block(block: str) -> None:
    assert split_reply(f"{NEW}\n\n{block}\n\n{NOTICE}\n").text == NEW


def test_answers_between_quoted_lines() -> None:
    split = split_reply(f"> Do you agree?\n{NEW}\n> Anything else?\nNo thanks.\n")
    assert split.text == f"{NEW}\nNo thanks."


TAILS = {
    "signature": "-- \nAnn Berg\nPond Ltd\n+49 30 1234",
    "mobile en": "Sent from my iPhone",
    "mobile de": "Von meinem iPhone gesendet",
    "mobile fr": "Envoyé de mon iPhone",
    "mobile es": "Enviado desde mi iPhone",
    "mobile it": "Inviato da iPhone",
    "mobile nl": "Verstuurd vanaf mijn iPhone",
    "mobile pt": "Enviado do meu iPhone",
    "footer en": "This e-mail is confidential. If you are not the intended recipient, please delete this message.",
    "footer de": "Diese E-Mail enthält vertrauliche Informationen. Bitte löschen Sie diese Mail, wenn Sie sie irrtümlich erhalten haben.",
    "footer fr": "Ce message est confidentiel. Si vous n'êtes pas le destinataire, merci de le supprimer.",
    "footer es": "Este mensaje es confidencial. Si usted no es el destinatario, bórrelo.",
    "footer it": "Questo messaggio è riservato. Se lo avete ricevuto per errore, cancellatelo.",
    "footer nl": "Dit bericht is vertrouwelijk. Verwijder het als u het ten onrechte ontvangen heeft.",
    "footer pt": "Esta mensagem é confidencial. Se a recebeu por engano, apague-a.",
}  # fmt: skip


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS.keys())
def test_what_stands_below_every_mail_is_cut(tail: str) -> None:
    assert split_reply(f"{NEW}\n\n{tail}\n").text == NEW


FORWARDS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Ann <ann@pond.example>\nDate: Mon\nSubject: Hi\nTo: us",
    "apple de": "Anfang der weitergeleiteten Nachricht:\n\nVon: Ann <ann@pond.example>\nBetreff: Hallo",
    "fr": "---------- Message transféré ---------\nDe : Ann <ann@pond.example>\nObjet : Salut",
    "es": "---------- Mensaje reenviado ---------\nDe: Ann <ann@pond.example>\nAsunto: Hola",
    "it": "---------- Messaggio inoltrato ---------\nDa: Ann <ann@pond.example>\nOggetto: Ciao",
    "nl": "---------- Doorgestuurd bericht ---------\nVan: Ann <ann@pond.example>\nOnderwerp: Hoi",
    "pt": "---------- Mensagem encaminhada ---------\nDe: Ann <ann@pond.example>\nAssunto: Oi",
}


@pytest.mark.parametrize("mark", FORWARDS.values(), ids=FORWARDS.keys())
def test_forwarded_words_stand_apart(mark: str) -> None:
    split = split_reply(f"FYI\n\n{mark}\n\n{NEW}\n")
    assert (split.text, split.forwarded) == ("FYI", NEW)


def test_a_plain_sentence_with_a_colon_is_not_an_attribution() -> None:
    text = "On 1 May 2026 I moved to the address below and wrote it down:\n5 Mill Lane\nPlease correct it."
    assert split_reply(text).text.endswith("Please correct it.")


def test_lines_that_look_like_headers_but_are_words_stay() -> None:
    assert split_reply("From: now on I object\nto this.").text == "From: now on I object\nto this."
