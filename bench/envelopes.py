"""Hold the envelopes against plain buffers in common projections: time, error, vertices.

Every method starts from the same border (Ukraine, OpenStreetMap at 10 m) in the same run; each
error is measured by the check that ships, over the whole boundary.
"""

import statistics
import time
from collections.abc import Callable

import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.boundaries import load_boundary
from geo.crs import GEOGRAPHIC, METRIC
from geo.envelopes import envelope, greatest_error_m

REACHES_KM = (80, 300)
SEGMENTS = (8, 32, 128)
ROUNDS = 5


def main() -> None:
    """Print one table for each reach, then the ratio of times."""
    origin = load_boundary("ukraine").geometry.iloc[0]
    lon, lat = shapely.get_coordinates(origin.centroid)[0].round(1)
    projections = {
        "LAEA": f"+proj=laea +lon_0={lon} +lat_0={lat} +ellps=WGS84",
        "AEQD": f"+proj=aeqd +lon_0={lon} +lat_0={lat} +ellps=WGS84",
        "LCC": METRIC,
        "UTM 36N": "EPSG:32636",
        "EPSG:3035": "EPSG:3035",
        "EPSG:3857": "EPSG:3857",
    }
    for reach_km in REACHES_KM:
        print(f"{reach_km} km | seconds, median | greatest error m | vertices")
        ours, plain = [], []
        for _ in range(ROUNDS):
            seconds, shape = timed(lambda km: envelope(origin, reach_km=km), reach_km)
            ours.append(seconds)
            seconds, _ = timed(buffered(origin, projections["LAEA"], 128), reach_km)
            plain.append(seconds)
        report("ours, 1 m", statistics.median(ours), shape, origin, reach_km)
        for name, crs in projections.items():
            for segments in SEGMENTS:
                seconds, shape = timed(buffered(origin, crs, segments), reach_km)
                report(f"{name}, {segments} segments", seconds, shape, origin, reach_km)
        ratio = statistics.median(a / b for a, b in zip(ours, plain, strict=True))
        print(f"ours / LAEA at 128 segments: {ratio:.3f} (median of {ROUNDS} pairs; bar 0.2)\n")


def buffered(origin: BaseGeometry, crs: object, segments: int) -> Callable[[float], BaseGeometry]:
    """Return the plain way: project, buffer, project back."""
    there = Transformer.from_crs(GEOGRAPHIC, crs, always_xy=True)
    back = Transformer.from_crs(crs, GEOGRAPHIC, always_xy=True)
    flat = shapely.transform(origin, there.transform, interleaved=False)

    def buffer(reach_km: float) -> BaseGeometry:
        wide = shapely.buffer(flat, reach_km * 1000, quad_segs=segments)
        return shapely.transform(wide, back.transform, interleaved=False)

    return buffer


def timed(method: Callable[[float], BaseGeometry], reach_km: float) -> tuple[float, BaseGeometry]:
    """Return a method's wall seconds and its shape."""
    start = time.perf_counter()
    shape = method(reach_km)
    return time.perf_counter() - start, shape


def report(
    name: str, seconds: float, shape: BaseGeometry, origin: BaseGeometry, reach_km: float
) -> None:
    """Print one row."""
    error_m = greatest_error_m(shape, origin, reach_km=reach_km)
    vertices = shapely.get_num_coordinates(shape)
    print(f"{name} | {seconds:.2f} | {error_m:,.2f} | {vertices:,}", flush=True)


if __name__ == "__main__":
    main()
