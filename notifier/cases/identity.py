"""Links through which a customer confirms that a case is theirs: signed, expiring, single use.

Mail scanners open every link, so looking at the page (GET) changes nothing; only pressing its button (POST) does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

import sqlalchemy as sa

from notifier.cases.steps import step
from notifier.cases.store import case_by_id, insert_for
from notifier.cases.transitions import CUSTOMER, OPEN_STATES, Action
from notifier.errors import RefusedError, SigningError
from notifier.ledger.schema import cases, seen_requests
from notifier.model import Case, Identity
from notifier.signing import Signer

PURPOSE = "identity"
LIFETIME = timedelta(days=14)
PATH = "/identity/"


class LinkState(StrEnum):
    """What the page behind a link has to say."""

    ASKS = "asks"  # show the button
    CONFIRMED = "confirmed"  # the button was pressed, now or before
    CLOSED = "closed"  # the case is over, nothing to confirm
    INVALID = "invalid"  # forged, damaged or expired


@dataclass(frozen=True, slots=True)
class LinkPage:
    """State of a link and, unless it is invalid, number, kind and language of its case; never a name or address."""

    state: LinkState
    number: str = ""
    kind: str = ""
    language: str = "en"


def link_expires(written_at: datetime) -> datetime:
    """Until when a link in a letter that was owed at `written_at` works."""
    return written_at + LIFETIME


def identity_url(signer: Signer, site_url: str, case: Case, written_at: datetime) -> str:
    """The link for one case; the same for every attempt to send the letter that holds it.

    It is bound to the customer whose address the letter goes to: linking the case to somebody else kills it.
    """
    token = signer.link_token(PURPOSE, _subject(case), link_expires(written_at))
    return f"{site_url.rstrip('/')}{PATH}{token}"


def link_page(connection: sa.Connection, signer: Signer, token: str, *, now: datetime) -> LinkPage:
    """What a GET of the link shows. Reads only."""
    case = _case_of(connection, signer, token, now)
    if case is None:
        return LinkPage(LinkState.INVALID)
    if case.identity is Identity.CONFIRMED or _used(connection, token):
        return _page(LinkState.CONFIRMED, case)
    return _page(LinkState.ASKS if case.state in OPEN_STATES else LinkState.CLOSED, case)


def confirm_by_link(connection: sa.Connection, signer: Signer, token: str, *, now: datetime) -> LinkPage:
    """What a POST of the link does: confirms the identity, once. A second press shows that it is confirmed."""
    page = link_page(connection, signer, token, now=now)
    if page.state is not LinkState.ASKS:
        return page
    used = insert_for(connection)(seen_requests).values(key=_key(token), seen_at=now)
    if connection.execute(used.on_conflict_do_nothing()).rowcount == 0:  # two presses at once: the other one did it
        return LinkPage(LinkState.CONFIRMED, page.number, page.kind, page.language)
    try:
        case = step(connection, page.number, Action.CONFIRM_IDENTITY, by=f"{CUSTOMER}:link", now=now)
    except RefusedError:  # in progress already: a person confirmed in the meantime
        return LinkPage(LinkState.CONFIRMED, page.number, page.kind, page.language)
    return _page(LinkState.CONFIRMED, case)


def _case_of(connection: sa.Connection, signer: Signer, token: str, now: datetime) -> Case | None:
    try:
        subject = signer.read_link_token(token, purpose=PURPOSE, now=now)
    except SigningError:
        return None
    case_id = subject.partition(":")[0]
    if connection.execute(sa.select(cases.c.id).where(cases.c.id == int(case_id))).first() is None:
        return None
    case = case_by_id(connection, int(case_id))
    return case if _subject(case) == subject else None


def _subject(case: Case) -> str:
    return f"{case.id}:{case.customer_id or 'stranger'}"


def _used(connection: sa.Connection, token: str) -> bool:
    return (
        connection.execute(sa.select(seen_requests.c.key).where(seen_requests.c.key == _key(token))).first() is not None
    )


def _key(token: str) -> str:
    return f"identity:{sha256(token.encode()).hexdigest()}"


def _page(state: LinkState, case: Case) -> LinkPage:
    return LinkPage(state, case.number, str(case.kind), case.language or "en")
