"""Changes of words that change nothing of substance, told by rule: spelling, punctuation, the date line, numbers of
sections that were renumbered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policy.compare import Change, ChangeKind
from policy.dates.statements import speaks_of_dates, without_date_words

_VARIANTS = (
    (re.compile(r"(?<=\w)s(?=(?:e|es|ed|er|ers|ing|ation|ations)$)"), "z"),
    (re.compile(r"(?<=\w)our(?=$|s$|ed$|ing$|able$|ful$|ably$)"), "or"),
    (re.compile(r"(?<=\w)ogue(?=$|s$)"), "og"),
    (re.compile(r"(?<=\w)tre(?=$|s$)"), "ter"),
    (re.compile(r"ence(?=$|s$)"), "ense"),
    (re.compile(r"([lt])\1(?=(?:ed|ing|er|ment|fil)\w*$)"), r"\1"),
    (re.compile(r"programme"), "program"),
    (re.compile(r"judgement"), "judgment"),
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def harmless(change: Change) -> str:
    """Return why a change of words is no change of substance, or "" when it may be one."""
    if reason := _is_capture_alone(change):
        return reason
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        if not any(_WORD.search(side.text) for side in (*change.old, *change.new)):
            return "punctuation, capitals or signs"
        return "the date line" if _is_dateline(change) else ""
    old, new = (_words(change, sign) for sign in "-+")
    if old == new:
        return "punctuation, capitals or signs"
    if _is_dateline(change):
        return "the date line"
    if _is_hidden_address(change):
        return "how the capture hides an e-mail address"
    if len(old) == len(new) and all(_same_spelling(*pair) for pair in zip(old, new, strict=True)):
        return "spelling"
    return ""


def _words(change: Change, sign: str) -> list[str]:
    """Return the whole words that a change's runs touch on one side, in lower case.

    A run may hold part of a word, so words are read from the rebuilt side and kept where a changed run meets them.
    """
    text, touched = "", []
    for run in change.words:
        if run.sign in ("=", sign):
            if run.sign == sign:
                touched.append((len(text), len(text) + len(run.text)))
            text += run.text
    return [
        match[0].lower().replace("\u2019", "'")
        for match in _WORD.finditer(text)
        if any(match.start() < end and start < match.end() for start, end in touched)
    ]


def _is_dateline(change: Change) -> bool:
    """Tell whether nothing but the dates of a date line differs."""
    sides = (*change.old, *change.new)
    if not sides or not all(speaks_of_dates(side.text) for side in sides):
        return False
    bare = {" ".join(_WORD.findall(without_date_words(side.text).lower())) for side in sides}
    return len(bare) == 1


_HIDDEN = re.compile(r"[\w.+-]{0,64}\[?email\s+protected\]?[\w.@-]*|[\w.+-]{1,64}@[\w.-]{1,255}", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)")
_EMPTY_LINK = re.compile(r"\[\s{0,3}\]\[[^\]\n]{0,200}\]")
"""A link without words whose target stands nowhere: what converting a page's anchors leaves behind."""


def _is_capture_alone(change: Change) -> str:
    """Return what captures put in and take out again, where texts are the same but for that: pictures, empty links."""
    old, new = (" ".join(side.text for side in sides) for sides in (change.old, change.new))
    for pattern, sign, reason in ((_IMAGE, "![", "pictures"), (_EMPTY_LINK, "][", "empty links")):
        if sign in old + new and _WORD.findall(pattern.sub("", old)) == _WORD.findall(pattern.sub("", new)):
            return reason
    return ""


def _is_hidden_address(change: Change) -> bool:
    """Tell whether texts differ only in what a web page shows to robots in the place of an e-mail address."""
    old, new = (" ".join(side.text for side in sides) for sides in (change.old, change.new))
    if "protected" not in f"{old} {new}".lower():
        return False
    return _WORD.findall(_HIDDEN.sub("", old).lower()) == _WORD.findall(_HIDDEN.sub("", new).lower())


def _same_spelling(old: str, new: str) -> bool:
    return _standard(old) == _standard(new) or _letters_swapped(old, new) or _letter_doubled(old, new)


def _standard(word: str) -> str:
    for pattern, standard in _VARIANTS:
        word = pattern.sub(standard, word)
    return word


def _letters_swapped(old: str, new: str) -> bool:
    """Tell "recieve" from "receive": two neighbours changed places inside a word."""
    if len(old) != len(new) or len(old) < 4 or not (old + new).isalpha():
        return False
    apart = [place for place in range(len(old)) if old[place] != new[place]]
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and old[apart[0]] == new[apart[1]]
        and old[apart[1]] == new[apart[0]]
    )


def _letter_doubled(old: str, new: str) -> bool:
    """Tell "comitted" from "committed": one letter stands once instead of twice."""
    return len(old) >= 5 and old != new and re.sub(r"([a-z])\1", r"\1", old) == re.sub(r"([a-z])\1", r"\1", new)


_LIGHT_WORDS = (
    "a an the this that these those it its our your their which "
    "is are am was were be been being has have had of in on at as "
    "also too however therefore thus hence moreover furthermore additionally further please simply just kindly here "
    "there below above following follows next previous herein hereof hereby thereof therein hereinafter such "
    "see read click visit refer consult find found note describe described describes explain explained explains "
    "outline outlined outlines list listed lists detail detailed details called known named titled "
    "policy notice statement page webpage website site section sections paragraph clause document link"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""Words that carry no right, duty, period, channel, person or place: a rewording of these alone changes no meaning."""
MOST_REWORDED = 12
"""More changed words than this are never called a small rewording."""


def small_rewording(changes: Sequence[Change]) -> bool:
    """Tell whether few words changed, and of each only its ending or none that carries a meaning.

    Everything else is left to a person: "two years" that become "five years", "by e-mail" that becomes "on this page"
    and "encrypted" that becomes "sent" are a word each.
    """
    if any(change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED) for change in changes):
        return False
    sides = [(_words(change, "-"), _words(change, "+")) for change in changes]
    if sum(len(old) + len(new) for old, new in sides) > MOST_REWORDED:
        return False
    return all(
        word in _LIGHT or any(_same_stem(word, other) for other in others)
        for old, new in sides
        for words, others in ((old, new), (new, old))
        for word in words
    )


def _same_stem(word: str, other: str) -> bool:
    """Tell "letter" from "letters" and "use" from "using"; a negating beginning is no ending."""
    shorter, longer = sorted((word, other), key=len)
    stem = shorter.rstrip("e")
    return len(stem) >= 3 and longer.startswith(stem) and longer[len(stem) :] in _ENDINGS and word.isalpha()


_ENDINGS = frozenset(("", "e", "s", "es", "d", "ed", "ing", "'s", "\N{RIGHT SINGLE QUOTATION MARK}s"))
