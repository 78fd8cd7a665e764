"""Findings for the snapshot's tests, and what its labels must keep to."""

from dataclasses import replace
from functools import cache

import geopandas as gpd
import pandas as pd
import shapely
from label_rules import faults

from geo.crs import GEOGRAPHIC
from geo.findings import find
from geo.origins import load_origin
from geo.reading import Text
from geo.regimes import load_regimes
from geo.snapshot.formats import house_settings
from geo.snapshot.layout import compose

TEXT = "Belgorod, Voronezh and Rostov-on-Don in Russia lie near Kharkiv Oblast, Ukraine."
CYRILLIC = {
    "uk": ("Воронеж", "Ростов-на-Дону"),
    "ru": ("Воронеж", "Ростов-на-Дону"),
}
POINTS = ((39.2, 51.67), (39.71, 47.23))


@cache
def found():
    """Measure the built-in regimes once, for a short text."""
    return find(
        Text(text=TEXT, source_name="test", sha256="0" * 64, is_html=False),
        load_regimes(),
        origin_name="recognised",
        origin=load_origin("recognised"),
    )


def in_language(findings, lang):
    """Say the same findings in another language."""
    frames = {
        name: getattr(findings, name).assign(name=getattr(findings, name)[f"name_{lang}"])
        for name in ("regions", "home", "countries", "sea")
    }
    names = dict(zip(frames["regions"]["region"], frames["regions"]["name"], strict=True))
    coverage = findings.coverage.assign(name=findings.coverage["region"].map(names))
    places = findings.places
    if lang in CYRILLIC:
        places = with_places(findings, CYRILLIC[lang]).places
    return replace(findings, **frames, coverage=coverage, places=places, lang=lang)


def with_places(findings, names):
    """Let the text name other settlements."""
    count = len(names)
    frame = gpd.GeoDataFrame(
        {
            "name": list(names),
            "kind": ["settlement"] * count,
            "country": ["RU"] * count,
            "region": [""] * count,
            "status": ["resolved"] * count,
        },
        geometry=[shapely.Point(POINTS[n % len(POINTS)]) for n in range(count)],
        crs=GEOGRAPHIC,
    )
    return replace(findings, places=frame)


def with_regimes(findings, *changes):
    """Let other regimes stand on the envelopes already measured, 80 and 300 km."""
    regimes = tuple(
        replace(findings.regimes[-1], id=f"regime-{n}", **change)
        for n, change in enumerate(changes)
    )
    rows = [(regime, reach) for regime in regimes for reach in regime.reach_km]

    def repeated(frame):
        parts = [
            frame[frame["reach_km"] == reach].drop_duplicates().assign(regime=regime.id)
            for regime, reach in rows
        ]
        return pd.concat(parts, ignore_index=True)

    coverage = repeated(findings.coverage)
    scopes = {regime.id: regime.scope for regime in regimes}
    in_scope = [
        region in scopes[regime]
        for regime, region in zip(coverage["regime"], coverage["region"], strict=True)
    ]
    return replace(
        findings,
        regimes=regimes,
        coverage=coverage.assign(in_scope=in_scope),
        inside=repeated(findings.inside),
        envelopes=repeated(findings.envelopes),
    )


def composed(findings, **how):
    """Compose the page as it is drawn."""
    with house_settings():
        return compose(findings, **how)


def assert_labels_stand_well(page):
    """No label of a page breaks a rule."""
    found = faults(page)
    assert not found, "; ".join(found)
