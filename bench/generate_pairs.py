"""Make pairs of policies with known changes from the histories' documents, to score with the corpus scorer.

The texts and the edits are other ones than those of the corpus: a check against building for the corpus.
Usage: python bench/generate_pairs.py FOLDER [--count N] [--seed S]; then bench/compare_pairs.py --pairs FOLDER
"""

import argparse
import json
import random
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from corpus import DIFFBENCH, HISTORIES, load_scorer

FORMS = ("plain", "few", "many", "heavy")


class Pair:
    """A document as a list of blocks, edited in place; `truth` collects what was done."""

    def __init__(self, tools: Any, text: str, donors: list[str], chance: random.Random) -> None:
        self.tools, self.donors, self.chance = tools, donors, chance
        self.lead, self.old = tools.parse(text)
        self.new = [[block, block] for block in self.old]  # [block as it now is, old block or None]
        self.touched: set[str] = set()
        self.done: list[tuple[str, str, list[Any], list[Any]]] = []
        texts = [block.text for block in self.old]
        self.unique = {block.id for block in self.old if texts.count(block.text) == 1}

    def make(self, kind: str, raw: str, sep: str = "\n\n") -> Any:
        block = self.tools.Block(f"n{self.chance.random()}", kind, raw, sep)
        self.touched.add(block.id)
        return block

    def pick(self, kinds: tuple[str, ...], fewest: int = 8) -> int | None:
        places = [
            n
            for n, (block, old) in enumerate(self.new)
            if old is block and block.kind in kinds and block.id not in self.touched and block.id in self.unique
            and not block.hard and self.tools.count_words(block.text) >= fewest and block.sep.count("\n") > 0
            and "](" not in block.raw and "*" not in block.raw[3:] and "|" not in block.raw[1:2]
        ]  # fmt: skip
        return self.chance.choice(places) if places else None

    def edit(self, raw: str, share: float) -> str:
        """Replace, drop or insert words; about `share` of them. The sign of a list item stays."""
        sign = re.match(r"\s*(?:(?:[*+-]|\(?\w{1,3}\\?[.)])\s+)?", raw)
        lead = sign.group() if sign else ""
        words = raw[len(lead) :].split(" ")
        vocabulary = [word for word in self.chance.choice(self.donors).split() if word.isalpha() and len(word) > 2]
        vocabulary = vocabulary or ["hereby", "altogether"]
        count = max(1, int(len(words) * share))
        for n in self.chance.sample(range(1, len(words)), min(count, len(words) - 1)):
            act = self.chance.random()
            fresh = self.chance.choice(vocabulary)
            words[n] = fresh if act < 0.5 else "" if act < 0.75 else f"{words[n]} {fresh}"
        edited = lead + " ".join(word for word in words if word)
        return edited if edited != raw else raw + " " + self.chance.choice(vocabulary)

    def replace(self, n: int, kind: str, op: str, raw: str) -> None:
        old = self.new[n][1]
        block = self.make(old.kind, raw, old.sep)
        self.new[n][0] = block
        self.touched.add(old.id)
        self.done.append((kind, op, [old], [block]))

    def amended(self, share: float = 0.06, kinds: tuple[str, ...] = ("para", "item"), op: str = "amended") -> None:
        if (n := self.pick(kinds)) is not None:
            self.replace(n, "amended", op, self.edit(self.new[n][0].raw, share))

    def rewritten(self) -> None:
        self.amended(self.chance.uniform(0.3, 0.45), ("para",), "rewritten")

    def reworded_heading(self) -> None:
        if (n := self.pick(("heading",), 2)) is not None and self.new[n][0].raw.startswith("#"):
            self.replace(n, "amended", "reworded_heading", self.new[n][0].raw + " and more")

    def added(self) -> None:
        n = self.pick(("para",))
        if n is not None:
            block = self.make("para", self.chance.choice(self.donors))
            self.new.insert(n + 1, [block, None])
            self.touched.add(self.new[n][0].id)
            self.done.append(("added", "added", [], [block]))

    def added_item(self) -> None:
        n = self.pick(("item",), 4)
        if n is not None and (sign := re.match(r"^\s*[*-]\s+", self.new[n][0].raw)):
            words = " ".join(self.chance.choice(self.donors).split()[:12])
            block = self.make("item", sign.group() + words, self.new[n][0].sep)
            self.new.insert(n, [block, None])
            self.touched.add(self.new[n + 1][0].id)
            self.done.append(("added", "added_item", [], [block]))

    def removed(self) -> None:
        n = self.pick(("para", "item"))
        if n is not None and 0 < n < len(self.new) - 1 and not re.match(r"\s*\d", self.new[n][0].raw):
            old = self.new.pop(n)[1]
            self.touched.add(old.id)
            self.done.append(("removed", "removed", [old], []))

    def moved(self, share: float = 0.0) -> None:
        n, to = self.pick(("para",), 14), self.pick(("para",))
        if n is None or to is None or abs(n - to) < 3:
            return
        old = self.new[n][1]
        block = self.make("para", self.edit(old.raw, share) if share else old.raw, "\n\n")
        del self.new[n]
        self.new.insert(to if to < n else to - 1, [block, None])
        self.touched.add(old.id)
        self.done.append(("moved_amended" if share else "moved", "moved_amended" if share else "moved", [old], [block]))

    def moved_amended(self) -> None:
        self.moved(0.12)

    def split(self, share: float = 0.0) -> None:
        n = self.pick(("para",), 24)
        if n is None:
            return
        old = self.new[n][1]
        ends = [m.end() for m in re.finditer(r"[a-z]{3}[.!?] (?=[A-Z])", old.raw)]
        ends = [end for end in ends if 0.2 < end / len(old.raw) < 0.8]
        if not ends or "\n" in old.raw:
            return
        end = self.chance.choice(ends)
        halves = [old.raw[:end].strip(), old.raw[end:].strip()]
        if share:
            halves[1] = self.edit(halves[1], share)
        blocks = [self.make("para", half) for half in halves]
        blocks[1].sep = old.sep
        self.new[n : n + 1] = [[blocks[0], None], [blocks[1], None]]
        self.touched.add(old.id)
        self.done.append(("split", "split", [old], blocks))

    def merged(self) -> None:
        n = self.pick(("para",), 8)
        if n is None or n + 1 >= len(self.new):
            return
        (one, _), (other, was) = self.new[n], self.new[n + 1]
        if was is not other or other.kind != "para" or other.id in self.touched or other.hard or "\n" in one.raw:
            return
        block = self.make("para", f"{one.raw} {other.raw}", other.sep)
        self.new[n : n + 2] = [[block, None]]
        self.touched |= {one.id, other.id}
        self.done.append(("merged", "merged", [one, other], [block]))

    def row(self) -> None:
        n = self.pick(("row",), 3)
        if n is None:
            n = next((n for n, (b, o) in enumerate(self.new) if o is b and b.kind == "row" and b.id in self.unique and b.id not in self.touched and b.raw.count("|") > 2 and n > 2 and self.new[n - 1][0].kind == "row"), None)  # fmt: skip
        if n is not None and "](" not in self.new[n][0].raw:
            cells = self.new[n][0].raw.split("|")
            if len(cells) > 3:
                cells[-2] = " Elsewhere entirely "
                if self.new[n][0].text != self.tools.plain("|".join(cells), "row"):
                    self.replace(n, "amended", "row", "|".join(cells))

    def text(self) -> str:
        return self.lead + "".join(block.raw + block.sep for block, _ in self.new)

    def truth(self) -> list[dict[str, Any]]:
        blocks = {side: list(blocks) for side, blocks in (("old", self.old), ("new", [b for b, _ in self.new]))}
        where = {side: {b.id: n for n, b in enumerate(bs)} for side, bs in blocks.items()}
        paths = {side: self.tools.places(bs) for side, bs in blocks.items()}

        def side(name: str, chosen: list[Any]) -> Any:
            shapes = []
            for block in chosen:
                n = where[name][block.id]
                section, heading = paths[name][n][0]
                shapes.append(
                    {"section": section, "heading": heading, "block": n, "text": block.text, "path": paths[name][n]}
                )
            return shapes if len(shapes) > 1 else shapes[0] if shapes else None

        return [
            {
                "kind": kind, "op": op, "old": side("old", old), "new": side("new", new),
                "words": self.tools.word_script(" ".join(b.text for b in old), " ".join(b.text for b in new)),
            }
            for kind, op, old, new in self.done
        ]  # fmt: skip


OPERATIONS = (
    "amended",
    "rewritten",
    "reworded_heading",
    "added",
    "added_item",
    "removed",
    "moved",
    "moved_amended",
    "split",
    "merged",
    "row",
)


def texts_of_histories(used: set[str]) -> dict[str, str]:
    """Return documents that the corpus was not made from."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for bundle in sorted(HISTORIES.glob("*.bundle")):
            subprocess.run(("git", "clone", "-q", bundle, Path(folder, bundle.stem)), check=True)
            for file in sorted(Path(folder, bundle.stem).rglob("*.md")):
                name = f"{bundle.stem}__{'-'.join(file.relative_to(Path(folder, bundle.stem)).parts)}".replace(" ", "-")
                text = file.read_text(errors="replace")
                if name not in used and 4_000 < len(text) < 90_000:
                    found[name] = text
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    load_scorer("score_pairs")
    tools = load_scorer("mdblocks")
    used = {json.loads(file.read_text())["source"] for file in (DIFFBENCH / "pairs").glob("*/truth.json")}
    texts = texts_of_histories(used)
    donors = [
        b.text
        for text in texts.values()
        for b in tools.parse(text)[1]
        if b.kind == "para" and 12 < len(b.text.split()) < 60
    ]
    donors = [text for text in donors if text[0].isalpha() and not set(text) & set("[]*_|`<>\\#")]
    for number in range(arguments.count):
        name = chance.choice(sorted(texts))
        own = set(texts[name].split("\n"))
        pair = Pair(tools, texts[name], [text for text in donors if text not in own], chance)
        wanted = {"plain": 1, "few": 4, "many": 10, "heavy": 25}[FORMS[number % len(FORMS)]]
        for operation in chance.choices(OPERATIONS, k=wanted):
            getattr(pair, operation)()
        target = arguments.folder / f"g{number:04d}"
        target.mkdir(parents=True, exist_ok=True)
        (target / "old.md").write_text(texts[name])
        (target / "new.md").write_text(pair.text())
        (target / "truth.json").write_text(json.dumps({"pair": target.name, "source": name, "changes": pair.truth()}))


if __name__ == "__main__":
    main()
