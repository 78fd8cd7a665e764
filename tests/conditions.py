"""Run the commands where something is odd: streams, memory, names, devices, signals.

``python tests/conditions.py [WORD...]`` runs those that have a word, without one all of them; each
must end with a code it may end with, say one line where it fails, and leave nothing behind.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SLOWEST_S = 150
DONE, DIFFERS, REFUSED, FAILED, INTERRUPTED, ENDED = 0, 1, 2, 3, 130, 143
LONG = "x" * 300
PYTHON = shlex.quote(sys.executable)
RENDER, PLACES, REGIMES, ARCHIVE = (
    f"{PYTHON} -m geo.{name}" for name in ("render", "places", "regimes", "archive")
)
DRAW = f"{RENDER} t.txt --regimes built-in --formats csv --out"
CHECK = f"{RENDER} t.txt --regimes built-in --formats csv --check --out"
PIPED = "| true; exit ${PIPESTATUS[0]}"
FREE = (DONE, REFUSED, FAILED)
SETUP = f"""
printf 'From Kharkiv to Kursk, 80 km.' > t.txt
printf '{{"id": "1", "text": "From Kharkiv to Kursk."}}\\n' > a.jsonl
{DRAW} good --quiet && cp -r good bad && sed -i '2s/[0-9][0-9][0-9],/999,/' bad/coverage.csv
"""


Condition = tuple[str, str, tuple[int, ...]]
"""What is odd, the command, and the codes it may end with."""


def streams() -> Iterator[Condition]:
    """Close them, fill them up, let them speak another encoding."""
    yield "the files are as they should be", f"{CHECK} good", (DONE,)
    yield "a file was changed", f"{CHECK} bad", (DIFFERS,)
    yield "a difference, output closed", f"{CHECK} bad >&-", (DIFFERS,)
    yield "a difference, output full", f"{CHECK} bad >/dev/full", (DIFFERS, REFUSED, FAILED)
    yield "a difference, pipe closed", f"{CHECK} bad {PIPED}", (DIFFERS,)
    yield "no difference, output full", f"{CHECK} good >/dev/full", (DONE,)
    for encoding in ("latin-1", "ascii"):
        yield f"{encoding} terminal, difference", f"PYTHONIOENCODING={encoding} {CHECK} bad", (1,)
        yield (
            f"{encoding} terminal, Ukrainian",
            (f"PYTHONIOENCODING={encoding} {REGIMES} show us-review --lang uk"),
            (DONE,),
        )
    yield "C locale", f"LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {DRAW} o1 --lang uk", (DONE,)
    yield "messages full", f"{DRAW} o2 2>/dev/full", (DONE,)
    yield "messages closed", f"{DRAW} o3 2>&-", (DONE,)
    yield "all streams closed", f"{DRAW} o4 <&- >&- 2>&-", (DONE,)
    yield "input closed", f"{RENDER} - --out o5 <&-", (REFUSED,)
    yield "input empty", f"{RENDER} - --out o5 </dev/null", (REFUSED,)
    for name, command in (("help", f"{RENDER} --help"), ("version", f"{RENDER} --version")):
        yield f"{name}, output full", f"{command} >/dev/full", (DONE, REFUSED)
        yield f"{name}, output closed", f"{command} >&-", (DONE,)
        yield f"{name}, pipe closed", f"{command} {PIPED}", (DONE,)
    for name, options in (("missing text", "nowhere"), ("no such option", "--bogus")):
        yield f"{name}, messages full", f"{RENDER} {options} 2>/dev/full", (REFUSED,)
        yield f"{name}, messages closed", f"{RENDER} {options} 2>&-", (REFUSED,)
    yield "places, output full", f"{PLACES} t.txt >/dev/full", (REFUSED, FAILED)
    yield "places, pipe closed", f"{PLACES} t.txt {PIPED}", (DONE,)
    yield "regimes, pipe closed", f"{REGIMES} list --json {PIPED}", (DONE,)
    yield "regimes, output full", f"{REGIMES} list >/dev/full", (REFUSED, FAILED)


def surroundings() -> Iterator[Condition]:
    """Take away what a process usually has."""
    for name, setting in (
        ("no home", "env -u HOME"),
        ("home is nowhere", "HOME=/nowhere/x"),
        ("home is a device", "HOME=/dev/null"),
        ("empty environment", f"env -i PYTHONPATH={shlex.quote(str(ROOT))}"),
        ("no folder for what is temporary", "TMPDIR=/nowhere"),
        ("time zone unknown", "TZ=Nowhere/X"),
        ("warnings are errors", "PYTHONWARNINGS=error"),
        ("assertions left out", "PYTHONOPTIMIZE=2"),
        ("no such toolkit of windows", "MPLBACKEND=bogus"),
        ("no folder for settings", "MPLCONFIGDIR=/dev/null/x"),
        ("other libraries' data is nowhere", "PROJ_DATA=/nowhere GDAL_DATA=/nowhere"),
    ):
        yield (
            name,
            f"{setting} {RENDER} t.txt --formats csv,gpkg,png --out e",
            (0,),
        )
    for module in ("argparse", "numpy", "json"):
        yield (
            f"a foreign {module} in the folder",
            f"mkdir f{module}; cd f{module}; echo x=1 > {module}.py; {DRAW} o",
            FREE,
        )
    for handles in (64, 16, 10, 6):  # with fewer Python itself does not begin
        yield f"{handles} descriptors", f"ulimit -n {handles}; {DRAW} o6", (DONE, FAILED)
    for megabytes in (2000, 700, 400, 200):
        yield f"{megabytes} MB", f"ulimit -v {megabytes}000; {DRAW} o7", (DONE, FAILED)
    for blocks in (0, 1):
        yield f"files of {blocks} blocks", f"ulimit -f {blocks}; {DRAW} o8", (REFUSED, FAILED)


def names() -> Iterator[Condition]:
    """Name things at great length, by bytes, over lines."""
    for name, command in (
        ("text", f"{RENDER} {LONG}"),
        ("folder", f"{DRAW} a/{LONG}/b"),
        ("regimes file", f"{RENDER} --regimes {LONG}"),
        ("origin", f"{RENDER} --origin {LONG}"),
        ("text for places", f"{PLACES} {LONG}"),
        ("file to validate", f"{REGIMES} validate {LONG}"),
        ("archive", f"{ARCHIVE} {LONG} --out o9"),
    ):
        yield f"300 characters: {name}", command, (REFUSED,)
    yield "an option of 100,000 characters", f"{RENDER} --formats {'x' * 100_000}", (REFUSED,)
    yield "a line end in a name", f"{RENDER} $'zz\\nb.txt' --out o14", (REFUSED,)
    yield (
        "a name that is no text",
        (f"cp t.txt $'a\\xff.txt'; {RENDER} $'a\\xff.txt' --formats csv --out $'o\\xff'"),
        (DONE,),
    )
    yield "a missing name that is no text", f"{RENDER} $'zz\\xff.txt' --out o15", (REFUSED,)


def folders() -> Iterator[Condition]:
    """Put something else where the files go, or a file of the run."""
    yield "folder is a pipe", f"mkfifo of; {DRAW} of", (REFUSED,)
    yield "folder is a device", f"{DRAW} /dev/null", (REFUSED,)
    yield "folder below a device", f"{DRAW} /dev/zero/x", (REFUSED,)
    yield "folder is a file", f"{DRAW} t.txt", (REFUSED,)
    yield "folder is 1,500 folders deep", f"{DRAW} $(printf 'd/%.0s' $(seq 1500))", (REFUSED,)
    yield "folder has no name", f"{DRAW} ''", (DONE, REFUSED)
    yield "folder is a loop of links", f"ln -s loop loop; {DRAW} loop", (REFUSED,)
    yield "folder is a link to nowhere", f"ln -s nowhere dangling; {DRAW} dangling", (0, REFUSED)
    yield "folder may not be written", f"cp -r good ro; chmod 555 ro; {DRAW} ro", (DONE, REFUSED)
    yield "a pipe where a file belongs", f"mkdir fo; mkfifo fo/coverage.csv; {DRAW} fo", (REFUSED,)
    yield "a pipe is compared with", f"mkdir fc; mkfifo fc/coverage.csv; {CHECK} fc", (1, REFUSED)
    yield (
        "the manifest is a pipe",
        (f"cp -r good fm; rm fm/manifest.json; mkfifo fm/manifest.json; {CHECK} fm"),
        (DIFFERS,),
    )
    yield "the manifest is a folder", f"mkdir -p md/manifest.json; {DRAW} md", (REFUSED,)
    for name, content in (
        ("noise", "head -c 1000 /dev/urandom"),
        ("a list", "echo '[1]'"),
        ("100,000 deep", "head -c 100000 /dev/zero | tr '\\0' '['"),
    ):
        folder = f"mj{len(name)}"
        yield (
            f"the manifest is {name}",
            (f"mkdir {folder}; {content} > {folder}/manifest.json; {DRAW} {folder}"),
            (DONE,),
        )


def inputs() -> Iterator[Condition]:
    """Hand over what is no file."""
    for name, device in (("zeros", "/dev/zero"), ("null", "/dev/null"), ("noise", "/dev/urandom")):
        yield f"text is {name}", f"{RENDER} {device} --out o10", (REFUSED,)
    yield "text is a pipe without a writer", f"mkfifo tf; {RENDER} tf --out o10", (REFUSED,)
    yield "places of a pipe without a writer", f"mkfifo pf; {PLACES} pf", (REFUSED,)
    yield "text comes slowly", f"{RENDER} <(sleep 1; cat t.txt) --formats csv --out o11", (DONE,)
    yield "regimes file is a pipe", f"mkfifo rf; {RENDER} --regimes rf", (REFUSED,)
    yield "origin is a device", f"{RENDER} --origin /dev/zero --out o10", (REFUSED,)
    for name, target in (("a pipe", "sf"), ("a folder", "good"), ("full", "/dev/full")):
        before = "mkfifo sf; " if target == "sf" else ""
        yield f"summary is {name}", f"{before}GITHUB_STEP_SUMMARY={target} {DRAW} o12", FREE
    yield "moment of the build is none", f"SOURCE_DATE_EPOCH=abc {DRAW} o13", (REFUSED,)
    yield (
        "working folder is gone",
        (f"D=$PWD; mkdir gone; cd gone; rmdir ../gone; {RENDER} $D/t.txt --formats csv --out x"),
        (DONE, REFUSED),
    )


def moments() -> Iterator[Condition]:
    """Run twice at once; end a run at several moments."""
    yield (
        "two runs at once",
        (f"{DRAW} two & {DRAW} two; a=$?; wait $!; b=$?; {CHECK} two && exit $((a + b))"),
        (DONE,),
    )
    yield "archive, folder is a file", f"{ARCHIVE} a.jsonl --out t.txt", (REFUSED,)
    yield "archive of a pipe without a writer", f"mkfifo af; {ARCHIVE} af --out o17", (REFUSED,)
    yield "archive of a device", f"{ARCHIVE} /dev/zero --out o16", (REFUSED,)
    for name, command in (("render", DRAW), ("archive", f"{ARCHIVE} a.jsonl --out")):
        yield (
            f"{name} is stopped and goes on",
            f"{command} st{name} & p=$!; sleep 1; kill -STOP $p; sleep 1; kill -CONT $p; wait $p",
            (DONE,),
        )
    yield (
        "archive, killed and begun again",
        (
            f"{ARCHIVE} a.jsonl --out ak & p=$!; sleep 2; kill -9 $p; wait $p; "
            f"{ARCHIVE} a.jsonl --out ak --quiet && {ARCHIVE} a.jsonl --out al --quiet && "
            "diff -r ak al"
        ),
        (DONE,),
    )
    for signal, code in (("INT", INTERRUPTED), ("TERM", ENDED)):
        for after_s in (0.3, 0.8, 1.5, 2.5, 4):
            yield (
                f"{signal} after {after_s} s",
                (
                    f"set -m; {RENDER} t.txt --formats csv,html,png --out sig & p=$!; "
                    f"sleep {after_s}; kill -{signal} $p; wait $p"
                ),
                (code, DONE),
            )


def faults(command: str, codes: tuple[int, ...]) -> str:
    """Run a command; say what is wrong with its end, '' where nothing is."""
    try:
        ended = subprocess.run(
            ["/bin/bash", "-c", command], capture_output=True, timeout=SLOWEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end within {SLOWEST_S} s"
    # what the shell says of its jobs, and how far a slow run has come, is no message
    said = re.sub(r"\[1\]\+ .*\n|.* …\n", "", ended.stderr.decode(errors="replace"))
    found = []
    if ended.returncode not in codes:
        found.append(f"code {ended.returncode}")
    if re.search("Traceback|Exception ignored|Warning", said):
        found.append("traceback or warning")
    if ended.returncode in (REFUSED, FAILED, INTERRUPTED, ENDED) and said.count("\n") > 1:
        found.append(f"{said.count(chr(10))} lines")
    return f"{', '.join(found)}: {said[-300:]}" if found else ""


def _asked(name: str, words: tuple[str, ...]) -> bool:
    return not words or any(word in name for word in words)


def main(*words: str) -> None:
    """Try each condition in a folder of its own; end with code 1 where one falls short."""
    os.environ["PYTHONPATH"] = str(ROOT)
    kinds = (streams, surroundings, names, folders, inputs, moments)
    chosen = [each for kind in kinds for each in kind() if _asked(each[0], words)]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run(["/bin/bash", "-c", SETUP], check=True)
        for name, command, codes in chosen:
            began = time.monotonic()
            wrong = faults(command, codes)
            failed += bool(wrong)
            sys.stdout.write(f"{'FAIL' if wrong else 'ok':4} {time.monotonic() - began:5.1f} s  ")
            sys.stdout.write(f"{name}{': ' if wrong else ''}{wrong}\n")
            sys.stdout.flush()
        left = [str(path) for path in Path().glob("*/.policy-range-mapper-*")]
        sys.stdout.write(f"{len(chosen)} tried, {failed} fell short, {len(left)} left behind\n")
        os.chdir(ROOT)
    raise SystemExit(bool(failed or left))


if __name__ == "__main__":
    main(*sys.argv[1:])
