"""Scores answers against questions with gold, by the same rules as the acceptance: see docs/benchmarks/answers.md."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policy.answers import History, answer_batch
from policy.sharing.quotes import flat


def name_key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass
class Score:
    hits: int = 0
    extra: int = 0
    missing: int = 0
    exact: int = 0
    count: int = 0
    cited: int = 0
    to_cite: int = 0
    verdicts: int = 0
    judged: int = 0
    refused: list[int] = field(default_factory=lambda: [0, 0, 0])
    quotes: int = 0
    literal: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def recipients_f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.extra + self.missing) if self.hits else 1.0

    @property
    def not_stated_f1(self) -> float:
        right, too_many, too_few = self.refused
        return 2 * right / (2 * right + too_many + too_few) if right else 1.0

    def shares(self) -> dict[str, float]:
        return {
            "recipients F1": self.recipients_f1,
            "exact set": self.exact / max(1, self.count),
            "first citation": self.cited / max(1, self.to_cite),
            "verdict": self.verdicts / max(1, self.judged),
            "not stated F1": self.not_stated_f1,
            "quotes verbatim": self.literal / max(1, self.quotes),
        }


def load(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(history: History, gold: list[dict[str, Any]], source: str) -> Score:
    total = Score()
    answers = {a["id"]: a for a in answer_batch((json.dumps(g) for g in gold), history)}
    whole = flat(source)
    for entry in gold:
        faults = [*_recipients(total, entry, answers[entry["id"]]), *_citation(total, entry, answers[entry["id"]])]
        faults += _verdict(total, entry, answers[entry["id"]])
        for citation in answers[entry["id"]]["citations"]:
            total.quotes += 1
            total.literal += flat(citation["quote"]) in whole
        if faults:
            total.wrong.append(f"{entry['id']} {entry['question']!r}: {'; '.join(faults)}")
    return total


def _recipients(total: Score, gold: dict[str, Any], given: dict[str, Any]) -> list[str]:
    expected = {name_key(name) for name in gold.get("recipients", [])}
    allowed = {name_key(name) for name in gold.get("allowed", [])}
    found = {name_key(recipient["name"]) for recipient in given["recipients"]}
    extra, missing = found - expected - allowed, expected - found
    total.hits += len(found & expected)
    total.extra += len(extra)
    total.missing += len(missing)
    total.count += 1
    total.exact += not extra and not missing
    return [f"extra {sorted(extra)} missing {sorted(missing)}"] if extra or missing else []


def _citation(total: Score, gold: dict[str, Any], given: dict[str, Any]) -> list[str]:
    if not gold.get("sections"):
        return []
    cited = [citation["section"] for citation in given["citations"]]
    total.to_cite += 1
    total.cited += bool(cited) and cited[0] in gold["sections"]
    return [] if cited and cited[0] in gold["sections"] else [f"cites {cited[:1]}, wanted {gold['sections']}"]


def _verdict(total: Score, gold: dict[str, Any], given: dict[str, Any]) -> list[str]:
    accepted = gold.get("verdict_ok", [gold["verdict"]])
    refused = given["verdict"] == "not_stated"
    if gold["verdict"] == "not_stated":
        total.refused[0] += refused
        total.refused[2] += not refused and given["verdict"] not in accepted
    total.refused[1] += refused and "not_stated" not in accepted
    if gold["verdict"] == "n/a":
        return ["refused to answer"] if refused else []
    total.judged += 1
    total.verdicts += given["verdict"] in accepted
    return [] if given["verdict"] in accepted else [f"says {given['verdict']}, wanted {accepted}"]
