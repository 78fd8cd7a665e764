"""Draw how the time of an envelope grows, with the origin's vertices and with the reach.

The origin is a rough coast of a thousand to a million vertices, or Ukraine's border. A plain
buffer stands beside ours until one of its runs takes too long. The picture is written to
``docs/envelopes-growth.svg``.

Bars: no slower than the plain buffer with 8 segments at any reach; a coast of a million vertices
at 300 km within 1.5 times its time. What is held against a bar is processor time, both drawn in
turn, the median of nine pairs where the buffer takes less than a second. Two processors
measure distinct reaches in no more than 0.6 of one's time, on an idle machine; all regions of the
world are covered in under 20 s of processor time.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from shapely.geometry.base import BaseGeometry

from bench.peers import buffered, projections
from geo.boundaries import load_boundary, read_layer
from geo.coverage import coverage
from geo.crs import GEOGRAPHIC
from geo.envelopes import envelope, measured_envelopes

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "envelopes-growth.svg"
VERTICES = tuple(2**n for n in range(10, 21, 2))
REACHES_KM = (1, 3, 10, 30, 100, 300, 1000, 2000)
REACH_KM = 80
MILLION, FAR_KM = 1_000_000, 300
ROUNDS, CROWD = 9, 40
PATIENCE_S = 20.0

Method = Callable[[float], BaseGeometry]
Curve = list[tuple[float, float]]


def main() -> None:
    """Time both ways of growing, and draw them."""
    ukraine = load_boundary("ukraine").geometry.iloc[0]
    by_vertices: dict[str, Curve] = {"ours": [], "LAEA, 128 segments": []}
    by_reach: dict[str, Curve] = {"ours": [], "LAEA, 128 segments": []}
    for vertices in VERTICES:
        print(f"{vertices:,} vertices:", end=" ", flush=True)
        measure(by_vertices, vertices, coast(vertices), REACH_KM)
    for reach_km in REACHES_KM:
        print(f"{reach_km:,} km:", end=" ", flush=True)
        measure(by_reach, reach_km, ukraine, reach_km)
    for reach_km in REACHES_KM:
        print(f"{reach_km:,} km, ours / LAEA at 8 segments: {ratio(ukraine, reach_km):.2f} (bar 1)")
    far = ratio(coast(MILLION), FAR_KM)
    print(f"{MILLION:,} vertices, {FAR_KM} km, the same: {far:.2f} (bar 1.5)")
    print(f"{CROWD} reaches, two processors / one: {shared(ukraine):.2f} (bar 0.6)")
    print(f"coverage of the world's regions: {world(ukraine):.1f} s (bar 20)")
    mpl.rcParams["svg.hashsalt"] = "growth"
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    draw(left, by_vertices, f"vertices of the origin (a rough coast, {REACH_KM} km)")
    draw(right, by_reach, "reach in km (Ukraine's border)")
    left.set_ylabel("seconds")
    figure.savefig(PICTURE, format="svg", metadata={"Date": None})
    print(f"written: {PICTURE.name}")


def measure(curves: dict[str, Curve], at: float, origin: BaseGeometry, reach_km: float) -> None:
    """Time ours, and the plain buffer while it is quick enough."""
    plain = buffered(origin, projections(origin)["LAEA"], 128)
    methods: dict[str, Method] = {
        "ours": lambda km: envelope(origin, reach_km=km),
        "LAEA, 128 segments": plain,
    }
    for name, method in methods.items():
        curve = curves[name]
        if curve and curve[-1][1] > PATIENCE_S:
            continue
        start = time.perf_counter()
        method(reach_km)
        curve.append((at, time.perf_counter() - start))
        print(f"{name} {curve[-1][1]:.2f} s", end="; ", flush=True)
    print()


def ratio(origin: BaseGeometry, reach_km: float) -> float:
    """Hold our processor time against that of the plain buffer that most tools draw."""
    plain = buffered(origin, projections(origin)["LAEA"], 8)

    def spent(method: Method) -> float:
        start = time.process_time()
        method(reach_km)
        return time.process_time() - start

    ratios = []
    for _ in range(ROUNDS):
        ours, theirs = spent(lambda km: envelope(origin, reach_km=km)), spent(plain)
        ratios.append(ours / theirs)
        if theirs > 1.0:
            break
    return statistics.median(ratios)


def shared(origin: BaseGeometry) -> float:
    """Hold the time that two processors take for distinct reaches against that of one."""
    may = os.sched_getaffinity(0)
    seconds = []
    for processors in (1, 2):
        os.sched_setaffinity(0, sorted(may)[:processors])
        start = time.perf_counter()
        measured_envelopes(origin, reaches_km=[50 + 25 * n for n in range(CROWD)])
        seconds.append(time.perf_counter() - start)
    os.sched_setaffinity(0, may)
    return seconds[1] / seconds[0]


def world(origin: BaseGeometry) -> float:
    """Give the processor time of the coverage of all first-level regions of the world."""
    regions = read_layer("world/regions.fgb")
    shapes = [envelope(origin, reach_km=reach_km) for reach_km in (80, 300)]
    envelopes = gpd.GeoDataFrame(
        {"regime": ["near", "far"], "reach_km": [80.0, 300.0], "scope": [(), ()]},
        geometry=shapes,
        crs=GEOGRAPHIC,
    )
    start = time.process_time()
    coverage(regions, envelopes, origin=gpd.GeoDataFrame(geometry=[origin], crs=GEOGRAPHIC))
    return time.process_time() - start


def coast(vertices: int) -> BaseGeometry:
    """Return an outline as rough as a coast at every scale, about 500 km across."""
    random = np.random.default_rng(1)
    turn = np.linspace(0.0, 2.0 * np.pi, vertices, endpoint=False)
    radius = np.ones(vertices)
    for octave in range(2, int(np.log2(vertices))):
        phase, size = random.uniform(0.0, 2.0 * np.pi), 0.3 / 2**octave
        radius += size * np.sin(2**octave * turn + phase)
    return shapely.Polygon(
        np.column_stack([30.0 + 3.5 * radius * np.cos(turn), 50.0 + 2.25 * radius * np.sin(turn)])
    )


def draw(axes: Axes, curves: dict[str, Curve], label: str) -> None:
    """Draw curves on logarithmic scales, each with its name at its end."""
    for (name, curve), colour in zip(curves.items(), ("#08519c", "#636363"), strict=True):
        at, seconds = zip(*curve, strict=True)
        axes.loglog(at, seconds, marker="o", color=colour, label=name)
    axes.set_xlabel(label)
    axes.grid(visible=True, which="major", color="#e0e0e0")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)


if __name__ == "__main__":
    main()
