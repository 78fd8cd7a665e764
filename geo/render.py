"""Make the maps: read the inputs, find, and write every output or none.

Examples
--------
Run ``python -m geo.render --help`` for all options.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from geo import __version__
from geo.errors import GeoError, InputError
from geo.files import compare, replace_files
from geo.findings import Findings, find
from geo.origins import choose_origin
from geo.reading import no_text, read_text
from geo.regimes import select
from geo.snapshot import PAGES, alt_text, draw, orders, pictures
from geo.tables import (
    comparison_csv,
    coverage_csv,
    envelopes_geojson,
    layers_fgb,
    layers_gpkg,
    layers_parquet,
    manifest_json,
    places_geojson,
    summary_markdown,
)
from geo.webmap import page
from geo.wording import LANGUAGES, printable

FORMATS = (
    *("html", "png", "svg", "pdf", "csv", "geojson", "gpkg"),
    *("fgb", "parquet", "kml", "prov"),
)
DEFAULT_FORMATS = ("html", "png", "csv", "geojson")
OF_THE_BRIEF = ("UA", "RU")
PICTURES = ("png", "svg", "pdf")

DONE, DIFFERENT, REFUSED = 0, 1, 2

_HELP = """\
Read a text, find the places it names, measure how far each reported weapon reach extends from
Ukraine's border, and write maps and tables of the Russian regions inside. Reach (what a weapon
can do), scope (what a permission names) and status (how sure a report is) are kept apart.
A regimes file may name two other countries, see docs/examples/korea.toml.
"""

_EXAMPLES = """\
examples:
  python -m geo.render                              the built-in brief, into maps/
  python -m geo.render article.txt --out article    a text of your own
  curl -s PAGE | python -m geo.render - --lang uk   a web page, labels in Ukrainian
  python -m geo.render --regimes mine.toml          policies of your own
  python -m geo.render --regimes us                 what the US allowed, May 2024 to March 2026
  python -m geo.render --sizes 1200x630,a4:each     more pictures: a card, print pages
  python -m geo.render --origin line.geojson        measured from a line of your own
  python -m geo.render --compare de-facto-2014      what another view of the border would change
  python -m geo.render --check                      are the files in maps/ still right?

exit codes: 0 done; 1 --check found a difference; 2 bad usage or input
"""


def run() -> NoReturn:
    """Run as a command and leave with its exit code."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Render as the command line asks.

    Parameters
    ----------
    argv
        The arguments after the program's name.

    Returns
    -------
    int
        0 done; 1 ``--check`` found a difference; 2 the usage or an input is wrong (one line on
        standard error says what; whatever stood in the output folder still stands).
    """
    arguments = _arguments(argv)
    try:
        return _render(arguments)
    except GeoError as error:
        sys.stderr.write(f"geo.render: {printable(str(error))}\n")
        return REFUSED


def _render(arguments: argparse.Namespace) -> int:
    formats = _formats(arguments.formats)
    out = Path(arguments.out)
    _refuse_unusable_folder(out, check=arguments.check)
    progress = _quiet if arguments.quiet or not sys.stderr.isatty() else _tell
    outputs, summary = _outputs(arguments, formats=formats, progress=progress)
    if arguments.check:
        progress("compare")
        differences = list(compare(outputs, out))
        for line in differences:
            sys.stdout.write(f"{line}\n")
        return DIFFERENT if differences else DONE
    progress("write")
    _append_step_summary(summary)
    replace_files(outputs, out)
    return DONE


def _outputs(
    arguments: argparse.Namespace,
    *,
    formats: frozenset[str],
    progress: Callable[[str], None],
) -> tuple[dict[str, bytes], str]:
    """Compute every file of the run, by name, and the build summary; touch no disk."""
    progress("read")
    regimes, regimes_path = select(arguments.regimes)
    home, target = regimes[0].origin, regimes[0].target
    without = arguments.text is None and (home, target) != OF_THE_BRIEF
    text = no_text() if without else read_text(arguments.text)
    ordered = orders(arguments.sizes, regimes) if arguments.sizes is not None else ()
    if ordered and not formats.intersection(PICTURES):
        raise InputError("--sizes is given, but no picture; add png, svg or pdf to --formats.")
    origin_name, origin = choose_origin(arguments.origin, home=home, target=target)
    compare = (
        None
        if arguments.compare is None
        else choose_origin(arguments.compare, home=home, target=target)
    )
    findings = find(
        text,
        regimes,
        origin_name=origin_name,
        origin=origin,
        lang=arguments.lang,
        compare=compare,
        progress=progress,
    )
    files: dict[str, bytes] = {}
    if text.is_html:
        files["text.txt"] = text.text.encode()
    files |= _data_files(findings, formats)
    if "html" in formats:
        progress("page")
        files["policy-map.html"] = page(findings).encode()
    drawn = [name for name in PICTURES if name in formats]
    if drawn:
        progress("pictures")
        for name, content in draw(findings, formats=drawn).items():
            files[f"policy-map.{name}"] = content
        files["policy-map.alt.txt"] = alt_text(findings).encode()
        files |= pictures(findings, ordered, formats=drawn)
    files["manifest.json"] = manifest_json(
        findings,
        regimes_sha256=hashlib.sha256(regimes_path.read_bytes()).hexdigest(),
        origin_sha256=hashlib.sha256(b"".join(origin.geometry.to_wkb())).hexdigest(),
        outputs=files,
    )
    return files, summary_markdown(findings)


def _data_files(findings: Findings, formats: frozenset[str]) -> dict[str, bytes]:
    """Write what other programs read."""
    files: dict[str, bytes] = {}
    if "csv" in formats:
        files["coverage.csv"] = coverage_csv(findings)
        if findings.comparison is not None:
            files["comparison.csv"] = comparison_csv(
                findings.comparison, origin_name=findings.origin_name
            )
    if "geojson" in formats:
        files["places.geojson"] = places_geojson(findings)
        files["envelopes.geojson"] = envelopes_geojson(findings)
    if "gpkg" in formats:
        files["layers.gpkg"] = layers_gpkg(findings)
    if "fgb" in formats:
        files |= layers_fgb(findings)
    if "parquet" in formats:
        files |= layers_parquet(findings)
    if "kml" in formats:
        from geo.tables.kml import policy_map_kml  # noqa: PLC0415 - few runs want it

        files["policy-map.kml"] = policy_map_kml(findings)
    if "prov" in formats:
        from geo.tables.prov import provenance_json  # noqa: PLC0415 - same

        files["provenance.json"] = provenance_json(findings)
    return files


def _append_step_summary(summary: str) -> None:
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(summary)
    except OSError as error:
        raise InputError(
            f"GITHUB_STEP_SUMMARY {file!r} cannot be written ({error.strerror}); "
            "unset it, or give a writable file."
        ) from error


def _refuse_unusable_folder(out: Path, *, check: bool) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {str(out)!r} is a file; give a folder.")
    if check:
        if not out.is_dir():
            raise InputError(f"--out {str(out)!r} does not exist; --check needs a finished run.")
        return
    nearest = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
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


def _tell(stage: str) -> None:
    sys.stderr.write(f"\r\x1b[K{_SAID[stage]} …")
    if stage in ("compare", "write"):
        sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


def _quiet(_: str) -> None:
    pass


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(REFUSED, f"geo.render: {printable(message)}; see --help.\n")


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = _OneLineParser(
        prog="python -m geo.render",
        description=_HELP,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
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
        help="policy regimes: a TOML file, catalogue, one government's by its code such as us, or "
        "those in force at some time, DATE..DATE (default: the two built-in ones)",
    )
    add(
        "--origin",
        metavar="NAME-or-FILE",
        help="what the reach is measured from: recognised (Ukraine's internationally recognised "
        "border, Crimea included; the default), land-border (only the stretch shared with "
        "Russia), de-facto-2014 (Crimea left out; for comparison only), or a GeoJSON or "
        "GeoPackage file",
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
        default=",".join(DEFAULT_FORMATS),
        help=f"any of {','.join(FORMATS)} (default: {','.join(DEFAULT_FORMATS)})",
    )
    add(
        "--sizes",
        metavar="LIST",
        help="pictures besides policy-map: SIZE[-dark][:FIGURE], with commas. SIZE: "
        f"{', '.join(PAGES)}. FIGURE: all regimes (left out), each (one picture per regime), pair "
        "(the last two compared), the id of a regime, or ID+ID. Each goes to "
        "policy-map-SIZE[-dark][.FIGURE] in every picture format, with its .alt.txt",
    )
    add("--lang", default="en", choices=LANGUAGES, help="language of names and labels")
    add("--check", action="store_true", help="write nothing; compare with what is in --out")
    add("--quiet", action="store_true", help="no progress")
    add("--version", action="version", version=f"policy-range-mapper {__version__}")
    return parser.parse_args(argv)


if __name__ == "__main__":
    run()
