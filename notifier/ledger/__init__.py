"""The ledger: the record of truth of notices, deliveries, replies and cases."""

from notifier.ledger import case_tables as case_tables  # the tables register themselves with the schema
from notifier.ledger import delivery_tables as delivery_tables
from notifier.ledger.batches import batched
from notifier.ledger.chain import Anchor, ChainReport, Event, anchor, history, record, verify
from notifier.ledger.connection import Ledger

__all__ = ["Anchor", "ChainReport", "Event", "Ledger", "anchor", "batched", "history", "record", "verify"]
