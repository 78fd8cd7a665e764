"""Print the places a text names: one JSON object per mention, one a line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict

from geo.errors import GeoError, InputError
from geo.places import geocode

_LANGUAGES = ("en", "uk", "ru")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; give its exit code: 0 done, 2 bad usage or bad input."""
    parser = ArgumentParser(prog="python -m geo.places", description=__doc__)
    parser.add_argument("file", nargs="?", default="-", help="a UTF-8 text; - reads standard input")
    parser.add_argument("--lang", choices=_LANGUAGES, help="language of the text, where known")
    options = parser.parse_args(argv)
    try:
        for place in geocode(_read(options.file), lang=options.lang):
            sys.stdout.write(json.dumps(asdict(place), ensure_ascii=True) + "\n")
    except GeoError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _read(source: str) -> str:
    try:
        if source == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        with open(source, "rb") as file:  # noqa: PTH123 - a name such as /dev/stdin is welcome too
            return file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source}: not UTF-8 (byte {error.start}); save the text as UTF-8 and try again"
        ) from error
    except OSError as error:
        raise InputError(f"{source}: {error.strerror}; name a readable text file, or -") from error


if __name__ == "__main__":
    sys.exit(main())
