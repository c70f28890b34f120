"""The parts that a word can play in a clause, the same for every language; `languages/` says which words play them."""

from __future__ import annotations

from enum import StrEnum, auto


class Role(StrEnum):
    """What a word or phrase does in a clause. Verbs are told apart by form where the form changes who is asked."""

    # grammar
    NOT = auto()  # negates the verb near it
    NO = auto()  # negates the noun right after it
    REFUSE_TO = auto()  # "refuse to", "stop": what follows shall not be
    I = auto()  # noqa: E741 - the pronoun, as actor
    YOU = auto()
    MY = auto()  # possessive of the writer, also "me" as object
    ALL = auto()
    IT = auto()  # pronoun that stands for what was just named
    ASK = auto()  # please, I want, I request, could you, you must
    PLEASE = auto()  # begins a request anew: what was denied before it is past
    WISH = auto()  # want, would like, wish: the writer's will
    WILL_DO = auto()  # will, am going to, have: with "I" it tells what the writer does
    FILLER = auto()  # may stand before an imperative
    UNSURE = auto()  # perhaps, not sure
    IF = auto()
    HOW_TO = auto()  # how do I, can I, is it possible: asks about, does not ask for
    WHETHER = auto()  # whether, the existence of: talks about a right or fact
    FEATURE = auto()  # ability to, button, as a user: about a product, not about one's data
    CANNOT = auto()  # the writer fails to do it
    YOURS = auto()
    DONE = auto()  # was, has been: the thing has happened
    BUT = auto()
    AND = auto()
    THAT = auto()  # opens a clause that completes the one before
    MENDED = auto()  # read with one slip of the keyboard mended
    # what is talked about
    DATA = auto()
    ACCOUNT = auto()
    SYSTEM = auto()
    LISTS = auto()  # newsletter, mailing list, marketing
    THIS_MAIL = auto()  # the message itself, as in legal footers
    PART = auto()  # one thing of many: a card, a photo, an invoice
    OTHER_PERSON = auto()
    TERMS = auto()  # the change, the policy
    COMMERCE = auto()  # invoices and prices: not what a privacy notice is about
    SHARE = auto()
    PROCESS = auto()
    FIELD = auto()
    CONSENT = auto()
    # what is done
    ERASE = auto()  # forms that can ask: delete, erase
    ERASED = auto()  # participles
    ERASURE = auto()  # nouns
    CLOSE = auto()
    KEEP = auto()
    LEAVE = auto()  # stop being a customer
    OBJECT = auto()
    OBJECTION = auto()
    ACCEPT = auto()
    UNACCEPTABLE = auto()
    LIKE = auto()  # weak approval: like, happy with
    OLD_TERMS = auto()  # the previous policy
    GRIEF = auto()  # sarcasm and anger around a change
    STOP = auto()
    SEND = auto()
    CONTACT = auto()
    COPY = auto()
    HOLD = auto()  # store, hold, have about me
    WHAT = auto()
    CORRECT = auto()
    WRONG = auto()
    RESTRICT = auto()
    RESTRICTION = auto()
    PORTABLE = auto()
    UNSUBSCRIBE = auto()
    WITHDRAW = auto()
    SELL = auto()
    ACCESS_REQUEST = auto()
    ERASURE_RIGHT = auto()
    OBJECTION_RIGHT = auto()
    RECTIFICATION_RIGHT = auto()
    RESTRICTION_RIGHT = auto()
    PORTABILITY_RIGHT = auto()
    COMPLAIN = auto()
    ANGER = auto()
    TELL = auto()  # explain, let me know: asks for an answer
    ASKING = auto()  # who, what, when, why at the head of a question
    LEGAL = auto()  # words of data protection law
    AWAY = auto()  # out of office
    AGREE_ALONE = auto()  # ok, thanks, fine
    NEUTRAL = auto()  # a phrase that hides the roles of its words
