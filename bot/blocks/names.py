"""Every name by which Slack calls Herald back: one place for builders, listeners and the manifest's test."""

from __future__ import annotations

from enum import StrEnum

COMMAND = "/policy"


class ActionId(StrEnum):
    """`action_id` of every element that calls back; each has exactly one listener."""

    NOTICE_PREPARE = "notice_prepare"
    NOTICE_EDITORIAL = "notice_editorial"
    NOTICE_HOLD = "notice_hold"
    NOTICE_CANCEL = "notice_cancel"
    NOTICE_EXCEPTION = "notice_exception"
    NOTICE_COPY = "notice_copy"
    CASE_STEP = "case_step"
    CASE_OPEN = "case_open"
    CASE_ASSIGN = "case_assign"
    ANSWER_WRONG = "answer_wrong"
    HOME_ASK = "home_ask"
    HOME_PAGE = "home_page"


class CallbackId(StrEnum):
    """`callback_id` of every modal and shortcut; each has exactly one listener."""

    NOTICE_APPROVE = "notice_approve"
    NOTICE_EXCEPTION = "notice_exception_reason"
    NOTICE_REASON = "notice_reason"
    CASE_STEP = "case_step_reason"
    ASK = "ask_question"
    OPEN_CASE = "open_case"
    SHORTCUT_ASK = "ask_policy"
    SHORTCUT_ASK_ABOUT = "ask_policy_about"
    SHORTCUT_MAKE_CASE = "make_case"


class InputId(StrEnum):
    """`block_id` and `action_id` of the inputs in modals."""

    REASON = "reason"
    QUESTION = "question"
    KIND = "kind"
    EMAIL = "email"
    TEXT = "text"
