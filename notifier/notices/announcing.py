"""Changelog entries as notices see them: the one place that knows their shape."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from notifier.model import Notice
from notifier.notices.proposing import Announced, baseline, propose_announced
from notifier.planning import Text

if TYPE_CHECKING:
    from policy.changelog import Entry
    from policy.repository import Revision
    from policy.settings import PolicySettings


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What customers know, as a merged revision is seen from there.

    Where `baseline_commit` names another revision than the one before, `whole` is the entry that compares with that
    (`policy.changelog.compare_revisions`). `alike` are blobs of earlier texts that say the same as the new one.
    """

    whole: Entry | None = None
    alike: frozenset[str] = frozenset()


def propose(
    connection: sa.Connection,
    entry: Entry,
    settings: PolicySettings,
    *,
    now: datetime,
    known: KnownTexts = KnownTexts(),
) -> Notice | None:
    """Propose what a merged revision means for notices; see `propose_announced`. `entry` compares with the revision
    before."""
    compared = None if known.whole is None else announced(known.whole)
    step = replace(announced(entry), alike=known.alike)
    return propose_announced(connection, step, settings, now=now, whole=compared)


def baseline_commit(connection: sa.Connection, entry: Entry) -> str | None:
    """The commit that a notice of this entry compares with, None for a document's first publication."""
    text = baseline(connection, announced(entry))
    return None if text is None else text.revision


def announced(entry: Entry) -> Announced:
    """The part of an entry that bears on notices."""
    # Comparing takes long to load, and sending needs none of it.
    from policy.changelog import Proposal, entry_json, moves_the_date

    return Announced(
        document=entry.document,
        revision=_text(entry.revision),
        previous=None if entry.previous is None else _text(entry.previous),
        updated_on=entry.updated_on,
        effective_on=entry.effective_on,
        notice_days=entry.notice_days,
        material=entry.materiality.proposed is Proposal.MATERIAL,
        conflicts=entry.conflicts,
        moves_date=moves_the_date(entry),
        announcement=json.dumps(entry_json(entry), ensure_ascii=False, sort_keys=True),
    )


def _text(revision: Revision) -> Text:
    return Text(revision.commit, revision.blob)
