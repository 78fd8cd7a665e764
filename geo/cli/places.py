"""Print the places a text names."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from geo.cli import DONE, EXIT_CODES, OneLineParser, write
from geo.errors import InputError
from geo.inputs import read_stream
from geo.reading import LARGEST_TEXT_BYTES

_HELP = """\
Print the places a text names: one JSON object per mention, one a line, in the order of the text.
No map is made, nothing is measured; ambiguous and unresolved mentions are told as such.
"""

_EXAMPLES = f"""\
examples:
  python -m geo.places article.txt
  echo "From Sumy to Kursk." | python -m geo.places -

exit codes: 0 done; {EXIT_CODES}
"""


def answer(argv: Sequence[str], *, prog: str) -> int:
    """Print one JSON object per mention, and give the exit code."""
    parser = OneLineParser(prog=prog, description=_HELP, epilog=_EXAMPLES)
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a UTF-8 text; - reads standard input"
    )
    text = _read(parser.parse_args(argv).file)
    write(_mentions(text))
    return DONE


def _mentions(text: str) -> Iterator[str]:
    from geo.places import geocode  # noqa: PLC0415 - reads the gazetteer, which --help does without

    for place in geocode(text):
        yield json.dumps(asdict(place), ensure_ascii=True)


def _read(source: str) -> str:
    try:
        if source == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        return read_stream(source, largest_bytes=LARGEST_TEXT_BYTES).decode("utf-8")
    except InputError:
        raise
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source}: not UTF-8 (byte {error.start}); save the text as UTF-8 and try again"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{source}: {reason}; name a readable text file, or -") from error
