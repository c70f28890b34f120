"""A proof packet holds what happened, and shows every change made to it afterwards."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from notice_stories import DUE, IN_FORCE, Story, step

from notifier.delivery.claims import Mark
from notifier.delivery.steps import Copy, record_marks, store_copies
from notifier.errors import RefusedError
from notifier.evidence import Packet, check_packet, export
from notifier.evidence.ranges import Numbers
from notifier.ledger import Ledger
from notifier.ledger.schema import deliveries
from notifier.model import DeliveryState, Notice

LETTER = b"Subject: Our privacy policy changes\r\n\r\nDear {{name}}\r\n"


def told(story: Story, *, record: bool = True) -> Notice:
    """A notice that went to three customers, one refused, one unreachable."""
    story.customers(*(f"{'=cmd' if n == 0 else n},c{n}@example.com,,,,," for n in range(5)))
    with story.ledger.begin() as connection:
        connection.execute(sa.text("UPDATE customers SET state = 'unreachable' WHERE external_id = '4'"))
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    story.send(notice, DUE, only=("=cmd", "1", "2"))
    story.send(notice, DUE, state="failed")
    with story.ledger.begin() as connection:
        store_copies(connection, [Copy(notice.id, "notice.en", LETTER)], now=DUE)
        rows = connection.execute(sa.select(deliveries.c.id, deliveries.c.state).order_by(deliveries.c.id)).all()
        if record:
            record_marks(connection, [Mark(row.id, DeliveryState(row.state), "250 ok", at=1) for row in rows], now=DUE)
    story.advance(DUE)
    story.advance(IN_FORCE)
    return notice


def exported(ledger: Ledger, notice: Notice, folder: Path) -> Packet:
    with ledger.reading() as connection:
        return export(connection, notice.id, folder, now=IN_FORCE)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_packet_holds_all_that_proves_a_notice(any_ledger: Ledger, tmp_path: Path) -> None:
    story = Story(any_ledger)
    notice = told(story)
    folder = tmp_path / "proof" / "1"
    packet = exported(any_ledger, notice, folder)
    assert (packet.recipients, packet.sent, packet.unproved, packet.sound) == (4, 3, 0, True)
    assert (folder / "copies/notice.en.eml").read_bytes() == LETTER
    recipients = rows_of(folder / "recipients.csv")
    assert [(row["customer"], row["state"], row["address"]) for row in recipients] == [
        ("1", "sent", "c1@example.com"),
        ("2", "sent", "c2@example.com"),
        ("3", "failed", "c3@example.com"),
        ("'=cmd", "sent", "c0@example.com"),
    ]
    assert {row["answer"] for row in recipients if row["state"] == "sent"} == {"250 2.0.0 queued"}
    assert {row["sent_at"] for row in recipients if row["state"] == "sent"} == {DUE.isoformat()}
    assert {row["rule"] for row in recipients} == {"policy: 30 days; objection: effective date"}
    assert rows_of(folder / "unreached.csv") == [
        {"customer": "3", "reason": "the mail server refused the notice"},
        {"customer": "4", "reason": "mail to this customer bounces"},
    ]
    facts = json.loads((folder / "notice.json").read_text())
    assert facts["approvals"][0]["by"] == "jane"
    assert facts["approvals"][0]["text_hash"] == facts["notice"]["text_hash"] == notice.text_hash
    kinds = [json.loads(line)["kind"] for line in (folder / "events.jsonl").read_text().splitlines()]
    assert kinds == [
        "notice.proposed", "notice.approved", "notice.sending", "deliveries.settled", "notice.sent", "notice.in_force",
    ]  # fmt: skip
    assert check_packet(folder) == ()


def test_it_is_for_its_owner_only_and_never_overwrites(ledger: Ledger, tmp_path: Path) -> None:
    notice = told(Story(ledger))
    folder = tmp_path / "proof"
    exported(ledger, notice, folder)
    assert [path for path in (folder, *folder.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    with pytest.raises(RefusedError, match="is not an empty folder"):
        exported(ledger, notice, folder)
    with pytest.raises(RefusedError, match="there is no notice 99"), ledger.reading() as connection:
        export(connection, 99, tmp_path / "other")
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="cannot be written"):
        exported(ledger, notice, tmp_path / "file" / "proof")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".evidence", "other"))) == []


def test_a_sent_mark_without_an_event_is_counted(any_ledger: Ledger, tmp_path: Path) -> None:
    notice = told(Story(any_ledger), record=False)
    packet = exported(any_ledger, notice, tmp_path / "proof")
    assert (packet.sent, packet.unproved) == (3, 3)
    assert json.loads((tmp_path / "proof/notice.json").read_text())["sent_without_event"] == 3


def alter(name: str, old: str, new: str) -> object:
    def change(folder: Path) -> None:
        path = folder / name
        content = path.read_text()
        assert old in content
        path.write_text(content.replace(old, new, 1))

    return change


def rehash(folder: Path, name: str) -> None:
    """What a careful forger does: mend the manifest as well."""
    import hashlib

    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("change", "mend", "problem"),
    [
        (alter("recipients.csv", "c1@", "cx@"), "", "recipients.csv: was altered"),
        (alter("copies/notice.en.eml", "Dear", "Deer"), "", "copies/notice.en.eml: was altered"),
        (lambda folder: (folder / "unreached.csv").unlink(), "", "unreached.csv: is missing"),
        (lambda folder: (folder / "extra.txt").write_text("x"), "", "extra.txt: was added"),
        (alter("events.jsonl", '"actor": "jane"', '"actor": "joe"'), "events.jsonl", "event 3 was altered"),
        (alter("chain.csv", "\n3,", "\n9,"), "chain.csv", "event 3 was altered"),
        (alter("events.jsonl", "{", "["), "events.jsonl", "the events cannot be read"),
    ],
)
def test_every_change_is_found(ledger: Ledger, tmp_path: Path, change: object, mend: str, problem: str) -> None:
    folder = tmp_path / "proof"
    exported(ledger, told(Story(ledger)), folder)
    change(folder)  # type: ignore[operator]
    if mend:
        rehash(folder, mend)
    assert any(found.startswith(problem) for found in check_packet(folder))


@pytest.mark.parametrize("content", [None, "{}", "[]", "no json", '{"files": [], "chain": {}}'])
def test_what_is_no_packet_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(RefusedError, match="is no proof packet"):
        check_packet(tmp_path)


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_sets_of_numbers(some: set[int], others: set[int]) -> None:
    numbers, other = Numbers.of(sorted(some)), Numbers.of(sorted(others))
    text = ",".join(f"{first}-{last}" for first, last in numbers.ranges)
    assert Numbers.read(text) == numbers
    assert {number for number in range(62) if number in numbers} == some
    assert numbers.overlaps(other) == bool(some & others)
    union = Numbers.union([numbers, other])
    assert {number for number in range(62) if number in union} == some | others


@pytest.mark.parametrize("text", ["x", "1-", "-1", "1-2-3"])
def test_what_is_no_set_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Numbers.read(text)
