"""Hold the two coordinate systems the project speaks, and the only conversions between them."""

from typing import Final

import geopandas
import pyproj

from geo.errors import InputError

GEOGRAPHIC: Final = "EPSG:4326"
"""Degrees of longitude and latitude on WGS84, longitude first: what every named layer is in."""

GEOD: Final = pyproj.Geod(ellps="WGS84")
"""The ellipsoid all distances and areas are measured on."""

METRIC: Final = (
    "+proj=lcc +lat_1=45 +lat_2=55 +lat_0=50 +lon_0=36 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
)
"""A Lambert conformal conic made for Ukraine and the regions around it, in metres.

Its scale is true at 45 and 55 degrees north and within 0.4 % from 42.8 to 57, at every
longitude: good to draw in. Nothing is measured in it.
"""


def to_metric(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Project a geographic frame to `METRIC`, for drawing.

    Parameters
    ----------
    frame
        In EPSG:4326; may be empty.

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
    return _converted(frame, GEOGRAPHIC, METRIC)


def to_geographic(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Bring a frame in `METRIC` back to degrees.

    Returns
    -------
    GeoDataFrame
        The same rows in the same order, in EPSG:4326.

    Raises
    ------
    InputError
        If the frame has no CRS, or another one than `METRIC`.

    Examples
    --------
    >>> from shapely.geometry import Point
    >>> centre = geopandas.GeoSeries([Point(0, 0)], crs=METRIC).to_frame("geometry")
    >>> point = to_geographic(centre).geometry.iloc[0]
    >>> round(point.x, 6), round(point.y, 6)
    (36.0, 50.0)
    """
    return _converted(frame, METRIC, GEOGRAPHIC)


def _converted(frame: geopandas.GeoDataFrame, wanted: str, target: str) -> geopandas.GeoDataFrame:
    """Convert a frame that is in the CRS wanted, and refuse any other."""
    if frame.crs is None:
        raise InputError(
            f"the frame has no CRS, so its coordinates may mean anything: say what they are with "
            f"frame.set_crs({wanted!r})"
        )
    if frame.crs != wanted:
        raise InputError(
            f"the frame is in {frame.crs.name!r}, wanted is {wanted!r}: convert it with "
            f"frame.to_crs({wanted!r})"
        )
    return frame.to_crs(target)
