"""Erasure of a customer: confirmed by a person, told to the company's systems, proved without naming anybody."""

from notifier.erasure.calls import Answer, Post, confirm_by_hand, confirm_call, retry_dead
from notifier.erasure.erase import Proof, erase, overwrite
from notifier.erasure.forgetting import find_proof, forget
from notifier.erasure.leftovers import EXPORTS, sweep_exports
from notifier.erasure.plan import ErasurePlan, Holding, plan_erasure
from notifier.erasure.rounds import ErasureRounds, ErasureSettings, names_of
from notifier.erasure.systems import CompanySystem, Request, read_systems

__all__ = [
    "EXPORTS",
    "Answer",
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
    "names_of",
    "overwrite",
    "plan_erasure",
    "read_systems",
    "retry_dead",
    "sweep_exports",
]
