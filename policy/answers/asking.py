"""A question put to one revision: what it names there, and which of its words the policy must cover."""

from __future__ import annotations

from dataclasses import dataclass

from policy.answers.index import ReadingIndex
from policy.answers.mentions import Mentions, place_words
from policy.answers.question import Form, Question
from policy.sharing import Clause, PolicyReading, SharingStatement
from policy.vocabulary import Token, Vocabulary

_UNITS = frozenset({"day", "dai", "week", "month", "year", "hour"})


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """Question, reading and vocabulary together; what every way of answering is given."""

    question: Question
    mentions: Mentions
    reading: PolicyReading
    index: ReadingIndex
    vocabulary: Vocabulary

    @property
    def polar(self) -> bool:
        """Whether yes or no is wanted."""
        return self.question.form is Form.POLAR

    @property
    def statements(self) -> tuple[SharingStatement, ...]:
        """Every sharing statement of the revision."""
        return self.reading.statements

    def clause(self, statement: SharingStatement) -> Clause:
        """Return the clause that a statement was read from."""
        return self.reading.clauses[statement.clause]

    def hard_words(self) -> tuple[Token, ...]:
        """Return the words that carry meaning beyond concepts, names, grammar and small talk."""
        covered = {
            place
            for match in self.question.matches
            if not match.concept.startswith("word:")
            for place in range(match.first, match.last)
        }
        for match in self.vocabulary.generic.find(self.question.words, self.question.asked):
            covered.update(range(match.first, match.last))
        covered.update(p for p in place_words(self.question) if self.question.words[p].stem in self.index.stems)
        lists = self.vocabulary.words
        verbs = lists["share"] | lists["sell"] | lists["receive"] | lists["commands"] | lists["strong_all"]
        small = lists["stop"] | lists["filler"] | lists["open"] | lists["polar"] | lists["negation"]
        return tuple(
            word
            for place, word in enumerate(self.question.words)
            if place not in covered
            and place not in self.mentions.places
            and word.stem not in small
            and word.stem not in verbs
            and not word.text.isdigit()
            and not (self.question.numbers and word.stem in _UNITS)
            and len(word.stem) > 1
        )

    def purposes_beside_data(self) -> tuple[str, ...]:
        """Return the purposes whose words are not at the same time the data asked about ("invoices")."""
        data = [(m.first, m.last) for m in self.question.matches if m.concept in self.question.data]
        return tuple(
            key
            for key in self.question.purposes
            if any(
                m.concept == key and not any(first < m.last and m.first < last for first, last in data)
                for m in self.question.matches
            )
        )

    def label(self, key: str) -> str:
        """Return the words for a concept."""
        return self.vocabulary.label(key)
