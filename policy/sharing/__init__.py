"""Who gets data, read out of a policy's text; and the reviewed register that legal keeps beside it."""

from policy.sharing.clauses import read_clauses
from policy.sharing.extraction import PolicyReading, read_policy, read_sharing
from policy.sharing.model import Clause, DataItem, Force, Recipient, RecipientKind, SharingStatement
from policy.sharing.quotes import is_literal, literal_quote
from policy.sharing.wordings import wording

__all__ = [
    "Clause",
    "DataItem",
    "Force",
    "PolicyReading",
    "Recipient",
    "RecipientKind",
    "SharingStatement",
    "is_literal",
    "literal_quote",
    "read_clauses",
    "read_policy",
    "read_sharing",
    "wording",
]
