"""Which of the seven languages a sentence is written in: by its small words and by the words that matter here."""

from __future__ import annotations

from notifier.understanding.languages import LEXICONS
from notifier.understanding.lexicon import Lexicon, tokenise
from notifier.understanding.roles import Role

_WEIGHTY = frozenset(set(Role) - {Role.FILLER, Role.NO, Role.I, Role.IT, Role.NEUTRAL, Role.PART, Role.ALL})
_ROLE_WEIGHT = 0.6
_MARGIN = 2.0  # a sentence is read in another language than its message only when it plainly is in it
_ENOUGH_FOR_A_LANGUAGE = 0.13
_SHORT = 6
_SURE = 0.4  # with so many known words a word no other language is tried


def _score(tokens: tuple[str, ...], lexicon: Lexicon) -> float:
    small = sum(token in lexicon.common for token in tokens)
    weighty = sum(bool(lexicon.known(token) & _WEIGHTY) for token in tokens)
    return small + _ROLE_WEIGHT * weighty


def _best(text: str) -> tuple[Lexicon, float, int]:
    scored = []
    words = {splits: tokenise(text, splits_elision=splits) for splits in (False, True)}
    for lexicon in LEXICONS:
        tokens = words[lexicon.grammar.splits_elision]
        scored.append((_score(tokens, lexicon), lexicon, len(tokens)))
    score, lexicon, length = max(scored, key=lambda entry: entry[0])
    return lexicon, score, length


def language_of(text: str) -> Lexicon | None:
    """The language of a whole message, or None when it is none of the seven."""
    lexicon, score, length = _best(text[:4_000])
    letters = sum(character.isalpha() for character in text[:4_000])
    if length == 0 or letters == 0:
        return lexicon
    foreign = sum(ord(character) > 0x24F and character.isalpha() for character in text[:4_000])
    if foreign > letters / 2:
        return None
    if score == 0:
        return None if length >= _SHORT else lexicon
    return lexicon if score / length >= _ENOUGH_FOR_A_LANGUAGE else None


def language_of_sentence(sentence: str, around: Lexicon) -> Lexicon:
    """The language of one sentence; that of the message around it unless another one fits far better."""
    tokens = tokenise(sentence, splits_elision=around.grammar.splits_elision)
    expected = _score(tokens, around)
    if expected >= _SURE * len(tokens):
        return around
    lexicon, score, _ = _best(sentence)
    return lexicon if score - expected >= _MARGIN else around
