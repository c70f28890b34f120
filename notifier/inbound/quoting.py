"""Find what the writer newly wrote: cut quoted mail, attributions, signatures and legal footers."""

from __future__ import annotations

from dataclasses import dataclass

from notifier.inbound.phrases import (
    ATTRIBUTION,
    ATTRIBUTION_START,
    FOOTER,
    FORWARDED,
    HEADER_FROM,
    HEADER_OTHER,
    MOBILE,
    MOST_ATTRIBUTION,
    ORIGINAL,
    RULE_LINE,
    SIGNATURE,
)

_MOST_LINES = 5_000
_MOST_LINE = 8_000
_MOST_ATTRIBUTIONS = 60  # a thread quotes itself so often at most
_MOST_CHARACTERS = 40_000
_QUOTE_MARKS = (">", "|>", "\uff1e", "&gt;")
_SIGNATURE_LINES = 12  # a longer tail behind "-- " is no signature
_FOOTER_PARAGRAPH = 1_500
_BEGINNINGS = frozenset({"On ", "Am ", "Le ", "Il ", "El ", "Op ", "Em ", "Den", "No ", "A ", "Dni", "Dne"})


@dataclass(frozen=True, slots=True)
class Split:
    """A text taken apart: the writer's new words, what they quoted, what they forwarded."""

    text: str
    quoted: str = ""
    forwarded: str = ""
    cut: bool = False  # there was more than is read


def split_reply(text: str) -> Split:
    """Take the plain text of a message apart, whether the answer stands above, below or between the quoted lines."""
    listed = text.strip().replace("\r\n", "\n").replace("\r", "\n").split("\n", _MOST_LINES)
    lines = [_shown(line) for line in listed[:_MOST_LINES]]
    place, kind = _first_separator(lines)
    head, quoted = _unquoted(lines[:place])
    new = _without_tails(head)
    rest = lines[place:]
    forwarded: list[str] = []
    if kind == "forwarded":
        rest, forwarded = [], _forwarded_body(rest)
    elif not _joined(new) and rest:
        below, rest = _answer_below(rest)
        new = _without_tails(below)
    cut = len(listed) > _MOST_LINES or sum(map(len, new)) > _MOST_CHARACTERS or _has_long_line(listed)
    return Split(_joined(new), _joined(quoted + rest), _joined(forwarded), cut=cut)


def _has_long_line(lines: list[str]) -> bool:
    return any(len(line) > _MOST_LINE and not _is_quoted(line) for line in lines)


def _shown(line: str) -> str:
    return line.replace("\u00a0", " ").replace("\u200b", "").rstrip()[:_MOST_LINE]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()[:_MOST_CHARACTERS]


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(_QUOTE_MARKS)


def _first_separator(lines: list[str]) -> tuple[int, str]:
    """Where mail that is not marked line by line begins, and whether it is an original or a forwarded message."""
    for place, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or _is_quoted(line):
            continue
        if FORWARDED.match(stripped):
            return place, "forwarded"
        if ORIGINAL.match(stripped):
            return place, "original"
        if HEADER_FROM.match(stripped) and _header_block(lines, place):
            return _rule_above(lines, place), "original"
        length = _attribution_length(lines, place)
        if length and not _quoted_follows(lines, place + length):
            return place, "original"
    return len(lines), ""


def _header_block(lines: list[str], place: int) -> bool:
    """Whether at least two more header fields follow: Outlook's way to quote."""
    following = [line.strip() for line in lines[place + 1 : place + 9] if line.strip()][:6]
    return sum(bool(HEADER_OTHER.match(line)) for line in following) >= 2


def _rule_above(lines: list[str], place: int) -> int:
    for back in range(place - 1, max(-1, place - 4), -1):
        if RULE_LINE.match(lines[back].strip()):
            return back
    return place


def _attribution_length(lines: list[str], place: int) -> int:
    """Number of lines of the attribution that begins at `place` ("On … wrote:"), 0 when there is none."""
    first = lines[place].strip()
    if len(first) > MOST_ATTRIBUTION:
        return 0
    if ATTRIBUTION.match(first):
        return 1
    if not ATTRIBUTION_START.match(first) or not _few_so_far(lines, place):
        return 0
    joined = first
    for length in (2, 3, 4):
        if place + length > len(lines) or not lines[place + length - 1].strip():
            return 0
        joined += " " + lines[place + length - 1].strip()
        if len(joined) > MOST_ATTRIBUTION:
            return 0
        if ATTRIBUTION.match(joined):
            return length
    return 0


def _few_so_far(lines: list[str], place: int) -> bool:
    """Whether the lines above hold few beginnings of an attribution: bounds the work on lines that only look so."""
    above = lines[max(0, place - 4 * _MOST_ATTRIBUTIONS) : place]
    return sum(line[:3] in _BEGINNINGS for line in above) <= _MOST_ATTRIBUTIONS


def _quoted_follows(lines: list[str], place: int) -> bool:
    for line in lines[place : place + 4]:
        if line.strip():
            return _is_quoted(line)
    return False


def _unquoted(lines: list[str]) -> tuple[list[str], list[str]]:
    """Divide lines into the writer's own and quoted ones; attributions go with the quoted."""
    own: list[str] = []
    quoted: list[str] = []
    place = 0
    while place < len(lines):
        length = _attribution_length(lines, place) if lines[place].strip() else 0
        if length and _quoted_follows(lines, place + length):
            quoted += lines[place : place + length]
            place += length
            continue
        (quoted if _is_quoted(lines[place]) else own).append(lines[place])
        place += 1
    return own, quoted


def _answer_below(rest: list[str]) -> tuple[list[str], list[str]]:
    """The answer under an original whose lines are marked; without marks nothing can be told apart."""
    marked = [place for place, line in enumerate(rest) if _is_quoted(line)]
    if not marked:
        return [], rest
    return _unquoted(rest[marked[-1] + 1 :])[0], rest[: marked[-1] + 1]


def _forwarded_body(rest: list[str]) -> list[str]:
    """Forwarded words without the header lines of the forwarded mail and one level of quote marks."""
    body = [line.lstrip().removeprefix(">").removeprefix(" ") for line in rest[1:]]
    place = 0
    while place < len(body) and place < 15:
        stripped = body[place].strip()
        if stripped and not (HEADER_FROM.match(stripped) or HEADER_OTHER.match(stripped) or "@" in stripped):
            break
        place += 1
    own, _ = _unquoted(body[place:])
    return _without_tails(own)


def _without_tails(lines: list[str]) -> list[str]:
    """Drop signature, mobile signatures, rules and legal footers."""
    kept = _without_signature(lines)
    kept = [line for line in kept if not MOBILE.match(line.strip()) and not RULE_LINE.match(line.strip())]
    paragraphs: list[list[str]] = [[]]
    for line in kept:
        if line.strip():
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    out: list[str] = []
    for paragraph in paragraphs:
        joined = " ".join(paragraph)
        if paragraph and not (out and FOOTER.search(joined[:_FOOTER_PARAGRAPH])):
            out += [*paragraph, ""]
    return out


def _without_signature(lines: list[str]) -> list[str]:
    for place in range(len(lines) - 1, -1, -1):
        if SIGNATURE.match(lines[place]):
            tail = [line for line in lines[place + 1 :] if line.strip()]
            above = any(line.strip() for line in lines[:place])
            if above and len(tail) <= _SIGNATURE_LINES:
                return _without_signature(lines[:place])
    return lines
