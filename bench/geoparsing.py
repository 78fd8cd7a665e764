"""Score the geocoder on the project's held-out texts, and on corpora the user names.

``GEO_CORPORA`` lists files or folders of published corpora, apart by the system's path
separator: LGL, TR-News and GeoVirus as XML, GeoWebNews as a folder, or JSON lines.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from bench.corpora import read_corpus
from bench.scoring import Mention, Score, calibration, calibration_error, score
from data.build.corpus import annotated
from geo.places import geocode

_FIRST = (
    "import time; t = time.perf_counter(); from geo.places import geocode; geocode('Kyiv'); "
    "print(time.perf_counter() - t)"
)
_REPEATED = 400_000


def _found(text: str) -> list[Mention]:
    return [
        Mention(p.start, p.end, p.lat, p.lon, p.country, p.region or "", p.confidence)
        for p in geocode(text)
    ]


def _scored(texts: Iterable[tuple[str, list[Mention]]]) -> Score:
    total = Score()
    for text, gold in texts:
        total += score(gold, _found(text))
    return total


def _own(language: str) -> Iterable[tuple[str, list[Mention]]]:
    for text in annotated("heldout"):
        if text.language == language:
            yield (
                text.text,
                [
                    Mention(
                        p.start,
                        p.end,
                        p.place.lat if p.place else None,
                        p.place.lon if p.place else None,
                        (p.place.country or None) if p.place else None,
                    )
                    for p in text.places
                ],
            )


def main() -> None:
    """Print every figure, corpora side by side."""
    scores = {f"held-out {lang}": _scored(_own(lang)) for lang in ("en", "uk", "ru")}
    scores["held-out"] = sum(scores.values(), Score())
    for name in filter(None, os.environ.get("GEO_CORPORA", "").split(os.pathsep)):
        scores[Path(name).stem] = _scored(read_corpus(Path(name)))
    columns = list(scores)
    print(f"{'':14}" + "".join(f"{name:>14}" for name in columns))
    for figure in Score().figures():
        row = "".join(f"{scores[name].figures()[figure]:14.3f}" for name in columns)
        print(f"{figure:14}{row}")
    print("\nexpected calibration error")
    for name, scored in scores.items():
        print(f"{name:14}{calibration_error(scored.calibration):14.3f}")
    print("\nconfidence    right    places")
    for mean, right, number in calibration(scores["held-out"].calibration):
        print(f"{mean:10.2f}{right:9.2f}{number:10}")
    _speed()


def _speed() -> None:
    """Print speed, time to the first answer, memory and the size of the index."""
    text = "\n".join(t.text for t in annotated("heldout"))
    text *= _REPEATED // len(text) + 1
    start = time.process_time()
    geocode(text)
    spent = time.process_time() - start
    first = subprocess.run([sys.executable, "-c", _FIRST], capture_output=True, check=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = Path("data/places/places.bin").stat().st_size / 1e6
    print(
        f"\n{len(text) / spent:,.0f} characters a second; first answer {float(first.stdout):.2f} s"
    )
    print(f"peak memory {peak:.0f} MB; index {size:.1f} MB")


if __name__ == "__main__":
    main()
