"""Try what a release gives its users, each in a clean folder: `make release-check`.

The wheel in a bare environment of every Python found and the sdist in the first, another
distribution's package `geo` beside the wheel, the hook by pre-commit, the action's steps, the
container file's steps, the site, and every command that the docs show. The tables drawn must be
those in `maps/`, to the byte.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from contextlib import contextmanager
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
PYTHONS = ("3.11", "3.12", "3.13")
TABLES = ("coverage.csv", "envelopes.geojson", "places.geojson")
ARTICLE = (
    "On 17 November 2024 it was reported that the United States had allowed Ukraine to strike "
    "Kursk Oblast in Russia with ATACMS missiles with a range of up to 300 km."
)
LINE = {"type": "LineString", "coordinates": [[34.0, 51.5], [35.5, 50.5], [37.0, 50.3]]}
DISTRICTS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[east, 51.3], [east + 1, 51.3], [east + 1, 52], [east, 52], [east, 51.3]]
                ],
            },
            "properties": {"code": code, "name": f"District {code}"},
        }
        for code, east in (("K-07", 35), ("K-08", 36))
    ],
}


@contextmanager
def step(name):
    began = time.monotonic()
    yield
    print(f"{name} ({time.monotonic() - began:.0f} s)", flush=True)


def run(*command, cwd, ends=0, **environment):
    """Run a command; leave with all it said where it ends otherwise than expected."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env=clean | {key: str(value) for key, value in environment.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != ends:
        said = f"{done.stdout}{done.stderr}"
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}\n{said}")
    return done.stdout + done.stderr


def interpreter(version):
    """Find a Python by its version: on the path, or among those of pyenv."""
    found = shutil.which(f"python{version}")
    own = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for program in filter(None, (found, *map(str, own))):
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        if told.returncode == 0 and told.stdout.split()[-1].startswith(f"{version}."):
            return program
    return None


def environment(folder, python):
    """Make a bare environment; give its programs' folder and a PATH that finds them first."""
    run(python, "-m", "venv", folder, cwd=ROOT)
    return folder / "bin", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"


def clean_tree(folder):
    """Copy what the repository holds, as it stands, and nothing else."""
    for name in run("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def check_numbers():
    """Hold the version, the changelog, the citation and the tag of this commit together."""
    text = (ROOT / "policy_range_mapper.py").read_text(encoding="utf-8")
    (version,) = re.findall(r'^__version__ = "(.*)"$', text, re.MULTILINE)
    head = re.search(r"^## (\S+) \((.*)\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    if head is None or head[1] != version:
        sys.exit(f"CHANGELOG.md does not begin with the version, {version}")
    cited = (ROOT / "CITATION.cff").read_text()
    day = "" if head[2] == "unreleased" else f"date-released: {head[2]}\n"
    if f"\nversion: {version}\n{day}" not in cited or (not day and "date-released" in cited):
        sys.exit(f"CITATION.cff has another version or day than {version}, {head[2]}")
    tags = run("git", "tag", "--points-at", "HEAD", cwd=ROOT).split()
    kinds = [run("git", "cat-file", "-t", tag, cwd=ROOT).strip() for tag in tags]
    if tags and (f"v{version}" not in tags or head[2] == "unreleased"):
        sys.exit(f"this commit is tagged {tags}, the changelog says {head[0]!r}")
    if "commit" in kinds:
        sys.exit(f"of {tags} one is no annotated tag: git tag -a")
    return f"version {version}, {head[2]}, {'tag ' + tags[0] if tags else 'no tag yet'}"


def check_package(folder, python, package):
    """Install a package into a bare environment, draw there, and compare."""
    scripts, _ = environment(folder / "env", python)
    pins = ("--quiet", "--disable-pip-version-check", "-c", ROOT / "constraints.txt")
    run(scripts / "python", "-m", "pip", "install", *pins, f"{package}[archive]", cwd=folder)
    run(scripts / "policy-range-mapper", "render", "--quiet", cwd=folder)
    other = [
        name
        for name in TABLES
        if (folder / "maps" / name).read_bytes() != (ROOT / "maps" / name).read_bytes()
    ]
    if other:
        sys.exit(f"{package.name} draws other tables under {python}: {', '.join(other)}")


def check_name(folder, scripts):
    """Install another distribution with a package of our name: the program says whose it is."""
    wheel = folder / "geo_of_others-2.0-py3-none-any.whl"
    about = "geo_of_others-2.0.dist-info"
    held = {
        "geo/__init__.py": '__version__ = "2.0"\n',
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: geo-of-others\nVersion: 2.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    held[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in (*held, f"{about}/RECORD"))
    with zipfile.ZipFile(wheel, "w") as file:
        for name, content in held.items():
            file.writestr(name, content)
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--no-index", wheel, cwd=folder)
    for command in ("--version", "render"):
        said = run(scripts / "policy-range-mapper", command, cwd=folder, ends=3)
        if said.count("\n") != 1 or "geo_of_others 2.0" not in said:
            sys.exit(f"beside another package geo, {command} says {said!r}")


def check_action(folder, tree, python):
    """Run the action's own steps: draw an article, find it as it should be, see a change."""
    action = yaml.safe_load((tree / "action.yml").read_text(encoding="utf-8"))
    _, path = environment(folder / "env", python)
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    around = {
        "PATH": path,
        "GITHUB_ACTION_PATH": tree,
        "GITHUB_STEP_SUMMARY": folder / "summary.md",
    }

    def steps(*, ends=0, **given):
        inputs = {name: each["default"] for name, each in action["inputs"].items()} | given
        for each in action["runs"]["steps"]:
            if "run" not in each or (each["name"] == "Install" and given.get("check")):
                continue
            filled = {
                key: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda m: inputs[m[1]], value)
                for key, value in each.get("env", {}).items()
            }
            shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", each["run"])
            run(*shell, cwd=folder, ends=ends, **around, **filled)

    steps(text="article.txt", out="map")
    steps(text="article.txt", out="map", check="true")
    (folder / "map" / "coverage.csv").write_text("changed\n", encoding="utf-8")
    steps(text="article.txt", out="map", check="true", ends=1)
    summary = (folder / "summary.md").read_text(encoding="utf-8")
    if "Kursk" not in summary or "differences" not in summary:
        sys.exit("the action's summary lacks the regions, or the differences")


def check_container(folder, tree):
    """Lint the container file; run its steps, in order, in a folder in place of its root."""
    run(Path(sys.executable).parent / "hadolint", "--no-color", tree / "Containerfile", cwd=folder)
    text = (tree / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip("# \t")]
    lines = [line for line in lines if not line[0].startswith("#")]
    here, path, entry = folder, os.environ["PATH"], []
    for word, rest in lines:
        if word == "FROM":
            version = rest.partition(":")[2].partition("-")[0]
            python = interpreter(version)
            if python is None:
                return f"Python {version} was not found; its steps are not tried"
            (folder / "python").unlink(missing_ok=True)
            (folder / "python").symlink_to(python)
            path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        elif word == "WORKDIR":
            here = folder / rest.strip("/")
            here.mkdir(exist_ok=True)
        elif word == "COPY" and not rest.startswith("--from"):
            *names, into = rest.split()
            (here / into).mkdir(exist_ok=True)
            for name in names:
                if name == ".":
                    copy_context(tree, here / into)
                else:
                    shutil.copy2(tree / name, here / into)
        elif word == "RUN":
            run("sh", "-c", rest, cwd=here, PATH=path)
        elif word == "ENTRYPOINT":
            entry = json.loads(rest)
    path = f"{folder / 'app' / 'env' / 'bin'}{os.pathsep}{path}"
    (here / "article.txt").write_text(ARTICLE, encoding="utf-8")
    run("env", *entry, "render", "article.txt", "--out", "map", cwd=here, PATH=path, HOME=folder)
    return "linted, its steps run in order, an article drawn"


def copy_context(tree, into):
    """Copy what the container's ignore file lets in."""
    ignore = (tree / ".containerignore").read_text(encoding="utf-8")
    for name in re.findall(r"^!(.+)$", ignore, re.MULTILINE):
        if (tree / name).is_dir():
            shutil.copytree(tree / name, into / name, dirs_exist_ok=True)
        else:
            shutil.copy2(tree / name, into)


def shown_commands(tree):
    """Give every command of the program's that the README and the docs show."""
    for page, line in shown_lines(tree):
        if line.startswith("policy-range-mapper "):
            yield page, line


def shown_lines(tree):
    """Give every line for a shell that the README and the docs show, without its remark."""
    for page in (tree / "README.md", *sorted((tree / "docs").glob("*.md"))):
        for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            for line in block.splitlines():
                yield page.name, re.sub(r"\s+# .*", "", line).replace(".venv/bin/policy", "policy")


def check_docs(folder, tree, scripts, maps):
    """Build the site, and run every command the docs show beside files of the names they use."""
    run(sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", folder / "site", cwd=tree)
    samples = folder / "samples"
    shutil.copytree(tree / "docs" / "examples", samples / "docs" / "examples")
    shutil.copytree(maps, samples / "maps")
    (samples / "article.txt").write_text(ARTICLE, encoding="utf-8")
    page = f"<html><body><article><p>{ARTICLE}</p></article></body></html>"
    (samples / "article.html").write_text(page, encoding="utf-8")
    (samples / "line.geojson").write_text(json.dumps(LINE), encoding="utf-8")
    (samples / "districts.geojson").write_text(json.dumps(DISTRICTS), encoding="utf-8")
    with gzip.open(samples / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "a", "text": ARTICLE, "date": "2024-11-18"}) + "\n")
    own = re.search(r"```toml\n(.*?)```", (tree / "README.md").read_text("utf-8"), re.DOTALL)[1]
    tomllib.loads(own)
    (samples / "mine.toml").write_text(own, encoding="utf-8")
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    count = 0
    for count, (page, command) in enumerate(shown_commands(tree), start=1):
        if "osm.pbf" in command or "regions.fgb" in command:
            continue  # no extract lies here; tests/test_regions.py makes one and runs the lines
        here = folder / f"command-{count}"
        shutil.copytree(samples, here)
        if "--serve" in command:
            command = f"timeout --signal INT --foreground 8 {command}; test $? -eq 124"  # noqa: PLW2901 - ends by Ctrl-C
        print(f"  {page}: {command}", flush=True)
        run("bash", "-c", command, cwd=here, PATH=path)
    return count


def check_hook(folder, tree):
    """Let pre-commit itself run the hook in a repository: a right file passes, a wrong does not."""
    regimes = folder / "regimes"
    regimes.mkdir(parents=True)
    right = (tree / "docs" / "examples" / "korea.toml").read_text(encoding="utf-8")
    (regimes / "right.toml").write_text(right, encoding="utf-8")
    run("git", "init", "--quiet", cwd=folder)
    program = Path(sys.executable).parent / "pre-commit"
    for name, ends, word in (("right", 0, "Passed"), ("wrong", 1, "field status")):
        text = right.replace('status = "confirmed"', 'status = "sure"') if ends else right
        (regimes / f"{name}.toml").write_text(text, encoding="utf-8")
        run("git", "add", "--all", cwd=folder)
        asked = ("try-repo", ROOT, "regimes-file", "--all-files", "--verbose")
        said = run(program, *asked, cwd=folder, ends=ends, PRE_COMMIT_HOME=folder.parent / "hooks")
        if word not in said:
            sys.exit(f"pre-commit says of a {name} file: {said}")


def main():
    print(check_numbers())
    shutil.rmtree(DIST, ignore_errors=True)
    with step("built"):
        run(sys.executable, "-m", "build", "--outdir", DIST, cwd=ROOT)
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    found = {version: interpreter(version) for version in PYTHONS}
    for version in (version for version, python in found.items() if python is None):
        print(f"Python {version}: not found, not tried")
    pythons = {version: python for version, python in found.items() if python}
    if not pythons:
        sys.exit(f"none of the Pythons {', '.join(PYTHONS)} was found")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        tree = clean_tree(folder / "tree")
        first, *_ = pythons
        tried = [(version, wheel) for version in pythons]
        for version, package in [*tried, (first, sdist)]:
            with step(f"Python {version}: {package.name} draws what is in maps/"):
                here = folder / f"{version}-{package.suffix[1:]}"
                here.mkdir()
                check_package(here, pythons[version], package)
        home = folder / f"{first}-whl"
        with step("the docs: the site builds, every command shown runs"):
            check_docs(folder / "docs", tree, home / "env" / "bin", home / "maps")
        with step("the hook, by pre-commit itself"):
            check_hook(folder / "hook" / "repository", tree)
        with step("another distribution's package geo is told"):
            check_name(home, home / "env" / "bin")
        with step("the action: draws, compares, sees a change, writes its summary"):
            (folder / "action").mkdir()
            check_action(folder / "action", tree, pythons[first])
        with step("the container file"):
            (folder / "container").mkdir()
            print(f"  {check_container(folder / 'container', tree)}")


if __name__ == "__main__":
    main()
