"""Clauses: pieces of a sentence with one verb, their words tagged with roles, and what can be asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notifier.understanding.lexicon import Lexicon, tokenise
from notifier.understanding.roles import Role

_HARD_BREAK = re.compile(r"\s+-+\s+|[;:()\[\]|]|,(?=\s)")
_CITED = re.compile(r'"[^"]{1,400}"')
_CITED_WORDS = 3  # a longer quotation is somebody else's words
_VERBS = frozenset({
    Role.ERASE, Role.CLOSE, Role.OBJECT, Role.ACCEPT, Role.STOP, Role.SEND, Role.UNSUBSCRIBE, Role.WITHDRAW,
    Role.CORRECT, Role.RESTRICT, Role.TELL, Role.COMPLAIN, Role.LEAVE,
})  # fmt: skip
_NEGATION_REACH = 8
_NEGATION_REACH_VERB_LAST = 14


@dataclass(frozen=True, slots=True)
class Clause:
    """Tagged words of one clause. `sentence` is what the customer wrote, `asked` that it ends with a question mark.

    `conditional` holds for every clause of a sentence with a condition; `inherits_not` for a clause joined by "and" to
    a negated one; `asks_before` when the sentence asked for something before this clause ("I want, that you ...").
    """

    sentence: str
    tokens: tuple[str, ...]
    roles: tuple[frozenset[Role], ...]
    lexicon: Lexicon
    asked: bool = False
    conditional: bool = False
    inherits_not: bool = False
    asks_before: bool = False
    is_subject: bool = False

    def has(self, *wanted: Role) -> bool:
        """Whether any word plays any of the roles."""
        return any(role in tags for tags in self.roles for role in wanted)

    def has_all(self, *wanted: Role) -> bool:
        return all(self.has(role) for role in wanted)

    def places(self, *wanted: Role) -> tuple[int, ...]:
        """Places of the words that play any of the roles, in order."""
        return tuple(place for place, tags in enumerate(self.roles) if any(role in tags for role in wanted))

    def between(self, role: Role, start: int, stop: int) -> bool:
        """Whether a word at `start <= place < stop` plays the role; bounds may lie outside."""
        return any(role in tags for tags in self.roles[max(start, 0) : max(stop, 0)])

    def negated(self, place: int) -> bool:
        """Whether the word at `place` is negated: "not" before it, or after it in languages that put it there."""
        reach = _NEGATION_REACH_VERB_LAST if self.lexicon.grammar.negates_backwards else _NEGATION_REACH
        for back in range(place - 1, max(-1, place - 1 - reach), -1):
            tags = self.roles[back]
            if Role.NOT in tags or (Role.REFUSE_TO in tags):
                return True
            if Role.NO in tags and place - back <= 2:
                return True
            if Role.PLEASE in tags:
                break  # "I am not a customer any more please delete": the request starts anew
        if self.lexicon.grammar.negates_backwards:
            return self.between(Role.NOT, place + 1, place + 6)
        return False

    def negates(self, *roles: Role) -> bool:
        """Whether any word that plays one of the roles is negated."""
        return any(self.negated(place) for place in self.places(*roles))

    def any_negation(self) -> bool:
        return self.has(Role.NOT, Role.NO)

    def first_content(self) -> int:
        """Place of the first word that is not a filler before an imperative."""
        for place, tags in enumerate(self.roles):
            if Role.FILLER not in tags:
                return place
        return len(self.roles)

    def asks(self) -> bool:
        """Whether the clause is worded as a request, or continues one."""
        return self.has(Role.ASK) or self.asks_before

    def starts_with(self, role: Role) -> bool:
        """Whether an imperative of the role opens the clause."""
        place = self.first_content()
        opening = self.roles[:1]
        return (place < len(self.roles) and role in self.roles[place]) or any(role in tags for tags in opening)


def _without_citations(sentence: str) -> str:
    def keep(match: re.Match[str]) -> str:
        return match.group(0) if len(match.group(0).split()) <= _CITED_WORDS else " "

    return _CITED.sub(keep, sentence)


def _pieces(sentence: str, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the words of each clause and whether it is joined to the one before by a bare "and"."""
    for tokens in _parts(sentence, lexicon):
        roles = lexicon.tag(tokens)
        start, joined = 0, False
        for place in range(1, len(tokens)):
            if Role.BUT in roles[place] and place > start:
                yield tokens[start:place], joined
                start, joined = place, False
            elif Role.AND in roles[place] and _opens_clause(roles, place + 1):
                yield tokens[start:place], joined
                start, joined = place + 1, not _asks_anew(roles, place + 1)
        if tokens[start:]:
            yield tokens[start:], joined


def _parts(sentence: str, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """Words between marks; "I do not want, that you ..." stays one part, for its "not" reaches over the comma."""
    parts: list[tuple[str, ...]] = []
    for part in _HARD_BREAK.split(sentence):
        tokens = tokenise(part, splits_elision=lexicon.grammar.splits_elision)
        completes = bool(tokens) and Role.THAT in lexicon.word(tokens[0])
        if parts and completes:
            parts[-1] += tokens
        else:
            parts.append(tokens)
    return parts


def _opens_clause(roles: tuple[frozenset[Role], ...], place: int) -> bool:
    """Whether a new clause begins at `place`: a verb, a request or a subject follows within three words."""
    following = roles[place : place + 3]
    return any(tags & _VERBS or Role.ASK in tags or Role.I in tags or Role.NOT in tags for tags in following)


def _asks_anew(roles: tuple[frozenset[Role], ...], place: int) -> bool:
    return any(Role.ASK in tags or Role.I in tags or Role.NOT in tags for tags in roles[place : place + 3])


def clauses_of(sentence: str, lexicon: Lexicon, *, is_subject: bool = False) -> tuple[Clause, ...]:
    """Split one sentence into tagged clauses. Words inside quotation marks are somebody else's and are left out."""
    own = _without_citations(sentence)
    asked = own.rstrip(" !\"')").endswith("?")
    pieces = list(_pieces(own, lexicon))
    tagged = [(tokens, lexicon.tag(tokens), joined) for tokens, joined in pieces]
    conditional = any(Role.IF in tags for _, roles, _ in tagged for tags in roles)
    clauses: list[Clause] = []
    asked_before = False
    informing = False
    for tokens, tags, joined in tagged:
        # "the existence of the right to request erasure or to object": the words after "or" inform as well.
        roles = (tags[0] | {Role.WHETHER}, *tags[1:]) if informing and tags and not _asks_anew(tags, 0) else tags
        informing = any(Role.WHETHER in of_word for of_word in roles)
        before = clauses[-1] if clauses else None
        inherits = joined and before is not None and (before.has(Role.NOT) or before.inherits_not)
        clauses.append(Clause(sentence, tokens, roles, lexicon, asked, conditional, inherits, asked_before, is_subject))
        asked_before = asked_before or clauses[-1].has(Role.ASK)
    return tuple(clauses)
