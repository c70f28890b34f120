"""Understanding a question: its words, concepts, form (yes/no or open) and what it is about."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from policy.answers.periods import numbers_asked
from policy.vocabulary import Kind, Match, Token, Vocabulary, keys_of, stem, tokens

LONGEST_QUESTION = 1_000
_SLACK = re.compile(r"<[@#!][^>]*>|<(?:https?|mailto):[^>|]*\|([^>]*)>|<(?:https?|mailto):[^>]*>|:[a-z0-9_+-]+:")
_MARKUP = str.maketrans({"*": " ", "_": " ", "~": " ", "`": " ", "’": "'", "“": '"', "”": '"', ">": " "})
_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b[^.?!]{0,40}\b(?:instructions?|previous|above|prompt|rules|policy text|everything)\b|\bsystem prompt\b|"
    r"\b(?:pretend|role-?play|you are now|act as (?:a|an|if)|jailbreak|developer mode|repeat after me|respond only with|say exactly|"
    r"answer (?:only )?with|just (?:say|answer) (?:yes|no)|(?<!policy )(?<!it )(?<!we )(?<!notice )say (?:that )?(?:we|yes|no)\b|tell them that we|print the word|output the)\b",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning)\b[^,.!?:]{0,30}[,.!:]?\s*|"
    r"(?:so|ok|okay|and|but|also|well|um|quick (?:one|question)|question|q|asking for a (?:friend|customer)|fyi|sorry|please|pls|just|btw)\b[\s,:;.-]*|"
    r"(?:can|could|would|will) (?:you|u|someone|somebody|anyone|anybody)(?: please| kindly| pls)? (?:tell|say|explain|remind|show|give|confirm|check|list|help|clarify|look up)"
    r"(?: me| us)?(?: know| understand| find out| with)?(?: about| that)?\s*,?\s*|"
    r"(?:do|does) (?:you|u|anyone|anybody|someone|we) know\s*,?\s*|(?:i'd|i would|we'd|we would) (?:like|love|want|need) to (?:know|understand|find out)\s*,?\s*|"
    r"(?:i|we) (?:need|want|have) to (?:know|understand|find out|tell (?:a|the|my) \w+)\s*,?\s*|(?:i|we) (?:was|were|am|are|'m) (?:just )?(?:wondering|asked|asking|unsure|curious)\s*,?\s*|"
    r"i wonder\s*,?\s*|wondering\s+|any idea\s+|tell me\s+|let me know\s+|"
    r"(?:a|the|my|our|one) (?:\w+ )?(?:customer|client|prospect|user|colleague|lead|auditor)s? (?:asks?|is asking|asked|wants to know|wonders|would like to know)\s*[:,]?\s*|"
    r"according to (?:the|our) (?:\w+ )?policy\s*,?\s*|(?:does|do|did) (?:the|our) (?:\w+ )?policy (?:say|state|mention|specify|tell us)\s+(?:that\s+)?(?=who|what|which|how|when|where|whether|if)|"
    r"(?:if|whether)\s+(?=(?:we|our|the|it|a|any|customers?|you|they)\b(?![^,]*,)))",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:if|whether)\s*$", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\bhow (?:long|many|much|often|soon|quickly|fast)\b|\bwhat (?:is the )?(?:period|number|deadline)\b|\bhow old\b|\bnumber of (?:days|months|years)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[.])\s+(?=[A-Za-z])|\n+")
_SEGMENT = re.compile(r"\s*(?:,|;|:|\s[-–—]+\s|\.\.\.?)\s*")


class Form(StrEnum):
    POLAR = "polar"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood, before it meets a policy.

    `asked` is the sentence that asks, without politeness; `form` says whether yes or no is wanted. Concept keys carry
    their kind ("data:card_data"). `generic_data` is true when it speaks of personal data at large.
    """

    raw: str
    asked: str
    words: tuple[Token, ...]
    matches: tuple[Match, ...]
    form: Form
    quantity: bool
    numbers: tuple[tuple[str, str], ...]
    generic_recipient: bool
    generic_data: bool
    data: tuple[str, ...]
    purposes: tuple[str, ...]
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    acts: frozenset[str]
    denied: frozenset[str]

    @property
    def concepts(self) -> frozenset[str]:
        """Every concept of the question."""
        return frozenset(match.concept for match in self.matches)

    def unmatched(self) -> tuple[Token, ...]:
        """Return the words that belong to no concept."""
        covered = {
            place
            for match in self.matches
            for place in range(match.first, match.last)
            if not match.concept.startswith("word:")
        }
        return tuple(word for place, word in enumerate(self.words) if place not in covered)


_AMERICA = re.compile(r"\b(?:(?:USA?|U\.S\.(?:A\.)?)(?=\W|$)|(?<=\bin the )us\b|(?<=\bto the )us\b)")
"""The country, which without capitals or article is the pronoun."""


def clean_question(raw: str) -> str:
    """Return the words of a question without Slack's syntax, markup and control characters."""
    text = _SLACK.sub(lambda match: match.group(1) or " ", raw)
    text = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs") and letter != "\n" else letter
        for letter in text
    )
    text = _AMERICA.sub("United States", text)
    return "\n".join(" ".join(line.split()) for line in text.translate(_MARKUP).splitlines()).strip()


def is_injection(text: str) -> bool:
    """Whether a text tries to make the answerer say something instead of asking what the policy says."""
    return bool(_INJECTION.search(text))


def read_question(raw: str, vocabulary: Vocabulary) -> Question:
    """Read a question; never fails, a text without meaning gives a question without concepts."""
    sentence = _asking_sentence(clean_question(raw), vocabulary)
    asked, whether = _without_politeness(sentence)
    words = tokens(asked)
    matches = _meant(tuple(vocabulary.question.find(words, asked)), asked)
    form = _form(asked, words, vocabulary, whether=whether)
    return _question(raw, asked, matches, form, vocabulary)


def without_names(question: Question, places: frozenset[int], vocabulary: Vocabulary) -> Question:
    """Return the question without the concepts that stand inside names ("analytics" in "Google Analytics")."""
    kept = tuple(m for m in question.matches if not places & set(range(m.first, m.last)))
    if len(kept) == len(question.matches):
        return question
    built = _question(question.raw, question.asked, kept, question.form, vocabulary)
    return replace(built, kinds=tuple(dict.fromkeys((*built.kinds, *(k for k in question.kinds if k == _GROUP)))))


_GROUP = "recipient:group_companies"


def _question(raw: str, asked: str, matches: tuple[Match, ...], form: Form, vocabulary: Vocabulary) -> Question:
    words = tokens(asked)
    data = keys_of(matches, Kind.DATA)
    specific = tuple(key for key in data if not vocabulary.concepts[key].generic)
    return Question(
        raw=raw,
        asked=asked,
        words=words,
        matches=matches,
        form=form,
        quantity=bool(_QUANTITY.search(asked)),
        numbers=numbers_asked(asked),
        generic_recipient=any(True for _ in vocabulary.generic.find(words, asked)),
        generic_data=len(specific) < len(data),
        data=specific,
        purposes=keys_of(matches, Kind.PURPOSE),
        kinds=_kinds(matches, asked),
        topics=_topics(matches, asked),
        acts=frozenset(m.concept.partition(":")[2] for m in matches if m.concept.startswith("word:")),
        denied=frozenset(match.concept for match in vocabulary.denied.find(words, asked)),
    )


_BY_MAIL = re.compile(r"\b(?:by|via|per|through|in an|send an|an|we|must|should|to|can|us)\s*$", re.IGNORECASE)
_DEFINES = re.compile(
    r"^(?:is|are)\b.{2,60}\b(?:personal|sensitive|non-personal) (?:data|information)\s*\??$|\b(?:counts?|considered|treated|regarded) as (?:personal|sensitive)\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"\b(?:share|give|disclose|get|sell|receive|send|transfer|pass|collect|keep|process|store|use|have|delete|hold)\w*\b",
    re.IGNORECASE,
)


def _meant(matches: tuple[Match, ...], asked: str) -> tuple[Match, ...]:
    """Drop what is only part of a longer phrase ("emails" in "marketing emails"), commands and "by e-mail"."""
    kept = []
    for match in matches:
        inside = any(
            other.first <= match.first
            and match.last <= other.last
            and other.last - other.first > match.last - match.first
            for other in matches
            if not other.concept.startswith("word:")
        )
        mail = match.concept == "data:email_address" and match.words.lower() in ("email", "e-mail")
        if not (inside or (mail and _BY_MAIL.search(asked[: match.start]))):
            kept.append(match)
    return tuple(kept)


_DELETED_WHEN = re.compile(
    r"\b(?:when|how long|how soon|after|within|in how)\b.*\b(?:deleted?|erased?|removed?|purged?|gone|destroyed|wiped|emptied|overwritten|blinded|anonymi[sz]ed)\b|"
    r"\b(?:deleted?|erased?|removed?|purged?|gone|destroyed|wiped)\b.*\b(?:after|within|when|how (?:long|soon|quickly|fast))\b",
    re.IGNORECASE,
)
_SALE = re.compile(
    r"\b(?:is|are|were|was|be|been|gets?|got|being)\s+(?:ever |one day )?(?:sold|acquired|bought|taken over|merged)\b|\b(?:takes?|taking|took) over\b|"
    r"\b(?:buys?|bought|acquires?) (?:us|our|the (?:company|business|shop|firm))\b|\bwe (?:merge|sell (?:the|our) (?:company|business|shop|firm)|go (?:bankrupt|bust|under))\b",
    re.IGNORECASE,
)
_SOLD_DATA = re.compile(r"\b(?:data|information|contacts?|lists?|addresses|details|emails?)\s*$", re.IGNORECASE)


def _topics(matches: tuple[Match, ...], asked: str) -> tuple[str, ...]:
    found = keys_of(matches, Kind.TOPIC)
    if _DELETED_WHEN.search(asked):
        found = (*(key for key in found if key not in ("topic:erasure", "topic:retention")), "topic:retention")
    return (*found, "topic:definition") if _DEFINES.search(asked) and not _SHARES.search(asked) else found


def _kinds(matches: tuple[Match, ...], asked: str) -> tuple[str, ...]:
    """Return the kinds of recipients; "if Acme is sold" asks about a buyer, "is our data sold" does not."""
    found = keys_of(matches, Kind.RECIPIENT)
    sale = _SALE.search(asked)
    if sale and not _SOLD_DATA.search(asked[: sale.start()]) and "recipient:business_transfer_party" not in found:
        return (*found, "recipient:business_transfer_party")
    return found


def _asking_sentence(text: str, vocabulary: Vocabulary) -> str:
    """Return the sentence that asks: of several, the one with the most concepts, a question mark counting double."""
    sentences = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    if len(sentences) < 2:
        return text.strip()

    def weight(sentence: str) -> tuple[int, int]:
        found = {
            m.concept
            for m in vocabulary.question.find(tokens(sentence), sentence)
            if not m.concept.startswith("word:receive")
        }
        return (len(found) + (3 if "?" in sentence and found else 0), len(sentence))

    return max(sentences, key=weight)


def _without_politeness(sentence: str) -> tuple[str, bool]:
    whether = False
    text = sentence.strip(" \"'.-")
    for _ in range(6):
        match = _POLITE.match(text)
        if not match or not match.group().strip():
            break
        if match.group()[-1].isalnum() and text[match.end() : match.end() + 1].isalnum():
            break  # "do we knowingly" is not "do we know"
        rest = text[match.end() :].lstrip(" ,:;-")
        if len(rest.split()) < 2:
            break
        opened = re.match(r"(?:if|whether)\s+", rest, re.IGNORECASE) or _WHETHER.search(match.group().strip())
        whether = whether or bool(opened)
        text = re.sub(r"^(?:if|whether)\s+", "", rest, flags=re.IGNORECASE) if opened else rest
    return text, whether


def _form(asked: str, words: tuple[Token, ...], vocabulary: Vocabulary, *, whether: bool) -> Form:
    if whether or not words:
        return Form.POLAR if whether else Form.OPEN
    firsts = [tokens(part)[0] for part in _SEGMENT.split(asked) if tokens(part)]
    open_words, polar_words = vocabulary.words["open"], vocabulary.words["polar"]
    if any(_is(first, open_words) for first in firsts):
        return Form.OPEN
    if any(_is(first, polar_words) for first in firsts):
        return Form.POLAR
    if any(_is(word, open_words) for word in words[:5]) or _is(firsts[0], vocabulary.words["commands"]):
        return Form.OPEN
    return Form.POLAR if "?" in asked else Form.OPEN


def _is(word: Token, words: frozenset[str]) -> bool:
    return word.stem in words or stem(word.text.partition("'")[0]) in words
