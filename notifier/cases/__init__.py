"""Cases: from a customer's message to an answer in time, with proof."""

from notifier.cases.deadlines import CaseRules
from notifier.cases.exports import cases_csv, cases_json
from notifier.cases.identity import LinkPage, LinkState, confirm_by_link, link_page
from notifier.cases.incoming import Incoming, Match
from notifier.cases.mailbox import Letter
from notifier.cases.person import PersonData, person_data, person_html, person_json
from notifier.cases.reading import Read, read_incoming
from notifier.cases.receiver import Receiver, receive
from notifier.cases.receiving import Receipt, take_in
from notifier.cases.reminding import DueReminder, due_reminders, remind
from notifier.cases.sending import Correspondence, Postman, Send
from notifier.cases.steps import customer_of, link_customer, sort_case, standing, step
from notifier.cases.store import CaseFilter, CaseMessage, CaseStep, get_case, list_cases, messages_of, steps_of
from notifier.cases.transitions import Action, possible_actions

__all__ = [
    "Action",
    "CaseFilter",
    "CaseMessage",
    "CaseRules",
    "CaseStep",
    "Correspondence",
    "DueReminder",
    "Incoming",
    "Letter",
    "LinkPage",
    "LinkState",
    "Match",
    "PersonData",
    "Postman",
    "Read",
    "Receipt",
    "Receiver",
    "Send",
    "cases_csv",
    "cases_json",
    "confirm_by_link",
    "customer_of",
    "due_reminders",
    "get_case",
    "link_customer",
    "link_page",
    "list_cases",
    "messages_of",
    "person_data",
    "person_html",
    "person_json",
    "possible_actions",
    "read_incoming",
    "receive",
    "remind",
    "sort_case",
    "standing",
    "step",
    "steps_of",
    "take_in",
]
