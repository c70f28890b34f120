"""Every name by which Slack calls Herald back: one place for builders, listeners and the manifest's test."""

from __future__ import annotations

from enum import StrEnum

COMMAND = "/policy"


class ActionId(StrEnum):
    """`action_id` of every element that calls back; each has exactly one listener."""

    NOTICE_PREPARE = "notice_prepare"
    NOTICE_EDITORIAL = "notice_editorial"
    NOTICE_HOLD = "notice_hold"
    NOTICE_RELEASE = "notice_release"
    NOTICE_PAUSE = "notice_pause"
    NOTICE_RESUME = "notice_resume"
    NOTICE_CANCEL = "notice_cancel"
    NOTICE_EXCEPTION = "notice_exception"
    NOTICE_COPY = "notice_copy"
    CASE_STEP = "case_step"
    CASE_OPEN = "case_open"
    CASE_ASSIGN = "case_assign"
    ANSWER_WRONG = "answer_wrong"
    ANSWER_CLAUSE = "answer_clause"
    ANSWER_SINCE = "answer_since"
    ANSWER_OTHERS = "answer_others"
    HOME_ASK = "home_ask"
    HOME_BACK = "home_back"
    HOME_ON = "home_on"


class CallbackId(StrEnum):
    """`callback_id` of every modal and shortcut; each has exactly one listener."""

    NOTICE_APPROVE = "notice_approve"
    NOTICE_EXCEPTION = "notice_exception_reason"
    CASE_STEP = "case_step_reason"
    ASK = "ask_question"
    OPEN_CASE = "open_case"
    SHORTCUT_ASK = "ask_policy"
    SHORTCUT_ASK_ABOUT = "ask_policy_about"
    SHORTCUT_MAKE_CASE = "make_case"


class EventName(StrEnum):
    """Every event that Herald subscribes to, as the manifest names it; each has exactly one listener."""

    MENTION = "app_mention"
    DIRECT = "message.im"
    HOME = "app_home_opened"
    LINK = "link_shared"
    TOKENS_REVOKED = "tokens_revoked"
    UNINSTALLED = "app_uninstalled"


class InputId(StrEnum):
    """`block_id` and `action_id` of the inputs in modals."""

    REASON = "reason"
    QUESTION = "question"
    KIND = "kind"
    EMAIL = "email"
    TEXT = "text"
