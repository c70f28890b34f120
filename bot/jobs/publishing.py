"""The public pages of a running Herald: the repository's changelog and what legal decided about it."""

from __future__ import annotations

from bot.composition import Herald
from bot.site import Decided, Publication, publish
from notifier.model import NoticeState
from notifier.notices import list_notices


def publication(herald: Herald) -> Publication:
    """Return the public site as it is now."""
    return publish(
        herald.repository,
        today=herald.clock.now().date(),
        base_url=herald.settings.site_url,
        decided=_decided(herald),
    )


def publication_key(herald: Herald) -> tuple[object, ...]:
    """Return what the public site depends on: the repository's head, the day, and legal's decisions."""
    return herald.repository.head(), herald.clock.now().date(), _decided(herald)


def _decided(herald: Herald) -> Decided:
    with herald.ledger.reading() as connection:
        found = list_notices(connection)
    return Decided(
        editorial=frozenset(notice.revision for notice in found if notice.state is NoticeState.EDITORIAL),
        announced=frozenset((notice.revision, notice.baseline_revision) for notice in found),
    )
