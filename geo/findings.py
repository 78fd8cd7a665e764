"""Bring the pipeline together: from text, regimes and origin to all that the outputs show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.choice import Told
from geo.claims import Draft, Statement, draft, statements
from geo.coverage import (
    COVERAGE_COLUMNS,
    Comparison,
    border_parts,
    inside,
    judged_by_part,
    origin_changes,
    policy_envelopes,
)
from geo.crs import GEOGRAPHIC
from geo.errors import InputError
from geo.geodesy import distance_km
from geo.inputs import Record
from geo.origins import FOR_COMPARISON_ONLY, one_shape, own_border
from geo.places import Place, geocode
from geo.quantities import quantities
from geo.reading import Text
from geo.regimes import Regime
from geo.regions import OwnRegions
from geo.setting import anywhere, is_elsewhere, setting
from geo.wording import html_table

_Frame = TypeVar("_Frame", bound=pd.DataFrame)

PLACE_COLUMNS = (
    *("text", "start", "end", "name", "kind", "country", "region", "geonames_id", "confidence"),
    *("status", "distance_km", "regimes", "sentence"),
)


@dataclass(frozen=True, kw_only=True, eq=False)  # frames have no truth value to compare by
class Findings:
    """Hold everything the page, the snapshot and the tables show, computed once.

    Attributes
    ----------
    text, regimes, lang
        What went in.
    undrawn
        Regimes chosen that state no distance or are proposals: nothing of them is drawn.
    origin_name, origin, parts
        What the reach is measured from: its name and its frame; the parts of the border that
        regimes are measured from instead of all of it, by name.
    envelopes
        One row per regime and reach: ``regime``, ``reach_km``, ``scope`` (regions named), ``whole``
        (those inside whatever the distance), ``part`` (name of the part of the border it is
        measured from, empty for all of it), ``line`` (a key that rows of one shape share, beside
        ``whole``), ``max_error_m`` (measured), geometry.
    inside
        ``regime``, ``reach_km``, ``line``, ``region``, and the part of the region inside as
        geometry.
    coverage
        Every region under every regime; ``coverage.csv`` has those `granted`.
    regions
        The target's first-level regions, of Russia those within 1,000 km of Ukraine; ``name`` is
        in ``lang``.
    home, countries, sea
        The frames around them. ``home`` is the country measured from, with its ``country`` code;
        it has no row where that is the target itself.
    places
        One row per mention, columns ``PLACE_COLUMNS``, the name in each language (``name_en``,
        ``name_uk``, ``name_ru``), geometry a point or None.
    statements
        The text's distances and dates, in its order, each with the regimes it agrees with;
        their ``places`` are rows of ``places``.
    comparison
        The same from another origin, where one was asked for.
    records
        The provenance of every data file behind this.
    claims
        What the text itself states of policies, drawn or not.
    own_regions
        The user's own regions, where they are judged instead of the packaged ones.

    All frames are in EPSG:4326.
    """

    text: Text
    regimes: tuple[Regime, ...]
    origin_name: str
    origin: gpd.GeoDataFrame
    envelopes: gpd.GeoDataFrame
    inside: gpd.GeoDataFrame
    coverage: pd.DataFrame
    regions: gpd.GeoDataFrame
    home: gpd.GeoDataFrame
    countries: gpd.GeoDataFrame
    sea: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    statements: tuple[Statement, ...]
    records: tuple[Record, ...]
    lang: str
    undrawn: tuple[Regime, ...] = ()
    parts: Mapping[str, BaseGeometry] = field(default_factory=dict)
    comparison: Comparison | None = None
    claims: tuple[Draft, ...] = ()
    own_regions: OwnRegions | None = None

    def codes(self, named: Sequence[str]) -> tuple[str, ...]:
        """Return the regions judged that stand for those a policy names."""
        return tuple(named) if self.own_regions is None else self.own_regions.codes(named)

    def _repr_html_(self) -> str:
        n = self.coverage.groupby(["regime", "standing"]).size()
        rows = [("policy", "stance", "status", "wholly within", "partly")]
        for r in self.regimes:
            counts = (n.get((r.id, "inside"), 0), n.get((r.id, "partly"), 0))
            rows.append((r.id, r.stance, r.status, *(counts if r.grants else "––")))
        return html_table(f"{self.text.source_name}: {len(self.places)} places", rows)

    @property
    def home_country(self) -> str:
        """Return the ISO 3166-1 code of the country whose border reaches are measured from."""
        return self.regimes[0].origin if self.regimes else ""

    @property
    def target(self) -> str:
        """Return the ISO 3166-1 code of the country whose regions are judged."""
        return self.regimes[0].target if self.regimes else ""

    def origin_of(self, regime_id: str) -> str:
        """Name what a regime is measured from: a part of the border, or the run's origin."""
        part = next(regime.origin_part for regime in self.regimes if regime.id == regime_id)
        return part.name if part else self.origin_name

    @property
    def granted(self) -> pd.DataFrame:
        """Return the coverage by what permits something: nothing is permitted by a refusal."""
        return _of_grants(self.coverage, self.regimes)

    @property
    def from_home(self) -> bool:
        """Say whether the origin is the border of the country shown as home."""
        own = ("recognised", own_border(self.home_country))
        return not self.home.empty and self.origin_name in own

    @property
    def for_comparison_only(self) -> bool:
        """Say whether the origin is no border that the project stands by."""
        return self.origin_name in FOR_COMPARISON_ONLY

    @property
    def elsewhere(self) -> bool:
        """Say whether a country is shown that Ukraine's and Russia's own layers do not hold."""
        return is_elsewhere(self.home_country, self.target)

    @property
    def usual(self) -> bool:
        """Say whether Russia's regions are judged from Ukraine, as all the packaged policies do."""
        return (self.home_country, self.target) == ("UA", "RU")


def find(  # noqa: PLR0913 - what goes in, each by name
    text: Text,
    regimes: Sequence[Regime],
    *,
    origin_name: str,
    origin: gpd.GeoDataFrame,
    lang: str = "en",
    claims: Sequence[Draft] | None = None,
    told: Told | None = None,
    compare: tuple[str, gpd.GeoDataFrame] | None = None,
    own_regions: OwnRegions | None = None,
    progress: Callable[..., None] = lambda *_: None,
) -> Findings:
    """Geocode the text, measure every envelope, judge every region.

    Parameters
    ----------
    text, regimes
        What to map; the regimes have one origin and one target country.
    origin_name, origin
        What the reach is measured from; EPSG:4326 polygons or lines.
    lang
        Language of names: ``en``, ``uk`` or ``ru``.
    claims, told
        What the text states of policies; its places, and its distances and dates. What is left
        out is read here.
    compare
        Name and frame of another origin to compare with.
    own_regions
        Regions of the user's own, to be judged instead of the packaged ones.
    progress
        Called with each stage as it begins, and with how many reaches of how many have begun.

    Raises
    ------
    InputError
        When no regime states a distance, or an origin cannot be measured from.
    DataError
        When a packaged data file is damaged.
    """
    drawn = [regime for regime in regimes if regime.drawable]
    if not drawn:
        raise InputError(
            f"none of the regimes ({', '.join(regime.id for regime in regimes)}) states a "
            "distance and is more than a proposal, so there is nothing to draw; choose others, or "
            "read them with `python -m geo.regimes show ID`."
        )
    progress("places")
    mentions, numbers = told or (geocode(text.text), quantities(text.text))
    claims = draft(text.text) if claims is None else claims
    origin_shape = one_shape(origin)
    parts = border_parts(drawn)
    judging = drawn if own_regions is None else [own_regions.renamed(each) for each in drawn]
    envelopes = policy_envelopes(judging, origin_shape, parts, told=partial(progress, "envelopes"))
    progress("coverage")
    around = setting(regimes[0].origin, regimes[0].target, lang=lang)
    regions, records = around.regions, around.records
    if own_regions is not None:
        own_regions = own_regions.seen_within(envelopes, regions)
        regions = own_regions.named(lang).assign(country=regimes[0].target)
        records = (own_regions.record, *records)
    judged = judged_by_part(regions, envelopes, origin_shape, parts, countries=around.countries)
    return Findings(
        text=text,
        regimes=tuple(drawn),
        undrawn=tuple(regime for regime in regimes if not regime.drawable),
        origin_name=origin_name,
        origin=origin,
        parts=parts,
        envelopes=envelopes,
        inside=inside(regions, envelopes),
        coverage=judged,
        regions=regions,
        home=around.home,
        countries=around.countries,
        sea=around.sea,
        places=_places(mentions, _of_grants(envelopes, drawn), origin_shape, lang=lang),
        statements=tuple(statements(numbers, mentions, drawn, claims)),
        comparison=_comparison(compare, judging, regions, judged, parts) if compare else None,
        records=records,
        claims=tuple(claims),
        own_regions=own_regions,
        lang=lang,
    )


def find_places(
    text: Text, *, claims: Sequence[Draft], told: Told | None = None, lang: str = "en"
) -> Findings:
    """Geocode a text of which no policy is drawn.

    Parameters
    ----------
    text, claims, told
        The text, and what it states of policies, none of it drawn; the rest as for `find`.
    lang
        Language of names: ``en``, ``uk`` or ``ru``.

    Returns
    -------
    Findings
        Without any regime, envelope or region judged.
    """
    around = anywhere(lang=lang)
    nothing = gpd.GeoDataFrame(
        {"regime": [], "reach_km": [], "scope": [], "max_error_m": []}, geometry=[], crs=GEOGRAPHIC
    )
    mentions, numbers = told or (geocode(text.text), quantities(text.text))
    return Findings(
        text=text,
        regimes=(),
        origin_name="none",
        origin=around.home,
        envelopes=nothing,
        inside=nothing,
        coverage=pd.DataFrame({column: [] for column in COVERAGE_COLUMNS}),
        regions=around.regions,
        home=around.home,
        countries=around.countries,
        sea=around.sea,
        places=_places(mentions, nothing, None, lang=lang),
        statements=tuple(statements(numbers, mentions, ())),
        records=around.records,
        lang=lang,
        claims=tuple(claims),
    )


def _comparison(
    compare: tuple[str, gpd.GeoDataFrame],
    regimes: Sequence[Regime],
    regions: gpd.GeoDataFrame,
    judged: pd.DataFrame,
    parts: Mapping[str, BaseGeometry],
) -> Comparison:
    shape = one_shape(compare[1])
    envelopes = policy_envelopes(regimes, shape, parts)
    table = origin_changes(judged, judged_by_part(regions, envelopes, shape, parts))
    drawn, table = (_of_grants(each, regimes) for each in (envelopes, table))
    return Comparison(origin_name=compare[0], table=table, envelopes=drawn)


def _of_grants(frame: _Frame, regimes: Iterable[Regime]) -> _Frame:
    """Keep the rows of the regimes that permit something."""
    return frame.loc[frame["regime"].isin([each.id for each in regimes if each.grants])]


def _places(
    mentions: Sequence[Place],
    envelopes: gpd.GeoDataFrame,
    origin: BaseGeometry | None,
    *,
    lang: str,
) -> gpd.GeoDataFrame:
    """Say of every mention how far it lies from the origin and which envelopes hold it."""
    located = np.array([place.lat is not None for place in mentions], dtype=bool)
    lonlat = np.array([(p.lon, p.lat) for p in mentions if p.lat is not None]).reshape(-1, 2)
    once, which = np.unique(lonlat, axis=0, return_inverse=True)  # a place is often named twice
    which = which.reshape(-1)
    spots = shapely.points(once)
    points = np.full(len(mentions), None, dtype=object)
    points[located] = spots[which]
    distances = np.full(len(mentions), np.nan)
    if origin is not None and len(once):
        distances[located] = distance_km(spots, origin)[which]
    holds = np.zeros((len(envelopes), len(mentions)), dtype=bool)
    for row, shape in enumerate(envelopes.geometry):
        shapely.prepare(shape)
        holds[row, located] = shapely.intersects(shape, spots)[which]
    regime_ids = envelopes["regime"].to_numpy()
    columns: dict[str, list[Any]] = {
        column: [getattr(place, column) for place in mentions]
        for column in PLACE_COLUMNS
        if column not in ("name", "distance_km", "regimes")
    }
    for language, named in (("en", "name"), ("uk", "name_uk"), ("ru", "name_ru")):
        columns[f"name_{language}"] = [getattr(place, named) or place.name for place in mentions]
    columns["name"] = columns[f"name_{lang}"]
    columns["distance_km"] = [None if np.isnan(km) else float(km) for km in distances]
    columns["regimes"] = [tuple(dict.fromkeys(regime_ids[within])) for within in holds.T]
    order = [*PLACE_COLUMNS, "name_en", "name_uk", "name_ru"]
    frame = pd.DataFrame(columns, columns=order, dtype=object)
    return gpd.GeoDataFrame(frame, geometry=list(points), crs=GEOGRAPHIC)
