"""Proof of who was told what and when: packets that can be checked without the ledger."""

from notifier.evidence.checking import check_packet
from notifier.evidence.packet import Packet, export
from notifier.evidence.records import NoticeRecord, notice_record, notice_records, record_json, record_lines
from notifier.evidence.replies import RepliesEvidence, replies_evidence

__all__ = [
    "NoticeRecord",
    "Packet",
    "RepliesEvidence",
    "check_packet",
    "export",
    "notice_record",
    "notice_records",
    "record_json",
    "record_lines",
    "replies_evidence",
]
