"""Who gets data, read out of a policy's text; and the reviewed register that legal keeps beside it."""

from policy.sharing.clauses import read_clauses
from policy.sharing.draft import draft_register
from policy.sharing.extraction import PolicyReading, read_policy, read_sharing
from policy.sharing.map import map_description, nobody_named, register_map
from policy.sharing.model import Clause, DataItem, Force, Recipient, RecipientKind, SharingStatement
from policy.sharing.quotes import is_literal, literal_quote
from policy.sharing.register import Register, RegisterFault, Severity, apply_register, check_register, read_register
from policy.sharing.wordings import wording

__all__ = [
    "Clause",
    "DataItem",
    "Force",
    "PolicyReading",
    "Recipient",
    "RecipientKind",
    "Register",
    "RegisterFault",
    "Severity",
    "SharingStatement",
    "apply_register",
    "check_register",
    "draft_register",
    "is_literal",
    "literal_quote",
    "map_description",
    "nobody_named",
    "read_clauses",
    "read_policy",
    "read_register",
    "read_sharing",
    "register_map",
    "wording",
]
