"""Damage inputs for as long as one likes: `make fuzz`, with how many seconds a reader.

Guided by coverage where Atheris is installed, by chance elsewhere. What fails is left in
``.fuzz/``.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from mutation import READERS, damaged, seeds, tried

FAILED = Path(".fuzz")


def by_chance(kind: str, seconds: float) -> int:
    """Try inputs damaged by chance; give how many were tried."""
    chance = random.Random()
    whole = seeds()
    others = [content for contents in whole.values() for content in contents]
    pool = list(whole[kind])
    deadline = time.monotonic() + seconds
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < deadline:
            content = damaged(chance.choice(pool), chance, others=others)
            count += 1
            try:
                refused = tried(kind, content, Path(folder))
            except BaseException as error:
                FAILED.mkdir(exist_ok=True)
                left = FAILED / f"{kind}-{abs(hash(content)):x}"
                left.write_bytes(content)
                sys.stderr.write(f"{left}: {type(error).__name__}: {error}\n")
                if isinstance(error, KeyboardInterrupt):
                    raise
                continue
            if not refused and len(pool) < 1000:  # damage that passes is where more begins
                pool.append(content)
    return count


def guided(kind: str, seconds: float) -> None:
    """Let Atheris damage inputs, guided by the lines they reach; it ends the program."""
    import atheris  # noqa: PLC0415 - where it is not installed, chance does

    corpus = FAILED / f"corpus-{kind}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds()[kind]):
        (corpus / f"seed-{number}").write_bytes(content)
    folder = Path(tempfile.mkdtemp())
    limits = [f"-max_total_time={seconds:.0f}", "-max_len=200000", "-timeout=20"]
    atheris.instrument_all()
    atheris.Setup(
        [sys.argv[0], str(corpus), f"-artifact_prefix={FAILED}/{kind}-", *limits],
        lambda content: tried(kind, content, folder) and None,
    )
    atheris.Fuzz()


def main(seconds: str = "600", *kinds: str) -> None:
    """Fuzz each reader for so many seconds, or the one that is named with coverage."""
    if kinds[1:] == ("guided",):
        guided(kinds[0], float(seconds))
    for kind in kinds or READERS:
        sys.stdout.write(f"{kind}: {by_chance(kind, float(seconds)):,} tried\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
