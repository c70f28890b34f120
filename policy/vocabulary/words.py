"""Words: how text is cut into tokens and how a word is brought to its stem, the same way for policies and questions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:[.'’&+][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_MARKS = str.maketrans({"®": None, "™": None, "©": None, "℠": None})
_KEEP_S = ("ss", "us", "is", "as", "os")
_IRREGULAR = {
    "sold": "sell",
    "gave": "give",
    "given": "give",
    "kept": "keep",
    "sent": "send",
    "held": "hold",
    "got": "get",
    "paid": "pay",
    "told": "tell",
    "written": "write",
    "bought": "buy",
    "children": "child",
    "people": "person",
    "3rd": "third",
    "analyses": "analysis",
    "used": "use",
    "using": "use",
    "uses": "use",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as written, its stem, and where it stands (`start`/`end` are offsets in that text)."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether the word is written with a capital or a digit somewhere, as names are."""
        return any(letter.isupper() or letter.isdigit() for letter in self.text)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text for comparison: no trade marks, one form of quotes, lower case, white space folded."""
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS)).replace("’", "'")
    return " ".join(plain.lower().split())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of an English word; inflections of one word share it ("retained", "retains" → "retain")."""
    word = _POSSESSIVE.sub("", word.lower().replace("’", "'"))
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3:
        return word[:-1] if len(word) == 3 and word.endswith("s") and word[:2] in {"ip", "id", "cv", "ad"} else word
    return _without_e(_verb(_plural(word)))


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_KEEP_S):
        return word[:-1]
    return word


def _verb(word: str) -> str:
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= 3 and re.search("[aeiouy]", root):
            if word.endswith(("eed", "thing")):
                return word
            if root[-1] == root[-2] and root[-1] not in "lsz":
                return root[:-1]
            return root
    return word


def _without_e(word: str) -> str:
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if word.endswith("y") and len(word) > 3:
        return word[:-1] + "i"
    return word


def tokens(text: str) -> tuple[Token, ...]:
    """Cut text into words; hyphens and slashes part words, dots inside a name ("Customer.io") do not."""
    return tuple(
        Token(match.group(), stem(match.group().translate(_MARKS)), match.start(), match.end())
        for match in _TOKEN.finditer(text)
    )


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words in order."""
    return tuple(token.stem for token in tokens(text))
