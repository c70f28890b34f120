"""Letters in English."""

from __future__ import annotations

from notifier.cases.letters.words import Words
from notifier.model import ReplyKind

WORDS = Words(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    day="{day} {month} {year}",
    greeting="Hello {name},",
    greeting_nobody="Hello,",
    kinds={
        ReplyKind.OBJECTION: "your objection",
        ReplyKind.ERASURE: "your request to delete your data",
        ReplyKind.ACCESS: "your request for a copy of your data",
        ReplyKind.RECTIFICATION: "your request to correct your data",
        ReplyKind.RESTRICTION: "your request to restrict the use of your data",
        ReplyKind.PORTABILITY: "your request to receive your data in a portable form",
        ReplyKind.OPT_OUT: "your withdrawal of consent",
        ReplyKind.COMPLAINT: "your complaint",
        ReplyKind.QUESTION: "your question",
        ReplyKind.OTHER: "your message",
    },
    received_subject="We have received your message ({numbers})",
    received="Thank you for your message of {date}. We have recorded it:",
    case_line="{number}: {kind}. You will have our answer by {due}.",
    late="The change that {number} is about was already in force when your message came. We deal with it all the same.",
    unsorted="A colleague will read your message and tell you what happens next.",
    next_step="A person is looking at it now. You need not do anything else.",
    prove_subject="Please confirm that this is you ({numbers})",
    prove="Before we do anything with your data for {number}, we must know that it was you who asked. Please open this "
    "link and press the button on the page. It works once, until {expires}:",
    extended_subject="We need more time for your request ({numbers})",
    extended="We cannot finish {number} in time. You will have our answer by {due}.",
    closed_subject="Your request is closed ({numbers})",
    done="We have finished {kind} ({number}).",
    refused="We have decided not to follow {kind} ({number}).",
    withdrawn="You told us that {kind} ({number}) is no longer needed, so we have closed it and done nothing further.",
    reason="Reason: {reason}",
    remedy="If you disagree, answer this message. You may also complain to your data protection authority or go to "
    "court.",
    farewell_subject="We are deleting your data ({numbers})",
    farewell="As you asked ({number}), we are now deleting your data, this address included. This is the last message "
    "that you get from us about it. We keep only an encrypted mark that prevents your data from being added again by "
    "mistake.",
    footer="This message was sent because you wrote to us about your data. You can simply answer it.",
)
