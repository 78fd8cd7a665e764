"""Read regions of the user's own, and find what in them is not as it should be."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.geodesy import area_km2
from geo.inputs import Record
from geo.origins import Feature, in_degrees, read_features
from geo.regimes import Regime
from geo.wording import LANGUAGES, printable

MOST_REGIONS = 5_000
MOST_VERTICES = 2_000_000
LONGEST_CODE, LONGEST_NAME, LONGEST_CREDIT = 80, 120, 300
KEYS = (
    *("region", "code", "iso_3166_2", "iso3166-2", "shapeiso", "hasc", "hasc_1", "hasc_2", "gid_1"),
    *("gid_2", "shapeid", "okato", "oktmo", "koatuu", "katottg", "id", "name", "name_en"),
    *("shapename", "name_1", "name_2"),
)
"""Columns, in any case, that usually hold a region's code or, where there is none, its name."""

_NAMES = ("name", "name_en", "shapename", "name_2", "name_1", "title", "label")
_CODE = re.compile(r"\w[\w .,:/()'’&+№#-]*")
_WHOSE = (("attribution", "attributio", "source", "credit"), ("licence", "license"))
_EDGE = "edge_displacement_km"

Shapes = NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Matters:
    """Hold what in a file of regions is left out or stands askew.

    Attributes
    ----------
    without_area
        How many rows have no area.
    mended
        Codes of those whose lines crossed.
    at_home
        What lies in the country measured from, in km² by code, and is left out.
    elsewhere
        Those left out that lie in other countries, each with the country's code.
    overlap_km2, overlapping
        How much of the regions lies in two, and the two that share most.
    gaps_km2, gaps_beside
        How much lies between regions and in none, and the code of one at the greatest gap.
    partly_named
        Codes of those that lie partly in a region that a policy names, and are not counted in.
    part
        How much of the part of the target within the farthest reach the regions make up, 0 to 1.
    """

    without_area: int = 0
    mended: tuple[str, ...] = ()
    at_home: tuple[tuple[str, float], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    overlap_km2: float = 0.0
    overlapping: tuple[str, ...] = ()
    gaps_km2: float = 0.0
    gaps_beside: str = ""
    partly_named: tuple[str, ...] = ()
    part: float = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)  # a frame has no truth value to compare by
class OwnRegions:
    """Hold regions of the user's own.

    Attributes
    ----------
    name
        What the file is called, as it can be shown.
    frame
        EPSG:4326; ``region`` (the code, or the name where there is none), ``name`` in each
        language as the file has it, ``edge_displacement_km``: 0 unless the file says otherwise.
    record
        Whose they are.
    credited
        Whether the file says so.
    matters
        What is left out or stands askew.
    within
        The packaged regions named by policies that a region lies in, by its code.
    """

    name: str
    frame: gpd.GeoDataFrame
    record: Record
    credited: bool
    matters: Matters
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def written(self) -> Mapping[str, str]:
        """Return the code of a region by all that a regimes file may write: code, or name."""
        names = pd.concat([self.frame[f"name_{lang}"] for lang in LANGUAGES])
        pairs = pd.DataFrame({"name": names, "code": self.frame["region"].loc[names.index]})
        once = pairs.drop_duplicates().drop_duplicates("name", keep=False)
        return {
            **dict(zip(once["name"], once["code"], strict=True)),
            **{code: code for code in self.frame["region"]},
        }

    def named(self, lang: str) -> gpd.GeoDataFrame:
        """Return the frame with ``name`` in a language."""
        return self.frame.assign(name=self.frame[f"name_{lang}"])

    def renamed(self, regime: Regime) -> Regime:
        """Return a policy that names these regions instead of those they lie in."""
        return replace(regime, scope=self.codes(regime.scope), whole=self.codes(regime.whole))

    def seen_within(self, envelopes: gpd.GeoDataFrame, packaged: gpd.GeoDataFrame) -> "OwnRegions":
        """Measure how much of the target within the farthest reach the regions make up."""
        far = envelopes.geometry.iloc[int(envelopes["reach_km"].argmax())]
        all_of = area_km2(shapely.intersection(packaged.geometry.to_numpy(), far)).sum()
        own = area_km2(shapely.intersection(self.frame.geometry.to_numpy(), far)).sum()
        part = min(1.0, float(own / all_of)) if all_of else 1.0
        return replace(self, matters=replace(self.matters, part=part))

    def codes(self, named: Iterable[str]) -> tuple[str, ...]:
        """Return the regions that stand for those a policy names: these, or those within them."""
        wanted = set(named)
        return tuple(
            code
            for code in self.frame["region"]
            if code in wanted or wanted.intersection(self.within.get(code, ()))
        )


def load_own_regions(source: str, *, key: str = "") -> OwnRegions:
    """Load a GeoJSON, GeoPackage, FlatGeobuf or zipped shapefile of regions.

    Parameters
    ----------
    source
        The path of a local file; the content tells what it is.
    key
        The column that holds the codes or names; left out, the first of `KEYS` that there is.

    Returns
    -------
    OwnRegions
        One row per region, in the file's order, valid, in two dimensions. Columns
        ``attribution`` and ``licence`` say whose they are, ``edge_displacement_km`` how far their
        edges may be off.

    Raises
    ------
    InputError
        When the file cannot be read, has no column for codes or one code twice, or holds no area
        of the globe.
    """
    name = f"regions {source!r}"
    remedy = "give the path of a GeoJSON, GeoPackage, FlatGeobuf or zipped shapefile"
    features, crs = read_features(source, name=name, remedy=remedy)
    digest = hashlib.sha256(Path(source).read_bytes()).hexdigest()
    return _made(features, crs, key, name=name, file=printable(Path(source).name), digest=digest)


def own_regions(frame: gpd.GeoDataFrame, *, key: str = "") -> OwnRegions:
    """Take any frame of areas as regions, in whatever CRS.

    Parameters
    ----------
    frame
        With a CRS; columns as for `load_own_regions`.
    key
        The column that holds the codes or names.

    Examples
    --------
    >>> square = shapely.box(4000000, 6500000, 4010000, 6510000)
    >>> mine = gpd.GeoDataFrame({"OKATO": [38401]}, geometry=[square], crs="EPSG:3857")
    >>> own_regions(mine, key="OKATO").frame["region"].tolist()
    ['38401']
    """
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        raise InputError("regions: no frame with geometry; give a GeoDataFrame.")
    if frame.crs is None:
        raise InputError("regions: has no CRS; say what it is with frame.set_crs('EPSG:4326').")
    said = frame.drop(columns=frame.active_geometry_name).to_dict("records")
    rows = zip(frame.geometry, said, strict=True)
    features = [Feature([shape] if shape else [], row) for shape, row in rows]
    digest = hashlib.sha256(b"".join(frame.geometry.to_wkb().dropna())).hexdigest()
    return _made(features, frame.crs, key, name="regions", file="regions", digest=digest)


def _made(
    features: Sequence[Feature], crs: CRS, key: str, *, name: str, file: str, digest: str
) -> OwnRegions:
    if len(features) > MOST_REGIONS:
        raise InputError(f"{name} has more than {MOST_REGIONS:,} regions; give fewer.")
    areas = [_areas_of(each) for each in features]
    shapes = in_degrees([area for area in areas if area], crs, name=name).geometry.to_numpy()
    said = pd.DataFrame([each.said for each, area in zip(features, areas, strict=True) if area])
    if not len(shapes):
        raise InputError(f"{name} holds no area; give polygons, one region a row.")
    if shapely.get_num_coordinates(shapes).sum() > MOST_VERTICES:
        raise InputError(f"{name} has more than {MOST_VERTICES:,} vertices; simplify it.")
    if not on_the_globe(shapes):
        raise InputError(
            f"{name} leaves the globe; give longitude first, latitude second, in degrees, or say "
            "its CRS."
        )
    said.columns = [str(column) for column in said.columns]
    codes = _codes(said, key, name=name)
    valid = shapely.is_valid(shapes)
    shapes = only_areas(np.where(valid, shapes, shapely.make_valid(shapes)))
    if (flat := shapely.is_empty(shapes)).any():
        raise InputError(f"{name}: {codes[flat].iloc[0]!r} has no area; mend it or leave it out.")
    frame = gpd.GeoDataFrame(
        {"region": codes, **_names(said, codes), _EDGE: _displacement(said, name=name)},
        geometry=shapes,
        crs=GEOGRAPHIC,
    )
    credit, licence = (_credit(said, *columns) for columns in _WHOSE)
    record = Record(
        file=file,
        sha256=digest,
        title="regions",
        publisher=credit or file,
        package="",
        version="",
        upstream_file="",
        upstream_sha256="",
        licence=licence,
        attribution=credit or file,
        worldview="",
        scale="",
        crs=GEOGRAPHIC,
        geometry="MultiPolygon",
        rows=len(frame),
        derivation="the user's own, as it was given",
    )
    matters = Matters(without_area=areas.count(None), mended=tuple(codes[~valid]))
    return OwnRegions(
        name=file, frame=frame, record=record, credited=bool(credit and licence), matters=matters
    )


def _credit(said: pd.DataFrame, *columns: str) -> str:
    """Give what a column says of whose the data is, in one line."""
    if (column := next(_columns(said, columns), None)) is None:
        return ""
    lines = dict.fromkeys(_text(value) for value in said[column])
    return "; ".join(line for line in lines if line)[:LONGEST_CREDIT]


def _text(value: object) -> str:
    """Write a value of any type as one line; '' where there is none; a whole number as one."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(printable(str(value)).split())


def _codes(said: pd.DataFrame, key: str, *, name: str) -> "pd.Series[str]":
    there = ", ".join(printable(column)[:40] for column in said.columns) or "none"
    if key and key not in said:
        raise InputError(f"{name} has no column {key!r}, but {there}; choose one of them.")
    chosen = key or next(_columns(said, KEYS), None)
    if chosen is None:
        raise InputError(
            f"{name} has no column that is known to hold codes or names (it has {there}); say "
            "which one does with --region-key."
        )
    codes = said[chosen].map(_text)
    if (missing := codes == "").any():
        raise InputError(
            f"{name} has a region without {chosen!r} (row {missing.argmax() + 1}); give each one, "
            "or choose another column with --region-key."
        )
    if (twice := codes.duplicated()).any():
        raise InputError(
            f"{name} has {codes[twice].iloc[0][:60]!r} twice in {chosen!r}; choose another column "
            "with --region-key, or join what belongs together."
        )
    good = codes.map(lambda code: len(code) <= LONGEST_CODE and bool(_CODE.fullmatch(code)))
    if not good.all():
        raise InputError(
            f"{name} has {codes[~good].iloc[0][:60]!r} in {chosen!r}, which is no code: give up to "
            f"{LONGEST_CODE} letters, digits and spaces, or choose another column with "
            "--region-key."
        )
    return codes


def _names(said: pd.DataFrame, codes: "pd.Series[str]") -> dict[str, "pd.Series[str]"]:
    """Give names in each language as the file has them; with the code where they repeat."""
    plain = next(_columns(said, _NAMES), None)
    named = {}
    for lang in LANGUAGES:
        column = next(_columns(said, (f"name_{lang}", f"name:{lang}")), plain)
        names = codes if column is None else said[column].map(_text).str.slice(0, LONGEST_NAME)
        if plain is not None:
            names = names.where(names != "", said[plain].map(_text).str.slice(0, LONGEST_NAME))
        names = names.str.lstrip("=+-@ ")  # a spreadsheet would compute what begins so
        names = names.where(names != "", codes)
        twice = names.duplicated(keep=False) & (names != codes)
        named[f"name_{lang}"] = names.where(~twice, names + " (" + codes + ")")
    return named


def _displacement(said: pd.DataFrame, *, name: str) -> "pd.Series[float]":
    column = next(_columns(said, (_EDGE, _EDGE[:10])), None)
    if column is None:
        return pd.Series(0.0, index=said.index)
    km = pd.to_numeric(said[column], errors="coerce")
    if not km.between(0, 100).all():
        raise InputError(f"{name} has no distance in {column!r}; give 0 to 100 km.")
    return pd.Series(km.to_numpy(dtype=float), index=said.index)


def _columns(said: pd.DataFrame, wanted: Sequence[str]) -> Iterator[str]:
    there = {column.lower(): column for column in reversed(said.columns)}
    return (there[column] for column in wanted if column in there)


def _areas_of(feature: Feature) -> BaseGeometry | None:
    """Give all areas of a feature as one shape, which need not be valid; None where it has none."""
    parts = shapely.get_parts(shapely.get_parts(feature.shapes))
    areas = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]  # noqa: PLR2004
    return shapely.multipolygons(areas) if len(areas) else None


def only_areas(shapes: Shapes) -> Shapes:
    """Keep of each shape its areas: mending and cutting may leave lines beside them."""
    found = [_areas_of(Feature([shape], {})) for shape in shapes]
    return np.array([each or shapely.MultiPolygon() for each in found], dtype=object)


def on_the_globe(shapes: Shapes) -> bool:
    """Say whether shapes in degrees keep to the globe."""
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)  # noqa: PLR2004
