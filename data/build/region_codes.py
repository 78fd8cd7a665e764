"""Find the ISO 3166-2 code of each of Natural Earth's first-level shapes."""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

import geopandas
import pycountry

from data.build.context import TABLES
from data.build.upstream import fetched, upstream
from geo.gazetteer import key

PARTS_OF_BRITAIN: Final = {"ENG": "GB-ENG", "SCT": "GB-SCT", "WLS": "GB-WLS", "NIR": "GB-NIR"}
REUSED: Final = frozenset({"IR", "MA"})
"""ISO gave codes of these countries to other regions; CLDR's names are those of the old ones."""
_KIND: Final = re.compile(
    r"\b(province|provincia|region|regiao|oblast|district|distrito|county|state|estado|department|"
    r"departement|departamento|governorate|prefecture|canton|voivodeship|republic|municipality|"
    r"of|the|de|del|do|du|la|le|el|al)\b"
)


def region_codes(frame: geopandas.GeoDataFrame) -> list[str]:
    """Give each shape the code of the first administrative level it belongs to.

    A table decides where it has the shape. Elsewhere a shape has a code if a name of its own is the
    name of one of ISO's units of its country, or else CLDR's name of one, and no other shape's. A
    shape without a code gets a key of the project's own, with a colon in it.
    """
    with (TABLES / "world_regions.csv").open(encoding="utf-8", newline="") as stream:
        rules = {
            (row["country"], row["natural_earth"], row["which"]): row["region"]
            for row in csv.DictReader(stream)
        }
    codes = [_by_hand(row, rules) for row in frame.itertuples()]
    for names in (iso_names(), ((c, n) for c, n in cldr_names().items() if c[:2] not in REUSED)):
        _match(frame, codes, names)
    return [
        top(code) if code else _own_key(row.iso_a2, row.name)
        for code, row in zip(codes, frame.itertuples(), strict=True)
    ]


def top(code: str) -> str:
    """Climb from a subdivision to the first administrative level of its country.

    >>> top("IT-MI"), top("ID-AC")
    ('IT-25', 'ID-AC')
    """
    unit = pycountry.subdivisions.get(code=code)
    while unit is not None and unit.parent_code:
        above = pycountry.subdivisions.get(code=unit.parent_code)
        # islands and quarters of a country group its provinces, but nobody governs them
        if above is None or above.type.startswith("Geographical"):
            break
        unit = above
    return code if unit is None else str(unit.code)


def iso_names() -> Iterable[tuple[str, str]]:
    """List each of ISO's codes with each of its names."""
    for unit in pycountry.subdivisions:
        for name in re.split(r"[\[\]/]", unit.name):
            if name.strip():
                yield unit.code, name.strip()


def cldr_names() -> dict[str, str]:
    """Read CLDR's English name of each code that is still ISO's."""
    path = fetched(upstream("cldr"))
    content = json.loads(path.read_text(encoding="utf-8"))["subdivisions"]
    names = content["localeDisplayNames"]["subdivisions"]
    coded = {f"{code[:2]}-{code[2:]}".upper(): name for code, name in names.items()}
    return {
        code: name
        for code, name in coded.items()
        if pycountry.subdivisions.get(code=code) is not None
    }


def _by_hand(row: Any, rules: Mapping[tuple[str, str, str], str]) -> str | None:
    """Look a shape up in the table; empty if it says there is no code, None if it says nothing.

    Where shapes share a name, ``which`` tells them apart by GeoNames' name or by FIPS code.
    """
    if row.iso_a2 == "GB":
        return PARTS_OF_BRITAIN[row.gu_a3]
    for which in (row.gn_name, row.fips, ""):
        if (found := rules.get((row.iso_a2, row.name, which))) is not None:
            return found
    return None


def _match(
    frame: geopandas.GeoDataFrame, codes: list[str | None], names: Iterable[tuple[str, str]]
) -> None:
    """Fill in the codes that names tell; none rather than a doubtful one."""
    taken = {code for code in codes if code}
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, name in names:
        units[code[:2], core(name)].add(code)
    found: list[str] = []
    for row, code in zip(frame.itertuples(), codes, strict=True):
        own = [name for name in (row.name, row.woe_name, row.gn_name) if isinstance(name, str)]
        hits = [units.get((row.iso_a2, core(name)), set()) for name in own]
        only = next((next(iter(hit)) for hit in hits if len(hit) == 1), "")
        found.append(only if code is None else "")
    often = Counter(found)
    for number, code in enumerate(found):
        # two shapes of one name: which is the unit, no name can tell
        if code and often[code] == 1 and code not in taken:
            codes[number] = code


def core(name: str) -> str:
    """Give the key of a name without the words that say what kind of unit it is."""
    return " ".join(_KIND.sub(" ", key(name)).split()) or key(name)


def _own_key(country: str, name: object) -> str:
    """Make a key for a shape without a code; its colon tells it from ISO's."""
    plain = re.sub(r"[^a-z0-9]+", "-", key(name if isinstance(name, str) else "unnamed")).strip("-")
    return f"{country}:{plain or 'unnamed'}"
