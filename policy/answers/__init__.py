"""Questions in, cited answers out: never a guess, never a quote that the policy does not contain."""

from policy.answers.answering import answer
from policy.answers.history import History, RevisionRecord
from policy.answers.model import Answer, AnswerRecipient, Choice, Citation, Subject, Verdict
from policy.answers.output import answer_batch, answer_json

__all__ = [
    "Answer",
    "AnswerRecipient",
    "Choice",
    "Citation",
    "History",
    "RevisionRecord",
    "Subject",
    "Verdict",
    "answer",
    "answer_batch",
    "answer_json",
]
