"""Pack what the page's script draws and says into plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.display import Display
from geo.webmap.evidence import MOST_MARKS, Evidence
from geo.webmap.story import Story
from geo.webmap.view import limits, projection, views
from geo.wording import Words

SYMBOLS = {
    "settlement": "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z",
    "region": "M0-6.5L6.5 0L0 6.5L-6.5 0Z",
    "country": "M-5-5H5V5H-5Z",
    "water": "M0 6L-6.5-4.5H6.5Z",
    "area": "M0-6L6.5 4.5H-6.5Z",
}
"""Marks of named places by kind, as SVG path data around the point."""

_UNITS_PER_DEGREE = 10_000

_SPOKEN = (
    "card_close",
    "card_nearest",
    "card_none",
    "card_scope",
    "card_share",
    "card_text",
    "crosses",
    "map_regions",
    "never",
    "no",
    "region_label",
    "region_label_outside",
    "scale",
    "scope_chip",
    "scope_no",
    "scope_yes",
    "show_on_map",
    "yes",
)


def map_data(
    shown: Display,
    drawn_metric: Display,
    told: Sequence[Story],
    said: Evidence,
    words: Words,
    *,
    own_origin: bool,
) -> Mapping[str, Any]:
    """Gather the data behind the page, ready for JSON.

    Shapes are packed: rings and lines as whole ten-thousandths of a degree, longitude and latitude
    in turn, each counted from the point before. ``drawn_metric`` is
    the same, projected, to look at. With ``own_origin`` False the origin is Ukraine's border,
    which is there already.
    """
    position = {code: number for number, code in enumerate(shown.regions["region"])}
    facts = {row.region: row for row in told[0].rows}
    within = limits()
    return {
        "lang": words.lang,
        "words": {key: words.messages[key] for key in _SPOKEN},
        "projection": projection(),
        "limits": within,
        "most_marks": MOST_MARKS,
        "symbols": SYMBOLS,
        "regimes": [
            {
                "id": story.regime.id,
                "label": story.label,
                "headline": story.headline,
                "detail": " ".join(story.detail),
                "note": story.note,
                "status": story.regime.status,
                "status_word": story.status,
                "doubted": story.doubted,
                "reach": story.reach,
                "reach_km": story.regime.reach_km,
                "scope": story.regime.scope,
                "views": views(drawn_metric, story, within=within),
                "rows": [
                    [position[row.region], row.share, row.shares, row.standing, row.named]
                    for row in story.rows
                ],
            }
            for story in told
        ],
        "regions": [
            {
                "region": row.region,
                "name": row.name,
                "short": words.short(row.name),
                "nearest": facts[row.region].nearest,
                "crosses": facts[row.region].crosses,
                "label": _point(row.label),
                "shape": _areas(row.geometry),
            }
            for row in shown.regions.itertuples()
        ],
        "inside": [
            {"reach_km": row.reach_km, "region": row.region}
            | ({} if row.whole else {"shape": _areas(row.geometry)})
            for row in shown.inside.itertuples()
        ],
        "envelopes": [
            {
                "reach_km": row.reach_km,
                "name": words.reach([row.reach_km]),
                "shape": _lines(row.geometry),
            }
            for row in shown.envelopes.itertuples()
        ],
        "origin": [{"shape": _lines(shape)} for shape in shown.origin.geometry if own_origin],
        "ukraine": _named(shown.ukraine),
        "countries": _named(shown.countries[shown.countries["country"] != "RU"]),
        "beyond": _named(shown.countries[shown.countries["country"] == "RU"]),
        "sea": [{"name": row.name, "label": _point(row.label)} for row in shown.sea.itertuples()],
        "places": [
            {
                "name": place.name,
                "kind": place.kind,
                "region": place.region,
                "longitude": place.longitude,
                "latitude": place.latitude,
                "count": place.count,
                "on_map": place.on_map,
                "label": place.label,
            }
            for place in said.places
        ],
    }


def _named(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "label": _point(row.label),
            "shape": _areas(row.geometry),
        }
        for row in frame.itertuples()
        if not row.geometry.is_empty
    ]


def _point(point: Any) -> list[float]:
    return [point.x, point.y]


def _areas(shape: Any) -> list[list[list[int]]]:
    """Pack polygons as lists of rings, each without its closing point."""
    return [
        [_steps(ring)[:-2] for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
    ]


def _lines(shape: Any) -> list[list[int]]:
    return [_steps(part) for part in shapely.get_parts(shape)]


def _steps(line: Any) -> list[int]:
    """Pack a line as steps; a step of nothing is left out."""
    units = np.rint(shapely.get_coordinates(line) * _UNITS_PER_DEGREE).astype(int)
    steps = np.diff(units, axis=0, prepend=0)
    moved = steps.any(axis=1)
    moved[-1] = True
    packed: list[int] = steps[moved].ravel().tolist()
    return packed
