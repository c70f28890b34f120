"""Slack's limits, in characters or elements, as its reference states them or as public issues measured them.

https://docs.slack.dev/reference/block-kit/blocks. `ALL_BLOCKS` is a house limit: Slack refuses somewhere above 11,000
(`msg_blocks_too_long`, slackapi/bolt-js issues 2509 and 2867) without documenting where; it is measured here on the
compact JSON, the strictest reading.
"""

from __future__ import annotations

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
ALL_BLOCKS = 10_000
MESSAGE_TEXT = 4_000
TEXT_BYTES = 3_900  # chat.update refuses above about 4,000
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
FIELD_TEXT = 2_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
SELECT_OPTIONS = 100
OVERFLOW_OPTIONS = 5
OPTION_TEXT = 75
OPTION_VALUE = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
IDENTIFIER = 255
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
MODAL_TITLE = 24
PRIVATE_METADATA = 3_000
LABEL_TEXT = 2_000
PLACEHOLDER = 150
ALT_TEXT = 2_000
URL = 3_000
MARKDOWN_TOTAL = 12_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000
INPUT_LENGTH = 3_000
