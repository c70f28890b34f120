"""Fetch the pinned uv into a folder with nothing but the standard library (a bare Debian has neither pip nor venv).

Usage: python3 .ci/get_uv.py FOLDER
"""

from __future__ import annotations

import hashlib
import io
import platform
import re
import sys
import urllib.request
import zipfile
from pathlib import Path

VERSION = "0.13.9"
INDEX = "https://pypi.org/simple/uv/"
WHEELS = {
    ("Linux", "x86_64"): (
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    ("Linux", "aarch64"): (
        "manylinux_2_28_aarch64",
        "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
    ),
}


def fetch(address: str) -> bytes:
    """Return what the address holds; raises OSError when it cannot be reached."""
    with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 - the address is a constant above
        return bytes(answer.read())


def wheel_address(index: str, name: str) -> str:
    """Return the address under which the index lists the wheel; raises LookupError when it does not."""
    found = re.search(rf'href="([^"]*/{re.escape(name)})[#"]', index)
    if found is None:
        raise LookupError(f"{INDEX} does not list {name}; install uv yourself and run make again")
    return found.group(1)


def main(folder: Path) -> int:
    """Put `uv` into `folder`; return the exit code."""
    machine = (platform.system(), platform.machine())
    if machine not in WHEELS:
        print(f"get_uv: no pinned uv for {machine[0]} on {machine[1]}; install uv yourself and run make again")
        return 1
    tag, digest = WHEELS[machine]
    name = f"uv-{VERSION}-py3-none-{tag}.whl"
    content = fetch(wheel_address(fetch(INDEX).decode(), name))
    if hashlib.sha256(content).hexdigest() != digest:
        print(f"get_uv: {name} is not the file that was pinned; refusing it")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "uv"
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        target.write_bytes(wheel.read(f"uv-{VERSION}.data/scripts/uv"))
    target.chmod(0o755)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
