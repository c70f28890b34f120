"""The word lists of the seven languages that replies are understood in."""

from notifier.understanding.languages.english import LEXICON as ENGLISH

LEXICONS = (ENGLISH,)

__all__ = ["ENGLISH", "LEXICONS"]
