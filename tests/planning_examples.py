"""Notices and changes as they stand in tables of the planning tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from notifier.model import Notice, NoticeKind, NoticeState
from notifier.planning import Change, Text, text_hash

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
EFFECTIVE = date(2027, 4, 10)


def text(name: str) -> Text:
    """A revision `r…`; the text is the same for names that differ only in a trailing prime (B, B')."""
    return Text(f"r{name}", f"t{name[0]}")


def change(
    new: str,
    baseline: str,
    *,
    effective: date = EFFECTIVE,
    material: bool = True,
    moves_date: bool = True,
    alike: str = "",
) -> Change:
    """`alike` names a text that says the same as the new one."""
    known = frozenset({text(alike).text_id} if alike else ())
    return Change(
        "p.md", text(new), text(baseline), None, effective, 30, material, material, moves_date=moves_date, alike=known
    )


def notice(
    number: int, new: str, baseline: str, state: str, *, effective: date = EFFECTIVE, kind: str = "change"
) -> Notice:
    of = change(new, baseline, effective=effective)
    due = datetime(2027, 3, 11, 8, 0, tzinfo=UTC)
    return Notice(
        id=number, kind=NoticeKind(kind), document="p.md", baseline_revision=of.baseline.revision,
        revision=of.new.revision, updated_on=None, effective_on=effective, notice_days=30, due_at=due,
        timezone="Europe/Berlin", state=NoticeState(state), text_hash=text_hash(NoticeKind(kind), of), announcement="{}",
        created_at=NOW, text_id=of.new.text_id, baseline_text_id=of.baseline.text_id,
    )  # fmt: skip


def changed(original: Notice, **fields: object) -> Notice:
    if "state" in fields:
        fields["state"] = NoticeState(str(fields["state"]))
    return replace(original, **fields)  # type: ignore[arg-type]
