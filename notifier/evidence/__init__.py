"""Proof of who was told what and when: packets that can be checked without the ledger."""

from notifier.evidence.checking import check_packet
from notifier.evidence.packet import Packet, export
from notifier.evidence.replies import RepliesEvidence, replies_evidence

__all__ = ["Packet", "RepliesEvidence", "check_packet", "export", "replies_evidence"]
