"""Write the digests of every packaged file that is read, after a change: ``make checksums``."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from geo.inputs import CHECKSUMS

ROOT: Final = Path(__file__).resolve().parents[2]
NOT_READ: Final = ("geo/webmap/assets/js/", "data/build/", "data/corpus/")
"""Sources of the page's script, steps and texts of this build: no part of what runs."""
NOT_DATA: Final = (".py", ".pyc", ".typed")


def build() -> None:
    """Write ``geo/checksums.txt`` anew."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in digests())
    head = f"# sha256 of the lines below: {hashlib.sha256(lines.encode()).hexdigest()}\n"
    (ROOT / "geo" / CHECKSUMS).write_text(head + lines, encoding="ascii")


def digests() -> Iterator[tuple[str, str]]:
    """Give the name, below the package or ``data/``, and digest of each file, by name."""
    found = {
        path.relative_to(ROOT).as_posix(): path
        for folder in ("geo", "data")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in NOT_DATA
    }
    for name, path in sorted(found.items()):
        if not name.startswith(NOT_READ) and path.name != CHECKSUMS:
            yield name.removeprefix("geo/"), hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    build()
