"""Draw envelopes as others do: project the border, buffer it in the plane, project back."""

from collections.abc import Callable

import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOGRAPHIC, METRIC

SEGMENTS = (8, 32, 128)
"""How many chords draw a quarter circle; 8 is what most tools take when nothing is said."""


def projections(origin: BaseGeometry) -> dict[str, str]:
    """Name the projections a careful user could pick, those that can be centred, centred."""
    lon, lat = shapely.get_coordinates(origin.centroid)[0].round(1)
    return {
        "LAEA": f"+proj=laea +lon_0={lon} +lat_0={lat} +ellps=WGS84",
        "AEQD": f"+proj=aeqd +lon_0={lon} +lat_0={lat} +ellps=WGS84",
        "LCC": METRIC,
        "UTM 36N": "EPSG:32636",
        "EPSG:3035": "EPSG:3035",
        "EPSG:3857": "EPSG:3857",
    }


def buffered(origin: BaseGeometry, crs: str, segments: int) -> Callable[[float], BaseGeometry]:
    """Return the plain way of drawing an envelope; the origin is projected anew each time."""
    there = Transformer.from_crs(GEOGRAPHIC, crs, always_xy=True)
    back = Transformer.from_crs(crs, GEOGRAPHIC, always_xy=True)

    def buffer(reach_km: float) -> BaseGeometry:
        flat = shapely.transform(origin, there.transform, interleaved=False)
        wide = shapely.buffer(flat, reach_km * 1000.0, quad_segs=segments)
        return shapely.transform(wide, back.transform, interleaved=False)

    return buffer
