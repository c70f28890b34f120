"""The bars on the part of the corpus that nothing was tuned on, and the shape of the corpus itself."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from notifier.model import ReplyKind
from notifier.understanding import understand

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_understanding", ROOT / "bench" / "understanding.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_corpus_is_large_varied_and_split(bench: ModuleType) -> None:
    corpus = list(bench.read_corpus("all"))
    assert len(corpus) >= 300
    assert len({message.text for message in corpus}) == len(corpus)
    assert {message.language for message in corpus} == {"en", "de", "fr", "es", "it", "nl", "pt"}
    assert {kind for message in corpus for kind in message.kinds} <= {str(kind) for kind in ReplyKind}
    assert len(list(bench.read_corpus("test"))) >= 150
    assert min(Counter(message.language for message in bench.read_corpus("test")).values()) >= 10


def test_bars_on_the_test_part(bench: ModuleType) -> None:
    figures = bench.bars([(gold, understand(gold.text, gold.subject)) for gold in bench.read_corpus("test")])
    assert figures["objection recall"] >= 0.98
    assert figures["erasure precision"] >= 0.99
    assert figures["triage"] <= 0.15


def test_every_kind_is_found_on_the_test_part(bench: ModuleType) -> None:
    pairs = [(gold, understand(gold.text, gold.subject)) for gold in bench.read_corpus("test")]
    assert {kind: row[4] for kind, row in bench.scores(pairs).items() if row[0] + row[1] >= 5 and row[4] < 0.8} == {}
