"""Quality on questions with gold, and speed: 20,000 words and 50 revisions in a warm process.

make bench-answers            # reads the real inputs from HERALD_SHARED (default ../shared)
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from answers_scoring import load, score

from policy.answers import History, RevisionRecord, answer
from policy.documents import read_document

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("HERALD_SHARED", ROOT.parent / "shared"))
DATA = ROOT / "tests" / "policy" / "answers" / "data"
OWN = ROOT / "bench" / "questions"
POLICIES = (("Bumble", "Privacy Policy.md"), ("Badoo", "Privacy Policy.md"))
OTHERS = {
    "demo-versions": {
        "brevo": "Brevo",
        "buffer": "Buffer",
        "npm": "npm Public Registry",
        "opencollective": "Open Collective",
        "uptimerobot": "UptimeRobot",
    },
    "dating-versions": {"fruitz": "Fruitz", "grindr": "Grindr", "lex": "LEX"},
}
REVISIONS = 50


def quality(source: str, questions: Path, label: str) -> None:
    gold = load(questions)
    history = History.of_document(read_document(source, f"{questions.stem}.md"), "worktree", None)
    result = score(history, gold, source)
    shares = "  ".join(f"{name} {share:.3f}" for name, share in result.shares().items())
    print(f"{label:34} n={len(gold):3}  {shares}")
    for line in result.wrong if "--show" in sys.argv else ():
        print("   ", line)


def other_policies() -> None:
    """Questions about real policies of other companies, taken from the newest commit of the bundles."""
    for bundle, owners in OTHERS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = SHARED / "data" / "histories" / f"{bundle}.bundle"
            subprocess.run(["git", "clone", "-q", str(path), folder], check=True)
            for stem, owner in owners.items():
                text = (Path(folder) / owner / "Privacy Policy.md").read_text(encoding="utf-8")
                quality(text, OWN / "histories" / f"{stem}.jsonl", f"another company's policy {stem}")


def versions(repository: Path, path: str) -> list[str]:
    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", str(repository), *words], check=True, capture_output=True, text=True).stdout

    commits = git("log", "--reverse", "--format=%H", "--", path).split()
    return [git("show", f"{commit}:{path}") for commit in commits]


def long_history() -> History:
    """Fifty revisions of about 20,000 words: two real policies joined, each revision a real one."""
    with tempfile.TemporaryDirectory() as folder:
        bundle = SHARED / "data" / "histories" / "dating-versions.bundle"
        subprocess.run(["git", "clone", "-q", str(bundle), folder], check=True)
        texts = [versions(Path(folder), f"{owner}/{name}") for owner, name in POLICIES]
    records = []
    for place in range(REVISIONS):
        text = "\n\n".join(found[min(place * len(found) // REVISIONS, len(found) - 1)] for found in texts)
        document = read_document(text, "privacy.md")
        day = date(2018, 1, 1) + timedelta(days=40 * place)
        records.append(RevisionRecord(f"r{place}", day, day, lambda document=document: document))
    print(f"{len(records)} revisions, the newest has {len(text.split())} words")
    return History.of_records("privacy.md", tuple(records))


def speed() -> None:
    history = long_history()
    questions = [entry["question"] for entry in load(SHARED / "data" / "questions" / "mailjet-2020-10-29.jsonl")]
    questions += [
        "since when do we share data with Google?",
        "what changed about advertising?",
        "until when did we use Facebook?",
    ]
    began = time.perf_counter()
    for record in history.records:
        answer("who gets payment data?", history, as_of=record.policy_date)
    print(f"warming up: {(time.perf_counter() - began) / len(history.records) * 1000:.0f} ms a revision, read once")
    times = []
    for turn in range(5):
        for place, question in enumerate(questions):
            day = history.records[(7 * place + 11 * turn) % len(history.records)].policy_date
            began = time.perf_counter()
            answer(question, history, as_of=day)
            times.append((time.perf_counter() - began) * 1000)
    times.sort()
    print(
        f"{len(times)} questions: p50 {statistics.median(times):.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms, worst {times[-1]:.2f} ms"
    )


def main() -> None:
    mailjet = SHARED / "data" / "policies" / "mailjet"
    quality(
        (mailjet / "2020-10-29.md").read_text(encoding="utf-8"),
        SHARED / "data" / "questions" / "mailjet-2020-10-29.jsonl",
        "real policy, the 40 of the issue",
    )
    for path in sorted(OWN.glob("*.jsonl")):
        quality(
            (mailjet / f"{path.stem}.md").read_text(encoding="utf-8"), path, f"real policy, own questions {path.stem}"
        )
    for path in sorted(DATA.glob("*.jsonl")):
        quality((DATA / f"{path.stem}.md").read_text(encoding="utf-8"), path, f"invented policy {path.stem}")
    other_policies()
    if "--quality" not in sys.argv:
        speed()


if __name__ == "__main__":
    main()
