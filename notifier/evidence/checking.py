"""Checking a proof packet by itself, years later, without the ledger it came from."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from notifier.errors import RefusedError
from notifier.evidence.writing import MANIFEST
from notifier.ledger.chain import Event, seal

MOST_MANIFEST_BYTES = 1_000_000


def check_packet(folder: Path) -> tuple[str, ...]:
    """What is wrong with a packet: altered, missing or added files, events that do not hold. Empty when it is sound.

    Raises RefusedError for a folder that is no packet.
    """
    manifest = _manifest(folder)
    return (*_check_files(folder, manifest), *_check_chain(folder, manifest))


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        if path.stat().st_size > MOST_MANIFEST_BYTES:
            raise RefusedError(f"{path}: is too long for a manifest")
        manifest = json.loads(path.read_bytes())
        if not isinstance(manifest["files"], dict) or not isinstance(manifest["chain"], dict):
            raise TypeError
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise RefusedError(f"{folder}: is no proof packet: its {MANIFEST} cannot be read") from problem
    return dict(manifest)


def _check_files(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(present - manifest["files"].keys()):
        yield f"{name}: was added"
    for name, digest in sorted(manifest["files"].items()):
        if name not in present:
            yield f"{name}: is missing"
        elif _digest(folder / name) != digest:
            yield f"{name}: was altered"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_chain(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    try:
        links = _links(folder / "chain.csv")
        events = [_event(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        yield f"the events cannot be read: {type(problem).__name__}"
        return
    before = None
    for number, (previous, own) in links.items():
        if before is not None and previous != before:
            yield f"event {number} does not follow the one before it"
        before = own
    for event in events:
        if seal(event).hash != event.hash or links.get(event.id) != (event.previous_hash, event.hash):
            yield f"event {event.id} was altered"
    head = manifest["chain"].get("anchor")
    if links and (head is None or links.get(head["id"], ("", ""))[1] != head["hash"]):
        yield "the chain does not end where the manifest says"


def _links(path: Path) -> dict[int, tuple[str, str]]:
    with path.open(newline="") as file:
        return {int(row["id"]): (row["previous_hash"], row["hash"]) for row in csv.DictReader(file)}


def _event(line: str) -> Event:
    fields = json.loads(line)
    return Event(**{**fields, "at": datetime.fromisoformat(fields["at"])})
