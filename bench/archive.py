"""Read an archive with one worker and with two, side by side in one run.

Bars: two workers at least 1.7 times as fast as one on an idle machine of two cores; no worker over
350 MB; help and lists of policies in a quarter of the time of the imports of the default run.

``python -m bench.archive --killed 20000`` kills a run of two workers at three moments by chance,
lets it go on each time, and holds what comes out against an undisturbed run, byte for byte.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.run import IMPORTS

ARTICLES = 2_000
MILLION = 1_000_000
SHORT = 60
KILLS = 3
ARCHIVE = (sys.executable, "-m", "geo.archive")
CORPUS = Path(__file__).parents[1] / "data" / "corpus" / "train"
QUICK = (("geo.render", "--help"), ("geo.regimes", "list"), ("geo.regimes", "show", "us-review"))


def main() -> None:
    """Print articles a second, the ratio, memory of a worker, and what a million would take."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--killed", type=int, metavar="ARTICLES", default=0)
    killed = parser.parse_args().killed
    if killed:
        kill(killed)
        return
    bare = statistics.median(_seconds(*IMPORTS) for _ in range(3))
    for module, *arguments in QUICK:
        took = statistics.median(_seconds("-m", module, *arguments) for _ in range(3))
        print(f"{module} {' '.join(arguments)} / imports: {took / bare:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        source.write_text("".join(f"{line}\n" for line in articles()), encoding="utf-8")
        rates = {}
        for workers in (1, 2):
            rates[workers], memory = read(source, Path(folder, str(workers)), workers)
            print(
                f"{workers} workers: {rates[workers]:.0f} articles a second, {memory:.0f} MB each"
            )
    print(f"two workers / one: {rates[2] / rates[1]:.2f} (bar 1.7, on an idle machine)")
    print(f"a million articles, two cores: {MILLION / rates[2] / 3600:.1f} h (on paper)")
    print(f"a million articles, twenty machines of two: {MILLION / rates[2] / 1200:.0f} min (same)")


def _seconds(*arguments: str) -> float:
    """Run Python once, its answer unread; give the seconds it took."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def articles(count: int = ARTICLES) -> list[str]:
    """Make articles of paragraphs of the corpus, dated over four years."""
    chance = random.Random(1)  # noqa: S311 - it mixes articles, and keeps no secret
    texts = [file.read_text(encoding="utf-8") for file in sorted(CORPUS.glob("*.txt"))]
    paragraphs = [line for text in texts for line in text.split("\n") if len(line) > SHORT]
    return [
        json.dumps(
            {
                "id": str(n),
                "text": "\n\n".join(chance.choices(paragraphs, k=chance.randint(4, 14))),
                "date": f"{2022 + n % 4}-{n % 12 + 1:02}-{n % 28 + 1:02}",
            }
        )
        for n in range(count)
    ]


def read(source: Path, out: Path, workers: int, count: int = ARTICLES) -> tuple[float, float]:
    """Read the archive; give articles a second and the greatest memory of a worker, in MB."""
    command = [*ARCHIVE, str(source), "--out", str(out), "--quiet"]
    start = time.perf_counter()
    run = subprocess.Popen([*command, "--workers", str(workers)])
    memory = 0.0
    while run.poll() is None:
        memory = max([memory, *_memories(run.pid)])
        time.sleep(0.2)
    if run.returncode:
        sys.exit("the archive failed")
    return count / (time.perf_counter() - start), memory


def kill(count: int) -> None:
    """Kill a run with all its workers three times, resume it, and compare it with another."""
    with tempfile.TemporaryDirectory() as folder:
        source, whole, killed = (Path(folder, name) for name in ("a.jsonl", "whole", "killed"))
        source.write_text("".join(f"{line}\n" for line in articles(count)), encoding="utf-8")
        start = time.perf_counter()
        rate, memory = read(source, whole, 2, count)
        took, chance = time.perf_counter() - start, random.Random(count)  # noqa: S311 - no secret
        print(f"undisturbed: {rate:.0f} articles a second, {memory:.0f} MB a worker", flush=True)
        command = [*ARCHIVE, str(source), "--out", str(killed), "--quiet", "--workers", "2"]
        for _ in range(KILLS):
            run = subprocess.Popen(command, start_new_session=True)
            time.sleep(chance.uniform(0.05, 0.3) * took)
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            parts = len(list(killed.glob("articles/part-*.parquet")))
            print(f"killed; {parts} parts of its articles stand", flush=True)
        subprocess.run(command, check=True)
        found = [_files(path) for path in (whole, killed)]
    same = found[0] == found[1]
    print(f"{len(found[0])} files, {'identical' if same else 'NOT identical'}")
    sys.exit(not same)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def _memories(pid: int) -> list[float]:
    """List the peak memory of a process's children so far."""
    found = []
    try:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            status = Path(f"/proc/{child}/status").read_text()
            found += [
                int(line.split()[1]) / 1024 for line in status.splitlines() if "VmHWM" in line
            ]
    except OSError:  # it has just ended
        pass
    return found


if __name__ == "__main__":
    main()
