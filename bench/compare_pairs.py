"""Score the comparison on the pairs with known changes, in one warm process.

Usage: python bench/compare_pairs.py [--part even|odd] [options of score_pairs.py]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from corpus import DIFFBENCH, load_scorer, warm_runner

from policy.compare import Comparer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("even", "odd", "all"), default="all", help="score one half of the pairs")
    parser.add_argument("--pairs", type=Path, default=DIFFBENCH / "pairs")
    arguments, rest = parser.parse_known_args()
    scorer = load_scorer("score_pairs")
    with Comparer() as comparer, tempfile.TemporaryDirectory() as chosen:
        compare = warm_runner(comparer)

        def run(_command: str, old: Path, new: Path, _timeout: float) -> tuple[list[dict[str, object]], float]:
            report, seconds = compare(old, new)
            return report["changes"], seconds

        scorer.run = run  # type: ignore[attr-defined]  # the scorer is loaded from its file
        for position, pair in enumerate(sorted(arguments.pairs.iterdir())):
            if arguments.part == "all" or (position % 2 == 0) == (arguments.part == "even"):
                Path(chosen, pair.name).symlink_to(pair.resolve())
        sys.argv = ["score_pairs.py", chosen, "in this process", *rest]
        scorer.main()


if __name__ == "__main__":
    main()
