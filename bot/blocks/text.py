"""Text for Slack: untrusted words are made literal, long ones are cut at a sentence.

Slack's mrkdwn has no escape for its formatting characters, only for `&`, `<` and `>`
(https://docs.slack.dev/messaging/formatting-message-text). Whoever writes a policy or a mail could otherwise mention
a channel, forge a link or open a code block, so formatting characters become look-alikes that Slack shows and never
interprets. Where the exact characters matter (quotes, redlines), builders use rich text, which is never parsed.
"""

from __future__ import annotations

import re

from slack_sdk.models.blocks import MarkdownTextObject, PlainTextObject

LOOKALIKES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "*": "\u2217",
        "_": "\uff3f",
        "~": "\u223c",
        "`": "\u02cb",
        "|": "\u2223",
        "@": "@\u2060",
        "#": "#\u2060",
        "\u202e": "",
        "\u202d": "",
        "\u2066": "",
        "\u2067": "",
        "\u2068": "",
    }
)
EMOJI_CODE = re.compile(r":(?=[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:)")
LINE_QUOTE = re.compile(r"^(\s*)&gt;", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BROKEN_END = re.compile(r"(?:&[a-z]{0,3}|<[^<>]*)$")
SENTENCE_END = re.compile(r"[.!?…;:][\"'\u201d\u2019)\]]*\s")


def literal(text: str) -> str:
    """Return mrkdwn that shows `text` and can neither format, mention, link nor quote."""
    cleaned = CONTROL.sub(" ", text).translate(LOOKALIKES)
    return LINE_QUOTE.sub("\\1\u203a", EMOJI_CODE.sub("\u2236", cleaned))


def one_line(text: str) -> str:
    """Return `text` with all white space folded to single blanks."""
    return " ".join(text.split())


def cut(text: str, most: int, rest: str = " …") -> str:
    """Return `text`, or its longest run of whole sentences that fits `most` characters together with `rest`.

    Without a sentence end in the second half, the cut falls between words; without a blank, between characters.
    """
    if len(text) <= most:
        return text
    room = most - len(rest)
    if room <= 0:
        return rest[:most]
    window = text[: room + 1]
    ends = [match.end() - 1 for match in SENTENCE_END.finditer(window)]
    if ends and ends[-1] >= room // 2:
        return text[: ends[-1]] + rest
    blank = window.rfind(" ")
    return text[: blank if blank >= room // 2 else room].rstrip() + rest


def cut_literal(text: str, most: int, rest: str = " …") -> str:
    """Return `literal(text)` cut to `most` characters; the cut falls in `text`, never inside an entity."""
    room = most
    while len(shown := literal(cut(text, room, rest))) > most:
        room -= max(1, len(shown) - most)
    return shown


def cut_shown(text: str, most: int) -> str:
    """Return text that is literal already, cut to `most` bytes: never inside an entity, a mention or a link."""
    if len(text.encode()) <= most:
        return text
    short = text.encode()[: most - 4].decode("utf-8", "ignore")
    blank = short.rfind(" ")
    whole = short[:blank] if blank > most // 2 else short
    return BROKEN_END.sub("", whole) + " …"


def mrkdwn(text: str) -> MarkdownTextObject:
    """Return a mrkdwn object of text that the caller composed; bare names and addresses in it stay unlinked."""
    return MarkdownTextObject(text=text, verbatim=True)


def plain(text: str, most: int = 3000) -> PlainTextObject:
    """Return a plain text object of at most `most` characters, without emoji codes."""
    return PlainTextObject(text=cut(one_line(CONTROL.sub(" ", text)), most, "…") or "-", emoji=False)


def link(url: str, label: str) -> str:
    """Return a mrkdwn link; characters of the address that could end it early are percent-encoded."""
    address = url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"<{address}|{literal(one_line(label))}>"


def people(actors: str) -> str:
    """Return how several actors are shown that the ledger keeps as "slack:U1, slack:U2"."""
    return " and ".join(person(actor) for actor in actors.split(", ") if actor)


def person(actor: str) -> str:
    """Return how an actor of the ledger is shown: a mention for "slack:U123" or a bare Slack id, else literal words."""
    user_id = actor.removeprefix("slack:")
    return f"<@{user_id}>" if re.fullmatch(r"[UW][A-Z0-9]{2,20}", user_id) else cut_literal(actor, 200)
