"""Build the wheel and the sdist; draw the map with each in bare environments: `make release-check`.

Every Python from 3.11 to 3.13 that is found gets an environment of its own with the wheel; the
oldest gets one with the sdist, too. The tables drawn must be those in `maps/`, to the byte.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
PYTHONS = ("3.11", "3.12", "3.13")
TABLES = ("coverage.csv", "envelopes.geojson", "places.geojson")


def interpreter(version):
    """Find a Python by its version: on the path, or among those of pyenv."""
    found = shutil.which(f"python{version}")
    own = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for program in filter(None, (found, *map(str, own))):
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        if told.returncode == 0 and told.stdout.split()[-1].startswith(f"{version}."):
            return program
    return None


def run(*command, cwd):
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def check(python, package):
    """Install a package into a bare environment, draw there, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        run(python, "-m", "venv", "env", cwd=here)
        scripts = here / "env" / "bin"
        pins = ("-c", ROOT / "constraints.txt")
        quiet = ("--quiet", "--disable-pip-version-check")
        run(scripts / "python", "-m", "pip", "install", *quiet, *pins, package, cwd=here)
        run(scripts / "policy-range-mapper", "render", "--quiet", cwd=here)
        other = [
            name
            for name in TABLES
            if (here / "maps" / name).read_bytes() != (ROOT / "maps" / name).read_bytes()
        ]
        if other:
            sys.exit(f"{package.name} draws other tables under {python}: {', '.join(other)}")


def main():
    shutil.rmtree(DIST, ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", DIST, cwd=ROOT)
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    tried = []
    for version in PYTHONS:
        python = interpreter(version)
        if python is None:
            print(f"Python {version}: not found, not tried")
            continue
        for package in (wheel,) if tried else (wheel, sdist):
            check(python, package)
            print(f"Python {version}: {package.name} draws what is in maps/")
        tried.append(version)
    if not tried:
        sys.exit(f"none of the Pythons {', '.join(PYTHONS)} was found")


if __name__ == "__main__":
    main()
