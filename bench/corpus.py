"""What the comparison benchmarks share: where the corpora are, and running a corpus scorer in this process."""

import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from policy.compare import Comparer, redline_json
from policy.documents import read_document

SHARED = Path(os.environ.get("HERALD_SHARED", Path(__file__).parent.parent.parent / "shared")).resolve()
DIFFBENCH = SHARED / "data" / "diffbench"
HISTORIES = SHARED / "data" / "histories"


def load_scorer(name: str) -> ModuleType:
    """Import a scorer of the corpus by file name; its helpers lie beside it."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(DIFFBENCH))
    specification = importlib.util.spec_from_file_location(name, DIFFBENCH / f"{name}.py")
    if specification is None or specification.loader is None:
        raise SystemExit(f"no scorer {DIFFBENCH / name}.py; set HERALD_SHARED")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def warm_runner(comparer: Comparer) -> Callable[[Path, Path], tuple[dict[str, Any], float]]:
    """Return a function that compares two files in this process: the report and the seconds it took."""

    def run(old: Path, new: Path) -> tuple[dict[str, Any], float]:
        old, new = Path(old), Path(new)
        contents = old.read_bytes(), new.read_bytes()
        start = time.perf_counter()
        documents = read_document(contents[0], old.name), read_document(contents[1], new.name)
        report = redline_json(comparer.compare(*documents), old.name, new.name)
        return report, time.perf_counter() - start

    return run
