"""`herald sync`, `herald notices`, `herald deliver`: what customers are owed, decided and sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.context import Records, open_records, opened
from bot.cli.output import WANTING, print_json, print_table, print_text
from bot.errors import UsageError

if TYPE_CHECKING:
    from notifier.model import Notice

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
By = Annotated[str, typer.Option("--by", help="Who decides; recorded as the actor.")]
NoticeId = Annotated[int, typer.Argument(metavar="ID", help="Number of the notice (`herald notices list`).")]
TextHash = Annotated[str, typer.Option("--text-hash", help="The text that was looked at; the present one without it.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; recorded.")]

notices_app = typer.Typer(help="Notices owed to customers.", no_args_is_help=True, rich_markup_mode=None)


def notice_json(notice: Notice) -> dict[str, Any]:
    """Return what `herald notices --json` prints of one notice; the announcement is left to `notices show`."""
    return {
        "id": notice.id,
        "kind": notice.kind.value,
        "document": notice.document,
        "revision": notice.revision,
        "baseline": notice.baseline_revision,
        "state": notice.state.value,
        "updated_on": notice.updated_on.isoformat() if notice.updated_on else None,
        "effective_on": notice.effective_on.isoformat(),
        "notice_days": notice.notice_days,
        "due_at": notice.due_at.isoformat(),
        "timezone": notice.timezone,
        "text_hash": notice.text_hash,
        "approved_by": notice.approved_by,
        "approved_at": notice.approved_at.isoformat() if notice.approved_at else None,
        "exception_by": notice.exception_by,
        "exception_reason": notice.exception_reason,
        "reason": notice.reason,
    }


def sync(context: typer.Context, as_json: Json = False) -> None:
    """Fetch the policy repository, compare what is new and propose notices; exit code 1 when something was refused."""
    from bot.jobs.sync import sync as run

    with opened(context) as herald:
        report = run(herald)
    if as_json:
        print_json(
            {
                "proposed": [notice_json(notice) for notice in report.proposed],
                "adopted": list(report.adopted),
                "looked_at": report.looked_at,
                "refused": list(report.refused),
                "rewritten": report.rewritten,
            }
        )
    else:
        print_text(report.sentence())
    if report.refused:
        sys.exit(WANTING)


@notices_app.command("list")
def list_notices(context: typer.Context, as_json: Json = False) -> None:
    """List notices with their dates and states."""
    from notifier.notices import list_notices as list_them

    with open_records(context) as records, records.ledger.reading() as connection:
        found = list_them(connection)
    if as_json:
        print_json({"notices": [notice_json(notice) for notice in found]})
        return
    rows = [
        (
            each.id,
            each.document,
            each.revision[:12],
            each.state.value,
            f"{each.due_at:%Y-%m-%d %H:%M}",
            each.effective_on,
        )
        for each in found
    ]
    print_table(
        ("id", "document", "revision", "state", "due (UTC)", "effective"), rows, empty="No notices. See: herald sync"
    )


@notices_app.command("show")
def show(context: typer.Context, notice_id: NoticeId, as_json: Json = False) -> None:
    """Show a notice: its change, its progress, its history, who could not be reached."""
    from dataclasses import asdict

    from notifier.ledger import history
    from notifier.notices import audience, get_notice, progress, unreached

    with open_records(context) as records, records.ledger.reading() as connection:
        notice = get_notice(connection, notice_id)
        counts = asdict(progress(connection, notice_id))
        size = audience(connection, notice)
        missing = [asdict(each) for each in unreached(connection, notice)] if notice.planned_at else []
        events = history(connection, f"notice:{notice_id}")
    if as_json:
        lines = [{"at": each.at.isoformat(), "actor": each.actor, "kind": each.kind, **each.details} for each in events]
        change = json.loads(notice.announcement)
        extra = {"audience": size, "progress": counts, "unreached": missing, "events": lines, "announcement": change}
        print_json(notice_json(notice) | extra)
        return
    print_text(
        f"Notice {notice.id}  {notice.document}  {notice.state.value}\n"
        f"effective {notice.effective_on}, due {notice.due_at:%Y-%m-%d %H:%M} UTC, {size:,} {'customer' if size == 1 else 'customers'}\n"
        f"sent {counts['sent']} of {counts['planned']}, {len(missing)} not reached"
        + (f"\n{notice.reason}" if notice.reason else "")
    )
    for event in events:
        print_text(f"  {event.at:%Y-%m-%d %H:%M}  {event.kind}  by {event.actor}")


def _decide(context: typer.Context, by: str, decide: Callable[[Records, Any], Notice], *, as_json: bool) -> None:
    if not by.strip():
        raise UsageError("--by NAME is needed; every decision is recorded with who made it")
    with open_records(context) as records, records.ledger.begin() as connection:
        notice = decide(records, connection)
    if as_json:
        print_json(notice_json(notice))
    else:
        print_text(
            f"Notice {notice.id} is now {notice.state.value}; due {notice.due_at:%Y-%m-%d %H:%M} UTC, "
            f"effective {notice.effective_on}."
        )


def _hash(connection: Any, notice_id: int, given: str) -> str:
    from notifier.notices import get_notice

    return given or get_notice(connection, notice_id).text_hash


@notices_app.command("preview")
def preview(
    context: typer.Context,
    notice_id: NoticeId,
    out: Annotated[Path, typer.Option("--out", help="Folder for .eml, HTML, text and pictures.")] = Path("preview"),
    language: Annotated[str, typer.Option("--language", help="en, fr, de, es, it, nl, pt.")] = "en",
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw it with Chromium.")] = True,
    send_to: Annotated[str, typer.Option("--send-to", help="Send a test copy to this address.")] = "",
) -> None:
    """Write the e-mail as customers get it: .eml, HTML, text and pictures; with --send-to a test copy is sent."""
    import asyncio

    from bot.jobs.previewing import preview_message, send_copy
    from notifier.message.preview import write_preview
    from notifier.notices import get_notice

    with opened(context) as herald:
        with herald.ledger.reading() as connection:
            notice = get_notice(connection, notice_id)
        content = preview_message(herald, notice, language, send_to)
        if send_to:
            print_text(f"Sent to {send_to}: {asyncio.run(send_copy(herald, notice, content, send_to))}")
    for path in write_preview(content, out, f"notice-{notice_id}-{language}", pictures=pictures):
        print_text(str(path))


@notices_app.command("approve")
def approve(
    context: typer.Context, notice_id: NoticeId, by: By = "", text_hash: TextHash = "", as_json: Json = False
) -> None:
    """Approve a notice; refused when it would leave customers less time than the policy promises."""
    from notifier import notices

    def decide(records: Records, connection: Any) -> Notice:
        named = _hash(connection, notice_id, text_hash)
        return notices.approve(connection, notice_id, by=by, text_hash=named, now=records.clock.now())

    _decide(context, by, decide, as_json=as_json)


@notices_app.command("exception")
def exception(
    context: typer.Context,
    notice_id: NoticeId,
    by: By = "",
    reason: Reason = "",
    text_hash: TextHash = "",
    as_json: Json = False,
) -> None:
    """Let a late notice go out all the same, for a written reason that is kept as evidence."""
    from notifier import notices

    def decide(records: Records, connection: Any) -> Notice:
        named = _hash(connection, notice_id, text_hash)
        now = records.clock.now()
        return notices.record_exception(connection, notice_id, by=by, text_hash=named, reason=reason, now=now)

    _decide(context, by, decide, as_json=as_json)


@notices_app.command("editorial")
def editorial(context: typer.Context, notice_id: NoticeId, by: By = "", as_json: Json = False) -> None:
    """Decide that a change is editorial: nobody is told of it alone, it folds into the next notice."""
    from notifier import notices

    _decide(
        context,
        by,
        lambda records, connection: notices.mark_editorial(connection, notice_id, by=by, now=records.clock.now()),
        as_json=as_json,
    )


@notices_app.command("hold")
def hold(context: typer.Context, notice_id: NoticeId, by: By = "", as_json: Json = False) -> None:
    """Put the decision off; an approval that was given is void."""
    from notifier import notices

    _decide(
        context,
        by,
        lambda records, connection: notices.hold(connection, notice_id, by=by, now=records.clock.now()),
        as_json=as_json,
    )


@notices_app.command("release")
def release(context: typer.Context, notice_id: NoticeId, by: By = "", as_json: Json = False) -> None:
    """Take up a notice that was held or called editorial; it has to be approved anew."""
    from notifier import notices

    _decide(
        context,
        by,
        lambda records, connection: notices.release(connection, notice_id, by=by, now=records.clock.now()),
        as_json=as_json,
    )


@notices_app.command("cancel")
def cancel(
    context: typer.Context, notice_id: NoticeId, by: By = "", reason: Reason = "", as_json: Json = False
) -> None:
    """Cancel a notice; whoever was told already is told that the change will not come (a withdrawal is proposed)."""
    from notifier import notices

    _decide(
        context,
        by,
        lambda records, connection: notices.cancel(
            connection, notice_id, by=by, now=records.clock.now(), reason=reason
        ),
        as_json=as_json,
    )


@notices_app.command("pause")
def pause(context: typer.Context, notice_id: NoticeId, by: By = "", reason: Reason = "", as_json: Json = False) -> None:
    """Stop sending for now; what is in flight arrives."""
    from notifier import notices

    _decide(
        context,
        by,
        lambda records, connection: notices.pause(
            connection, notice_id, by=by, reason=reason or f"paused by {by}", now=records.clock.now()
        ),
        as_json=as_json,
    )


@notices_app.command("resume")
def resume(context: typer.Context, notice_id: NoticeId, by: By = "", as_json: Json = False) -> None:
    """Go on sending."""
    from notifier import notices

    _decide(
        context,
        by,
        lambda records, connection: notices.resume(connection, notice_id, by=by, now=records.clock.now()),
        as_json=as_json,
    )
