"""The public pages of a running Herald: the repository's changelog and what legal decided about it."""

from __future__ import annotations

from bot.composition import Herald
from bot.site import Publication, publish
from notifier.model import NoticeState
from notifier.notices import list_notices


def publication(herald: Herald) -> Publication:
    """Return the public site as it is now."""
    return publish(
        herald.repository,
        today=herald.clock.now().date(),
        base_url=herald.settings.site_url,
        editorial=_editorial(herald),
    )


def publication_key(herald: Herald) -> tuple[object, ...]:
    """Return what the public site depends on: the repository's head, the day, and legal's decisions."""
    return herald.repository.head(), herald.clock.now().date(), _editorial(herald)


def _editorial(herald: Herald) -> frozenset[str]:
    with herald.ledger.reading() as connection:
        found = list_notices(connection)
    return frozenset(notice.revision for notice in found if notice.state is NoticeState.EDITORIAL)
