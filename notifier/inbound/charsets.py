"""Bytes to text whatever the declared charset says."""

from __future__ import annotations

import re

# Only real text encodings: the codec registry also holds some that can be made slow by their input.
_KNOWN = re.compile(
    r"^(utf-?(8|16|32|7)([-_]?(le|be|sig))?|(us-)?ascii|iso-?8859-?\d{1,2}|iso-2022-(jp|kr)(-\w+)?|latin-?\d{1,2}|"
    r"(windows|cp|ibm)-?\d{3,4}|koi8-[ru]|gb(k|2312|18030)|big5(-?hkscs)?|shift[-_]?jis|sjis|euc-?(jp|kr)|euc_(jp|kr)|"
    r"ks_c_5601-1987|tis-620|mac-?\w{2,12}|hz(-gb-2312)?)$"
)
_LATIN = frozenset({"", "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252", "cp1252"})
_ALIASES = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "utf8": "utf-8",
    "unicode": "utf-16",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}


def decode_bytes(content: bytes, declared: str) -> str:
    """Decode `content`. UTF-8 wins over a declared Latin charset when the bytes are valid UTF-8: labels lie."""
    name = declared.strip().strip("\"'").lower().split("*")[0]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    if name in _LATIN or not _KNOWN.match(name):
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")
    try:
        return content.decode(_ALIASES.get(name, name))
    except (UnicodeDecodeError, LookupError):
        return _guess(content, _ALIASES.get(name, name))


def _guess(content: bytes, name: str) -> str:
    for candidate in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
    try:
        return content.decode(name, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
