"""Collect what files hold: places of a text, areas of an extract, articles of an archive."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from geo.cli import DONE, EXIT_CODES, OneLineParser, refuse_deep, tell, write
from geo.errors import InputError
from geo.inputs import read_stream
from geo.reading import LARGEST_TEXT_BYTES
from geo.wording import LANGUAGES, printable

_PLACES_HELP = """\
Print the places a text names: one JSON object per mention, one a line, in the order of the text.
No map is made, nothing is measured; ambiguous and unresolved mentions are told as such.
"""

_PLACES_EXAMPLES = f"""\
examples:
  python -m geo.places article.txt
  echo "From Sumy to Kursk." | python -m geo.places -

exit codes: 0 done; {EXIT_CODES}
"""
_DRIVERS = {".fgb": "FlatGeobuf", ".gpkg": "GPKG", ".geojson": "GeoJSON"}
_REGIONS_HELP = """\
Take the administrative areas of one level out of an OpenStreetMap extract of your own, cut to
land, and write them as a file for render --regions. Whose they are stands in the file.
"""
_REGIONS_EXAMPLES = f"""\
examples:
  policy-range-mapper regions russia.osm.pbf --admin-level 4 --out regions.fgb
  policy-range-mapper render --regions regions.fgb

exit codes: 0 done; {EXIT_CODES}
"""
_ARCHIVE_HELP = """\
Read an archive of articles: the places each names and what it states of policies as Parquet, and
what the archive speaks of, month by month, beside what the policies of each time would have
reached. Stopped at any moment, the same command goes on where it was; the result is the same
to the byte however many workers, schedulers or interruptions there were.
"""
_ARCHIVE_EXAMPLES = f"""\
examples:
  python -m geo.archive articles.jsonl.gz --out archive    one JSON object a line: id, text,
                                                           and if known date, title, url
  python -m geo.archive 2023.parquet 2024.parquet --out archive --workers 8
  python -m geo.archive texts/ --out archive               texts; a date in the name counts
  zcat dump.gz | python -m geo.archive - --out archive
  python -m geo.archive articles.jsonl --out archive --scheduler tcp://head:8786

exit codes: 0 done; {EXIT_CODES}
"""
_EVERY_S = 5.0


def answer_places(argv: Sequence[str], *, prog: str) -> int:
    """Print one JSON object per mention, and give the exit code."""
    parser = OneLineParser(prog=prog, description=_PLACES_HELP, epilog=_PLACES_EXAMPLES)
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a UTF-8 text; - reads standard input"
    )
    text = _read(parser.parse_args(argv).file)
    from geo.places import geocode  # noqa: PLC0415 - reads the gazetteer, which --help does without

    write(json.dumps(asdict(place), ensure_ascii=True) for place in geocode(text))
    return DONE


def _read(source: str) -> str:
    most = LARGEST_TEXT_BYTES + 1
    try:
        content = (
            sys.stdin.buffer.read(most)
            if source == "-"
            else read_stream(source, largest_bytes=most)
        )
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source}: not UTF-8 (byte {error.start}); save the text as UTF-8 and try again"
        ) from error
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{source}: {reason}; name a readable text file, or -") from error
    if len(content) == most:
        raise InputError(f"{source}: over {LARGEST_TEXT_BYTES:,} bytes; split it and try again")
    return text


def answer_regions(argv: Sequence[str], *, prog: str) -> int:
    """Write the file that the command line asks for."""
    parser = OneLineParser(prog=prog, description=_REGIONS_HELP, epilog=_REGIONS_EXAMPLES)
    parser.add_argument("extract", metavar="EXTRACT", help="an .osm.pbf file")
    parser.add_argument(
        "--admin-level",
        type=int,
        default=4,
        choices=range(2, 12),
        help="of the boundaries: 4 first-level regions, 6 districts (default: 4)",
    )
    parser.add_argument(
        "--out", default="regions.fgb", metavar="FILE", help=".fgb, .gpkg or .geojson"
    )
    arguments = parser.parse_args(argv)
    from geo.regions import extract_regions  # noqa: PLC0415 - slow to load; --help does not

    out = Path(arguments.out)
    driver = _DRIVERS.get(out.suffix.lower())
    if driver is None:
        raise InputError(f"--out {str(out)!r} ends in none of {', '.join(_DRIVERS)}; choose one.")
    if not out.parent.is_dir():
        raise InputError(f"--out {str(out)!r}: there is no such folder; make it first.")
    frame = extract_regions(arguments.extract, admin_level=arguments.admin_level)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        made = Path(folder) / out.name
        frame.to_file(made, driver=driver)
        os.replace(made, out)  # noqa: PTH105 - says what it does
    tell(f"{len(frame)} regions in {printable(str(out))}\n")
    return DONE


def answer_archive(argv: Sequence[str], *, prog: str) -> int:
    """Read an archive as the command line asks, and give the exit code."""
    arguments = _archive_arguments(argv, prog=prog)
    try:
        import pyarrow  # noqa: F401, ICN001, PLC0415 - an extra: who lacks it is told how to get it
    except ImportError as error:
        raise InputError(
            "an archive needs pyarrow; install it "
            '(pip install "policy-range-mapper[archive]") and run the same command again.'
        ) from error
    from geo.archive import Articles, build, finish, processes, scheduler  # noqa: PLC0415 - heavy

    out = Path(arguments.out)
    refuse_deep(out)
    articles = Articles(arguments.inputs)
    progress = _Progress(quiet=arguments.quiet)
    engine = (
        scheduler(arguments.scheduler)
        if arguments.scheduler
        else nullcontext((processes(arguments.workers), arguments.workers))
    )
    with engine as (executors, workers):
        batches = build(articles, out, executors=executors, workers=workers, progress=progress)
    progress.say("counting, and drawing the overview")
    found = finish(out, batches, regimes=arguments.regimes, lang=arguments.lang)
    progress.say(f"{found}; open {printable(str(out / 'archive.html'))}")
    return DONE


class _Progress:
    """Tell how far the reading is, how fast it goes, and how long it still takes."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.began = self.told = time.monotonic()

    def __call__(self, done: int, fraction: float | None) -> None:
        now = time.monotonic()
        if self.quiet or now - self.told < _EVERY_S:
            return
        self.told = now
        rate = done / (now - self.began)
        left = f", {_duration((now - self.began) * (1 / fraction - 1))} left" if fraction else ""
        share = f"{fraction:.0%}, " if fraction else ""
        tell(f"{share}{done:,} articles, {rate:.0f} a second{left}\n")

    def say(self, line: str) -> None:
        """Tell of a stage that begins, or close with what was found."""
        if not self.quiet:
            tell(f"{line}\n")


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes else f"{seconds:.0f} s"


def _workers(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 1024:  # noqa: PLR2004 - a slip beyond that
        raise argparse.ArgumentTypeError(f"{given!r} is no number of workers; give 1 or more")
    return int(given)


def _archive_arguments(argv: Sequence[str], *, prog: str) -> argparse.Namespace:
    parser = OneLineParser(prog=prog, description=_ARCHIVE_HELP, epilog=_ARCHIVE_EXAMPLES)
    add = parser.add_argument
    add(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="JSON Lines (plain or gzip), Parquet, a folder of texts, or - for standard input",
    )
    add("--out", required=True, metavar="DIR", help="where the archive's tables go")
    add(
        "--workers",
        type=_workers,
        default=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        metavar="N",
        help="processes on this machine (default: the processors it may use)",
    )
    add("--scheduler", metavar="ADDRESS", help="a Dask scheduler, whose workers do it instead")
    add(
        "--regimes",
        default="catalogue",
        metavar="WHICH",
        help="the policies to set beside: catalogue (the default), a government's code, "
        "DATE..DATE, or a file",
    )
    add(
        "--lang",
        choices=LANGUAGES,
        default="en",
        help="language of the overview and of names (default: en)",
    )
    add("--quiet", action="store_true", help="no progress, no closing line")
    return parser.parse_args(argv)
