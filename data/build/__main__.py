"""Rebuild every committed data file, or the parts named on the command line."""

import sys
from importlib import import_module

PARTS = ("boundaries", "world", "names", "places", "detail", "shown", "fonts", "checksums")


def main(parts: list[str]) -> None:
    """Build the named parts in their order, all of them when none is named."""
    for unknown in set(parts) - set(PARTS):
        raise SystemExit(f"no part is called {unknown!r}: choose of {', '.join(PARTS)}")
    for part in PARTS:
        if part in parts or not parts:
            import_module(f"data.build.{part}").build()


if __name__ == "__main__":
    main(sys.argv[1:])
