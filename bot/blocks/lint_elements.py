"""What Slack's reference says about each block and each element: fields, types and lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.blocks import limits

Json = Mapping[str, Any]
Finding = tuple[str, str]
"""Where inside the block (".text", ".elements[2]") and why."""

FIELDS: dict[str, frozenset[str]] = {
    "section": frozenset({"text", "fields", "accessory", "expand"}),
    "divider": frozenset(),
    "image": frozenset({"image_url", "alt_text", "title", "slack_file"}),
    "actions": frozenset({"elements"}),
    "context": frozenset({"elements"}),
    "context_actions": frozenset({"elements"}),
    "input": frozenset({"label", "element", "hint", "optional", "dispatch_action"}),
    "header": frozenset({"text", "level"}),
    "markdown": frozenset({"text"}),
    "rich_text": frozenset({"elements"}),
    "table": frozenset({"rows", "column_settings"}),
    "alert": frozenset({"text", "level"}),
}
INTERACTIVE = frozenset(
    {"button", "overflow", "static_select", "users_select", "plain_text_input", "email_text_input", "datepicker"}
)
RICH_SECTIONS = frozenset({"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"})
RICH_PARTS = frozenset({"text", "link", "user", "channel", "emoji", "usergroup", "date", "broadcast", "color", "team"})
STYLES = frozenset({"bold", "italic", "strike", "code", "underline"})


def nested(value: Any) -> Iterator[Json]:
    """Yield every object inside `value` that is one, itself first."""
    if isinstance(value, Mapping):
        yield value
        for part in value.values():
            yield from nested(part)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for part in value:
            yield from nested(part)


def check_block(block: Json) -> Iterator[Finding]:
    """Yield what is wrong with one block; unknown blocks and fields are wrong."""
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in FIELDS:
        yield "", f"unknown block type {kind!r}"
        return
    for name in sorted(set(block) - FIELDS[kind] - {"type", "block_id"}):
        yield f".{name}", f"{kind} has no field {name!r}"
    if len(block.get("block_id", "")) > limits.IDENTIFIER:
        yield ".block_id", f"more than {limits.IDENTIFIER} characters"
    yield from CHECKS[kind](block)


def text_object(
    value: Any, where: str, most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")
) -> Iterator[Finding]:
    """Yield what is wrong with a text object of at most `most` characters."""
    if not isinstance(value, Mapping) or value.get("type") not in kinds:
        yield where, f"must be a text object of type {' or '.join(kinds)}"
        return
    text = value.get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= most:
        size = len(text) if isinstance(text, str) else "no"
        yield where, f"{size} characters of text, 1 to {most}"


def _plain(value: Any, where: str, most: int) -> Iterator[Finding]:
    yield from text_object(value, where, most, ("plain_text",))


def _section(block: Json) -> Iterator[Finding]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield "", "a section needs text or fields"
    if "text" in block:
        yield from text_object(block["text"], ".text", limits.SECTION_TEXT)
    if len(fields) > limits.SECTION_FIELDS:
        yield ".fields", f"{len(fields)} fields, at most {limits.SECTION_FIELDS}"
    for index, field in enumerate(fields):
        yield from text_object(field, f".fields[{index}]", limits.FIELD_TEXT)
    if "accessory" in block:
        yield from check_element(block["accessory"], ".accessory")


def _image(block: Json) -> Iterator[Finding]:
    alt = block.get("alt_text")
    if not isinstance(alt, str) or not 1 <= len(alt) <= limits.ALT_TEXT:
        yield ".alt_text", f"a picture needs an alternative text of 1 to {limits.ALT_TEXT} characters"
    if ("image_url" in block) == ("slack_file" in block):
        yield "", "a picture has either image_url or slack_file"
    if len(block.get("image_url", "")) > limits.URL:
        yield ".image_url", f"more than {limits.URL} characters"
    if "title" in block:
        yield from _plain(block["title"], ".title", limits.ALT_TEXT)


def _elements(block: Json, most: int) -> Iterator[Finding]:
    elements = block.get("elements")
    if not isinstance(elements, Sequence) or not 1 <= len(elements) <= most:
        yield ".elements", f"{len(elements or ())} elements, 1 to {most}"


def _actions(block: Json) -> Iterator[Finding]:
    yield from _elements(block, limits.ACTION_ELEMENTS)
    for index, element in enumerate(block.get("elements", [])):
        yield from check_element(element, f".elements[{index}]")


def _context(block: Json) -> Iterator[Finding]:
    yield from _elements(block, limits.CONTEXT_ELEMENTS)
    for index, element in enumerate(block.get("elements", [])):
        where = f".elements[{index}]"
        if element.get("type") == "image":
            yield from ((where + inner, reason) for inner, reason in _image(element))
        else:
            yield from text_object(element, where, limits.SECTION_TEXT)


def _input(block: Json) -> Iterator[Finding]:
    yield from _plain(block.get("label"), ".label", limits.LABEL_TEXT)
    if "hint" in block:
        yield from _plain(block["hint"], ".hint", limits.LABEL_TEXT)
    if "element" not in block:
        yield ".element", "an input needs an element"
    else:
        yield from check_element(block["element"], ".element")


def _markdown(block: Json) -> Iterator[Finding]:
    if not 1 <= len(block.get("text", "")) <= limits.MARKDOWN_TOTAL:
        yield ".text", f"1 to {limits.MARKDOWN_TOTAL} characters"


def _rich_text(block: Json) -> Iterator[Finding]:
    if not block.get("elements"):
        yield ".elements", "rich text needs elements"
    for index, element in enumerate(block.get("elements", [])):
        where = f".elements[{index}]"
        if element.get("type") not in RICH_SECTIONS:
            yield where, f"unknown rich text element {element.get('type')!r}"
            continue
        for part in element.get("elements", []):
            yield from _rich_part(part, where)


def _rich_part(part: Json, where: str) -> Iterator[Finding]:
    kind = part.get("type")
    if kind == "rich_text_section":
        for inner in part.get("elements", []):
            yield from _rich_part(inner, where)
        return
    if kind not in RICH_PARTS:
        yield where, f"unknown rich text part {kind!r}"
    if kind == "text" and not part.get("text"):
        yield where, "a rich text part needs text"
    unknown = set(part.get("style", {})) - STYLES
    if unknown:
        yield where, f"unknown style {', '.join(sorted(unknown))}"


def _table(block: Json) -> Iterator[Finding]:
    rows = block.get("rows") or []
    if not 1 <= len(rows) <= limits.TABLE_ROWS:
        yield ".rows", f"{len(rows)} rows, 1 to {limits.TABLE_ROWS}"
    if any(not 1 <= len(row) <= limits.TABLE_COLUMNS for row in rows):
        yield ".rows", f"a row has 1 to {limits.TABLE_COLUMNS} cells"
    total = sum(len(cell.get("text", "")) for row in rows for cell in row if isinstance(cell, Mapping))
    if total > limits.TABLE_CHARACTERS:
        yield ".rows", f"{total} characters, at most {limits.TABLE_CHARACTERS}"


def _header(block: Json) -> Iterator[Finding]:
    yield from _plain(block.get("text"), ".text", limits.HEADER_TEXT)


def _alert(block: Json) -> Iterator[Finding]:
    yield from text_object(block.get("text"), ".text", limits.SECTION_TEXT)


def _nothing(block: Json) -> Iterator[Finding]:
    del block
    yield from ()


CHECKS: dict[str, Callable[[Json], Iterator[Finding]]] = {
    "section": _section,
    "divider": _nothing,
    "image": _image,
    "actions": _actions,
    "context": _context,
    "context_actions": _nothing,
    "input": _input,
    "header": _header,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
    "alert": _alert,
}


def check_element(element: Json, where: str) -> Iterator[Finding]:
    """Yield what is wrong with one interactive element or picture."""
    kind = element.get("type")
    if kind == "image":
        yield from ((where + inner, reason) for inner, reason in _image(element))
        return
    if kind not in INTERACTIVE:
        yield where, f"unknown element {kind!r}"
        return
    if not 1 <= len(element.get("action_id", "")) <= limits.IDENTIFIER:
        yield where, f"an action_id of 1 to {limits.IDENTIFIER} characters is needed"
    if kind == "button":
        yield from _button(element, where)
    yield from _input_parts(element, where)


def _input_parts(element: Json, where: str) -> Iterator[Finding]:
    if "placeholder" in element:
        yield from _plain(element["placeholder"], where + ".placeholder", limits.PLACEHOLDER)
    if "options" in element:
        yield from _options(element, where)
    if "confirm" in element:
        yield from _confirm(element["confirm"], where + ".confirm")
    if element.get("max_length", 1) > limits.INPUT_LENGTH:
        yield where, f"max_length is at most {limits.INPUT_LENGTH}"


def _button(element: Json, where: str) -> Iterator[Finding]:
    yield from _plain(element.get("text"), where + ".text", limits.BUTTON_TEXT)
    if len(element.get("value", "")) > limits.BUTTON_VALUE:
        yield where + ".value", f"more than {limits.BUTTON_VALUE} characters"
    if len(element.get("url", "")) > limits.URL:
        yield where + ".url", f"more than {limits.URL} characters"
    if len(element.get("accessibility_label", "")) > limits.BUTTON_TEXT:
        yield where + ".accessibility_label", f"more than {limits.BUTTON_TEXT} characters"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield where + ".style", "a style is primary or danger"


def _options(element: Json, where: str) -> Iterator[Finding]:
    most = limits.OVERFLOW_OPTIONS if element.get("type") == "overflow" else limits.SELECT_OPTIONS
    options = element["options"]
    if not 1 <= len(options) <= most:
        yield where + ".options", f"{len(options)} options, 1 to {most}"
    for index, option in enumerate(options):
        yield from _plain(option.get("text"), f"{where}.options[{index}].text", limits.OPTION_TEXT)
        if not 1 <= len(option.get("value", "")) <= limits.OPTION_VALUE:
            yield f"{where}.options[{index}].value", f"1 to {limits.OPTION_VALUE} characters"


def _confirm(confirm: Json, where: str) -> Iterator[Finding]:
    yield from _plain(confirm.get("title"), where + ".title", limits.CONFIRM_TITLE)
    yield from text_object(confirm.get("text"), where + ".text", limits.CONFIRM_TEXT)
    yield from _plain(confirm.get("confirm"), where + ".confirm", limits.CONFIRM_BUTTON)
    yield from _plain(confirm.get("deny"), where + ".deny", limits.CONFIRM_BUTTON)
