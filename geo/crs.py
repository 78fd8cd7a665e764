"""Hold the two coordinate systems the project speaks, and understand the one a file states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import ProjError

from geo.errors import InputError

GEOGRAPHIC: Final = "EPSG:4326"
"""Degrees of longitude and latitude on WGS84, longitude first: what every named layer is in."""

GEOD: Final = pyproj.Geod(ellps="WGS84")
"""The ellipsoid all distances and areas are measured on."""

_CONIC = (
    "+proj=lcc +lat_1={first:g} +lat_2={second:g} +lat_0={latitude:g} +lon_0={longitude:g} "
    "+x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
)
METRIC: Final = _CONIC.format(first=45, second=55, latitude=50, longitude=36)
"""A Lambert conformal conic made for Ukraine and the regions around it, in metres.

Its scale is true at 45 and 55 degrees north and within 0.4 % from 42.8 to 57, at every
longitude: good to draw in. Nothing is measured in it.
"""

Shapes = NDArray[np.object_]

AROUND_PT, FRAME_PT = 6.0, 1.0
"""How far shapes go on beyond a panel's edge, and what an inset keeps free around itself."""

DECIMALS, STRAIGHT = 3, 1.0  # of a point; degrees of a parallel that are straight
_LEAST_LATITUDE = 1.0  # a cone around the equator itself would never close
_STEEPEST_LATITUDE = 80.0
_LEAST_APART = 0.5


def conic(west: float, south: float, east: float, north: float) -> str:
    """Make a Lambert conformal conic for a part of the globe, to draw in.

    Parameters
    ----------
    west, south, east, north
        The part, in degrees; ``east`` is more than 180 where it holds the antimeridian.

    Returns
    -------
    str
        A CRS in metres, its scale true at two parallels a sixth of the height from either end.
        Around the equator it is all but Mercator's projection.

    References
    ----------
    Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987), section 15;
    the rule of the sixth is given there as Deetz and Adams's.

    Examples
    --------
    >>> conic(124, 33, 132, 45).split()[1:5]
    ['+lat_1=35', '+lat_2=43', '+lat_0=39', '+lon_0=128']
    """
    middle = (south + north) / 2
    sign = -1.0 if middle < 0 else 1.0
    middle = sign * min(max(abs(middle), _LEAST_LATITUDE), _STEEPEST_LATITUDE)
    apart = min(max((north - south) / 3, _LEAST_APART), 90 - abs(middle) - _LEAST_APART)
    longitude = (west + east) / 2
    return _CONIC.format(
        first=middle - apart,
        second=middle + apart,
        latitude=middle,
        longitude=longitude - 360 if longitude > 180 else longitude,  # noqa: PLR2004 - half a turn
    )


def to_metric(frame: geopandas.GeoDataFrame, *, metric: str = METRIC) -> geopandas.GeoDataFrame:
    """Project a geographic frame for drawing.

    Parameters
    ----------
    frame
        In EPSG:4326; may be empty.
    metric
        What to project to: `METRIC`, or another `conic`.

    Returns
    -------
    GeoDataFrame
        The same rows in the same order, in metres.

    Raises
    ------
    InputError
        If the frame has no CRS, or another one than EPSG:4326.

    Examples
    --------
    >>> from shapely.geometry import Point
    >>> centre = geopandas.GeoSeries([Point(36, 50)], crs=GEOGRAPHIC).to_frame("geometry")
    >>> point = to_metric(centre).geometry.iloc[0]
    >>> abs(round(point.x)), abs(round(point.y))
    (0, 0)
    """
    _require(frame, GEOGRAPHIC)
    return frame.to_crs(metric)


def to_geographic(frame: geopandas.GeoDataFrame, *, metric: str = METRIC) -> geopandas.GeoDataFrame:
    """Bring a projected frame back to degrees.

    Parameters
    ----------
    frame
        In metres; may be empty.
    metric
        What it is in: `METRIC`, or another `conic`.

    Returns
    -------
    GeoDataFrame
        The same rows in the same order, in EPSG:4326.

    Raises
    ------
    InputError
        If the frame has no CRS, or another one than ``metric``.

    Examples
    --------
    >>> from shapely.geometry import Point
    >>> centre = geopandas.GeoSeries([Point(0, 0)], crs=METRIC).to_frame("geometry")
    >>> point = to_geographic(centre).geometry.iloc[0]
    >>> round(point.x, 6), round(point.y, 6)
    (36.0, 50.0)
    """
    _require(frame, metric)
    return frame.to_crs(GEOGRAPHIC)


def require_geographic(
    frame: geopandas.GeoDataFrame | geopandas.GeoSeries, *, name: str = "the frame"
) -> None:
    """Refuse what is not in EPSG:4326, longitude first as GeoPandas has it.

    Parameters
    ----------
    frame
        What was handed over; may be empty.
    name
        What it is called in the message.

    Raises
    ------
    InputError
        If it is no GeoDataFrame or GeoSeries, has no CRS, or another one.

    Examples
    --------
    >>> require_geographic(geopandas.GeoSeries(crs="EPSG:3857"), name="regions")
    Traceback (most recent call last):
    ...
    geo.errors.InputError: regions: in 'WGS 84 / Pseudo-Mercator', wanted is 'EPSG:4326': ...
    """
    if not isinstance(frame, geopandas.GeoDataFrame | geopandas.GeoSeries):
        raise InputError(
            f"{name}: a {type(frame).__name__}, which has no geometry: give a GeoDataFrame"
        )
    _require(frame, GEOGRAPHIC, name)


def _require(
    frame: geopandas.GeoDataFrame | geopandas.GeoSeries, wanted: str, name: str = "the frame"
) -> None:
    if isinstance(frame, geopandas.GeoDataFrame) and frame.active_geometry_name is None:
        raise InputError(
            f"{name}: no column is its geometry: say which with frame.set_geometry('geometry')"
        )
    if frame.crs is None:
        raise InputError(
            f"{name}: has no CRS, so its coordinates may mean anything: say what they are with "
            f"frame.set_crs({wanted!r})"
        )
    if not frame.crs.equals(wanted, ignore_axis_order=True):  # OGC:CRS84, as GeoParquet has it
        raise InputError(
            f"{name}: in {frame.crs.name!r}, wanted is {wanted!r}: convert it with "
            f"frame.to_crs({wanted!r})"
        )


LONGEST_DEFINITION = 20_000

_NUMBERED = re.compile(
    r"(?:https?://(?:www\.)?opengis\.net/gml/srs/epsg\.xml#"
    r"|(?:urn:(?:x-)?ogc:def:crs:|https?://(?:www\.)?opengis\.net/def/crs/)?"
    r"(?P<authority>epsg|esri|ogc)(?:[:/][\w.]*)?[:/])?(?P<code>\w+)",
    re.IGNORECASE,
)
_LONGITUDE_LATITUDE = re.compile(
    r"(?:ogc:)?crs:?84|wgs[ _]?(?:19)?84|\+proj=longlat \+datum=WGS84(?: \+no_defs)?", re.IGNORECASE
)
_LEADS_ELSEWHERE = re.compile(r"grids|extension|\+init|@", re.IGNORECASE)


def stated_crs(said: str, *, name: str) -> CRS:
    """Understand the name or the definition of a CRS.

    Parameters
    ----------
    said
        A name in any spelling (``EPSG:32636``, ``urn:ogc:def:crs:OGC:1.3:CRS84``, the address at
        opengis.net, ``WGS84``), or a definition as WKT.
    name
        What the file is called in messages.

    Returns
    -------
    CRS
        Of degrees or of a map; longitude or east comes first, whatever its authority says.

    Raises
    ------
    InputError
        When there is no such CRS, it is not one of a map, or its definition names other files.

    Examples
    --------
    >>> stated_crs("urn:ogc:def:crs:EPSG::32636", name="it").name
    'WGS 84 / UTM zone 36N'
    """
    said = said.strip().strip("\ufeff\0")
    numbered = _NUMBERED.fullmatch(said)
    if _LONGITUDE_LATITUDE.fullmatch(said) or (numbered and numbered["code"].upper() == "CRS84"):
        return CRS.from_user_input(GEOGRAPHIC)
    elsewhere = len(said) > LONGEST_DEFINITION or _LEADS_ELSEWHERE.search(said)
    try:
        if numbered:
            crs = CRS.from_authority((numbered["authority"] or "EPSG").upper(), numbered["code"])
        elif "[" in said and not elsewhere:
            crs = CRS.from_wkt(said)
        else:
            raise _unknown(said, name=name)
    except ProjError as error:
        raise _unknown(said, name=name) from error
    if not (crs.is_geographic or crs.is_projected):
        raise InputError(
            f"{name} has coordinates that are neither degrees nor of a map ({crs.name}); "
            "reproject it to EPSG:4326."
        )
    return crs


def _unknown(said: str, *, name: str) -> InputError:
    shown = " ".join(said.split())[:60]
    return InputError(
        f"{name} names a CRS of its own that is not known ({shown!r}); reproject it to EPSG:4326."
    )


@dataclass(frozen=True, kw_only=True)
class PanelView:
    """Map metres to points of a panel: the south-west corner, a scale, and maps set into it."""

    metric: str
    west_m: float
    south_m: float
    pt_per_m: float
    width: float
    height: float
    insets: tuple["Inset", ...] = ()

    def place(self, frame: geopandas.GeoDataFrame) -> Shapes:
        """Return the shapes of a geographic frame in points of the panel, cut around it, valid."""
        placed = self.cut(frame, around=AROUND_PT)
        for inset in self.insets:
            inner = inset.view.cut(frame, around=0.0)
            moved = shapely.transform(inner, np.array(inset.at).__add__)
            placed = shapely.union(shapely.difference(placed, inset.hole), moved)
        return placed

    def cut(self, frame: geopandas.GeoDataFrame, *, around: float) -> Shapes:
        """Return the shapes in points, parallels bent, without insets, cut so far around."""
        if self.metric != METRIC:  # Ukraine's layers have no long parallels
            shapes = frame.geometry.to_numpy().copy()
            fit = shapely.is_valid(shapes)
            shapes[fit] = shapely.segmentize(shapes[fit], STRAIGHT)
            frame = frame.set_geometry(shapes)
        placed: Shapes = self.scaled(to_metric(frame, metric=self.metric).geometry.to_numpy())
        east, north = self.width + around, self.height + around
        placed = shapely.clip_by_rect(placed, -around, -around, east, north)
        broken = ~shapely.is_valid(placed)  # folds as narrow as the rounding
        placed[broken] = shapely.buffer(placed[broken], 0.0)
        return placed

    def scaled(self, shapes: Shapes) -> Shapes:
        """Return shapes of the metric CRS in points."""
        corner, scale = np.array([self.west_m, self.south_m]), self.pt_per_m
        moved = shapely.transform(shapes, lambda at: np.round((at - corner) * scale, DECIMALS))
        return np.asarray(moved)

    def points(self, places: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
        """Return longitudes and latitudes in points of the panel."""
        frame = geopandas.GeoDataFrame(geometry=shapely.points(list(places)), crs=GEOGRAPHIC)
        at = shapely.get_coordinates(to_metric(frame, metric=self.metric).geometry)
        placed = np.asarray((at - (self.west_m, self.south_m)) * self.pt_per_m)
        for inset in self.insets:
            inner = inset.view.points(places) + inset.at
            placed[shapely.intersects_xy(inset.hole, *placed.T)] = np.nan
            shown = shapely.intersects_xy(shapely.box(*inset.box), *inner.T)
            placed[shown] = inner[shown]
        return placed

    def degrees(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the panel as longitudes and latitudes."""
        at = points / self.pt_per_m + (self.west_m, self.south_m)
        frame = geopandas.GeoDataFrame(geometry=shapely.points(at), crs=self.metric)
        found = shapely.get_coordinates(to_geographic(frame, metric=self.metric).geometry)
        return np.asarray(found)

    def span(self, distance_km: float, *, x: float, y: float) -> tuple[float, float]:
        """Measure, on the ellipsoid, how long a level bar at (x, y) must be, and its latitude."""
        length = distance_km * 1000 * self.pt_per_m
        ends = self.degrees(np.array([[x, y], [x + length, y], [x + length / 2, y]]))
        _, _, measured_m = GEOD.inv(*ends[0], *ends[1])
        return length * distance_km * 1000 / measured_m, float(ends[2][1])


@dataclass(frozen=True, kw_only=True)
class Inset:
    """Give a small map its place in a panel: its south-west corner, in points."""

    view: PanelView
    at: tuple[float, float]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north."""
        x, y = self.at
        return x, y, x + self.view.width, y + self.view.height

    @property
    def hole(self) -> Any:
        """Return what it hides of the panel: a little more than its place."""
        return shapely.box(*self.box).buffer(FRAME_PT, join_style="mitre")
