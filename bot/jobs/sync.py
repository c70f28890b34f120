"""Reading what legal merged: fetch, compare what is new, propose notices. Doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from bot.composition import Herald
from notifier.errors import RefusedError
from notifier.ledger import history
from notifier.model import Notice, NoticeKind
from notifier.notices import KnownTexts, adopt, announced, baseline_commit, get_notice, list_notices, propose
from notifier.planning.proposal import TOLD
from policy.changelog import Entry, compare_revisions, says_the_same
from policy.dates import read_dates, split_versions
from policy.errors import PolicyError
from policy.repository import PolicyRepository, Revision


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. `refused` are one-line reasons why a revision could not become a notice; a person must act.

    `rewritten` tells that the repository's history was rewritten since the last fetch.
    """

    proposed: tuple[Notice, ...] = ()
    adopted: tuple[str, ...] = ()
    looked_at: int = 0
    refused: tuple[str, ...] = ()
    rewritten: bool = False

    def sentence(self) -> str:
        """Return the report in words."""
        lines = [f"{self.looked_at} new revision{'s' * (self.looked_at != 1)} looked at."]
        lines += [f"{document}: its text in force is taken for known to customers." for document in self.adopted]
        lines += [
            f"Notice {notice.id}: {notice.document} {notice.revision[:12]}, effective {notice.effective_on}, "
            f"due {notice.due_at:%Y-%m-%d %H:%M} UTC, {notice.state.value}."
            for notice in self.proposed
        ]
        lines += [f"Not proposed: {reason}" for reason in self.refused]
        if self.rewritten:
            lines.append("The repository's history was rewritten: revisions that were announced may be missing.")
        return "\n".join(lines)


def sync(herald: Herald) -> SyncReport:
    """Fetch the repository and propose what customers are owed; each revision in a transaction of its own."""
    repository, now = herald.repository, herald.clock.now()
    fetched = repository.fetch()
    herald.index.refresh()
    proposed: dict[int, Notice] = {}
    adopted: list[str] = []
    refused: list[str] = []
    looked_at = 0
    for document in repository.documents():
        if _adopt_text_in_force(herald, document, now):
            adopted.append(document)
            refused += _also_coming(herald, document)
        for previous, revision in _news(herald, document):
            looked_at += 1
            try:
                notice = _propose(herald, compare_revisions(repository, previous, revision), now)
            except (RefusedError, PolicyError) as error:
                refused.append(str(error))
                continue
            if notice is not None:
                proposed[notice.id] = notice
        if not refused and (reason := _undated(repository, document)):
            refused.append(reason)
    with herald.ledger.reading() as connection:  # a later revision may have superseded an earlier one
        standing = tuple(get_notice(connection, number) for number in proposed)
    return SyncReport(standing, tuple(adopted), looked_at, tuple(refused), fetched.rewritten)


def _undated(repository: PolicyRepository, document: str) -> str:
    """Say that the newest text states no date, "" when it does: whatever changes next, nobody could be told in time."""
    newest = repository.revisions(document)[-1]
    try:
        if read_dates(repository.document_at(newest), repository.settings).effective_on is not None:
            return ""
    except PolicyError as error:
        return str(error)
    return f'{document}: revision {newest.short} states no date: add "Last updated: …" to the text'


def _propose(herald: Herald, entry: Entry, now: datetime) -> Notice | None:
    repository = herald.repository
    with herald.ledger.begin() as connection:
        base = baseline_commit(connection, entry)
        whole = None
        if base is not None and entry.previous is not None and base != entry.previous.commit:
            whole = compare_revisions(repository, _revision(repository, entry.document, base), entry.revision)
        alike = _alike(repository, entry, list_notices(connection, document=entry.document))
        return propose(connection, entry, repository.settings, now=now, known=KnownTexts(whole, alike))


def _alike(repository: PolicyRepository, entry: Entry, known: Sequence[Notice]) -> frozenset[str]:
    """The blob of the text from before the last announced change, if the new text brings it back under another date."""
    told = [notice for notice in known if notice.state in TOLD and notice.kind is NoticeKind.CHANGE]
    if not told or not told[-1].baseline_revision:
        return frozenset()
    try:
        before = repository.document_at_commit(entry.document, told[-1].baseline_revision)
    except PolicyError:  # a rewritten history no longer has it
        return frozenset()
    same = says_the_same(before, repository.document_at(entry.revision), repository.settings)
    return frozenset({told[-1].baseline_text_id} if same else ())


def _revision(repository: PolicyRepository, document: str, commit: str) -> Revision:
    """Return the revision of a commit; raises RefusedError when a rewritten history no longer has it."""
    for revision in repository.revisions(document):
        if revision.commit == commit:
            return revision
    raise RefusedError(
        f"{document}: revision {commit[:12]}, which customers know, is no longer in the repository's history: "
        "bring it back, or tell customers by hand"
    )


def _adopt_text_in_force(herald: Herald, document: str, now: datetime) -> bool:
    """On the first look at a document: what is in force already is known to customers; what comes later is owed."""
    with herald.ledger.reading() as connection:
        if _known_commits(connection, document):
            return False
    text = _in_force(herald, document)
    if text is None:
        return False
    entry = compare_revisions(herald.repository, None, text)
    with herald.ledger.begin() as connection:
        return adopt(connection, document, announced(entry).revision, now=now)


def _also_coming(herald: Herald, document: str) -> list[str]:
    """Say that the first text of a document carries a coming version, too: nothing is known to compare it with."""
    repository = herald.repository
    revisions = repository.revisions(document)
    two = split_versions(repository.document_at(revisions[-1]), repository.settings.date_order)
    if len(revisions) > 1 or two is None or (two.effective_on is not None and two.effective_on <= herald.today):
        return []
    when = two.effective_on or "a day that cannot be told"
    reason = "Herald has seen no text without it, so customers are not told of it: tell them by hand"
    return [f"{document}: the file also carries a version for {when}; {reason}"]


def _not_holding(herald: Herald, document: str, today: date) -> frozenset[str]:
    """Revisions that do not hold on a day although the day that they name may have come."""
    try:
        found = herald.index.standing(document, today)
    except PolicyError:  # no text of it can be read
        return frozenset()
    return found.withdrawn | {commit for commit, _ in found.pending}


def _in_force(herald: Herald, document: str) -> Revision | None:
    """The newest revision whose effective date has come, but for one that was put off or taken back before; else the
    first one that can be read."""
    repository, today = herald.repository, herald.today
    readable: Revision | None = None
    dated = False
    never = _not_holding(herald, document, today)
    for revision in reversed(repository.revisions(document)):
        try:
            reading = read_dates(repository.document_at(revision), repository.settings_at(revision.commit))
        except PolicyError:
            continue
        effective_on = reading.effective_on
        if effective_on is not None and effective_on <= today and revision.commit not in never:
            return revision
        if effective_on is not None or readable is None or dated:
            readable = revision
        dated = dated or effective_on is not None
    return readable


def _known_commits(connection: sa.Connection, document: str) -> frozenset[str]:
    commits = {notice.revision for notice in list_notices(connection, document=document)}
    for event in history(connection, f"document:{document}"):
        if event.kind == "document.adopted":
            commits.add(str(event.details["revision"]))
    return frozenset(commits)


def _news(herald: Herald, document: str) -> Iterator[tuple[Revision | None, Revision]]:
    """Yield each revision behind the newest one that the ledger knows, with the one before it."""
    with herald.ledger.reading() as connection:
        known = _known_commits(connection, document)
    revisions = herald.repository.revisions(document)
    newest = max((place for place, revision in enumerate(revisions) if revision.commit in known), default=-1)
    for place in range(newest + 1, len(revisions)):
        yield (revisions[place - 1] if place else None), revisions[place]
