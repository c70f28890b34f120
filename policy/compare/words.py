"""Words that came and went inside a clause, from git's diff of the clauses written one word a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unidiff.patch import PatchedFile, PatchSet

from policy.compare.git import Git
from policy.compare.model import Run, Sign
from policy.compare.tokens import Tokens, tokenise

Script = list[tuple[Sign, int]]
"""Signs with the number of words they hold for, in order."""


def word_runs(texts: Sequence[tuple[str, str]], git: Git) -> list[tuple[Run, ...]]:
    """Return the runs for each (old text, new text); the runs rebuild both texts exactly."""
    tokens = [(tokenise(old), tokenise(new)) for old, new in texts]
    differing = {
        f"{position:06d}": pair
        for position, pair in enumerate(tokens)
        if pair[0].words != pair[1].words and all(texts[position])
    }
    scripts: dict[str, Script] = {}
    if differing:
        patch = git.patch(
            {name: old.lines for name, (old, _) in differing.items()},
            {name: new.lines for name, (_, new) in differing.items()},
        )
        # Words never hold a line end, so the lines of the patch are the lines that git wrote.
        scripts = {patched.path: list(_script(patched)) for patched in PatchSet(patch.decode())}
    return [
        tuple(_runs(old, new, scripts.get(f"{position:06d}") or _plain_script(old, new)))
        for position, (old, new) in enumerate(tokens)
    ]


def _script(patched: PatchedFile) -> Iterator[tuple[Sign, int]]:
    for hunk in patched:
        for line in hunk:
            if line.is_added:
                yield "+", 1
            elif line.is_removed:
                yield "-", 1
            elif line.is_context:
                yield "=", 1


def _plain_script(old: Tokens, new: Tokens) -> Script:
    if old.words == new.words:
        return [("=", len(old.words))]
    return [("-", len(old.words)), ("+", len(new.words))]


class _Builder:
    """Collects runs; within one place of change what went stands before what came."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.kept: list[str] = []
        self.gone: list[str] = []
        self.come: list[str] = []

    def keep(self, text: str) -> None:
        if self.gone or self.come:
            self.flush()
        self.kept.append(text)

    def change(self, gone: str, come: str) -> None:
        if gone or come:
            if self.kept:
                self.flush()
            self.gone.append(gone)
            self.come.append(come)

    def flush(self) -> None:
        signed: tuple[tuple[Sign, list[str]], ...] = (("=", self.kept), ("-", self.gone), ("+", self.come))
        for sign, parts in signed:
            text = "".join(parts)
            if text:
                self.runs.append(Run(sign, text))
            parts.clear()


def _runs(old: Tokens, new: Tokens, script: Script) -> list[Run]:
    builder = _Builder()
    i = j = old_end = new_end = 0
    for sign, length in script:
        for _ in range(length):
            if sign == "-":
                builder.change(old.text[old_end : old.ends[i]], "")
                old_end, i = old.ends[i], i + 1
            elif sign == "+":
                builder.change("", new.text[new_end : new.ends[j]])
                new_end, j = new.ends[j], j + 1
            else:
                before, after = old.text[old_end : old.starts[i]], new.text[new_end : new.starts[j]]
                if before == after:
                    builder.keep(before + old.words[i])
                else:
                    builder.change(before, after)
                    builder.keep(old.words[i])
                old_end, new_end, i, j = old.ends[i], new.ends[j], i + 1, j + 1
    builder.change(old.text[old_end:], new.text[new_end:])
    builder.flush()
    return builder.runs
