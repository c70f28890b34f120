"""Picks from the sharing register what a question asks for: by data, purpose, kind, group, region or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.answers.asking import Asking
from policy.answers.mentions import place_words
from policy.sharing import Clause, Force, RecipientKind, SharingStatement
from policy.sharing.predicates import is_denial, is_limited
from policy.vocabulary import stems

KIND_PURPOSES = {
    "recipient:payment_processor": "purpose:payments",
    "recipient:analytics_providers": "purpose:analytics",
    "recipient:advertisers": "purpose:advertising",
    "recipient:carriers": "purpose:shipping",
    "recipient:social_networks": "purpose:social",
    "recipient:professional_advisers": "purpose:legal_advice",
}
_MAIN_KINDS = frozenset(
    {"recipient:public_authorities", "recipient:business_transfer_party", "recipient:group_companies"}
)
_WE_SHARE_IT = re.compile(
    r"\bwe (?:may |also |can |will |do |sometimes ){0,3}(?:share|disclose|sell|publish)\b", re.IGNORECASE
)
_MOST_RELATED = 2


@dataclass(frozen=True, slots=True)
class DataFit:
    """Statements that fit the data asked about, and how: `exact` names it, `only_mentioned` merely mentions it."""

    statements: tuple[SharingStatement, ...] = ()
    notes: tuple[str, ...] = ()
    exact: bool = False
    only_mentioned: bool = False


def stated(asking: Asking) -> tuple[SharingStatement, ...]:
    """Return the statements that say who gets data, without the denials."""
    return tuple(s for s in asking.statements if s.force is not Force.NEVER)


def narrowed(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Keep what belongs to the product that the question names; statements without a product belong to all."""
    if not asking.mentions.own:
        return statements
    wanted = {product.lower() for product in asking.mentions.own}
    products = [product.lower() for product in asking.reading.identity.products]

    def fits(statement: SharingStatement) -> bool:
        about = f"{statement.scope} {statement.heading}".lower()
        named = [product for product in products if product in about]
        return not named or any(product in about for product in wanted)

    kept = tuple(s for s in statements if fits(s))
    special = tuple(s for s in kept if any(product in f"{s.scope} {s.heading}".lower() for product in wanted))
    return special or kept


def by_data(asking: Asking, statements: tuple[SharingStatement, ...], *, mentions: bool = True) -> DataFit:
    """Return the statements that share the data asked about, in this order: that very data or a part of it, a category
    that contains it, a clause that merely mentions it."""
    vocabulary, wanted = asking.vocabulary, asking.question.data
    exact = tuple(s for s in statements if any(vocabulary.within(c, w) for c in s.categories for w in wanted))
    if exact:
        return DataFit(exact, exact=True)
    wider = tuple(s for s in statements if any(vocabulary.within(w, c) for c in s.categories for w in wanted))
    if wider:
        item = next(i for s in wider for i in s.data if any(vocabulary.within(w, i.category) for w in wanted))
        asked = next(w for w in wanted if vocabulary.within(w, item.category))
        return DataFit(wider, (f"The policy says “{item.words}”, which contains {asking.label(asked)}.",))
    if not mentions:
        return DataFit()
    mentioned = tuple(
        s
        for s in statements
        if any(vocabulary.within(c, w) for c in (*s.mentions, *_label_data(asking, s)) for w in wanted)
    )
    if mentioned:
        what = " and ".join(asking.label(key) for key in wanted)
        note = f"The clause mentions {what}, but does not say that {what} itself is shared."
        return DataFit(mentioned, (note,), only_mentioned=True)
    return DataFit()


def _label_data(asking: Asking, statement: SharingStatement) -> tuple[str, ...]:
    context = asking.clause(statement).context
    return tuple(
        key for key in context.concepts if key.startswith("data:") and statement.group and key != "data:personal_data"
    )


def by_purpose(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Return the statements for a purpose asked about; a wider purpose of the policy counts when none is exact."""
    wanted = asking.question.purposes
    vocabulary = asking.vocabulary
    exact = tuple(s for s in statements if any(vocabulary.within(p, w) for p in s.purposes for w in wanted))
    if exact:
        literal = _by_purpose_words(asking, exact, fewest=2)
        return _scoped(asking, _telling(asking, literal or exact))
    wider = tuple(s for s in statements if any(vocabulary.within(w, p) for p in s.purposes for w in wanted))
    return wider or _by_purpose_words(asking, statements)


def _telling(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Where some clauses have the question's telling words ("heatmaps") and others do not, keep the former."""
    asked = {word.stem for word in asking.hard_words()} & asking.index.stems
    if not asked:
        return statements
    kept = tuple(s for s in statements if asked <= asking.clause(s).wording.stems | frozenset(stems(s.group)))
    return kept or statements


def _by_purpose_words(
    asking: Asking, statements: tuple[SharingStatement, ...], *, fewest: int = 1
) -> tuple[SharingStatement, ...]:
    """Return the statements whose literal purpose repeats the question's own words ("push notifications")."""
    small = asking.vocabulary.words["stop"] | asking.vocabulary.words["filler"]
    phrases = [
        {token.stem for token in asking.question.words[match.first : match.last]} - small
        for match in asking.question.matches
        if match.concept in asking.question.purposes
    ]
    return tuple(
        s for s in statements if any(len(phrase) >= fewest and phrase <= set(stems(s.purpose)) for phrase in phrases)
    )


_PROVIDERS = re.compile(
    r"\b(?:sub-?\s?processors?|service providers?|providers|vendors|suppliers|tools)\b", re.IGNORECASE
)
_EVERYBODY = re.compile(
    r"\b(?:third part\w+|3rd part\w+|shar\w+|disclos\w+|recipients?|anyone|anybody)\b", re.IGNORECASE
)


def only_providers(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Leave authorities and a buyer of the business out of a list of providers, where any provider is named."""
    asked = asking.question.asked
    if not _PROVIDERS.search(asked) or _EVERYBODY.search(asked):
        return statements
    return tuple(s for s in statements if s.recipient.kind is RecipientKind.NAMED) or statements


def without_side_kinds(statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Where recipients are named, leave out kinds such as "analytics providers": authorities, a buyer of the business and
    the group's companies stay, because no name stands for them."""
    kept = tuple(s for s in statements if s.recipient.kind is RecipientKind.NAMED or s.recipient.concept in _MAIN_KINDS)
    return kept or statements


def unserved(asking: Asking) -> tuple[str, ...]:
    """Return the purposes asked about that no statement serves, when others are: one of two is no answer."""
    wanted = asking.question.purposes
    served = {p for s in stated(asking) for p in s.purposes}
    lacking = tuple(
        w for w in wanted if not any(asking.vocabulary.within(p, w) or asking.vocabulary.within(w, p) for p in served)
    )
    return lacking if lacking and len(wanted) > 1 else ()


def _scoped(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Of a clause that lists names under different limits, keep the half whose limit the question repeats."""
    generic = {
        place
        for match in asking.vocabulary.generic.find(asking.question.words, asking.question.asked)
        for place in range(match.first, match.last)
    }
    asked = {word.stem for place, word in enumerate(asking.question.words) if place not in generic}
    asked -= asking.vocabulary.words["stop"] | {"websit", "site"}
    kept = []
    for statement in statements:
        own = set(stems(statement.scope)) & asked
        others = {
            word
            for s in statements
            if s.clause == statement.clause and s.scope != statement.scope
            for word in stems(s.scope)
        } & asked
        if own or not others:
            kept.append(statement)
    return tuple(kept)


def by_kind(asking: Asking) -> tuple[SharingStatement, ...]:
    """Return the statements about a kind of recipient, or about the purpose that the kind stands for."""
    kinds = asking.question.kinds
    found = tuple(s for s in stated(asking) if s.recipient.concept in kinds)
    if found:
        return found
    purposes = {KIND_PURPOSES[kind] for kind in kinds if kind in KIND_PURPOSES}
    return tuple(s for s in stated(asking) if purposes & set(s.purposes))


def by_group(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Return the statements under a label of the policy that the question repeats."""
    asked = {word.stem for word in asking.question.words}
    small = asking.vocabulary.words["stop"] | {"service", "servic", "provider", "partner", "other", "and"}

    def fits(label: str) -> bool:
        words = {word for word in stems(label) if word not in small}
        return bool(words) and words <= asked

    return tuple(s for s in statements if s.group and s.group == asking.clause(s).label and fits(s.group))


def by_region(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Return the statements whose region is the one asked about; () when the question asks about none."""
    lists = asking.vocabulary.words
    asked = {word.stem for word in asking.question.words if word.text[:1].isupper() or len(word.text) > 3}
    wanted = set()
    if asked & (lists["united_states"] - {"us", "stat"}) or any(
        w.text in ("US", "USA", "U.S") for w in asking.question.words
    ):
        wanted |= {"united", "us", "usa", "u.s", "america"}
    if asked & lists["europe"]:
        wanted |= lists["europe"] if asked & {"eu", "europ", "european", "eea"} else asked & lists["europe"]
    wanted |= {stem for s in statements for stem in stems(s.region) if stem in asked}
    if not wanted:
        return ()
    return tuple(s for s in statements if s.region and set(stems(s.region)) & wanted)


def unknown_places(asking: Asking) -> str:
    """Return the places that the question names and the policy does not, as written."""
    words = asking.question.words
    named = [words[place] for place in sorted(place_words(asking.question))]
    return " ".join(word.text for word in named if word.stem not in asking.index.stems)


def tells_of_places(asking: Asking) -> tuple[Clause, ...]:
    """Return clauses that speak of the places which a question about recipients at large names, if it names any."""
    question = asking.question
    places = {question.words[place].stem for place in place_words(question)}
    if not places or question.purposes or question.data or not question.generic_recipient:
        return ()
    return tuple(clause for clause in asking.reading.clauses if places <= clause.wording.stems)[:_MOST_RELATED]


def shared_with_nobody_named(asking: Asking) -> tuple[Clause, ...]:
    """Return clauses that say the data is shared, but not with whom ("we may also share aggregated information")."""
    wanted = asking.question.data
    return tuple(
        clause
        for clause in asking.reading.clauses
        if any(asking.vocabulary.within(key, w) for key in clause.wording.concepts for w in wanted)
        and _WE_SHARE_IT.search(asking.reading.identity.as_we(clause.text))
        and not is_denial(clause.text)
    )[:2]


def by_words(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Return the statements whose clause has every telling word of the question."""
    asked = {word.stem for word in asking.hard_words()}
    if not asked:
        return ()

    def words(statement: SharingStatement) -> frozenset[str]:
        clause = asking.clause(statement)
        return clause.wording.stems | frozenset(stems(clause.label)) | frozenset(stems(statement.group))

    full = tuple(s for s in statements if asked <= words(s))
    return _scoped(asking, full)


def denials(asking: Asking, data: tuple[str, ...]) -> tuple[SharingStatement, ...]:
    """Return the denials that speak of the data asked about; for data at large, those that speak of no special data.

    A denial of one programme alone ("through our ads program") denies nothing of the rest.
    """
    vocabulary = asking.vocabulary
    nevers = tuple(s for s in asking.statements if s.force is Force.NEVER and not is_limited(asking.clause(s).text))
    if not data:
        return tuple(s for s in nevers if not s.data)
    return tuple(
        s
        for s in nevers
        if any(vocabulary.within(w, c) or vocabulary.within(c, w) for c in (*s.categories, *s.mentions) for w in data)
    )


def related_clauses(asking: Asking) -> tuple[Clause, ...]:
    """Return the clauses nearest to the question by words and concepts; what they say is no answer to it."""
    scores: dict[int, float] = {}
    for word in {word.stem for word in asking.question.words} - asking.vocabulary.words["stop"]:
        for place in asking.index.by_stem.get(word, ()):
            scores[place] = scores.get(place, 0.0) + asking.index.weight(word)
    for concept in asking.question.concepts:
        for place in asking.index.by_concept.get(concept, ()):
            scores[place] = scores.get(place, 0.0) + (2.0 if not concept.startswith("word:") else 0.3)
    best = sorted(scores, key=lambda place: (-scores[place], place))[:_MOST_RELATED]
    return tuple(asking.reading.clauses[place] for place in best if scores[place] > 1.0)
