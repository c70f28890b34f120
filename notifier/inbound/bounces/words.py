"""Delivery reports written for people: recognised by who writes, what the subject says and how the text begins."""

from __future__ import annotations

import re
from email.message import Message
from typing import Any

from notifier.inbound.headers import header_text
from notifier.inbound.parse import kind_of, walk
from notifier.inbound.parts import part_text, report_text

_MOST_TEXT = 30_000
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,100}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_DAEMON = re.compile(
    r"mailer-?daemon|post_?master|mail delivery (?:sub)?system|mail (?:system|administrator)|mdaemon|delivery subsystem|"
    r"mailmaster|mail router|system attendant|email delivery|microsoft exchange|mail-daemon|sysadmin",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|deliver(?:y|ed)?:? (?:status|fail|has failed|report|problem|notification|delayed|error)|non-?deliver|mail "
    r"(?:delivery|failure|system error|error|could not)|email error|returned mail|failure notice|failed? to deliver|could not (?:be "
    r"(?:delivered|sent)|send)|message (?:delivery|delayed|undeliverable|status|not delivered)|delivery (?:incomplete|was)|unzustellbar|"
    r"unzustellbare|nicht zugestellt|zustellung|non remis|non distribu|[ée]chec de (?:la )?remise|no (?:se ha podido )?entreg|"
    r"no entregado|mancata consegna|non recapitabile|niet (?:bezorgd|afgeleverd)|onbestelbaar|n[ãa]o (?:foi )?entreg|falha na entrega|"
    r"не доставлен|недоставлен|メールエラー|配信(?:不能|エラー)|未送達|退信|系统退信|return(?:ed)? to sender|returning message|"
    r"mail failed|user unknown|unknown user|warning: (?:could not|message)|bounce|mail rejected|rejected mail|nondeliverable|not listed in|"
    r"failed delivery|failure delivery|delivery-?status|mail failure|not a member|are not member|sending failed|notification \(fail|loop alert",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:could|can) ?not be delivered|couldn'?t be (?:delivered|found)|was(?: not|n't) delivered|(?:un|not )able to (?:be )?deliver|"
    r"undeliver|delivery (?:to the following|failed|has failed|of the following|attempt|notification)|permanent(?:ly)? (?:fatal |rejected)?\s*"
    r"error|returned to sender|failed recipient|following (?:address|recipient|destination|user)|error delivering|did(?: not|n't) reach|"
    r"does not exist|unknown (?:user|recipient|local|address)|user unknown|no such user|invalid (?:user|recipient)|mailbox (?:is )?full|"
    r"over quota|will be retried|not delivered|rejected by|error (?:was|while|message)|returned (?:mail|message)|cannot deliver|returned "
    r"below|failed to deliver|非常|できませんでした|届きません|送信できません|не может быть доставлено|nicht zugestellt|ist unbekannt|"
    r"non recapitabile|no se pudo entregar|n'a pas pu|duplicated message-id|not member|was rejected|transcript of session|has been blocked|"
    r"delivery temporarily|still trying|has been delayed|could not deliver|hasn'?t been delivered|did not like our|no route|error occurred",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^\s*(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*:\s*\S", re.IGNORECASE)
# Where the returned message begins; what stands below it is the customer's own copy of our mail.
_RETURNED = re.compile(
    r"^[ \t]*(?:[-=*_ ]{2,}.{0,60}(?:copy of (?:the|your) message|original (?:message|mail)|returned (?:message|mail)|header of the "
    r"original|unsent message|message header|body of the message|undelivered message|below this line)|original (?:message|mail) "
    r"(?:follows|as follows|headers?)|message headers? follow|(?:the )?(?:first|full) .{0,30}(?:original|message) .{0,30}:?$|received: from|"
    r"return-path: ?<|message-id: ?<|mime-version: ?1|x-mailer: |your message reads|----- ?message header|content-type: text/|"
    r"#+ ?original|--- ?below|the header of the original|your original message|unsent message below|>?from [^ \n]+ (?:mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE | re.MULTILINE,
)


def report_words(message: Message) -> str:
    """The words of a delivery report, the returned original cut off; "" when the message is no such report."""
    subject = header_text(message, "Subject")
    sender = header_text(message, "From") + " " + header_text(message, "Sender")
    daemon = _DAEMON.search(sender) is not None
    null_path = str(message.get("Return-Path", "-")).strip() in ("<>", "")
    titled = _SUBJECT.search(subject) is not None and not _REPLY.match(subject)
    told = message.get("X-Failed-Recipients") is not None
    if not (daemon or null_path or titled or told or _is_delivery_report(message)):
        return ""
    words = own_words(message)
    opened = _OPENING.search(words[:6_000]) is not None
    if told or _is_delivery_report(message) or sum((daemon, null_path, titled, opened)) >= 2:
        return words or subject
    return ""


def _is_delivery_report(message: Message) -> bool:
    report: Any = message.get_param("report-type")
    return message.get_content_type() == "multipart/report" and str(report).lower().startswith("delivery-status")


def own_words(message: Message) -> str:
    """Text of the parts before the returned original."""
    found: list[str] = []
    for part in walk(message):
        kind = kind_of(part)
        if kind in ("text/plain", "text/html") and not part.is_multipart():
            found.append(report_text(part))
        elif kind in ("message/rfc822", "text/rfc822-headers") and found:
            break
        elif kind == "message/delivery-status":
            found.append(_flat(part))
        if sum(map(len, found)) > _MOST_TEXT:
            break
    words = "\n".join(found)[:_MOST_TEXT]
    returned = _RETURNED.search(words)
    return words[: returned.start()] if returned and words[: returned.start()].strip() else words


def _flat(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(str(block)[:5_000] for block in payload[:20])
    return part_text(part)
