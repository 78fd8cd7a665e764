"""Make the maps: read the inputs, find, and write every output or none.

Examples
--------
Run ``python -m geo.render --help`` for all options.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from geo import __version__
from geo.beside import beside
from geo.cli import DIFFERENT, DONE, EXIT_CODES, OneLineParser, every, refuse_deep, tell, write
from geo.errors import GeoError, InputError
from geo.files import compare, repair, replace_files
from geo.wording import LANGUAGES, printable

if TYPE_CHECKING:
    from geo.choice import Choice, Told
    from geo.reading import Text

Read = Callable[[Mapping[str, str] | None], tuple["Text", "Choice"]]

FORMATS = (
    *("html", "png", "svg", "pdf", "csv", "geojson", "gpkg"),
    *("fgb", "parquet", "kml", "prov"),
)
DEFAULT_FORMATS = ("html", "png", "csv", "geojson")
SIZES = ("1200x630", "1600x900", "1080x1080", "1080x1920", "a4")

EVERY_S = 5.0

_HELP = """\
Read a text, find the places it names, measure how far each reported weapon reach extends from
Ukraine's border, and write maps and tables of the Russian regions inside. Reach (what a weapon
can do), scope (what a permission names) and status (how sure a report is) are kept apart.
A regimes file may name two other countries, see docs/examples/korea.toml.
"""

_EXAMPLES = f"""\
examples:
  python -m geo.render                              the built-in brief, into maps/
  python -m geo.render article.txt --out article    a text of your own
  curl -s PAGE | python -m geo.render - --lang uk   a web page, labels in Ukrainian
  python -m geo.render --regimes mine.toml          policies of your own
  python -m geo.render --regimes us                 what the US allowed, May 2024 to March 2026
  python -m geo.render --sizes 1200x630,a4:each     more pictures: a card, print pages
  python -m geo.render --origin line.geojson        measured from a line of your own
  python -m geo.render --regions districts.gpkg     regions of your own: docs/regions.md
  python -m geo.render --compare de-facto-2014      what another view of the border would change
  python -m geo.render article.txt --serve          look at it while you write
  python -m geo.render --check                      are the files in maps/ still right?

exit codes: 0 done; 1 --check found a difference; {EXIT_CODES}
"""


def answer_render(argv: Sequence[str], *, prog: str) -> int:
    """Render as the command line asks, and give the exit code."""
    arguments = _arguments(argv, prog=prog)
    default = ("html",) if arguments.serve else DEFAULT_FORMATS
    formats = _formats(",".join(default) if arguments.formats is None else arguments.formats)
    if arguments.serve:
        return _serve(arguments, formats)
    out = Path(arguments.out)
    _refuse_unusable(out, check=arguments.check)
    if not arguments.check:
        repair(out)
    with _told(quiet=arguments.quiet) as progress:
        progress("read")
        with _reading(arguments) as read:
            from geo.cli.outputs import outputs  # noqa: PLC0415 - measures; --help does not

            made = outputs(arguments, formats=formats, read=read, progress=progress)
    notes = "" if arguments.quiet else made.notes
    if arguments.check:
        progress("compare")
        tell(notes)
        return _check(made.files, out, quiet=arguments.quiet)
    progress("write")
    replace_files(made.files, out)
    _append_step_summary(made.summary)
    if not arguments.quiet:
        tell(f"{notes}{made.found}; open {_first_to_open(made.files, out)}\n")
    return DONE


@contextmanager
def _reading(arguments: argparse.Namespace) -> Iterator[Read]:
    """Read the text at once, beside the modules that draw and measure, where that can be."""
    import_module("geo.choice")  # which the process beside needs as well
    name = arguments.text
    again = name is None or os.path.isfile(name)  # noqa: PTH113 - a name too long is no file
    if arguments.regions is not None or not again:  # a pipe is gone once read
        yield partial(_read, arguments)
        return
    with beside(partial(_read, arguments, None)) as read:
        yield lambda _: _with_places(arguments, read)


def _with_places(
    arguments: argparse.Namespace, read: Callable[[], tuple["Text", "Choice"]]
) -> tuple["Text", "Choice"]:
    """Find the places of a long text here while the process beside reads its policies."""
    from geo.choice import LONG, told_of  # noqa: PLC0415 - as above
    from geo.reading import read_text  # noqa: PLC0415 - same

    known: dict[str, Told] = {}
    with suppress(OSError, GeoError):  # the process beside tells what is wrong with it
        if arguments.text is not None and Path(arguments.text).stat().st_size >= LONG:
            here = read_text(arguments.text)
            known[here.text] = told_of(here)
    text, choice = read()
    return text, replace(choice, told=choice.told or known.get(text.text))


def _read(
    arguments: argparse.Namespace, own_regions: Mapping[str, str] | None
) -> tuple["Text", "Choice"]:
    """Read the text, or the brief where a file is of its countries; choose what is drawn."""
    from geo.choice import AUTO, NONE, OF_THE_BRIEF, TEXT, choose  # noqa: PLC0415 - as above
    from geo.reading import no_text, read_text  # noqa: PLC0415 - same
    from geo.regimes import select  # noqa: PLC0415 - same

    which = arguments.regimes
    text = None
    if arguments.text is None and which not in (None, AUTO, TEXT, NONE):
        regimes, _ = select(which, own_regions=own_regions)
        if (regimes[0].origin, regimes[0].target) != OF_THE_BRIEF:
            text = no_text()
    text = text or read_text(arguments.text)
    return text, choose(which, text, given=arguments.text is not None, own_regions=own_regions)


def _serve(arguments: argparse.Namespace, formats: frozenset[str]) -> int:
    """Show the page of the run and follow its files; nothing is written."""
    if arguments.check:
        raise InputError("--serve and --check are given; --serve writes nothing, leave one out.")
    if arguments.text == "-":
        raise InputError("--serve follows a file, and - is none; save the text and give its name.")
    if "html" not in formats:
        raise InputError("--serve shows the page, which --formats leaves out; add html.")
    from geo.cli.outputs import outputs  # noqa: PLC0415 - draws and measures; --help does not
    from geo.cli.serve import serve  # noqa: PLC0415 - same

    names = ("text", "regimes", "origin", "compare", "regions")  # a name that is no file stays away
    given = [getattr(arguments, name, None) for name in names]
    return serve(
        lambda: outputs(
            arguments, formats=formats, read=partial(_read, arguments), progress=lambda *_: None
        ),
        [Path(each) for each in given if each is not None],
    )


def _check(files: Mapping[str, bytes], out: Path, *, quiet: bool) -> int:
    """Tell differences on standard output and in the build summary, their number on the other."""
    differences = list(compare(files, out))
    write(differences)
    shown = "\n".join(f"    {line}" for line in differences)
    if differences:
        _append_step_summary(f"## {out.name}: differences\n\n{shown}\n")
    if not quiet:
        named = len({line.partition(":")[0] for line in differences})
        said = f"differences: {len(differences)}, in files: {named}" if named else "as it should be"
        tell(f"{printable(str(out))}: {said}\n")
    return DIFFERENT if differences else DONE


def _first_to_open(files: Mapping[str, bytes], out: Path) -> str:
    """Name the file that shows most of what was found."""
    first = (
        "policy-map.html",
        "policy-map.png",
        "policy-map.svg",
        "policy-map.pdf",
        "coverage.csv",
    )
    return printable(str(out / next(name for name in (*first, *files) if name in files)))


def _append_step_summary(summary: str) -> None:
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        # a pipe that nobody reads is not waited for
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK
        with os.fdopen(os.open(file, flags, 0o666), "w", encoding="utf-8") as stream:
            stream.write(summary)
    except OSError as error:
        raise InputError(
            f"GITHUB_STEP_SUMMARY {file!r} cannot be written ({error.strerror}); "
            "unset it, or give a writable file."
        ) from error


def _refuse_unusable(out: Path, *, check: bool) -> None:
    refuse_deep(out)
    try:
        there = out.exists()
        nearest = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    except OSError as error:  # a name too long, or this very folder gone
        raise InputError(
            f"--out {str(out)[:80]!r} cannot be used ({error.strerror}); give another folder."
        ) from error
    if there and not out.is_dir():
        raise InputError(f"--out {str(out)!r} is a file; give a folder.")
    if check and not there:
        raise InputError(f"--out {str(out)!r} does not exist; --check needs a finished run.")
    if not check and not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        raise InputError(f"--out {str(out)!r} cannot be written; give a folder you may write to.")


def _formats(given: str) -> frozenset[str]:
    names = [name.strip().lower() for name in given.split(",")]
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        raise InputError(
            f"--formats holds {unknown[0]!r}; choose from {', '.join(FORMATS)}, with commas."
        )
    return frozenset(names)


_SAID = {
    "read": "reading the text, the regimes and the border",
    "places": "finding the places the text names",
    "envelopes": "measuring the envelopes",
    "coverage": "judging the regions",
    "page": "drawing the page",
    "pictures": "drawing the snapshot",
    "compare": "comparing with the files that stand",
    "write": "writing the files",
}


class _Stages:
    """Tell each stage and how much of it is done; now and then, how long all has taken."""

    def __init__(self, *, on_terminal: bool) -> None:
        self.began, self.on_terminal = time.monotonic(), on_terminal
        self.stage = self.said = ""

    def __call__(self, stage: str, done: int = 0, of: int = 0) -> None:
        self.said = _SAID[stage] + (f", {done} of {of}" if of else "") + " …"
        if self.on_terminal:
            tell(f"\r\x1b[K{self.said}" + ("\r\x1b[K" if stage in ("compare", "write") else ""))
        elif time.monotonic() - self.began > EVERY_S and stage != self.stage:
            tell(f"{self.said}\n")
        self.stage = stage

    def again(self) -> None:
        """Say that the stage goes on."""
        seconds = f"{time.monotonic() - self.began:.0f} s"
        tell(f"\r\x1b[K{self.said} {seconds}" if self.on_terminal else f"{self.said} {seconds}\n")


@contextmanager
def _told(*, quiet: bool) -> Iterator[Callable[..., None]]:
    """Give what tells of the stages; while the block runs, a long one is told of again."""
    if quiet:
        yield lambda *_: None
        return
    stages = _Stages(on_terminal=sys.stderr.isatty())
    with every(EVERY_S, stages.again):
        yield stages


def _arguments(argv: Sequence[str], *, prog: str) -> argparse.Namespace:
    parser = OneLineParser(prog=prog, description=_HELP, epilog=_EXAMPLES)
    add = parser.add_argument
    add(
        "text",
        nargs="?",
        metavar="TEXT",
        help="a UTF-8 text, Markdown or HTML file, or - for standard input "
        "(left out: the built-in brief; none where other countries are named)",
    )
    add("--out", default="maps", metavar="DIR", help="where the files go (default: maps)")
    add(
        "--regimes",
        metavar="WHICH",
        help="policy regimes: text (what the text itself states), built-in (the two built-in "
        "ones), none (places only), a TOML file, catalogue, one government's by its code such as "
        "us, those in force at some time, DATE..DATE; or auto, the default: what the text states "
        "where that is sure enough, else the built-in ones where it speaks of Ukraine and Russia, "
        "else none",
    )
    add(
        "--origin",
        metavar="NAME-or-FILE",
        help="what the reach is measured from: recognised (Ukraine's internationally recognised "
        "border, Crimea included; the default), land-border (only the stretch shared with "
        "Russia), de-facto-2014 (Crimea left out; for comparison only), or a GeoJSON, KML, "
        "GeoPackage or shapefile, zipped or not",
    )
    add(
        "--regions",
        metavar="FILE",
        help="regions of your own instead of the packaged ones: a GeoJSON, GeoPackage, FlatGeobuf "
        "or zipped shapefile of areas, each with a code or a name",
    )
    add(
        "--region-key",
        metavar="COLUMN",
        help="the column of --regions that holds the codes or names, where it is none of the "
        "usual ones",
    )
    add(
        "--compare",
        metavar="NAME-or-FILE",
        help="another origin: which regions change, and by how much, on the page and in "
        "comparison.csv",
    )
    add(
        "--formats",
        metavar="LIST",
        help=f"any of {','.join(FORMATS)} (default: {','.join(DEFAULT_FORMATS)}; with --serve: "
        "html)",
    )
    add(
        "--sizes",
        metavar="LIST",
        help="pictures besides policy-map: SIZE[-dark][:FIGURE], with commas. SIZE: "
        f"{', '.join(SIZES)}. FIGURE: all regimes (left out), each (one picture per regime), pair "
        "(the last two compared), the id of a regime, or ID+ID. Each goes to "
        "policy-map-SIZE[-dark][.FIGURE] in every picture format, with its .alt.txt",
    )
    add("--lang", default="en", choices=LANGUAGES, help="language of names and labels")
    add("--check", action="store_true", help="write nothing; compare with what is in --out")
    add(
        "--serve",
        action="store_true",
        help="show the map in the browser as you write: drawn anew whenever the text, the policies "
        "or the line measured from change; mistakes are told on the page; nothing is written",
    )
    add("--quiet", action="store_true", help="no progress, no closing line")
    add("--version", action="version", version=f"policy-range-mapper {__version__}")
    return parser.parse_args(argv)
