"""The word lists of the seven languages that replies are understood in."""

from notifier.understanding.languages.dutch import LEXICON as DUTCH
from notifier.understanding.languages.english import LEXICON as ENGLISH
from notifier.understanding.languages.french import LEXICON as FRENCH
from notifier.understanding.languages.german import LEXICON as GERMAN
from notifier.understanding.languages.italian import LEXICON as ITALIAN
from notifier.understanding.languages.portuguese import LEXICON as PORTUGUESE
from notifier.understanding.languages.spanish import LEXICON as SPANISH

LEXICONS = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, PORTUGUESE)

__all__ = ["DUTCH", "ENGLISH", "FRENCH", "GERMAN", "ITALIAN", "LEXICONS", "PORTUGUESE", "SPANISH"]
