"""Pack what the page's script draws and says into plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import shapely

from geo.coverage import INSIDE_FROM
from geo.display import Display
from geo.findings import Findings
from geo.gazetteer import capitals, labels
from geo.regimes import Regime, Said
from geo.webmap.evidence import MOST_MARKS, Evidence
from geo.webmap.pack import areas, lines
from geo.webmap.speech import Values, messages
from geo.webmap.story import Story
from geo.webmap.view import projection, views
from geo.wording import LANGUAGES, Words

SYMBOLS = {
    "settlement": "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z",
    "region": "M0-6.5L6.5 0L0 6.5L-6.5 0Z",
    "country": "M-5-5H5V5H-5Z",
    "water": "M0 6L-6.5-4.5H6.5Z",
    "area": "M0-6L6.5 4.5H-6.5Z",
}
"""Marks of named places by kind, as SVG path data around the point."""

_ENGLISH = Words("en", "page")


def map_data(
    findings: Findings,
    shown: Display,
    drawn_metric: Display,
    told: Mapping[str, Sequence[Story]],
    undrawn: Mapping[str, Sequence[Story]],
    said: Evidence,
    spoken: Mapping[str, Values],
) -> Mapping[str, Any]:
    """Gather the data behind the page, ready for JSON.

    Shapes are encoded polylines, see `geo.webmap.pack`; ``drawn_metric`` is the same, projected,
    to look at. A name is a list, one for each of ``languages``. A number to be read is written
    in English signs, which the script exchanges. Home's border is there already, so only an
    ``origin`` that is another one has shapes of its own.
    """
    first = told[LANGUAGES[0]]
    position = {code: number for number, code in enumerate(shown.regions["region"])}
    within = shown.view.upright
    return {
        "lang": findings.lang,
        "languages": LANGUAGES,
        "words": {lang: messages(lang) for lang in LANGUAGES},
        "values": spoken,
        "projection": projection(shown.view),
        "east": shown.view.degrees[2],
        "home_country": findings.home_country,
        "target": findings.target,
        "limits": within,
        "most_marks": MOST_MARKS,
        "inside_from": INSIDE_FROM,
        "symbols": SYMBOLS,
        "regimes": [
            _regime(story.regime)
            | {
                "doubted": story.doubted,
                "views": views(drawn_metric, story, within=within),
                "rows": [[position[r.region], r.shares, r.standings] for r in story.rows],
                "told": {lang: _told(told[lang][number]) for lang in LANGUAGES},
            }
            for number, story in enumerate(first)
        ],
        "undrawn": [
            {
                "id": story.regime.id,
                "status": story.regime.status,
                "told": {lang: _told(undrawn[lang][number]) for lang in LANGUAGES},
            }
            for number, story in enumerate(undrawn[LANGUAGES[0]])
        ],
        "countries_named": _countries_named(findings, first),
        "regions": _regions(findings, shown),
        "inside": [
            {"reach_km": row.reach_km, "region": row.region}
            | ({} if row.whole else {"shape": areas(row.geometry)})
            for row in shown.inside.itertuples()
        ],
        "envelopes": [
            {
                "reach_km": row.reach_km,
                "reach": _ENGLISH.number(row.reach_km, decimals=1),
                "shape": lines(row.geometry),
            }
            for row in shown.envelopes.itertuples()
        ],
        "origin": [
            {"shape": lines(shape)} for shape in shown.origin.geometry if not shown.is_border
        ],
        "home": _areas(shown.home),
        "countries": _areas(shown.countries[shown.countries["country"] != findings.target]),
        "beyond": _areas(shown.countries[shown.countries["country"] == findings.target]),
        "sea": [
            {"name": _names(row), "label": _point(row.label)} for row in shown.sea.itertuples()
        ],
        "capitals": _capitals(findings, shown),
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


def _regime(regime: Regime) -> dict[str, Any]:
    return {
        "id": regime.id,
        "status": regime.status,
        "reach_km": regime.reach_km,
        "scope": regime.scope,
        "start": regime.start.isoformat(),
        "until": regime.until.isoformat() if regime.until else None,
    }


def _told(story: Story) -> dict[str, str | list[str]]:
    regime = story.regime
    return {
        "label": story.label,
        "note": story.note,
        "headline": story.headline,
        "detail": " ".join(story.detail),
        "reach": story.reach,
        "status": story.status,
        "scope": story.scope_told,
        "scope_short": story.scope_short,
        "dates": story.dates,
        "reach_stated": story.reach_stated,
        "dates_stated": story.dates_stated,
        "grantor": story.grantor,
        "systems": _by_language(regime.systems, story.systems),
        "conflicts": _by_language(regime.conflicts, story.conflicts),
        "says": _by_language([source.says for source in regime.sources], story.says),
    }


def _by_language(texts: Sequence[Said], told: Sequence[str]) -> list[str]:
    """Keep what is told in each language; a text of one wording stays as the page has it."""
    return ["" if isinstance(text, str) else said for text, said in zip(texts, told, strict=True)]


def _countries_named(findings: Findings, told: Sequence[Story]) -> dict[str, list[str]]:
    """Name the countries that shortest lines cross."""
    crossed = {code for story in told for row in story.rows for code in row.crossed}
    frame = findings.countries[findings.countries["country"].isin(crossed)]
    return {row.country: _names(row) for row in frame.itertuples()}


def _regions(findings: Findings, shown: Display) -> list[dict[str, Any]]:
    """Describe every region; its figures do not depend on a regime."""
    table = findings.coverage.fillna({"crosses": ""}).drop_duplicates("region")
    figures: dict[str, Mapping[Any, Any]] = {
        str(row["region"]): row for row in table.to_dict("records")
    }
    return [
        {
            "region": row.region,
            "name": _names(row),
            "area_km2": f"{figures[row.region]['area_km2']:.1f}",
            "nearest_km": f"{figures[row.region]['nearest_km']:.3f}",
            "farthest_km": f"{figures[row.region]['farthest_km']:.3f}",
            "nearest": _far(figures[row.region]["nearest_km"]),
            "crosses": [code for code in figures[row.region]["crosses"].split(";") if code],
            "label": _point(row.label),
            "shape": areas(row.geometry),
        }
        for row in shown.regions.itertuples()
    ]


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
        {"name": labels(place.row), "label": point}
        for country, (place, point) in sorted(seats.items())
        if country in (findings.home_country, findings.target)
        or shapely.contains_xy(farthest, *point)
    ]


def _names(row: Any) -> list[str]:
    return [getattr(row, f"name_{lang}") for lang in LANGUAGES]


def _point(point: Any) -> list[float]:
    return [point.x, point.y]
