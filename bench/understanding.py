"""Precision and recall of `notifier.understanding` per kind on the invented corpus; `ARGS=--split tuning` for the other half.

A message counts for triage by itself. "erasure precision" is measured over messages that were not sent to triage;
"objection recall" demands the kind, sent to triage or not; of an unclear objection (ironic, conditional) triage suffices. Wrong messages of the tuning half are printed with --show.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from notifier.understanding import Understanding, understand

CORPUS = Path(__file__).parent.parent / "tests" / "data" / "mail" / "replies.jsonl"
OBJECTION_RECALL = 0.98
ERASURE_PRECISION = 0.99
MOST_TRIAGE = 0.15


@dataclass(frozen=True, slots=True)
class Labelled:
    id: str
    language: str
    kinds: frozenset[str]
    unclear: bool  # a person should decide: triage is right, whatever the kinds
    subject: str
    text: str


def read_corpus(split: str) -> Iterator[Labelled]:
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if split in ("all", entry["split"]):
            yield Labelled(
                entry["id"],
                entry["language"],
                frozenset(entry["kinds"]),
                entry["unclear"],
                entry["subject"],
                entry["text"],
            )


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def scores(pairs: list[tuple[Labelled, Understanding]]) -> dict[str, tuple[int, int, int, float, float]]:
    """Per kind: true, missed, wrong, precision, recall. Unclear messages are left out: they belong to a person."""
    table = {}
    clear = [(gold, seen) for gold, seen in pairs if not gold.unclear]
    for kind in sorted({kind for gold, _ in clear for kind in gold.kinds}):
        true = sum(kind in gold.kinds and kind in seen.kinds for gold, seen in clear)
        missed = sum(kind in gold.kinds and kind not in seen.kinds for gold, seen in clear)
        wrong = sum(kind not in gold.kinds and kind in seen.kinds for gold, seen in clear)
        table[kind] = (true, missed, wrong, ratio(true, true + wrong), ratio(true, true + missed))
    return table


def bars(pairs: list[tuple[Labelled, Understanding]]) -> dict[str, float]:
    objections = [(gold, seen) for gold, seen in pairs if "objection" in gold.kinds]
    erasures = [gold for gold, seen in pairs if "erasure" in seen.kinds and not seen.triage]
    return {
        "objection recall": ratio(
            sum("objection" in seen.kinds or (gold.unclear and seen.triage) for gold, seen in objections),
            len(objections),
        ),
        "erasure precision": ratio(
            sum("erasure" in gold.kinds and not gold.unclear for gold in erasures), len(erasures)
        ),
        "triage": ratio(sum(seen.triage for _, seen in pairs), len(pairs)),
        "triage among clear": ratio(
            sum(seen.triage for gold, seen in pairs if not gold.unclear), sum(not gold.unclear for gold, _ in pairs)
        ),
        "unclear sent to triage": ratio(
            sum(seen.triage for gold, seen in pairs if gold.unclear), sum(gold.unclear for gold, _ in pairs)
        ),
        "exact kinds": ratio(
            sum(set(seen.kinds) == gold.kinds for gold, seen in pairs if not gold.unclear),
            sum(not gold.unclear for gold, _ in pairs),
        ),
    }


def reached(figures: dict[str, float]) -> bool:
    return (
        figures["objection recall"] >= OBJECTION_RECALL
        and figures["erasure precision"] >= ERASURE_PRECISION
        and figures["triage"] <= MOST_TRIAGE
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="test", choices=["test", "tuning", "all"])
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    started = time.perf_counter()
    pairs = [(gold, understand(gold.text, gold.subject)) for gold in read_corpus(arguments.split)]
    seconds = time.perf_counter() - started
    print(f"{len(pairs)} messages ({arguments.split}), {len(pairs) / seconds:.0f} a second")
    print(f"{'kind':14} {'true':>5} {'missed':>6} {'wrong':>5} {'precision':>9} {'recall':>6}")
    for kind, (true, missed, wrong, precision, recall) in scores(pairs).items():
        print(f"{kind:14} {true:5} {missed:6} {wrong:5} {precision:9.3f} {recall:6.3f}")
    figures = bars(pairs)
    for name, value in figures.items():
        print(f"{name:24} {value:.3f}")
    for gold, seen in pairs if arguments.show else ():
        right = seen.triage if gold.unclear else set(seen.kinds) == gold.kinds and not seen.triage
        if not right:
            want = ",".join(sorted(gold.kinds)) + ("?" if gold.unclear else "")
            print(
                f"{gold.id} want {want} got {','.join(seen.kinds)}{' TRIAGE' if seen.triage else ''} {seen.reasons} | {gold.text[:150]!r}"
            )
    return 0 if reached(figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
