"""Print the redline of two files as JSON, the shape of `herald diff OLD NEW --json`: what the corpus scorers run."""

import json
import sys
from pathlib import Path

from policy.compare import compare, redline_json
from policy.documents import read_document

if __name__ == "__main__":
    old, new = (Path(argument) for argument in sys.argv[1:3])
    redline = compare(read_document(old.read_bytes(), old.name), read_document(new.read_bytes(), new.name))
    print(json.dumps(redline_json(redline, old.name, new.name), ensure_ascii=False))
