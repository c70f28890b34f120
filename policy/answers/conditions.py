"""Conditions under which a clause speaks: a yes that holds only then is told as "it depends"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CONDITION = re.compile(
    r"\b(?:(?:only|except|unless|but only)\s+)?"
    r"(?:if|unless|provided that|to the extent(?: that)?|so long as|as long as|in the event (?:of|that)|in case(?: of)?|"
    r"(?:only )?(?:where|when|as) (?:it is |we are |this is )?(?:legally |strictly |reasonably )?"
    r"(?:required|permitted|allowed|obliged|compelled|authori[sz]ed|requested)|"
    r"(?:only )?with your (?:prior |explicit |express |separate |written )*(?:consent|permission|agreement)|"
    r"subject to your (?:consent|choices?)|(?:up)?on your request|at your (?:request|direction)|"
    r"in response to (?:a |an )?(?:\w+ )?(?:request|order|subpoena|warrant)s?)"
    r"\b(?:[^.;:()]|\.(?=\S))*",
    re.IGNORECASE,
)
_LONGEST = 160


def condition_of(words: str) -> str:
    """The first condition in a quote, in its own words ("if the law requires it"); "" for none."""
    found = _CONDITION.search(words)
    if found is None:
        return ""
    condition = " ".join(found[0].split()).strip(" ,–-")
    return condition if len(condition) <= _LONGEST else f"{condition[:_LONGEST].rsplit(' ', 1)[0]}…"


def common_condition(quotes: Iterable[str]) -> str:
    """The condition of the first of these quotes when every one of them has one; "" otherwise."""
    conditions = [condition_of(quote) for quote in quotes]
    return conditions[0] if conditions and all(conditions) else ""
