"""People whose data were erased stay erased, even when an import brings them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from notifier.customers.records import CustomerRecord
from notifier.ledger.schema import erasure_proofs
from notifier.signing import Signer

CHOSEN = 500
EXTERNAL_ID = "customer"  # the kind under which `notifier.erasure` hashes the company's own id


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
                erased_at = erased.get(line)
                if erased_at is None or (record.joined_on is not None and record.joined_on > erased_at.date()):
                    yield line, record

    def _erased_at(self, connection: sa.Connection, rows: Sequence[tuple[int, CustomerRecord]]) -> dict[int, datetime]:
        """When the person of a line was erased, known by the address or by the company's own id."""
        table, lines = erasure_proofs.c, self._lines_by_hash(rows)
        known = sa.or_(table.address_hash.in_(lines), table.external_hash.in_(lines))
        query = sa.select(table.address_hash, table.external_hash, table.erased_at).where(known)
        erased: dict[int, datetime] = {}
        for address_hash, external_hash, erased_at in connection.execute(query):
            for line in (*lines.get(address_hash, ()), *lines.get(external_hash, ())):
                erased[line] = max(erased_at, erased.get(line, erased_at))
        return erased

    def _lines_by_hash(self, rows: Sequence[tuple[int, CustomerRecord]]) -> dict[str, list[int]]:
        lines: dict[str, list[int]] = {}
        for line, record in rows:
            addresses = self._signer.hashes_of_address(record.email_key)
            identities = self._signer.hashes_of_text(EXTERNAL_ID, record.external_id)
            for digest in (*addresses, *identities):
                lines.setdefault(digest, []).append(line)
        return lines
