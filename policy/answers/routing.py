"""Which way of answering a question calls for: the sharing register, or the clauses of a topic."""

from __future__ import annotations

import re
from enum import StrEnum

from policy.answers.asking import Asking
from policy.answers.topics import LOOSE, wanted_topics


class Route(StrEnum):
    SHARING = "sharing"
    TOPIC = "topic"


_SHARING_CUE = re.compile(
    r"\b(?:who(?:m|se)?|which (?:\w+ ){0,3}?(?:compan\w+|vendors?|providers?|tools?|services?|partners?|processors?|sub-?processors?|third part\w+|firms?|crm|software|platforms?|party|parties|recipients?)|"
    r"what (?:\w+ ){0,2}?(?:compan\w+|vendors?|providers?|tools?|services?|partners?|processors?|third part\w+|software|platforms?|crm))\b",
    re.IGNORECASE,
)
_USE_FOR = re.compile(
    r"\bwhat(?:'s| is| do we use| tool)?\b[^?]*\b(?:use|used)\b[^?]*\bfor\b|\bdo we use\b|\bare we using\b|\bwhat (?:does|do|is|are|'s)\b",
    re.IGNORECASE,
)
_OWN_USE = re.compile(
    r"\b(?:do|may|can|could|will|would|should) we (?:also )?(?:use|analy[sz]e|process) (?:\w+['’]?s? ){0,3}?(?:data|information|contacts?|emails?|it|them|content|details|addresses|cookies)\b",
    re.IGNORECASE,
)
_WE_RECEIVED = re.compile(r"\b(?:have|did|do) we (?:ever )?(?:receive|received|get|got|gotten)\b", re.IGNORECASE)
_ASKS_LAW = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:laws?|regulations?|rights?|acts?|articles?|legislation|statutes?)\b", re.IGNORECASE
)
_STRONG = frozenset({"share", "sell"})
_OUTRANK_NAMES = frozenset(
    {"topic:change_notice", "topic:complaint", "topic:objection", "topic:erasure", "topic:access"}
)
_OUTRANK_SHARING = frozenset(
    f"topic:{key}"
    for key in (
        "sharing_default", "provider_terms", "minimum_shared", "change_notice", "change_effect", "change_objection", "complaint", "objection", "withdrawal",
        "clauses_standard", "framework", "processing_agreement", "processor_audit", "legal_basis", "legitimate_interest", "consent_basis", "contract_basis",
        "portability", "rectification", "restriction", "automated_decisions", "response_time", "fee", "penetration_test", "encryption",
        "background_check", "confidentiality", "breach", "gdpr", "ccpa", "data_protection_officer", "from_third_parties", "previous_versions", "representative",
        "not_submitted", "definition", "processor_list", "content_access", "controller", "processor_role", "do_not_track", "service_messages", "arbitration", "transfers", "safeguards",
    )
)  # fmt: skip
_WAYS_TO_REACH = frozenset(
    {"data:email_address", "data:phone_number", "data:postal_address", "data:contact_information"}
)
_ABOUT_US = frozenset(
    {"topic:contact", "topic:controller", "topic:complaint", "topic:exercise", "topic:data_protection_officer"}
)


def route(asking: Asking) -> Route:
    """Return the way that fits: specific topics outrank sharing, unless somebody is named or asked for."""
    question, mentions = asking.question, asking.mentions
    core = wanted_topics(asking) - LOOSE
    acts = bool(question.acts & _STRONG)
    if ("sell" in question.acts and not core & _OUTRANK_NAMES) or (mentions.known and not core & _OUTRANK_NAMES):
        return Route.SHARING
    if _ASKS_LAW.search(question.asked) and not mentions.known:
        return Route.TOPIC
    if core & _OUTRANK_SHARING or _is_about_us(asking, acts=acts):
        return Route.TOPIC
    asks_who = not asking.polar and bool(_SHARING_CUE.search(question.asked))
    if core:
        gets = "receive" in question.acts or acts or bool(question.purposes or question.data)
        return Route.SHARING if acts or (asks_who and gets and not core & _ABOUT_US) else Route.TOPIC
    return _without_topic(asking, somebody=acts or asks_who)


def _is_about_us(asking: Asking, *, acts: bool) -> bool:
    """Whether our own use of data, or whom to contact, is asked about."""
    question, mentions = asking.question, asking.mentions
    if _OWN_USE.search(question.asked) and not mentions.unknown and not question.generic_recipient:
        return True
    if _WE_RECEIVED.search(question.asked):
        return True
    data = set(question.data) - _WAYS_TO_REACH
    return "topic:contact" in question.topics and not (data or question.purposes or acts)


def _without_topic(asking: Asking, *, somebody: bool) -> Route:
    question = asking.question
    if "topic:exercise" in question.topics and not somebody and not asking.mentions.unknown:
        return Route.TOPIC  # "how does someone exercise a right": the someone is no recipient
    if somebody or question.generic_recipient or asking.mentions.unknown or question.kinds:
        return Route.SHARING
    if question.purposes and _USE_FOR.search(question.asked):
        return Route.SHARING
    return Route.TOPIC if question.topics or not (question.purposes or question.data) else Route.SHARING


def asks_about_somebody(asking: Asking) -> bool:
    """Whether the question is about recipients and nothing else will do as an answer."""
    question, mentions = asking.question, asking.mentions
    named = mentions.known or mentions.unknown or question.kinds or question.generic_recipient
    who = not asking.polar and _SHARING_CUE.search(question.asked)
    return bool(named or who or question.acts & _STRONG or _USE_FOR.search(question.asked))
