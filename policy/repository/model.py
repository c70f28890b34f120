"""Values that reading a policy repository gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a document's text on the first parent of the history.

    `document` is the name that the document has today, `path` where it stood in `commit`. `blob` names the text.
    `author` wrote it; `merged_by` brought it onto the main line (the committer, for a merge its author). `previous`
    is the commit of the revision before, None for the first. `approvers` come from the trailers `Approved-by` and
    `Reviewed-by`.
    """

    document: str
    commit: str
    blob: str
    merged_at: datetime
    author: str
    message: str
    previous: str | None = None
    path: str = ""
    merged_by: str = ""
    approvers: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The first ten letters of the commit, for people."""
        return self.commit[:10]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch changed: the head before and after. `rewritten` is true when the head before is no ancestor of the
    head after (a force-push): revisions that were announced may be missing now."""

    before: str
    after: str
    rewritten: bool

    @property
    def changed(self) -> bool:
        """Whether there is anything new."""
        return self.before != self.after
