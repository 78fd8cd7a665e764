"""Hold the envelopes against plain buffers and PostGIS, in one run: time, error, vertices.

Every method starts from the same border (Ukraine, OpenStreetMap at 10 m); each error is measured
by the check that ships, over the whole boundary. Ours and the plain buffer it is held against are
drawn in turn, three times.
"""

import statistics
import time
from collections.abc import Callable
from math import sqrt

import shapely
from shapely.geometry.base import BaseGeometry

from bench.peers import SEGMENTS, buffered, projections
from bench.postgis import MissingError, postgis
from geo.boundaries import load_boundary
from geo.crs import GEOD
from geo.envelopes import envelope, greatest_error_m

REACHES_KM = (80, 300)
PROJECTIONS = ("LAEA", "LCC", "UTM 36N", "EPSG:3857")
COARSE, FINE = min(SEGMENTS), max(SEGMENTS)
ROUNDS = 3
TOLERANCE_M = 1.0

Method = Callable[[float], BaseGeometry]


def main() -> None:
    """Print one table for each reach, then the ratio of times."""
    origin = load_boundary("ukraine").geometry.iloc[0]
    crs = projections(origin)
    print("method | seconds | greatest error m | vertices")
    for reach_km in REACHES_KM:
        print(f"-- {reach_km} km", flush=True)
        ours, plain = [], []
        for _ in range(ROUNDS):
            ours.append(timed(lambda km: envelope(origin, reach_km=km), reach_km))
            plain.append(timed(buffered(origin, crs["LAEA"], FINE), reach_km))
        for name, runs in (("ours", ours), (f"LAEA, {FINE} segments", plain)):
            seconds = statistics.median(seconds for seconds, _ in runs)
            report(f"{name}, median of {ROUNDS}", seconds, runs[0][1], origin, reach_km)
        for name in PROJECTIONS:
            for segments in (COARSE, FINE)[: 1 if name == "LAEA" else 2]:
                seconds, shape = timed(buffered(origin, crs[name], segments), reach_km)
                report(f"{name}, {segments} segments", seconds, shape, origin, reach_km)
        ratio = statistics.median(a / b for (a, _), (b, _) in zip(ours, plain, strict=True))
        print(f"ours / LAEA at {FINE} segments: {ratio:.3f} (median of {ROUNDS} pairs; bar 0.2)")
        shape = ours[0][1]
        least = fewest_vertices(shape, reach_km)
        print(f"no circle of this reach and length could do with fewer vertices than {least:,}")
    try:
        with postgis(origin) as drawn:
            for reach_km in REACHES_KM:
                for segments in SEGMENTS:
                    seconds, shape = timed(drawn(segments), reach_km)
                    name = f"PostGIS geography, {segments} segments, {reach_km} km"
                    report(name, seconds, shape, origin, reach_km)
    except MissingError as reason:
        print(f"PostGIS left out: {reason}")


def timed(method: Method, reach_km: float) -> tuple[float, BaseGeometry]:
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


def fewest_vertices(shape: BaseGeometry, reach_km: float) -> int:
    """Count the chords that an arc so long needs, if they stray to either side by the tolerance."""
    longest_m = sqrt(8.0 * 1000.0 * reach_km * 2.0 * TOLERANCE_M)
    return round(GEOD.geometry_length(shapely.boundary(shape)) / longest_m)


if __name__ == "__main__":
    main()
