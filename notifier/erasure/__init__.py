"""Erasure of a customer: confirmed by a person, told to the company's systems, proved without naming anybody."""

from notifier.erasure.calls import Answer, Post, confirm_by_hand, confirm_call, retry_dead
from notifier.erasure.erase import Proof, erase, overwrite
from notifier.erasure.forgetting import find_proof, forget
from notifier.erasure.plan import ErasurePlan, Holding, plan_erasure
from notifier.erasure.rounds import ErasureRounds, ErasureSettings
from notifier.erasure.systems import CompanySystem, Request, read_systems

__all__ = [
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
    "overwrite",
    "plan_erasure",
    "read_systems",
    "retry_dead",
]
