"""People whose data were erased stay erased, even when an import brings them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from notifier.customers.records import CustomerRecord
from notifier.ledger.schema import erasure_proofs
from notifier.signing import Signer

CHOSEN = 500


class ErasedPeople:
    """Knows the keyed hashes of erased addresses; no address is kept."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def admit(
        self, connection: sa.Connection, rows: Sequence[tuple[int, CustomerRecord]]
    ) -> Iterator[tuple[int, CustomerRecord]]:
        """Those rows that may come in: never erased, or joined anew on a later day than their erasure."""
        if connection.execute(sa.select(erasure_proofs.c.address_hash).limit(1)).first() is None:
            yield from rows
            return
        for start in range(0, len(rows), CHOSEN):
            chosen = rows[start : start + CHOSEN]
            erased = self._erased_at(connection, chosen)
            for line, record in chosen:
                erased_at = erased.get(record.email_key)
                if erased_at is None or (record.joined_on is not None and record.joined_on > erased_at.date()):
                    yield line, record

    def _erased_at(self, connection: sa.Connection, rows: Sequence[tuple[int, CustomerRecord]]) -> dict[str, datetime]:
        keys = {
            digest: record.email_key
            for _, record in rows
            for digest in self._signer.hashes_of_address(record.email_key)
        }
        table = erasure_proofs.c
        query = sa.select(table.address_hash, table.erased_at).where(table.address_hash.in_(keys))
        return {keys[row.address_hash]: row.erased_at for row in connection.execute(query)}
