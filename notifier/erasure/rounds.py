"""One round of work on erasures: tell the systems, say farewell, erase what is ready, overwrite what is free."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from notifier.cases import customer_of
from notifier.cases.mailbox import LetterState, queue_farewell
from notifier.cases.store import CaseFilter, list_cases
from notifier.erasure.calls import Post, make_calls, owe_calls
from notifier.erasure.erase import OVERWRITE_DUE, Proof, erase_rows, overwrite, refuse_unready
from notifier.erasure.leftovers import sweep_exports
from notifier.erasure.systems import CompanySystem
from notifier.errors import RefusedError
from notifier.ledger import Ledger
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import seen_requests
from notifier.model import Case, CaseState, ReplyKind
from notifier.signing import Signer

SHORTEST_NAME = 6  # characters; a shorter id would be found in every file
SETTLED = (LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED)


@dataclass(frozen=True, slots=True)
class ErasureSettings:
    """`systems` to tell first; `exports` is the folder of kept exports, swept at each round; `says_farewell` where mail can be sent: then nobody is erased before being told."""

    systems: tuple[CompanySystem, ...] = ()
    site_url: str = ""
    says_farewell: bool = True
    exports: Path | None = None


class ErasureRounds:
    """Carries confirmed erasures through; `tick` may be called at any time, by several workers, after any crash."""

    def __init__(self, ledger: Ledger, signer: Signer, settings: ErasureSettings, post: Post) -> None:
        self._ledger = ledger
        self._signer = signer
        self._settings = settings
        self._post = post
        self._names = tuple(system.name for system in settings.systems)

    async def tick(self, now: datetime) -> tuple[Proof, ...]:
        """Do what can be done at `now`; the proofs of what was erased in this round."""
        settings = self._settings
        await self._ledger.run(owe_calls, settings.systems, self._signer, settings.site_url, now)
        await make_calls(self._ledger, settings.systems, self._post, now)
        proofs: list[Proof] = []
        needles: list[str] = []
        for case in await self._ledger.run(_confirmed):
            named = await self._ledger.run(names_of, case)
            proof = await self._ledger.run(self._erase_one, case, now)
            if proof is not None:
                proofs.append(proof)
                needles += named
        if settings.exports is not None:
            await asyncio.to_thread(sweep_exports, settings.exports, now=now, needles=tuple(needles))
        if await self._ledger.run(_overwrite_is_due):
            await asyncio.to_thread(overwrite, self._ledger)
        return tuple(proofs)

    def _erase_one(self, connection: sa.Connection, case: Case, now: datetime) -> Proof | None:
        try:
            refuse_unready(connection, case, self._names)
        except RefusedError:
            return None
        if self._settings.says_farewell and not _has_said_farewell(connection, case, now):
            return None
        return erase_rows(connection, case.number, signer=self._signer, now=now, systems=self._names)


def names_of(connection: sa.Connection, case: Case) -> tuple[str, ...]:
    """What identifies the customer of a case in a file: address and the company's id, where that is long enough to."""
    customer = customer_of(connection, case)
    if customer is None:
        return ()
    return tuple(name for name in (customer.email, customer.external_id) if len(name) >= SHORTEST_NAME)


def _confirmed(connection: sa.Connection) -> tuple[Case, ...]:
    return list_cases(connection, CaseFilter(kinds=(ReplyKind.ERASURE,), states=(CaseState.IN_PROGRESS,)))


def _has_said_farewell(connection: sa.Connection, case: Case, now: datetime) -> bool:
    """Whether the last letter is out or cannot be; owes it where it is not owed yet."""
    row = connection.execute(sa.select(mail_outbox.c.state).where(mail_outbox.c.key == f"farewell:{case.id}")).first()
    if row is None:
        queue_farewell(connection, case, now=now)
        return False
    return row.state in [str(state) for state in SETTLED]


def _overwrite_is_due(connection: sa.Connection) -> bool:
    return connection.execute(sa.select(seen_requests).where(seen_requests.c.key == OVERWRITE_DUE)).first() is not None
