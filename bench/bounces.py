"""Recognition of real bounces, auto-replies and feedback reports against their labels; flufl.bounce as a witness.

For a message with several labels it is hard when all of them are. Judged per message: is it recognised, is the
recipient found, and is "permanent" right? A wrong "permanent" costs a customer his notices, so precision comes first.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

from flufl.bounce import all_failures

from notifier.inbound import AutomaticKind, Reading, read_message

SHARED = Path(os.environ.get("HERALD_SHARED", Path(__file__).parent.parent.parent / "shared"))
EXPECTED_KIND = {"arf": AutomaticKind.FEEDBACK, "rfc3834": AutomaticKind.AUTO_REPLY}


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def judged(folder: Path) -> list[tuple[dict[str, object], Reading, tuple[bool, bool]]]:
    rows = []
    for line in (folder / "labels.jsonl").read_text().splitlines():
        label = json.loads(line)
        content = (folder / "messages" / label["file"]).read_bytes()
        temporary, permanent = all_failures(message_from_bytes(content))
        rows.append((label, read_message(content), (bool(temporary or permanent), bool(permanent))))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    folder = SHARED / "data" / "mail" / "bounces"
    if not folder.is_dir():
        print(f"no folder {folder}: set HERALD_SHARED")
        return 2
    rows = judged(folder)
    count: Counter[str] = Counter()
    for label, reading, (witness, witness_hard) in rows:
        expected = label["expected"]
        assert expected is None or isinstance(expected, list)
        kind = EXPECTED_KIND.get(str(label["type"]), AutomaticKind.BOUNCE)
        if kind is not AutomaticKind.BOUNCE:
            count[f"{kind} all"] += 1
            count[f"{kind} right"] += reading.automatic is kind
            if arguments.show and reading.automatic is not kind:
                print("MISSED", label["file"], reading.automatic, reading.subject)
            continue
        count["all"] += 1
        count["found"] += reading.automatic is AutomaticKind.BOUNCE
        count["witness found"] += witness
        if arguments.show and reading.automatic is not AutomaticKind.BOUNCE:
            print("MISSED", label["file"], reading.automatic, reading.subject)
        if expected is None or any(entry["hard"] is None for entry in expected):
            continue
        hard = all(entry["hard"] for entry in expected) and bool(expected)
        ours = bool(reading.bounces) and all(bounce.permanent for bounce in reading.bounces)
        count["labelled"] += 1
        for name, said in (("", ours), ("witness ", witness_hard)):
            count[f"{name}true hard"] += hard and said
            count[f"{name}false hard"] += not hard and said
            count[f"{name}missed hard"] += hard and not said
        if arguments.show and ours != hard:
            first = reading.bounce
            print(
                "WRONGLY PERMANENT" if ours else "NOT PERMANENT", label["file"], [entry["reason"] for entry in expected],
                (first.status, first.diagnostic[:150]) if first else None,
            )  # fmt: skip
    started = time.perf_counter()
    for label, _, _ in rows:
        read_message((folder / "messages" / str(label["file"])).read_bytes())
    rate = len(rows) / (time.perf_counter() - started)
    print(
        f"bounces recognised            {count['found']} of {count['all']} = {ratio(count['found'], count['all']):.3f}"
    )
    print(f"  flufl.bounce                {count['witness found']} = {ratio(count['witness found'], count['all']):.3f}")
    for name in ("", "witness "):
        said = count[f"{name}true hard"] + count[f"{name}false hard"]
        are = count[f"{name}true hard"] + count[f"{name}missed hard"]
        print(
            f"{'flufl.bounce' if name else 'ours':14}permanent: precision {ratio(count[f'{name}true hard'], said):.3f} "
            f"({count[f'{name}false hard']} wrong), recall {ratio(count[f'{name}true hard'], are):.3f} of {are}"
        )
    for kind in EXPECTED_KIND.values():
        print(f"{kind:30}{count[f'{kind} right']} of {count[f'{kind} all']}")
    print(f"{rate:.0f} messages a second")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
