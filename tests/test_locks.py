"""What is installed: every file by its digest, the same versions everywhere, licences known."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path):
    text = path.read_text(encoding="utf-8")
    return {normal(name): version for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)", text)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_file_installed_has_its_digest(lock):
    """Each requirement is one version with digests, and no place it comes from is named."""
    text = lock.read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=\S)", text.strip())
    for requirement in requirements:
        assert re.match(r"[\w.-]+==\S+", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", requirement), requirement
    assert "://" not in text
    assert "index" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_have_the_versions_that_are_pinned(lock):
    """One version of a package, whatever it is installed for: `make locks` after a change."""
    pinned = pins(ROOT / "constraints.txt")
    assert {n: v for n, v in pins(lock).items() if pinned.get(n) != v} == {}


def test_run_build_and_test_are_locked():
    """And the names of the direct dependencies are among them."""
    assert {lock.stem for lock in LOCKS} >= {"build", "run", "test"}
    assert {"geopandas", "folium", "shapely"} <= pins(ROOT / "locks" / "run.txt").keys()
    assert {"pytest", "duckdb"} <= pins(ROOT / "locks" / "test.txt").keys()


def test_the_licence_of_everything_a_user_installs_is_listed():
    """`make sbom` writes the list anew."""
    text = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"(?m)^\| ([\w.-]+) \| (\d\S*) \|", text))
    assert {normal(name): version for name, version in listed.items()} == {
        name: version.strip() for name, version in pins(ROOT / "locks" / "run.txt").items()
    }
    assert "see its files" not in text
