"""Erasure of a customer: confirmed by a person, told to the company's systems, proved without naming anybody."""

from notifier.erasure.calls import Answer, Call, CallState, Post, confirm_by_hand, confirm_call, list_calls, retry_dead
from notifier.erasure.erase import Proof, erase, overwrite
from notifier.erasure.forgetting import find_proof, forget
from notifier.erasure.leftovers import EXPORTS, sweep_exports
from notifier.erasure.plan import ErasurePlan, Holding, plan_erasure
from notifier.erasure.rounds import ErasureRounds, ErasureSettings, names_of
from notifier.erasure.systems import CompanySystem, Request, read_systems

__all__ = [
    "EXPORTS",
    "Answer",
    "Call",
    "CallState",
    "CompanySystem",
    "ErasurePlan",
    "ErasureRounds",
    "ErasureSettings",
    "Holding",
    "Post",
    "Proof",
    "Request",
    "confirm_by_hand",
    "confirm_call",
    "erase",
    "find_proof",
    "forget",
    "list_calls",
    "names_of",
    "overwrite",
    "plan_erasure",
    "read_systems",
    "retry_dead",
    "sweep_exports",
]
