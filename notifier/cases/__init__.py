"""Cases: from a customer's message to an answer in time, with proof."""

from notifier.cases.deadlines import CaseRules, ContractTerm
from notifier.cases.incoming import Incoming, Match
from notifier.cases.receiving import Receipt, take_in
from notifier.cases.steps import customer_of, link_customer, sort_case, standing, step
from notifier.cases.store import CaseFilter, CaseStep, get_case, list_cases, steps_of
from notifier.cases.transitions import Action, possible_actions

__all__ = [
    "Action",
    "CaseFilter",
    "CaseRules",
    "CaseStep",
    "ContractTerm",
    "Incoming",
    "Match",
    "Receipt",
    "customer_of",
    "get_case",
    "link_customer",
    "list_cases",
    "possible_actions",
    "sort_case",
    "standing",
    "step",
    "steps_of",
    "take_in",
]
