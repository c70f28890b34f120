"""From bytes to text: decoding, limits, line ends and front matter."""

from __future__ import annotations

import codecs
import re

from policy.errors import DocumentError

MOST_BYTES = 6 * 1024 * 1024
"""Largest document that is read; a policy of 100,000 words has about one eighth of that."""

MOST_LINES = 50_000
"""Most lines that say something; a policy of 100,000 words has about one tenth of that."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAYING_LINE = re.compile(r"^[^\S\n]*+\S", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def decode(source: bytes | str, name: str) -> str:
    """Return the text of a document with line ends folded to LF.

    Raises `DocumentError`, naming the line, for a binary file, for bytes that are not UTF-8 (or UTF-16 with its mark)
    and for documents beyond `MOST_BYTES`.
    """
    if len(source) > MOST_BYTES:
        raise DocumentError(name, f"{len(source):,} bytes are more than a policy holds", f"at most {MOST_BYTES:,}")
    text = _whole(source, name) if isinstance(source, str) else _decoded(source, name)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DocumentError(f"{name}:{line}", "holds a NUL byte, so it is no text", "save the policy as UTF-8 Markdown")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n") + 1
    if lines > MOST_LINES and (lines := sum(1 for _ in _SAYING_LINE.finditer(text))) > MOST_LINES:
        raise DocumentError(name, f"{lines:,} lines are more than a policy holds", f"at most {MOST_LINES:,}")
    return text


def _whole(text: str, name: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise DocumentError(f"{name}:{line}", "holds half a character", "read the policy as UTF-8") from error
    return text


def _decoded(source: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in _MARKS if source.startswith(mark)), "utf-8")
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        byte = source[error.start]
        raise DocumentError(
            f"{name}:{line}", f"byte 0x{byte:02x} is not {encoding.upper()}", "save the policy as UTF-8"
        ) from error


def split_front_matter(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the entries of a leading `---` block and the text with that block blanked, so that line numbers hold.

    Without the split the closing `---` would make a heading of the last entry. Only plain `key: value` lines are
    entries; a block without any is body text (a rule, then prose) and stays.
    """
    match = _FRONT_MATTER.match(text)
    entries = _ENTRY.findall(match.group(1) or "") if match else []
    if match is None or not entries:
        return (), text
    blank = "\n" * match.group().count("\n")
    return tuple((key, value.strip("\"'")) for key, value in entries), blank + text[match.end() :]
