"""The state of translations: which carry a revision's date, and which lag behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from policy.changelog.model import Entry, Translation, TranslationState
from policy.dates import read_dates
from policy.errors import PolicyError
from policy.repository import PolicyRepository

LANGUAGES = frozenset(
    [
        "bg",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "ga",
        "hr",
        "hu",
        "is",
        "it",
        "ja",
        "ko",
        "lt",
        "lv",
        "mt",
        "nb",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sr",
        "sv",
        "tr",
        "uk",
        "zh",
    ]
)
_LANGUAGE = r"([a-z]{2})(?:[-_][A-Za-z]{2})?"
_IN_NAME = re.compile(rf"(?P<stem>.+?)[._-]{_LANGUAGE}$")
_BEFORE_NAME = re.compile(rf"{_LANGUAGE}[._-](?P<stem>.+)$", re.IGNORECASE)
_FOLDER = re.compile(rf"^{_LANGUAGE}$")

Days = Sequence[tuple[str, date | None]]
"""Commit and stated date of update of each revision of a translation, oldest first."""


@lru_cache(maxsize=1_024)
def language_and_text(path: str) -> tuple[str, str]:
    """Return the language that a path names ("" for none) and what is left: equal for translations of one text.

    Known are `fr/privacy.md`, `privacy.fr.md`, `privacy_fr.md` and `fr-privacy.md`, with or without a country.
    """
    place = PurePosixPath(path)
    folders = list(place.parent.parts)
    for position, folder in enumerate(folders):
        if (match := _FOLDER.match(folder)) and match[1] in LANGUAGES:
            return match[1], str(PurePosixPath(*folders[:position], *folders[position + 1 :], place.name)).lower()
    if (match := _IN_NAME.match(place.stem)) and match[2] in LANGUAGES:
        return match[2], str(place.with_name(match["stem"] + place.suffix)).lower()
    if (match := _BEFORE_NAME.match(place.stem)) and match[1].lower() in LANGUAGES:
        return match[1].lower(), str(place.with_name(match["stem"] + place.suffix)).lower()
    return "", path.lower()


def translations_of(document: str, documents: Iterable[str]) -> tuple[str, ...]:
    """Return the documents that are the same text in another language, in order."""
    language, text = language_and_text(document)
    others = ((other, *language_and_text(other)) for other in documents if other != document)
    return tuple(sorted(other for other, spoken, said in others if said == text and spoken != language))


def days_of_translations(repository: PolicyRepository, document: str) -> dict[str, Days]:
    """Return the dated revisions of each translation of a document; what cannot be read has no date."""
    found: dict[str, Days] = {}
    for other in translations_of(document, repository.documents()):
        days: list[tuple[str, date | None]] = []
        for revision in repository.revisions(other):
            try:
                stated = read_dates(repository.document_at(revision), repository.settings_for(revision)).updated_on
            except PolicyError:
                stated = None
            days.append((revision.commit, stated))
        found[other] = days
    return found


def translation_states(entry: Entry, known: Mapping[str, Days]) -> tuple[Translation, ...]:
    """Return, for each translation, whether any of its revisions so far carries the date of this entry's revision."""
    return tuple(_state(entry.updated_on, other, days) for other, days in known.items())


def _state(wanted: date | None, document: str, days: Days) -> Translation:
    language = language_and_text(document)[0]
    dated = [(commit, stated) for commit, stated in days if stated is not None]
    if wanted is None or not dated:
        return Translation(document, language, TranslationState.UNDATED, None, None)
    carried = next(((commit, stated) for commit, stated in dated if stated >= wanted), None)
    if carried is None:
        return Translation(document, language, TranslationState.BEHIND, dated[-1][0], dated[-1][1])
    state = TranslationState.CURRENT if carried[1] == wanted else TranslationState.SKIPPED
    return Translation(document, language, state, *carried)
