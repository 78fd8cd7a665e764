"""Choose what else is named: zoomed in, towns, waters and home's regions; the stills' names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.boundaries import load_regions, seats
from geo.display import Display, rivers_and_lakes, surroundings
from geo.errors import InputError
from geo.findings import Findings
from geo.gazetteer import Candidate, labels, largest
from geo.labels import RULES, Form, MapName, Terrain, place
from geo.narrative import Account
from geo.webmap.view import WIDTH, PathPen, projection
from geo.wording import LANGUAGES, Words

ZOOMS = (6.3, 6.9, 7.5, 8.1, 8.7)
"""Zooms of the page from which more towns are named; at 0 the equator is 256 pixels long."""

GREATEST_ZOOM = 9.0
"""Closer, nothing more is known, and a line's last thousandth of a degree would show."""

MOST_TOWNS = 515

SEAT = 5
"""The position, in what is told of a town, of what only the seat of a region has."""

_APART_PX = 62.0  # between two towns named from the same zoom on
_KM_PER_PIXEL_AT_0 = 40075.0167 / 256
_KM_PER_DEGREE = 111.32
_TURN = 360.0
_LEAST_POPULATION, _LEAST_ABROAD = 5000, 50_000
_REGIONS_TOLERANCE = 0.012  # degrees
_ISLET_KM2 = 200
_NAMED_FROM_RANK = (6, 7)  # of a river, by the position of the zoom
_NAMED_FROM_KM2 = (4000, 800)
_PART = 0.5  # of a still's units, in which its type is as large as a page's
_LETTER = {"home": 10.6, "region": 7.0, "country": 8.2}
_LINE = 13.0
_CELL = 3.0
_INSIDE = {"home": 0.5, "region": RULES.region_inside, "country": 0.75}


def towns(findings: Findings, shown: Display) -> list[list[Any]]:
    """Choose towns, so that those named from one zoom on stand apart.

    Seats of regions come first, then the larger ones.

    Only towns with a name in every language count, within what is reached or measured from.

    Returns
    -------
    list
        Names in the order of the languages, longitude, latitude, the first-level region (or the
        country, where no region is known), the position of the zoom in `ZOOMS`, and 1 where a
        region is governed from there.
    """
    view = shown.view
    reached = shown.regions["region"].isin(shown.inside["region"])
    near = shapely.union_all([*shown.envelopes["area"], *shown.regions.geometry[reached]])
    west, south, east, north = view.degrees
    shapely.prepare(near)

    def held(lon: Any, lat: Any) -> Any:
        lon = np.where(lon < east - _TURN, lon + _TURN, lon)  # as the view counts them
        inside = (south < lat) & (lat < north) & (west < lon) & (lon < east)
        inside[inside] = shapely.contains_xy(near, lon[inside], lat[inside])
        return inside

    found = [
        place
        for place in largest(_LEAST_POPULATION, where=held)
        if place.country in {findings.home_country, findings.target}
        or place.population >= _LEAST_ABROAD
    ]
    found = [place for place in found if all(labels(place.row))]
    found.sort(key=lambda place: place.geonames_id not in seats())
    points = np.array([[view.turned(place.lon), place.lat] for place in found]).reshape(-1, 2)
    flat_km = points * _KM_PER_DEGREE * [np.cos(np.radians(projection(view)["centre"][1])), 1]
    return [_packed(found[at], points[at], zoom) for at, zoom in _spaced(flat_km)]


def _spaced(points_km: Any) -> Iterator[tuple[int, int]]:
    """Give the points to be named from each zoom on, the earlier point first.

    A point that stands close to an earlier one, which finds no room yet, waits with it.
    """
    chosen: dict[int, None] = {}
    tree = shapely.STRtree(shapely.points(points_km))
    for level, zoom in enumerate(ZOOMS):
        apart_km = _APART_PX * _KM_PER_PIXEL_AT_0 / 2**zoom
        one, other = tree.query(tree.geometries, predicate="dwithin", distance=1.001 * apart_km)
        away_km = np.hypot(*(points_km[one] - points_km[other]).T)
        near, nearer = (
            (other[close], np.searchsorted(one[close], range(len(points_km) + 1)).tolist())
            for close in (away_km < apart_km, away_km < apart_km / 2)
        )
        free = np.ones(len(points_km), dtype=bool)

        def clear(at: int, found: Any, free: Any = free) -> None:
            free[found[0][found[1][at] : found[1][at + 1]]] = False

        for at in chosen:
            clear(at, near)
        for at in range(len(points_km)):
            if free[at]:
                if len(chosen) == MOST_TOWNS:
                    return
                chosen[at] = None
                clear(at, near)
                yield at, level
            elif at not in chosen:
                clear(at, nearer)


def _packed(place: Candidate, point: Sequence[float], zoom: int) -> list[Any]:
    longitude, latitude = (round(float(value), 3) for value in point)
    of = place.region or place.country
    seat = [1] if place.geonames_id in seats() else []
    return [labels(place.row), longitude, latitude, of, zoom, *seat]


def waters(shown: Display) -> dict[str, list[dict[str, Any]]]:
    """Give the main rivers and large lakes around what is reached and measured from.

    Returns
    -------
    dict
        ``rivers`` and ``lakes``: ``shape``, to be packed; of those that are named also ``name``
        and ``zoom``, the position in `ZOOMS`.
    """
    return {
        kind: [
            {"shape": row.geometry}
            | ({"name": names, "zoom": _named_from(row)} if all(names) else {})
            for row in frame.itertuples()
            for names in [[getattr(row, f"name_{lang}") for lang in LANGUAGES]]
        ]
        for kind, frame in rivers_and_lakes(shown).items()
    }


def without_islets(shown: Display) -> Any:
    """Give the countries around without their islets that are far from all that the map is of.

    They weigh a tenth of the page, and nobody looks for them here.
    """
    near = surroundings(shown)
    shapely.prepare(near)

    def kept(shape: Any) -> Any:
        parts = shapely.get_parts(shape)
        size = shapely.area(parts) * shown.view.narrowing * _KM_PER_DEGREE**2
        return _areas(shapely.multipolygons(parts[(size >= _ISLET_KM2) | near.intersects(parts)]))

    return shown.countries.set_geometry([kept(shape) for shape in shown.countries.geometry])


def _named_from(row: Any) -> int:
    """Choose the position of the zoom from which a river or a lake is named."""
    if hasattr(row, "rank"):
        return sum(row.rank > rank for rank in _NAMED_FROM_RANK)
    return sum(row.area_km2 < area_km2 for area_km2 in _NAMED_FROM_KM2)


def home_regions(shown: Display) -> tuple[Any, list[dict[str, Any]]]:
    """Give the lines between home's first-level regions, and their names with points."""
    home = list(dict.fromkeys(shown.home["country"]))
    try:
        frames = [load_regions(country) for country in home]
    except InputError:
        return shapely.MultiLineString(), []
    shapes = [_areas(shape) for frame in frames for shape in shown.view.clip(frame.geometry)]
    simple = shapely.coverage_simplify(np.array(shapes, dtype=object), _REGIONS_TOLERANCE)
    inner = shapely.union_all(list(_shared(simple)))
    rows = (row for frame in frames for row in frame.itertuples())
    named = [
        {
            "region": row.region,
            "name": [getattr(row, f"name_{lang}") for lang in LANGUAGES],
            "label": [round(point.x, 3), round(point.y, 3)],
        }
        for row, point in zip(rows, map(_inner_point, simple), strict=True)
        if not point.is_empty
    ]
    return shapely.line_merge(inner), named


def _shared(shapes: Iterable[Any]) -> Iterator[Any]:
    """Give the lines that two shapes of a coverage share."""
    tree = shapely.STRtree(list(shapes))
    for one, other in tree.query(tree.geometries, predicate="intersects").T:
        if one < other:
            shared = shapely.intersection(
                shapely.boundary(tree.geometries[one]), shapely.boundary(tree.geometries[other])
            )
            yield from (p for p in shapely.get_parts(shared) if shapely.get_dimensions(p) == 1)


def _inner_point(shape: Any) -> Any:
    if shape.is_empty:
        return shapely.Point()
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.maximum_inscribed_circle(largest, tolerance=0.05).interpolate(0)


def _areas(shape: Any) -> Any:
    """Leave out the points and lines where a cut only touches."""
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - areas


@dataclass(frozen=True)
class Name:
    """Hold a name, the code of what it names, and where its middle stands."""

    x: int
    y: int
    text: str
    kind: str
    key: str


def still_names(
    drawn_metric: Display, accounts: Iterable[Account], pen: PathPen, words: Words
) -> list[tuple[Name, ...]]:
    """Name home, the regions touched and the countries in each policy's still, by the one engine.

    The still has no room for leaders: what finds none on its own ground is left to the table.
    """
    kinds = {
        "country": ("country", drawn_metric.countries),
        "region": ("region", drawn_metric.regions),
        "home": ("country", drawn_metric.home),
    }
    named = {
        str(key): (kind, words.short(name) if kind == "region" else name.upper())
        for kind, (column, frame) in kinds.items()
        for key, name in zip(frame[column], frame[f"name_{words.lang}"], strict=True)
    }
    shapes = {
        str(key): shapely.force_2d(pen.upright(shape, part=_PART))
        for column, frame in kinds.values()
        for key, shape in zip(frame[column], frame.geometry, strict=True)
    }
    terrain = Terrain(
        width=WIDTH * _PART,
        height=pen.height * _PART,
        shapes={key: shape for key, shape in shapes.items() if not shape.is_empty},
        home=frozenset(map(str, drawn_metric.home["country"])),
        regions=frozenset(map(str, drawn_metric.regions["region"])),
        taken=((0.0, 0.0, (pen.bar + 40) * _PART, 60 * _PART),),  # the scale's
        step=_CELL,
    )

    def wanted(account: Account) -> Iterator[MapName]:
        for key in terrain.shapes:
            kind, text = named[key]
            if kind != "region" or key in account.touched_codes:
                worth = RULES.worth["touched" if kind == "region" else kind]
                form = Form(width=_LETTER[kind] * len(text), height=_LINE)
                yield MapName(key=key, forms=(form,), own=key, worth=worth, inside=_INSIDE[kind])

    def told(account: Account) -> Iterator[Name]:
        for key, spot in place(tuple(wanted(account)), terrain).items():
            west, south, east, north = spot.box
            x, y = (west + east) / 2 / _PART, pen.height - (south + north) / 2 / _PART
            kind, text = named[key]
            yield Name(round(x), round(y), text, kind, key)

    return [tuple(told(account)) for account in accounts]
