"""Turn an origin and a reach into an envelope."""

from shapely.geometry.base import BaseGeometry

from geo.envelopes.globe import on_globe
from geo.envelopes.grow import grown
from geo.envelopes.nearest import Border
from geo.envelopes.origin import checked, reach_in_metres
from geo.envelopes.plane import Plane
from geo.envelopes.task import BORDER_SHARE, EDGE_SHARE, Task
from geo.errors import InputError

LEAST_TOLERANCE_M = 0.05
GREATEST_TOLERANCE_M = 100.0


def envelope(origin: BaseGeometry, *, reach_km: float, tolerance_m: float = 1.0) -> BaseGeometry:
    """Return the area within a reach of an origin, measured along the WGS84 ellipsoid.

    Parameters
    ----------
    origin
        Polygon, MultiPolygon, LineString or MultiLineString in EPSG:4326, longitude first, its
        edges straight in longitude and latitude (RFC 7946). An area includes its interior.
    reach_km
        Geodesic distance in kilometres, 1 to 2,000.
    tolerance_m
        Greatest distance, in metres, by which any point of the envelope's boundary, the straight
        edges between vertices included, may be nearer or farther than the reach; from 0.05 to
        100 m, and no more than a hundredth of the reach.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326, valid, cut at the antimeridian, exteriors counter-clockwise. Where a pole lies
        inside, the ring runs along the antimeridian to the pole and back on the other side.

    Raises
    ------
    InputError
        When the origin is empty, not valid, NaN, off the globe or neither line nor area; when
        the reach or the tolerance is out of range; when the envelope would cover the globe.

    Examples
    --------
    >>> from shapely import LineString
    >>> equator = LineString([(0, 0), (1, 0)])
    >>> [round(degrees, 3) for degrees in envelope(equator, reach_km=110.574).bounds]
    [-0.993, -1.0, 1.993, 1.0]

    References
    ----------
    C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013) 43-55.
    H. Butler et al., The GeoJSON Format, RFC 7946 (2016), sections 3.1.1, 3.1.6 and 3.1.9.
    """
    shape = checked(origin)
    reach_m = reach_in_metres(reach_km)
    loosest_m = min(GREATEST_TOLERANCE_M, reach_m / 100.0)
    if not LEAST_TOLERANCE_M <= tolerance_m <= loosest_m:
        raise InputError(
            f"tolerance_m={tolerance_m!r} is out of range for a reach of {reach_km:g} km; give one "
            f"from {LEAST_TOLERANCE_M:g} to {loosest_m:g} m."
        )
    border = Border.of(shape, reach_m=reach_m, error_m=BORDER_SHARE * tolerance_m)
    plane = Plane.around(border, shape, reach_m=reach_m)
    task = Task(border, plane, reach_m, tolerance_m)
    return on_globe(grown(task, shape), plane, error_m=EDGE_SHARE * tolerance_m)
