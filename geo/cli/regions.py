"""Make a file of regions from an OpenStreetMap extract, for ``render --regions``."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from geo.cli import DONE, EXIT_CODES, OneLineParser, tell
from geo.errors import InputError
from geo.wording import printable

_DRIVERS = {".fgb": "FlatGeobuf", ".gpkg": "GPKG", ".geojson": "GeoJSON"}
_HELP = """\
Take the administrative areas of one level out of an OpenStreetMap extract of your own, cut to
land, and write them as a file for render --regions. Whose they are stands in the file.
"""
_EXAMPLES = f"""\
examples:
  policy-range-mapper regions russia.osm.pbf --admin-level 4 --out regions.fgb
  policy-range-mapper render --regions regions.fgb

exit codes: 0 done; {EXIT_CODES}
"""


def answer(argv: Sequence[str], *, prog: str) -> int:
    """Write the file that the command line asks for."""
    parser = OneLineParser(prog=prog, description=_HELP, epilog=_EXAMPLES)
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
