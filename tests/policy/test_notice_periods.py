"""How many days a policy promises between telling of a change and its effect, in the seven languages of the notices.

Whatever is missed here makes a notice go out too late; whatever is taken for a promise and is none makes it late, too.
"""

from __future__ import annotations

import re

import pytest

from policy.dates import DateReading, ProblemKind, read_dates
from policy.dates.promise_words import CHANGE_STEMS, LANGUAGES, Words
from policy.documents import read_document
from policy.settings import PolicySettings

ELSEWHERE = 77
"""The days of `herald.toml`, which hold where the text promises none."""

PROMISES = {
    "en": [
        ("We will notify you by e-mail no less than 45 days before changes take effect.", 45),
        ("We'll give you 45 days\N{RIGHT SINGLE QUOTATION MARK} notice before we change this policy.", 45),
        ("We will provide at least 45 days notice prior to any new terms taking effect.", 45),
        ("If a revision is material, we provide at least forty-five (45) days' prior written notice.", 45),
        ("Changes take effect on the 45th day after they were posted.", 45),
        ("Any change will be effective 45 days following the posting of the revised policy.", 45),
        ("The revised policy becomes effective forty-five days after it is published.", 45),
        ("Changes come into effect no sooner than 45 days after we notify you.", 45),
        ("Changes to this policy will not be effective until 45 days after notice.", 45),
        ("Amendments become binding upon expiry of 45 days from their notification.", 45),
        ("You will be informed 45 days in advance of any change to this policy.", 45),
        ("We announce changes of this policy 45 days ahead of their effective date.", 45),
        ("We may modify this policy at any time upon 45 days' notice.", 45),
        ("We may amend these terms by giving you notice of at least 45 days.", 45),
        ("Amendments of this policy are subject to a notice period of 45 days.", 45),
        ("Material changes of this policy need a 45-day notice.", 45),
        ("Changes enter into force after 45 days.", 45),
        ("Changes take effect after a period of forty-five (45) days.", 45),
        ("Forty-five days after we have posted a change of this policy, it takes effect.", 45),
        ("We give you two months' notice of any material change.", 62),
        ("We give you a month's notice of any change of this policy.", 31),
        ("You hear of changes of this policy a week before they apply.", 7),
        ("Changes of this policy become effective ten (10) business days after we post them.", 14),
        ("Changes take effect ten (10) working days after notice.", 14),
        ("Changes are announced six weeks before they take effect.", 42),
        ("Changes become effective 45 calendar days after being posted.", 45),
        ("We may change this policy. If we do, we will post the new text 45 days in advance.", 45),
        ("We may revise this notice. You will receive 45 days' notice by e-mail.", 45),
        ("Where required we'll give you at least sixty days to review any updates before they come into effect.", 60),
        ("Updates to this statement will go live 21 days after you've been notified.", 21),
        ("No amendment shall take effect earlier than ninety (90) days after its publication on this page.", 90),
        ("If we make changes that materially affect you, we'll let you know 15 days before they go into effect.", 15),
        ("The updated terms start to apply 14 days after we email you.", 14),
        ("We will announce amendments at least one month ahead.", 31),
        ("You will have 30 days to review the new policy before it takes effect.", 30),
        ("Such changes will be effective on the date that is 30 days from the date of notice.", 30),
        ("We commit to a minimum of 30 days' notice for material revisions.", 30),
        ("Minimum notice for any change: 60 days.", 60),
        ("Changes shall only apply sixty days after the date on which we sent the notice.", 60),
        ("We'll send advance notice (usually 30 days) of any material changes.", 30),
        ("The new version replaces this one thirty days after its date.", 30),
        ("All changes are subject to a thirty-day notice.", 30),
        ("We shall notify registered users by email 3 weeks prior to changes of this policy becoming effective.", 21),
        ("We may update this Notice; updates enter into force four weeks later.", 28),
        ("We may need to change this policy from time to time. We'll always let you know at least 60 days beforehand.", 60),
        ("Any amendment to this policy requires prior notification of at least 21 days.", 21),
        ("Notice period: 45 days", 45),
        ("Modified terms become effective upon the expiry of a 30 day notice period.", 30),
        ("30 days prior to a change, we inform customers by e-mail.", 30),
        ("Such update will take effect upon the earlier of your acceptance or 30 days after the notice.", 30),
    ],
    "de": [
        ("Änderungen treten sechs Wochen nach ihrer Bekanntgabe in Kraft.", 42),
        ("Änderungen dieser Erklärung werden 45 Tage nach ihrer Veröffentlichung wirksam.", 45),
        ("Wir informieren Sie mindestens 45 Tage vor Inkrafttreten über jede Änderung.", 45),
        ("Änderungen dieser Datenschutzerklärung kündigen wir 45 Tage im Voraus an.", 45),
        ("Über Änderungen benachrichtigen wir Sie mit einer Frist von zwei Monaten.", 62),
        ("Nach Ablauf von 45 Tagen treten die Änderungen in Kraft.", 45),
        ("Änderungen gelten nach vier Wochen.", 28),
        ("Wir teilen Ihnen Änderungen einen Monat vorher mit.", 31),
        ("Geänderte Bedingungen werden Ihnen spätestens zwei Monate vor ihrem Wirksamwerden angeboten.", 62),
        ("Änderungen werden zehn Werktage nach Zugang der Mitteilung wirksam.", 14),
        ("Änderungen werden mindestens vier Wochen vor ihrem Inkrafttreten per E-Mail angekündigt.", 28),
        ("Die geänderte Fassung gilt ab dem 30. Tag nach ihrer Veröffentlichung.", 30),
        ("Wir werden Sie spätestens einen Monat vor dem Inkrafttreten der Änderungen unterrichten.", 31),
        ("Eine Änderung wird frühestens zwei Wochen nach Zugang der Änderungsmitteilung wirksam.", 14),
        ("Mit einer Vorankündigung von 60 Tagen dürfen wir diese Bedingungen ändern.", 60),
        ("Änderungen werden 30 Tage, nachdem wir Sie informiert haben, wirksam.", 30),
        ("Neue Fassungen treten frühestens einen Monat nach Veröffentlichung in Kraft.", 31),
    ],
    "fr": [
        ("Les modifications entrent en vigueur quarante-cinq jours après leur publication.", 45),
        ("Les modifications prennent effet 45 jours à compter de leur notification.", 45),
        ("Nous vous informons de toute modification au moins 45 jours avant son entrée en vigueur.", 45),
        ("Nous pouvons modifier la présente politique moyennant un préavis de deux mois.", 62),
        ("Toute modification vous est annoncée 45 jours à l'avance.", 45),
        ("Vous en serez averti avec un préavis d'au moins 45 jours en cas de modification de la politique.", 45),
        ("À l'expiration d'un délai de 45 jours, les modifications sont applicables.", 45),
        ("Les changements s'appliquent au bout de six semaines.", 42),
        ("Les modifications prennent effet 10 jours ouvrés après leur notification.", 14),
        ("Les nouvelles conditions s'appliqueront trente jours après que vous en aurez été informé.", 30),
        ("Toute mise à jour sera portée à votre connaissance au moins 15 jours avant sa prise d'effet.", 15),
        ("Nous vous préviendrons un mois à l'avance de tout changement important.", 31),
        ("Moyennant un préavis raisonnable d'au moins 60 jours, nous pouvons réviser la présente charte.", 60),
        ("Les présentes peuvent être modifiées ; les modifications prennent effet à l'issue d'un délai de 30 jours.", 30),
    ],
    "es": [
        ("Los cambios entrarán en vigor a los quince días de su publicación.", 15),
        ("Las modificaciones surtirán efecto 45 días después de su notificación.", 45),
        ("Le avisaremos de cualquier cambio con 45 días de antelación.", 45),
        ("Le notificaremos los cambios con una antelación mínima de 45 días.", 45),
        ("Podemos modificar esta política con un preaviso de dos meses.", 62),
        ("Le informaremos al menos 45 días antes de que los cambios entren en vigor.", 45),
        ("Transcurridos 45 días desde su publicación, los cambios serán efectivos.", 45),
        ("Los cambios serán efectivos diez días hábiles después de su publicación.", 14),
        ("Cualquier modificación se comunicará con un mínimo de 30 días de antelación.", 30),
        ("Las modificaciones entrarán en vigor al mes de su publicación.", 31),
        ("Los cambios se aplicarán a partir de los 30 días siguientes a su notificación.", 30),
        ("La nueva versión será aplicable transcurrido un mes desde su publicación.", 31),
    ],
    "it": [
        ("Le modifiche entrano in vigore quarantacinque giorni dopo la pubblicazione.", 45),
        ("Le modifiche avranno effetto trascorsi 45 giorni dalla comunicazione.", 45),
        ("Vi informeremo di ogni modifica con un preavviso di due mesi.", 62),
        ("Comunicheremo ogni modifica almeno 45 giorni prima della sua entrata in vigore.", 45),
        ("Ogni modifica viene annunciata con 45 giorni di anticipo.", 45),
        ("Le modifiche sono efficaci dopo sei settimane.", 42),
        ("Qualsiasi variazione sarà comunicata con almeno 30 giorni di preavviso.", 30),
        ("Le modifiche diventano efficaci decorsi quindici giorni dalla loro pubblicazione sul sito.", 15),
    ],
    "nl": [
        ("Wijzigingen treden 45 dagen na kennisgeving in werking.", 45),
        ("Wijzigingen worden zes weken na publicatie van kracht.", 42),
        ("Wij informeren u ten minste 45 dagen voordat een wijziging ingaat.", 45),
        ("Wijzigingen kondigen wij 45 dagen van tevoren aan.", 45),
        ("Wij kunnen dit beleid wijzigen met inachtneming van een termijn van twee maanden.", 62),
        ("Wijzigingen gaan een maand na de aankondiging in.", 31),
        ("Wij stellen u minimaal 30 dagen voor de ingangsdatum op de hoogte van wijzigingen.", 30),
        ("De gewijzigde voorwaarden gelden 14 dagen nadat wij u hebben geïnformeerd.", 14),
        ("Wijzigingen worden minimaal één maand voor inwerkingtreding bekendgemaakt.", 31),
    ],
    "pt": [
        ("As alterações entram em vigor quarenta e cinco dias após a publicação.", 45),
        ("As alterações produzem efeitos 45 dias depois da sua notificação.", 45),
        ("Avisaremos de qualquer alteração com 45 dias de antecedência.", 45),
        ("Comunicaremos as alterações com uma antecedência mínima de dois meses.", 62),
        ("Informaremos pelo menos 45 dias antes de as alterações entrarem em vigor.", 45),
        ("Podemos alterar esta política mediante aviso prévio de 45 dias.", 45),
        ("Decorridos dez dias úteis, as alterações entram em vigor.", 14),
        ("Quaisquer alterações serão comunicadas com pelo menos 30 dias de antecedência.", 30),
        ("As novas condições passam a vigorar 60 dias após o aviso.", 60),
        ("A alteração só se aplica passados 15 dias da comunicação.", 15),
        ("As alterações produzirão efeitos no prazo de 30 dias após a sua publicação.", 30),
    ],
}  # fmt: skip

OTHERS = [
    "You may reject a change by writing to us within 45 days of it.",
    "If you do not accept the changes, you may close your account within 45 days of the notice.",
    "You have 45 days after the change takes effect to object.",
    "If you go on using the service 45 days after the effective date of a change, you accept it.",
    "We keep old versions of this policy for 45 days after a change.",
    "We have shared these categories in the twelve months since this notice was last updated.",
    "You must tell us at least 45 days before your address changes.",
    "If you do not agree to a change, we may terminate the contract with 45 days' notice.",
    "We review this policy every six months and may change it.",
    "The account is deleted 45 days after you have changed your mind.",
    "Widersprechen Sie nicht innerhalb von sechs Wochen, gelten die Änderungen als genehmigt.",
    "Sie können den Änderungen binnen 45 Tagen nach Zugang widersprechen.",
    "Wir bewahren frühere Fassungen nach einer Änderung 45 Tage auf.",
    "Bei Änderungen können Sie den Vertrag mit einer Frist von 45 Tagen kündigen.",
    "Vous pouvez refuser la modification dans un délai de 45 jours.",
    "Vous disposez de 45 jours après l'entrée en vigueur des modifications pour vous y opposer.",
    "Puede oponerse a los cambios en un plazo de 45 días.",
    "Potete opporvi alle modifiche entro 45 giorni dalla comunicazione.",
    "U kunt binnen 45 dagen bezwaar maken tegen de wijziging.",
    "Pode opor-se às alterações no prazo de 45 dias.",
    "Changes to cookie settings apply for 12 months after you make them.",
    "We may update this policy at any time; please check it every 30 days.",
    "If we change the retention period, records older than 90 days before the change are erased.",
    "Your continued use for more than 30 days after the effective date means you accept the changes.",
    "We update backups 7 days after each change.",
    "We answer questions about changes within five business days after receipt.",
    "Upon termination we give you 30 days to export data, whatever changes.",
    "Wir löschen geänderte Daten 30 Tage nach der Änderung.",
    "You may withdraw your consent to a change for 30 days after notice.",
    "Customers on annual plans can cancel up to 30 days after a price change takes effect.",
    "We post updates to our status page 30 days after an incident.",
    "After changes, your data is kept for another 30 days following notice of deletion.",
    "Requests are answered one month after we receive them, even when this policy changes.",
    "Changes apply to data collected in the 30 days before the update.",
    "We will respond to objections to a change within 30 days after receipt.",
    "Changes are effective immediately; we archive the earlier version for 30 days after that.",
    "Modifiez vos préférences : elles s'appliquent 2 jours après votre demande.",
    "Wenn Sie Ihre Adresse ändern, teilen Sie uns dies 14 Tage vor dem Umzug mit.",
]


def read(sentence: str, heading: str) -> DateReading:
    text = f"Last updated: March 1, 2025\n\n# Letters\n\nWe read letters.\n\n# {heading}\n\n{sentence}\n"
    return read_dates(read_document(text, "privacy.md"), PolicySettings(notice_days=ELSEWHERE))


@pytest.mark.parametrize(
    ("sentence", "days"),
    [case for language in PROMISES.values() for case in language],
    ids=lambda value: str(value)[:60],
)
def test_a_promise_in_the_changes_clause_is_read(sentence: str, days: int) -> None:
    reading = read(sentence, "Changes to this policy")
    assert (reading.notice_days, reading.days_stated) == (days, True)
    assert reading.conflicts == ()


@pytest.mark.parametrize("sentence", OTHERS)
@pytest.mark.parametrize("heading", ["Changes to this policy", "Letters that we keep"])
def test_other_stretches_of_time_are_no_promise(sentence: str, heading: str) -> None:
    reading = read(sentence, heading)
    assert (reading.notice_days, reading.days_stated) == (ELSEWHERE, False)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("We will tell you of changes to this policy 45 days before they take effect.", 45),
        ("We may change this policy. If we do, we will post the new text 45 days in advance.", 45),
        ("Changes of this policy take effect 45 days after the update date.", 45),
        ("Änderungen dieser Datenschutzerklärung treten 45 Tage nach ihrer Bekanntgabe in Kraft.", 45),
        ("Les modifications de la présente politique prennent effet 45 jours après leur publication.", 45),
    ],
)
def test_a_promise_is_found_under_any_heading(sentence: str, days: int) -> None:
    assert read(sentence, "Contact").notice_days == days


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("Änderungen", "Wir können diese Erklärung ändern. Sie erfahren davon 45 Tage im Voraus."),
        ("Modifications", "Nous pouvons modifier la présente politique. Vous en êtes informés 45 jours avant."),
        ("Cambios en esta política", "Le informaremos con 45 días de antelación."),
        ("Modifiche", "Possiamo modificare questa informativa. Vi informeremo 45 giorni prima."),
        ("Wijzigingen", "Wij kunnen dit beleid wijzigen. Wij melden dat 45 dagen vooraf."),
        ("Alterações", "Podemos alterar esta política. Avisaremos com 45 dias de antecedência."),
        ("Amendments", "We may amend these terms.\n\nYou hear of it 45 days in advance."),
    ],
)
def test_the_changes_clause_is_known_by_its_heading_and_its_text(heading: str, sentence: str) -> None:
    assert read(sentence, heading).notice_days == 45


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("Changes and cancellations", "You can change a booking. We notify you 2 days before the event."),
        ("Changes and cancellations", "If you change a booking, we notify you 2 days before the event."),
        ("Product updates", "We announce each release 5 days before it is installed."),
        ("Updates", "You receive a reminder 7 days before your card expires."),
        ("Änderungen von Terminen", "Wir benachrichtigen Sie 3 Tage vor dem Termin."),
        ("Modifications de réservation", "Nous vous informons 2 jours avant le départ."),
    ],
)
def test_a_section_about_other_changes_promises_nothing(heading: str, sentence: str) -> None:
    reading = read(sentence, heading)
    assert (reading.notice_days, reading.days_stated) == (ELSEWHERE, False)


def test_of_several_promises_the_longest_holds_and_the_clash_is_told() -> None:
    reading = read(
        "Small changes are announced 15 days before, large changes two months before they take effect.", "Changes"
    )
    assert reading.notice_days == 62
    assert [problem.kind for problem in reading.problems] == [ProblemKind.CONFLICT]


@pytest.mark.parametrize("language", LANGUAGES, ids=list(PROMISES))
def test_no_word_of_change_is_passed_over(language: Words) -> None:
    for word in re.sub(r"\\w\*|\(\?!\w+\)", "", language.change).split("|"):
        assert any(stem in word.replace(r"\s+", " ") for stem in CHANGE_STEMS), word
