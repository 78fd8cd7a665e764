"""Read an archive of articles into tables, and show what it speaks of over time."""

import argparse
import os
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from geo.cli import DONE, EXIT_CODES, OneLineParser, refuse_deep, tell
from geo.errors import InputError
from geo.wording import LANGUAGES, printable

_HELP = """\
Read an archive of articles: the places each names and what it states of policies as Parquet, and
what the archive speaks of, month by month, beside what the policies of each time would have
reached. Stopped at any moment, the same command goes on where it was; the result is the same
to the byte however many workers, schedulers or interruptions there were.
"""
_EXAMPLES = f"""\
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


def answer(argv: Sequence[str], *, prog: str) -> int:
    """Read an archive as the command line asks, and give the exit code."""
    arguments = _arguments(argv, prog=prog)
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
    found = finish(out, batches, regimes=arguments.regimes, lang=arguments.lang)
    progress.end(f"{found}; open {printable(str(out / 'archive.html'))}")
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

    def end(self, line: str) -> None:
        """Close with what was found."""
        if not self.quiet:
            tell(f"{line}\n")


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes else f"{seconds:.0f} s"


def _workers(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= 1024:  # noqa: PLR2004 - a slip beyond that
        raise argparse.ArgumentTypeError(f"{given!r} is no number of workers; give 1 or more")
    return int(given)


def _arguments(argv: Sequence[str], *, prog: str) -> argparse.Namespace:
    parser = OneLineParser(prog=prog, description=_HELP, epilog=_EXAMPLES)
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
