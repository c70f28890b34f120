"""Letters to customers about their cases, in seven languages."""

from notifier.cases.letters.compose import LANGUAGES, LetterFacts, Proof, compose

__all__ = ["LANGUAGES", "LetterFacts", "Proof", "compose"]
