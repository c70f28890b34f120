"""Score the comparison on the public redlines corpus (40 labelled pairs), in one warm process.

Usage: python bench/compare_redlines.py [--by family|plan|pair]
"""

import sys
from pathlib import Path

from corpus import DIFFBENCH, load_scorer, warm_runner

from policy.compare import Comparer


def main() -> None:
    scorer = load_scorer("score_redlines")
    with Comparer() as comparer:
        compare = warm_runner(comparer)

        def run(_command: str, old: Path, new: Path, _timeout: float) -> tuple[dict[str, object], float]:
            return compare(old, new)

        scorer.run = run  # type: ignore[attr-defined]  # the scorer is loaded from its file
        sys.argv = ["score_redlines.py", str(DIFFBENCH / "redlines"), "in this process", *sys.argv[1:]]
        scorer.main()


if __name__ == "__main__":
    main()
