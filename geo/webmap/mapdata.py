"""Pack what the page's script draws and says into plain data; shapes as encoded polylines."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.display import Display, lines_compared, parts_shown
from geo.findings import Findings
from geo.gazetteer import capitals, labels
from geo.labels import RULES
from geo.narrative import Account, Narrative, RegionRow, known_day, unbroken
from geo.regimes import Said
from geo.webmap.detail import GREATEST_ZOOM, ZOOMS, home_regions, towns, waters, without_islets
from geo.webmap.evidence import MOST_MARKS, Evidence
from geo.webmap.view import projection, views
from geo.wording import LANGUAGES, Words, wording

SYMBOLS = {
    "settlement": "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z",
    "region": "M0-6.5L6.5 0L0 6.5L-6.5 0Z",
    "country": "M-5-5H5V5H-5Z",
    "water": "M0 6L-6.5-4.5H6.5Z",
    "area": "M0-6L6.5 4.5H-6.5Z",
}
"""Marks of named places by kind, as SVG path data around the point."""

UNITS_PER_DEGREE = 1000
"""A thousandth of a degree is less than one pixel wherever the map can be zoomed to."""

_ENGLISH = Words("en", "page")
_CONTINUES, _FIVE_BITS, _FIRST_SIGN = 32, 31, 63


def map_data(
    findings: Findings,
    shown: Display,
    drawn_metric: Display,
    told: Mapping[str, Narrative],
    said: Evidence,
    spoken: Mapping[str, Mapping[str, Any]],
) -> Mapping[str, Any]:
    """Gather the data behind the page, ready for JSON.

    Shapes are encoded polylines, ``drawn_metric`` is the same, projected,
    to look at. A name is a list, one for each of ``languages``. A number to be read is written
    in English signs, which the script exchanges. Home's border is there already, so only an
    ``origin`` that is another one has shapes of its own.
    """
    first = told[LANGUAGES[0]]
    position = {code: number for number, code in enumerate(shown.regions["region"])}
    within = shown.view.upright
    inner_lines, home_parts = home_regions(shown)
    parts = parts_shown(findings, view=shown.view, tolerance_m=shown.tolerance_m)
    wet, around = waters(shown), without_islets(shown)
    return {
        "lang": findings.lang,
        "languages": LANGUAGES,
        "words": {lang: {**wording(lang)["terms"], **wording(lang)["page"]} for lang in LANGUAGES},
        "values": spoken,
        "projection": projection(shown.view),
        "east": shown.view.degrees[2],
        "home_country": findings.home_country,
        "target": findings.target,
        "limits": within,
        "licences": sorted({record.licence for record in findings.records}),
        "most_marks": MOST_MARKS,
        "symbols": SYMBOLS,
        "regimes": [
            _regime(account)
            | {
                "look": account.look,
                "lines": account.lines,
                "part": account.part,
                "figures": _figures_apart(findings, account),
                "views": views(drawn_metric, account, within=within),
                "rows": [
                    [position[row.region], row.shares, row.standings, row.numeral, *_bounds(row)]
                    for row in account.rows
                ],
                "told": {lang: _told(told[lang].accounts[number]) for lang in LANGUAGES},
            }
            for number, account in enumerate(first.accounts)
        ],
        "undrawn": [
            {
                "id": account.regime.id,
                "status": account.regime.status,
                "stance": account.regime.stance,
                "told": {lang: _told(told[lang].undrawn[number]) for lang in LANGUAGES},
            }
            for number, account in enumerate(first.undrawn)
        ],
        "countries_named": _countries_named(findings, first.accounts),
        "regions": _regions(findings, shown),
        "inside": [
            {"line": row.line, "region": row.region}
            | ({} if row.whole else {"shape": areas(row.geometry)})
            for row in shown.inside.itertuples()
        ],
        "envelopes": [
            {
                "line": row.line,
                "reach": _ENGLISH.number(row.reach_km, decimals=1),
                "shape": lines(row.geometry),
            }
            for row in shown.envelopes.itertuples()
        ],
        "parts": {name: lines(shape) for name, shape in parts.items()},
        "elsewhere": {
            regime: [packed for shape in shapes for packed in lines(shape)]
            for regime, shapes in lines_compared(findings, shown).items()
        },
        "origin": [
            {"shape": lines(shape)} for shape in shown.origin.geometry if not shown.is_border
        ],
        "home": _areas(shown.home),
        "countries": _areas(around[around["country"] != findings.target]),
        "beyond": _areas(shown.countries[shown.countries["country"] == findings.target]),
        "sea": [
            {"name": _names(row), "label": _point(row.label)} for row in shown.sea.itertuples()
        ],
        "capitals": _capitals(findings, shown),
        "towns": towns(findings, shown),
        "town_zooms": ZOOMS,
        "greatest_zoom": GREATEST_ZOOM,
        "label_rules": asdict(RULES),
        "home_parts": home_parts,
        "home_lines": lines(inner_lines),
        "rivers": [row | {"shape": lines(row["shape"])} for row in wet["rivers"]],
        "lakes": [row | {"shape": areas(row["shape"])} for row in wet["lakes"]],
        "places": [
            {
                "name": place.names,
                "kind": place.kind,
                "country": place.country,
                "region": place.region,
                "longitude": place.longitude,
                "latitude": place.latitude,
                "count": place.count,
                "on_map": place.on_map,
                "away": _far(place.distance_km) if place.kind == "settlement" else "",
                "held_from_km": place.held_from_km,
            }
            for place in said.places
        ],
    }


def _regime(account: Account) -> dict[str, Any]:
    regime = account.regime
    first = known_day(regime.start, regime.start_precision)
    return {
        "id": regime.id,
        "status": regime.status,
        "stance": regime.stance,
        "reach_km": regime.reach_km,
        "scope": account.named_codes,
        "excluded": [row.region for row in account.rows if row.excluded],
        "from": first,
        "start": first or regime.start.isoformat(),  # where its bar begins: written nowhere
        "until": known_day(regime.until, regime.until_precision) if regime.until else None,
    }


def _told(account: Account) -> dict[str, str | list[str]]:
    regime = account.regime
    return {
        "label": unbroken(account.label),
        "note": unbroken(account.note),
        "headline": account.headline,
        "detail": " ".join(account.detail),
        "reach": account.reach,
        "attested": account.attested,
        "scope": account.scope,
        "scope_short": account.scope_short,
        **({"besides": account.besides} if account.besides else {}),
        "dates": account.dates,
        "reach_stated": account.reach_stated,
        "dates_stated": account.dates_stated,
        "grantor": account.grantor,
        "systems": _by_language(regime.systems, account.systems),
        "conflicts": _by_language(regime.conflicts, account.conflicts),
        "says": _by_language([source.says for source in regime.sources], account.says),
    }


def _by_language(texts: Sequence[Said], told: Sequence[str]) -> list[str]:
    """Keep what is told in each language; a text of one wording stays as the page has it."""
    return ["" if isinstance(text, str) else said for text, said in zip(texts, told, strict=True)]


def _countries_named(findings: Findings, told: Sequence[Account]) -> dict[str, list[str]]:
    """Name the countries that shortest lines cross."""
    crossed = {code for account in told for row in account.rows for code in row.crossed}
    frame = findings.countries[findings.countries["country"].isin(crossed)]
    return {row.country: _names(row) for row in frame.itertuples()}


def _regions(findings: Findings, shown: Display) -> list[dict[str, Any]]:
    """Describe every region; its figures are those of the first regime."""
    figures = _figures(findings.coverage)
    return [
        {
            "region": row.region,
            "name": _names(row),
            **figures[row.region],
            "label": _point(row.label),
            "shape": areas(row.geometry),
        }
        for row in shown.regions.itertuples()
    ]


def _bounds(row: RegionRow) -> list[tuple[tuple[float, float], ...]]:
    """Give what a row's shares may be, where that is more than what they are."""
    certain = all(
        pair == (share, share) for pair, share in zip(row.bounds, row.shares, strict=True)
    )
    return [] if certain else [row.bounds]


def _figures(coverage: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Give what is measured of each region whatever the reach, by code."""
    return {
        str(row["region"]): {
            "area_km2": f"{row['area_km2']:.1f}",
            "nearest_km": f"{row['nearest_km']:.3f}",
            "farthest_km": f"{row['farthest_km']:.3f}",
            "nearest": _far(row["nearest_km"]),
            "crosses": list(row["crosses"]),
        }
        for row in coverage.drop_duplicates("region").to_dict("records")
    }


def _figures_apart(findings: Findings, account: Account) -> dict[str, dict[str, Any]]:
    """Give the figures of a regime that is not measured from what the first one is."""
    name, first = account.regime.id, findings.regimes[0].id
    if findings.origin_of(name) == findings.origin_of(first):
        return {}
    return _figures(findings.coverage[findings.coverage["regime"] == name])


def _far(distance_km: float) -> str:
    """Write the numeral of a distance as `Words.km` does."""
    return _ENGLISH.km(distance_km).removesuffix("\u00a0km")


def _areas(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return [
        {
            "country": row.country,
            "name": _names(row),
            "label": _point(row.label),
            "shape": areas(row.geometry),
        }
        for row in frame.itertuples()
        if not row.geometry.is_empty
    ]


def _capitals(findings: Findings, shown: Display) -> list[dict[str, Any]]:
    """Give capitals to find the way by: home's, the target's, and those the lines go around."""
    view, farthest = shown.view, shown.envelopes["area"].iloc[-1]
    seats = {
        country: (place, [view.turned(place.lon), place.lat])
        for country, place in capitals().items()
        if view.holds(place.lon, place.lat) and all(labels(place.row))
    }
    return [
        {
            "name": labels(place.row),
            "label": point,
            "country": country,
            "region": place.region,
        }
        for country, (place, point) in sorted(seats.items())
        if country in (findings.home_country, findings.target)
        or shapely.contains_xy(farthest, *point)
    ]


def _names(row: Any) -> list[str]:
    return [getattr(row, f"name_{lang}") for lang in LANGUAGES]


def _point(point: Any) -> list[float]:
    return [point.x, point.y]


def areas(shape: Any) -> list[list[str]]:
    """Pack polygons as lists of rings, each without its closing point; vanished ones go.

    Examples
    --------
    >>> areas(shapely.box(0, 0, 1, 1))
    [['?o}@o}@??n}@n}@?']]
    """
    packed = (
        [_ring(ring) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
        if not part.is_empty
    )
    kept = ([ring for ring in rings if ring] for rings in packed if rings[0])
    return list(kept)


def lines(shape: Any) -> list[str]:
    """Pack a line, or several, each as one text."""
    return [_encoded(_steps(part)) for part in shapely.get_parts(shape)]


def _ring(ring: Any) -> str:
    steps = _steps(ring)[:-1]
    return _encoded(steps) if len(steps) > 2 else ""  # noqa: PLR2004 - a triangle at least


def _steps(line: Any) -> list[tuple[int, int]]:
    """Count each point from the one before, latitude first; a step of nothing is left out."""
    units = np.rint(shapely.get_coordinates(line)[:, ::-1] * UNITS_PER_DEGREE).astype(int)
    steps = np.diff(units, axis=0, prepend=0)
    moved = steps.any(axis=1)
    moved[0] = True
    return [(up, across) for up, across in steps[moved].tolist()]


def _encoded(steps: list[tuple[int, int]]) -> str:
    return "".join(_number(value) for step in steps for value in step)


@cache  # the same few hundred steps come again and again
def _number(value: int) -> str:
    """Write a whole number in signs of five bits, the lowest first, its own sign in the last bit.

    References
    ----------
    Google, Encoded Polyline Algorithm Format; here with three decimals instead of five.
    """
    rest = ~(value << 1) if value < 0 else value << 1
    signs = []
    while rest > _FIVE_BITS:
        signs.append(chr((_CONTINUES | rest & _FIVE_BITS) + _FIRST_SIGN))
        rest >>= 5
    return "".join(signs) + chr(rest + _FIRST_SIGN)
