"""What the words of policies and of staff mean: data categories, purposes, kinds of recipients, topics.

The words live in `terms/*.yml`; a policy repository extends them with its own `vocabulary.yml`.
"""

from policy.vocabulary.model import Concept, Kind, Match, Matcher, Vocabulary, keys_of
from policy.vocabulary.reading import alias_stems, extended_vocabulary, standard_vocabulary
from policy.vocabulary.words import Token, fold, stem, stems, tokens

__all__ = [
    "Concept",
    "Kind",
    "Match",
    "Matcher",
    "Token",
    "Vocabulary",
    "alias_stems",
    "extended_vocabulary",
    "fold",
    "keys_of",
    "standard_vocabulary",
    "stem",
    "stems",
    "tokens",
]
