"""Hold the default run against the bare imports it needs, side by side in one run.

Bars: no more than 2.2 times the imports' time; peak memory under 400 MB; a text of 3 MB to its
tables in under 20 s.
"""

import compileall
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
IMPORTS = ("-c", "import geopandas, folium, matplotlib.pyplot")
LONG_TEXT_BYTES = 3_000_000


def main() -> None:
    """Print time and memory of the imports, the default run, and a long text's tables."""
    compileall.compile_dir(str(Path(__file__).parents[1] / "geo"), quiet=1)  # as the libraries are
    with tempfile.TemporaryDirectory() as folder:
        render = ("-m", "geo.render", "--quiet", "--out", f"{folder}/maps")
        imports, runs = [], []
        for n in range(ROUNDS + 1):
            pair = measure(IMPORTS), measure(render)
            if n:  # the first round only warms the caches
                imports.append(pair[0])
                runs.append(pair[1])
        text = Path(folder, "long.txt")
        text.write_text(long_text(), encoding="utf-8")
        tables = measure((*render[:-1], f"{folder}/long", "--formats", "csv,geojson", str(text)))
    ratio = statistics.median(run[0] / bare[0] for run, bare in zip(runs, imports, strict=True))
    print("what | time s, median (least to most) | peak memory MB")
    print(f"imports alone | {spread(imports)}")
    print(f"default run | {spread(runs)}")
    print(f"tables of a {LONG_TEXT_BYTES / 1e6:g} MB text | {tables[0]:.1f} | {tables[1]:.0f}")
    print(f"default run / imports: {ratio:.2f} (median of {ROUNDS} pairs; bar 2.2)")


def measure(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Run Python once; return wall seconds and peak resident megabytes of that process."""
    start = time.perf_counter()
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"failed: python {' '.join(arguments)}")
    return seconds, usage.ru_maxrss / 1024


def spread(figures: list[tuple[float, float]]) -> str:
    """Write the median time, its range, and the greatest memory."""
    seconds = [figure[0] for figure in figures]
    memory = max(figure[1] for figure in figures)
    low, high = min(seconds), max(seconds)
    return f"{statistics.median(seconds):.2f} ({low:.2f} to {high:.2f}) | {memory:.0f}"


def long_text() -> str:
    """Repeat the built-in brief, every copy numbered, until the text is long enough."""
    brief = Path(__file__).parents[1].joinpath("data", "brief.md").read_text(encoding="utf-8")
    copies = LONG_TEXT_BYTES // len(brief.encode()) + 1
    return "\n".join(f"Part {n}.\n{brief}" for n in range(copies))


if __name__ == "__main__":
    main()
