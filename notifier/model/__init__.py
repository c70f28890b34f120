"""Values and enums of the ledger."""

from notifier.model.values import (
    Case,
    CaseState,
    Customer,
    CustomerState,
    Delivery,
    DeliveryPurpose,
    DeliveryState,
    Identity,
    Matched,
    Notice,
    NoticeKind,
    NoticeState,
    ReplyKind,
)

__all__ = [
    "Case",
    "CaseState",
    "Customer",
    "CustomerState",
    "Delivery",
    "DeliveryPurpose",
    "DeliveryState",
    "Identity",
    "Matched",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "ReplyKind",
]
