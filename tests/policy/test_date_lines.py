"""Lines that date a policy, in the seven languages of the notices: what is read of them, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from policy.dates import DateReading, ProblemKind, read_dates
from policy.documents import read_document
from policy.settings import PolicySettings

Dates = tuple[date | None, date | None]
UPDATED: Dates = (date(2026, 3, 1), None)
EFFECTIVE: Dates = (None, date(2026, 4, 1))
BOTH: Dates = (date(2026, 3, 1), date(2026, 4, 1))
NONE: Dates = (None, None)

LINES: dict[str, list[tuple[str, Dates]]] = {
    "en": [
        ("Last updated: 1 March 2026", UPDATED),
        ("Date: 1 March 2026", UPDATED),
        ("Date: 2026/03/01", UPDATED),
        ("Dated 1 March 2026", UPDATED),
        ("As of March 1, 2026", UPDATED),
        ("Version 4, 1 March 2026", UPDATED),
        ("Version dated March 1, 2026", UPDATED),
        ("Version 2.1 of 1 March 2026", UPDATED),
        ("Published on 1 March 2026", UPDATED),
        ("Published: March 1, 2026", UPDATED),
        ("Posted March 1, 2026", UPDATED),
        ("Issued: 1 March 2026", UPDATED),
        ("Revised March 1, 2026", UPDATED),
        ("Last amended: 1 March 2026", UPDATED),
        ("Last review: 1 March 2026", UPDATED),
        ("Latest revision March 1, 2026", UPDATED),
        ("Valid from 1 April 2026", EFFECTIVE),
        ("Valid as of 1 April 2026", EFFECTIVE),
        ("This policy applies from 1 April 2026.", EFFECTIVE),
        ("This version applies as of 1 April 2026.", EFFECTIVE),
        ("In force from 1 April 2026", EFFECTIVE),
        ("Effective 1 April 2026", EFFECTIVE),
        ("Start date: 1 April 2026", EFFECTIVE),
        ("Commencement date: 1 April 2026", EFFECTIVE),
        ("Comes into operation on 1 April 2026", EFFECTIVE),
        ("With effect from 1 April 2026", EFFECTIVE),
        ("These terms are effective starting April 1, 2026.", EFFECTIVE),
        ("Updated 2026-03-01. Changes become effective 45 days after being posted.", UPDATED),
        ("Last updated March 1, 2026. Changes take effect 30 days after this date.", UPDATED),
        ("Last updated: 1 March 2026 | Effective: 1 April 2026", BOTH),
        ("Effective 1 April 2026 (last updated 1 March 2026)", BOTH),
        ("Updated on 1 March 2026, effective on 1 April 2026", BOTH),
    ],
    "de": [
        ("Stand: 1. März 2026", UPDATED),
        ("Stand 01.03.2026", UPDATED),
        ("Datum: 1. März 2026", UPDATED),
        ("Zuletzt geändert am 1.3.2026", UPDATED),
        ("Letzte Aktualisierung: 01.03.2026", UPDATED),
        ("Fassung vom 1. März 2026", UPDATED),
        ("Version vom 1. März 2026", UPDATED),
        ("Gültig ab 1. April 2026", EFFECTIVE),
        ("Gültig ab dem 01.04.2026", EFFECTIVE),
        ("In Kraft ab 1.4.2026", EFFECTIVE),
        ("Diese Fassung gilt ab dem 1. April 2026.", EFFECTIVE),
        ("Inkrafttreten: 1. April 2026", EFFECTIVE),
        ("Tritt am 1. April 2026 in Kraft.", EFFECTIVE),
    ],
    "fr": [
        ("Dernière mise à jour : 1er mars 2026", UPDATED),
        ("Version du 1er mars 2026", UPDATED),
        ("Mise à jour le 1 mars 2026", UPDATED),
        ("En vigueur au 1er avril 2026", EFFECTIVE),
        ("Date d'entrée en vigueur : 1er avril 2026", EFFECTIVE),
        ("Applicable à compter du 1er avril 2026", EFFECTIVE),
        ("Entrera en vigueur le 1er avril 2026", EFFECTIVE),
    ],
    "es": [
        ("Última actualización: 1 de marzo de 2026", UPDATED),
        ("Versión de 1 de marzo de 2026", UPDATED),
        ("Actualizado el 1 de marzo de 2026", UPDATED),
        ("Fecha de vigencia: 1 de abril de 2026", EFFECTIVE),
        ("En vigor desde el 1 de abril de 2026", EFFECTIVE),
        ("Vigente a partir del 1 de abril de 2026", EFFECTIVE),
        ("Entrará en vigor el 1 de abril de 2026", EFFECTIVE),
    ],
    "it": [
        ("Ultimo aggiornamento: 1 marzo 2026", UPDATED),
        ("Aggiornato al 1° marzo 2026", UPDATED),
        ("Versione del 1 marzo 2026", UPDATED),
        ("In vigore dal 1 aprile 2026", EFFECTIVE),
        ("Valida dal 1 aprile 2026", EFFECTIVE),
        ("Entra in vigore il 1 aprile 2026", EFFECTIVE),
    ],
    "nl": [
        ("Laatst bijgewerkt op 1 maart 2026", UPDATED),
        ("Laatste wijziging: 1 maart 2026", UPDATED),
        ("Versie van 1 maart 2026", UPDATED),
        ("Geldig vanaf 1 april 2026", EFFECTIVE),
        ("Ingangsdatum: 1 april 2026", EFFECTIVE),
        ("Treedt in werking op 1 april 2026", EFFECTIVE),
        ("Van kracht vanaf 1 april 2026", EFFECTIVE),
    ],
    "pt": [
        ("Última atualização: 1 de março de 2026", UPDATED),
        ("Atualizado em 1 de março de 2026", UPDATED),
        ("Versão de 1 de março de 2026", UPDATED),
        ("Em vigor desde 1 de abril de 2026", EFFECTIVE),
        ("Em vigor a partir de 1 de abril de 2026", EFFECTIVE),
        ("Data de entrada em vigor: 1 de abril de 2026", EFFECTIVE),
        ("Válida a partir de 1 de abril de 2026", EFFECTIVE),
    ],
}


def read(text: str) -> DateReading:
    clauses = "\n\n".join(f"We lend books for {number} days to whoever asks." for number in range(10, 22))
    return read_dates(read_document(f"# Privacy\n\n{text}\n\n{clauses}\n", "privacy.md"), PolicySettings())


def stated(reading: DateReading) -> Dates:
    return reading.updated_on, reading.effective_on if reading.effective_stated else None


@pytest.mark.parametrize(
    ("line", "dates"), [case for cases in LINES.values() for case in cases], ids=lambda value: str(value)[:50]
)
def test_a_date_line_is_read(line: str, dates: Dates) -> None:
    reading = read(line)
    assert stated(reading) == dates
    assert reading.conflicts == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Changes take effect 30 days after 1 March 2026.", NONE),
        ("Posted by the editors on 1 March 2026 in news about libraries.", NONE),
        ("As of 1 March 2026 we had lent nine hundred books to children of the town.", NONE),
        ("Published 1 January 2020\n\nLast updated: 1 March 2026", UPDATED),
        ("The previous amendment of these terms was effective on 1 January 2020.\n\nEffective 1 April 2026", EFFECTIVE),
        ("Effective on 01.05.2026, in Kraft ab 01.05.2026", NONE),
    ],
)
def test_other_dates_are_not_the_policys(text: str, dates: Dates) -> None:
    assert stated(read(text)) == dates


@pytest.mark.parametrize("label", ["Last updated:", "Dernière mise à jour :", "Fecha de actualización:"])
def test_a_day_and_a_month_that_may_be_either_stay_ambiguous(label: str) -> None:
    assert [problem.kind for problem in read(f"{label} 03/04/2026").problems] == [ProblemKind.AMBIGUOUS]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("*This privacy notice was most recently updated on 1 March 2026 and takes effect on 1 April 2026.*", BOTH),
        ("**Effective Date:** 1 April 2026 **Last Modified:** 1 March 2026", BOTH),
        ("| Effective date | 1 April 2026 |\n|---|---|\n| Last updated | 1 March 2026 |", BOTH),
        ("- Last updated: 1 March 2026\n- Effective: 1 April 2026", BOTH),
        ("Last updated\n: 1 March 2026", UPDATED),
        ("<p>Last updated: 1 March 2026</p>", UPDATED),
        ("Last Updated – March 1, 2026", UPDATED),
        ("Last updated on Sunday, 1 March 2026", UPDATED),
        ("Last updated 1st Mar 2026", UPDATED),
        ("Last updated: 2026-03-01T00:00:00Z", UPDATED),
        ("Last Updated: 01 March, 2026", UPDATED),
        ("Last update 1/March/2026", UPDATED),
        ("Last updated: 01-Mar-2026", UPDATED),
        ("Updated March 2026", NONE),
        ("This policy was revised on the 1st day of March 2026.", UPDATED),
        ("We last changed this policy on 1 March 2026.", UPDATED),
        ("Our policy was last updated on March 1, 2026 to reflect new vendors.", UPDATED),
        ("This Privacy Policy shall be effective from 1st April, 2026", EFFECTIVE),
        ("This policy will come into effect on April 1, 2026 and replaces our policy of 1 January 2024.", EFFECTIVE),
        ("This policy is effective April 1, 2026 for existing users and immediately for new users.", EFFECTIVE),
        ("Effective for all customers on 1 April 2026", EFFECTIVE),
        ("These changes take effect on 1 April 2026; until then the policy of 2 May 2024 applies.", EFFECTIVE),
        ("New policy effective 1 April 2026", EFFECTIVE),
        ("(effective 1 April 2026)", EFFECTIVE),
        ("Privacy Policy – Effective as of 1 April 2026", EFFECTIVE),
        ("The effective date of this policy is 1 April 2026.", EFFECTIVE),
        ("Last updated: 1 March 2026. Prior version: 5 May 2024.", UPDATED),
        ("Prior version: 5 May 2024. Last updated: 1 March 2026.", UPDATED),
        ("Version history: 1 March 2026: new vendors; 5 May 2024: first version", NONE),
        ("Diese Datenschutzerklärung ist aktuell gültig und hat den Stand März 2026.", NONE),
        ("Diese Erklärung wurde zuletzt am 1. März 2026 geändert.", UPDATED),
        ("Wir haben diese Erklärung zuletzt am 01.03.2026 aktualisiert.", UPDATED),
        ("Diese Bedingungen treten am 1. April 2026 in Kraft.", EFFECTIVE),
        ("Diese Fassung ist ab dem 1. April 2026 gültig.", EFFECTIVE),
        ("La présente politique a été modifiée le 1er mars 2026.", UPDATED),
        ("Cette politique entre en vigueur le 1er avril 2026.", EFFECTIVE),
        ("Politique mise à jour au 1er mars 2026", UPDATED),
        ("Esta política fue actualizada por última vez el 1 de marzo de 2026.", UPDATED),
        ("La presente política entra en vigor el 1 de abril de 2026.", EFFECTIVE),
        ("La presente informativa è stata aggiornata il 1 marzo 2026.", UPDATED),
        ("Questa informativa è in vigore dal 1° aprile 2026.", EFFECTIVE),
        ("Dit beleid is voor het laatst gewijzigd op 1 maart 2026.", UPDATED),
        ("Dit beleid treedt op 1 april 2026 in werking.", EFFECTIVE),
        ("Esta política foi atualizada pela última vez em 1 de março de 2026.", UPDATED),
        ("Esta política entra em vigor a 1 de abril de 2026.", EFFECTIVE),
    ],
)
def test_a_sentence_or_a_table_dates_the_policy(text: str, dates: Dates) -> None:
    assert stated(read(text)) == dates


def test_dotted_dates_are_read_day_first_only_in_languages_that_write_them_so() -> None:
    assert stated(read("Stand: 01.03.2026")) == UPDATED
    assert [problem.kind for problem in read("Last updated: 01.03.2026").problems] == [ProblemKind.AMBIGUOUS]


def test_the_changes_clause_beside_a_date_line_dates_nothing() -> None:
    reading = read("Updated 2026-03-01. Changes become effective 45 days after being posted.")
    assert (reading.updated_on, reading.effective_on, reading.notice_days) == (date(2026, 3, 1), date(2026, 4, 15), 45)
