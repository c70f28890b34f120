"""Text in, sentences out: folding of letters, sentence and line boundaries of mail."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MOST_CHARACTERS = 40_000  # nobody objects after the tenth page; time stays bounded
MOST_SENTENCES = 400
_PUNCTUATION = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u00b4": "'", "`": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2013": " - ", "\u2014": " - ", "\u2012": " - ", "\u2026": "...", "\u00a0": " ", "\u202f": " ",
    "\u00df": "ss", "\u00e6": "ae", "\u0153": "oe", "\u00f8": "o", "\t": " ", "\u00bf": " ", "\u00a1": " ",
})  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_ABBREVIATION = re.compile(
    r"\b(art|arts|abs|nr|no|num|inc|ltd|mr|mrs|ms|dr|st|str|z\s?\.\s?b|e\s?\.\s?g|i\s?\.\s?e|bzw|usw|ca|evtl|ggf|"
    r"lit|para|ad\s?es|por ej|ej|bijv|es|sec|reg|resp|p\.\s?ex|sig|sra|sr|dott|mme|vs|approx|d\s?\.\s?h|o\s?\.\s?g|b\s?\.\s?v|u\s?\.\s?s|c\.a)\.",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_DOMAIN = re.compile(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2,})")
_END = re.compile(r"(?<=[.!?;])[\"')\]]*\s+|(?<=[!?])(?=[A-Za-z])|(?<=[a-z]\.)(?=[A-Z])")
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u25cf\u00b7>+]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_DOT = "\u2024"
_SHORT_LINE = 46  # a line that stops before this column was ended by its writer, not by a mail program


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return `word` in lower case without accents, the form that lexicons are written in."""
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_PUNCTUATION))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def clean(text: str) -> str:
    """Return `text` with one kind of quotes, dashes and spaces, and without invisible characters, cut to a bound."""
    plain = _INVISIBLE.sub("", text[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFKC", plain.translate(_PUNCTUATION))


def _paragraphs(text: str) -> list[str]:
    """Join lines that a mail program wrapped; blank lines, bullets and short lines end a paragraph."""
    paragraphs: list[str] = []
    open_line = False
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped:
            open_line = False
            continue
        if open_line and not _BULLET.match(line):
            paragraphs[-1] += " " + stripped
        else:
            paragraphs.append(_BULLET.sub("", stripped))
        open_line = (
            len(stripped) >= _SHORT_LINE or stripped[-1] in ",-" or (stripped[-1].islower() and len(stripped) > 24)
        )
    return paragraphs


def sentences(text: str) -> tuple[str, ...]:
    """Split cleaned text into sentences; abbreviations, decimals and host names do not end one."""
    found: list[str] = []
    for paragraph in _paragraphs(text):
        shielded = _ABBREVIATION.sub(lambda match: match.group(0).replace(".", _DOT), paragraph)
        shielded = _DOMAIN.sub(_DOT, _DECIMAL.sub(_DOT, shielded)) if "@" in shielded or "www" in shielded else shielded
        shielded = _DECIMAL.sub(_DOT, shielded)
        for piece in _END.split(shielded):
            if piece and piece.strip(" .!?;"):
                found.append(piece.strip().replace(_DOT, "."))
            elif piece.strip() and not found:
                found.append(piece.strip())
        if len(found) >= MOST_SENTENCES:
            break
    return tuple(found[:MOST_SENTENCES])
