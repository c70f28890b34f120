"""The public pages of a running Herald: the repository's changelog and what legal decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.composition import Herald
from bot.site import Decided, Publication, publish
from notifier.model import Notice, NoticeKind, NoticeState
from notifier.notices import list_notices


def publication(herald: Herald) -> Publication:
    """Return the public site as it is now."""
    return publish(
        herald.repository,
        today=herald.today,
        base_url=herald.settings.site_url,
        decided=_decided(herald),
    )


def publication_key(herald: Herald) -> tuple[object, ...]:
    """Return what the public site depends on: the repository's head, the day, and legal's decisions."""
    return herald.repository.head(), herald.today, _decided(herald)


def editorial_revisions(herald: Herald) -> frozenset[str]:
    """Return the commits that legal decided to be editorial."""
    with herald.ledger.reading() as connection:
        return _editorial(list_notices(connection))


def _editorial(found: Iterable[Notice]) -> frozenset[str]:
    return frozenset(notice.revision for notice in found if notice.state is NoticeState.EDITORIAL)


def _decided(herald: Herald) -> Decided:
    with herald.ledger.reading() as connection:
        found = list_notices(connection)
    return Decided(
        editorial=_editorial(found),
        announced=frozenset((notice.revision, notice.baseline_revision) for notice in found),
        told_on={
            notice.revision: notice.sent_at.astimezone(ZoneInfo(notice.timezone)).date()
            for notice in found
            if notice.kind is NoticeKind.CHANGE and notice.sent_at is not None
        },
    )
