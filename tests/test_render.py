"""The command: what it writes, what it refuses, and that it repeats itself to the byte."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from geo.render import main

ROOT = Path(__file__).resolve().parents[1]
ALL = "html,png,svg,pdf,csv,geojson,gpkg,fgb,kml,prov"
FILES = {
    "claims.json",
    "coverage.csv",
    "envelopes.fgb",
    "envelopes.geojson",
    "layers.gpkg",
    "manifest.json",
    "origin.fgb",
    "places.fgb",
    "places.geojson",
    "policy-map.alt.txt",
    "policy-map.html",
    "policy-map.kml",
    "policy-map.pdf",
    "policy-map.png",
    "policy-map.svg",
    "provenance.json",
    "regions.fgb",
}


def run(*arguments, folder=ROOT, stdin=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "geo.render", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        input=stdin,
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Give the folder of one run with every format."""
    out = tmp_path_factory.mktemp("whole")
    done = run("--out", out, "--formats", ALL)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().splitlines()[-1].endswith(f"; open {out}/policy-map.html")
    return out


def rows(folder):
    with (folder / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_of_the_contract_is_written(whole):
    """One run with all formats leaves exactly the promised files."""
    assert {path.name for path in whole.iterdir()} == FILES


def test_the_manifest_vouches_for_every_file(whole):
    """Digests of outputs match; nothing depends on the clock."""
    manifest = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["outputs"]) == FILES - {"manifest.json"}
    assert "made" not in manifest
    assert all(row["max_error_m"] <= 1.0 for row in manifest["envelopes"])


def test_the_coverage_table_tells_reach_from_scope(whole):
    """Golden: 7 regions touched at 80 km, 18 at 300 km, one named, no Crimea."""
    table = rows(whole)
    assert list(table[0])[:10] == [
        *("regime", "reach_km", "region", "name", "area_km2"),
        *("nearest_km", "share", "standing", "in_scope", "crosses"),
    ]
    by = {(row["reach_km"], row["region"]): row for row in table}
    touched = {
        reach: {code for (km, code), row in by.items() if km == reach and float(row["share"]) > 0}
        for reach in ("80", "300")
    }
    assert (len(touched["80"]), len(touched["300"])) == (7, 18)
    assert float(by["80", "RU-KRS"]["share"]) == pytest.approx(0.49, abs=0.02)
    assert by["300", "RU-KRS"]["standing"] == "inside"
    assert [row["region"] for row in table if row["in_scope"] == "true"] == ["RU-KRS"]
    assert by["300", "RU-KGD"]["crosses"] == "BY;PL"
    assert not {"UA-43", "UA-40", "RU-CR", "RU-SEV"} & {row["region"] for row in table}


def test_runs_repeat_to_the_byte(whole, tmp_path):
    """Another folder, time zone and locale change no byte of any file."""
    done = run(
        *("--out", tmp_path / "b", "--formats", ALL),
        folder=tmp_path,
        TZ="Pacific/Auckland",
        LC_ALL="C.UTF-8",
        PYTHONHASHSEED="7",
        MPLCONFIGDIR=str(tmp_path / "mpl"),
    )
    assert done.returncode == 0, done.stderr
    for name in sorted(FILES):
        assert (tmp_path / "b" / name).read_bytes() == (whole / name).read_bytes(), name


WITHOUT_PYARROW = """
import sys
sys.modules["pyarrow"] = None
import pandas
from geo.render import main
assert pandas.Series(["x"]).dtype.storage == "python"
out, formats = sys.argv[1:]
checked = main(["--check", "--quiet", "--out", out, "--formats", formats])
sys.exit(checked or main(["--formats", "parquet"]))
"""


def test_pyarrow_changes_nothing(whole, tmp_path):
    """Where it is, pandas keeps texts in it; without it every file is the same, but GeoParquet."""
    assert pd.Series(["x"]).dtype.storage == "pyarrow"  # `whole` was made with it
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYARROW, str(whole), ALL],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"needs pyarrow; install it" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_accepts_what_it_made_and_names_what_changed(whole, tmp_path):
    """`--check` is 0 on its own files; a changed share is told by region, old → new."""
    out = tmp_path / "maps"
    shutil.copytree(whole, out)
    assert run("--out", out, "--formats", ALL, "--check").returncode == 0
    table = (out / "coverage.csv").read_text(encoding="utf-8")
    (out / "coverage.csv").write_text(table.replace("1.0000", "0.9000", 1), encoding="utf-8")
    (out / "policy-map.png").unlink()
    done = run("--out", out, "--formats", ALL, "--check")
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "share 0.9000 → 1.0000" in said
    assert "policy-map.png: missing" in said


def test_the_article_gives_its_places(shared, tmp_path):
    """Golden on a real text: its places, none of its people, papers and weapons."""
    article = shared / "texts" / "article.txt"
    done = run(article, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    features = json.loads((tmp_path / "places.geojson").read_text(encoding="utf-8"))["features"]
    text = article.read_text(encoding="utf-8")
    for feature in features:
        found = feature["properties"]
        assert text[found["start"] : found["end"]] == found["text"]
    names = {feature["properties"]["name"] for feature in features}
    assert {"Kursk Oblast", "Ukraine", "Russia", "North Korea", "Kyiv", "France"} <= names
    texts = {feature["properties"]["text"] for feature in features}
    assert not texts & {"Lloyd", "Austin", "Putin", "Axios", "Telegraph", "Taurus", "Storm Shadow"}


def test_html_input_leaves_its_visible_text_beside(tmp_path):
    """Offsets of HTML input index `text.txt`."""
    page = tmp_path / "in.html"
    page.write_text("<title>x</title><p>From <b>Kyiv</b> &amp; Sumy", encoding="utf-8")
    done = run(page, "--out", tmp_path / "out", "--formats", "geojson")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "text.txt").read_text(encoding="utf-8")
    found = json.loads((tmp_path / "out" / "places.geojson").read_text(encoding="utf-8"))
    assert text == "From Kyiv & Sumy\n"
    first = found["features"][0]["properties"]
    assert text[first["start"] : first["end"]] == "Kyiv"


def test_a_quiet_run_says_nothing(tmp_path):
    """No progress, no closing line."""
    done = run("--out", tmp_path / "out", "--formats", "csv", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_a_check_finds_is_in_the_build_summary(tmp_path):
    """Every difference as printed; nothing where there is none; last, on the side, their number."""
    out, summary = tmp_path / "out", tmp_path / "summary.md"
    options = ("--out", out, "--formats", "csv")
    assert run(*options).returncode == 0
    done = run(*options, "--check", GITHUB_STEP_SUMMARY=str(summary))
    assert (done.returncode, done.stdout, summary.exists()) == (0, b"", False)
    # A slow run tells of its progress first.
    assert done.stderr.decode().splitlines()[-1] == f"{out}: as it should be"
    table = (out / "coverage.csv").read_text(encoding="utf-8")
    (out / "coverage.csv").write_text(table.replace("1.0000", "0.9000", 1), encoding="utf-8")
    done = run(*options, "--check", GITHUB_STEP_SUMMARY=str(summary))
    (line,) = done.stdout.decode().splitlines()
    assert line.endswith("share 0.9000 → 1.0000")
    assert f"    {line}\n" in summary.read_text(encoding="utf-8")
    assert done.stderr.decode().splitlines()[-1] == f"{out}: differences: 1, in files: 1"
    done = run("--out", out, "--formats", "csv,geojson", "--check", "--quiet")
    assert done.returncode == 1
    assert "made with other options: formats csv → csv,geojson" in done.stdout.decode()
    assert done.stderr == b""


def test_a_build_summary_is_appended(tmp_path):
    """With GITHUB_STEP_SUMMARY set, the regions touched follow what stands there, escaped."""
    regimes = tmp_path / "r.toml"
    regimes.write_text(
        '[[regime]]\nid="x"\nlabel={en="a | <img src=x onerror=alert(1)> [b](c)"}\ngrantor="US"\n'
        'reach_km=80\nstatus="denied"\nfrom=2024-01-01\n',
        encoding="utf-8",
    )
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    done = run(
        *("--out", tmp_path / "o", "--formats", "csv", "--regimes", regimes),
        GITHUB_STEP_SUMMARY=str(summary),
    )
    text = summary.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert text.startswith("before\n## ")
    assert "<img" not in text
    assert "[b]" not in text


def test_two_hundred_regimes_render(tmp_path):
    """Every one is on the page and in the table."""
    entry = (
        '[[regime]]\nid="r-{0}"\nlabel={{en="Regime {0}"}}\ngrantor="US"\nreach_km={1}\n'
        'status="reported"\nfrom=2024-01-01\n'
    )
    entries = [entry.format(number, 40) for number in range(200)]
    (tmp_path / "many.toml").write_text("".join(entries), encoding="utf-8")
    line = {"type": "LineString", "coordinates": [[36, 50], [37, 50.2]]}
    (tmp_path / "line.geojson").write_text(json.dumps(line), encoding="utf-8")
    done = run(
        *("--regimes", tmp_path / "many.toml", "--origin", tmp_path / "line.geojson"),
        *("--out", tmp_path / "out", "--formats", "html,csv"),
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "policy-map.html").read_text(encoding="utf-8")
    assert page.count('type="radio" name="regime"') == 200
    assert len({row["regime"] for row in rows(tmp_path / "out")}) == 200


def test_another_country_is_judged_by_its_own_regions(tmp_path):
    """The worked example: by the reports, 180 km leave North Hamgyong out, 800 km leave none."""
    example = ROOT / "docs" / "examples" / "korea.toml"
    out = tmp_path / "out"
    done = run("--regimes", example, "--out", out)
    assert done.returncode == 0, done.stderr
    files = {path.name for path in out.iterdir()}
    assert files == {
        *("coverage.csv", "places.geojson", "envelopes.geojson", "manifest.json"),
        *("policy-map.html", "policy-map.png", "policy-map.alt.txt", "claims.json"),
    }
    table = {(row["reach_km"], row["region"]): row for row in rows(out)}
    assert len(table) == 3 * 11
    assert table["180", "KP-09"]["standing"] == "outside"
    assert {row["standing"] for (reach, _), row in table.items() if reach == "800"} == {"inside"}
    assert table["300", "KP-01"]["standing"] == "inside"  # Pyongyang
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["origin"]["name"] == "border-KR"
    assert manifest["inputs"]["regimes"]["without_reach"] == ["guidelines-ended"]
    assert "public domain" in {record["licence"] for record in manifest["data"]}
    told = (out / "policy-map.alt.txt").read_text(encoding="utf-8")
    assert "the border of South Korea" in told
    assert "Natural Earth" in told


def mistakes(tmp_path):
    """Give every wrong input of the list, by name, as arguments."""
    made = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)),
        "utf16.txt": "Kyiv".encode("utf-16"),
        "points.geojson": b'{"type": "Point", "coordinates": [30, 50]}',
        "void.geojson": b'{"type": "FeatureCollection", "features": []}',
        "bow.geojson": b'{"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}',
        "far.geojson": b'{"type": "LineString", "coordinates": [[0, 0], [0, 99]]}',
        "not.geojson": b"hello",
        "empty.toml": b"",
        "not.toml": b"[[regime",
        "file": b"",
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    entry = 'id="{}"\nlabel={{en="x"}}\ngrantor="US"\nreach_km={}\nstatus="denied"\nfrom={}\n{}\n'
    good = ("x", "80", "2024-01-01", "")
    files = {
        "negative": [("x", "-1", *good[2:])],
        "wordy": [("x", '"far"', *good[2:])],
        "region": [(*good[:3], 'scope=["RU-XX"]')],
        "reversed": [(*good[:3], "until=2023-01-01")],
        "twice": [good, good],
    }
    for name, entries in files.items():
        text = "".join("[[regime]]\n" + entry.format(*fields) for fields in entries)
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    at = tmp_path.joinpath
    return {
        "missing text": [at("none.txt")],
        "empty text": [at("empty.txt")],
        "binary text": [at("binary.txt")],
        "UTF-16 text": [at("utf16.txt")],
        "folder as text": [tmp_path],
        "unknown format": ["--formats", "html,docx"],
        "no format": ["--formats", ""],
        "unknown language": ["--lang", "de"],
        "unknown option": ["--frmats", "csv"],
        "unknown origin": ["--origin", "mars"],
        "nothing to draw": ["--regimes", "fi"],
        "unknown government": ["--regimes", "zz"],
        "time that ends first": ["--regimes", "2025-01-01..2024-01-01"],
        "unknown comparison": ["--compare", "mars"],
        "empty origin": ["--origin", at("void.geojson")],
        "origin of points": ["--origin", at("points.geojson")],
        "self-intersecting origin": ["--origin", at("bow.geojson")],
        "origin outside the globe": ["--origin", at("far.geojson")],
        "origin not GeoJSON": ["--origin", at("not.geojson")],
        "missing regimes": ["--regimes", at("none.toml")],
        "empty regimes": ["--regimes", at("empty.toml")],
        "regimes not TOML": ["--regimes", at("not.toml")],
        "negative reach": ["--regimes", at("negative.toml")],
        "non-numeric reach": ["--regimes", at("wordy.toml")],
        "unknown region": ["--regimes", at("region.toml")],
        "dates reversed": ["--regimes", at("reversed.toml")],
        "duplicate ids": ["--regimes", at("twice.toml")],
        "out is a file": ["--out", at("file")],
        "out under a file": ["--out", at("file", "x")],
        "out not writable": ["--out", "/proc/maps"],
        "check without a run": ["--check", "--out", at("never")],
    }


def test_every_wrong_input_exits_2_with_one_line(tmp_path, capsys):
    """One helpful line on standard error, exit code 2, and the output folder untouched."""
    out = tmp_path / "standing"
    out.mkdir()
    (out / "policy-map.html").write_text("stands")
    for name, arguments in mistakes(tmp_path).items():
        given = [str(argument) for argument in arguments]
        where = [] if "--out" in given else ["--out", str(out)]
        try:
            code = main([*given, *where])
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        assert code == 2, name
        assert said.out == "", name
        assert said.err.count("\n") == 1, (name, said.err)
        assert 40 < len(said.err) < 400, (name, said.err)
        assert "Traceback" not in said.err, name
        assert [path.name for path in out.iterdir()] == ["policy-map.html"], name
        assert (out / "policy-map.html").read_text() == "stands", name
        assert not (tmp_path / "never").exists()


def test_help_teaches():
    """`--help` explains the inputs, the exit codes, and shows commands to copy."""
    done = run("--help")
    text = done.stdout.decode()
    assert done.returncode == 0
    for word in ("TEXT", "--origin", "exit codes", "examples:", "Reach", "scope", "status"):
        assert word in text


def test_the_committed_maps_are_what_the_code_makes():
    """What stands in `maps/` is the default run's own work."""
    done = run("--check", "--formats", "csv,geojson")
    ours = ("coverage.csv", "places.geojson", "envelopes.geojson")
    said = [line for line in done.stdout.decode().splitlines() if line.startswith(ours)]
    assert said == [], said
