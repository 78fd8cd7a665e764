"""An archive: the same result to the byte, whatever happens on the way."""

import csv
import fcntl
import gzip
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.archive import Articles, build, processes, read_batch
from geo.archive.batch import errors_of
from geo.archive.counts import Counts, Reached, Report, in_force
from geo.archive.results import overview
from geo.cli import main
from geo.errors import GeoError, InputError
from geo.regimes import load_regimes

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = (
    "Officials spoke in Kyiv of the front near Kharkiv.",
    "A fire broke out in Bryansk Oblast, local media said.",
    "Washington allowed strikes with HIMARS up to 50 miles into Russia, reports said.",
    "The US has authorized Ukraine to use ATACMS, with a range of 190 miles, in Kursk Oblast.",
    "Berlin refused to let Ukraine use Taurus missiles in Russia.",
    "Rain is expected in Lviv and Odesa.",
)


def article(number, **more):
    chosen = random.Random(number).choices(SENTENCES, k=4)
    month = number % 24
    return {
        "id": f"a{number}",
        "text": " ".join(chosen),
        "date": f"{2023 + month // 12}-{month % 12 + 1:02}-{number % 28 + 1:02}",
        "title": f"Article {number}",
        "url": f"https://example.org/{number}",
    } | more


ALL = [article(number) for number in range(60)]
BAD = [
    b'{"id": "cut',
    b'{"id": "n", "text": 3}',
    b'{"text": "no id"}',
    b"[1]",
    b"\xff\xfe",
    b'{"id": "s", "text": "\\ud800 Kyiv", "title": "\\udfff"}',
]


def as_lines(articles):
    return b"".join(json.dumps(each).encode() + b"\n" for each in articles)


@pytest.fixture
def _small(monkeypatch):
    """Cut batches after five articles, so that sixty make twelve."""
    monkeypatch.setattr("geo.archive.run.MOST_ARTICLES", 5)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Give an archive as JSON Lines, bad lines among the good."""
    file = tmp_path_factory.mktemp("source") / "articles.jsonl"
    half = len(ALL) // 2  # what is bad stands in the middle
    file.write_bytes(as_lines(ALL[:half]) + b"\n".join(BAD) + b"\n\n" + as_lines(ALL[half:]))
    return file


COMMAND = """
import sys
import geo.archive.run
geo.archive.run.MOST_ARTICLES = 5
from geo.cli import main
sys.exit(main(["archive", *sys.argv[1:]]))
"""


def started(source, out, *options):
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(source), "--out", str(out), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finished(source, out, *options):
    """Run to the end; give the exit code and what was said."""
    run = started(source, out, *options)
    said = run.communicate(timeout=300)
    return run.returncode, *said


def content(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(source, tmp_path_factory):
    """Give the folder of one undisturbed run with one worker."""
    out = tmp_path_factory.mktemp("whole")
    code, _, said = finished(source, out, "--workers", "1")
    assert code == 0, said
    last = said.decode().splitlines()[-1]
    assert last.startswith("61 articles, 5 not read, ")
    assert last.endswith(f"open {out}/archive.html")
    return out


def test_every_file_of_the_contract_is_there(whole):
    """Parts by kind, errors, the months' regions, the overview and a manifest of all of it."""
    files = content(whole)
    assert {name.split("/")[0] for name in files} == {
        *("mentions", "claims", "articles", "errors.jsonl", "regions.csv"),
        *("archive.html", "archive.png", "manifest.json"),
    }
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["outputs"]) == set(files) - {"manifest.json"}
    errors = [json.loads(line) for line in files["errors.jsonl"].splitlines()]
    assert [each["error"] for each in errors] == [
        *("not JSON (column 8)", "no text", "no id", "not an object with id and text"),
        "not UTF-8 (byte 0)",
    ]


def test_parts_hold_what_the_geocoder_and_the_claims_give(whole):
    """A row a mention and a claim, with the article and its month."""
    mentions = duckdb.sql(f"from '{whole}/mentions/*.parquet' where region = 'RU-BRY'").fetchall()
    assert mentions
    stated = duckdb.sql(f"from '{whole}/claims/*.parquet' where grantor = 'US'").df()
    assert stated["month"].notna().all()
    assert ["RU-KRS"] in [list(scope) for scope in stated["scope"]]


def test_months_regions_and_policies_are_counted(whole):
    """Golden: what 50 miles would have reached stands beside the month's articles."""
    rows = list(csv.DictReader(io.StringIO((whole / "regions.csv").read_text(encoding="utf-8"))))
    spoken = {(r["month"], r["region"]): r for r in rows if not r["regime"]}
    expected = sum("Bryansk" in each["text"] for each in ALL)
    found = [int(r["articles"]) for (_, region), r in spoken.items() if region == "RU-BRY"]
    assert sum(found) == expected
    reached = [r for r in rows if r["regime"] == "us-atacms-kursk" and r["month"] == "2024-11"]
    kursk = next(r for r in reached if r["region"] == "RU-KRS")
    assert (kursk["in_scope"], kursk["standing"]) == ("true", "inside")
    assert kursk["articles"] == spoken["2024-11", "RU-KRS"]["articles"]
    assert not [r for r in rows if r["regime"] == "us-atacms-kursk" and r["month"] < "2024-11"]


@pytest.mark.parametrize("kind", ["gzip", "parquet", "stdin", "folder"])
def test_other_ways_to_keep_articles_give_the_same(tmp_path, kind, monkeypatch):
    """Every input gives the same articles, a folder those of its texts."""
    plain = tmp_path / "plain.jsonl"
    plain.write_bytes(as_lines(ALL[:12]))
    expected = [json.loads(line) for line in Articles([str(plain)])]
    name = str(tmp_path / "x")
    if kind == "gzip":
        Path(name).write_bytes(gzip.compress(plain.read_bytes()))
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(ALL[:12]), name)
    elif kind == "stdin":
        name = "-"
        stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(plain.read_bytes())))
        monkeypatch.setattr("sys.stdin", stream)
    else:
        for each in ALL[:12]:
            path = Path(name) / each["date"][:4] / f"{each['date']}-{each['id']}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(each["text"], encoding="utf-8")
    found = [json.loads(line) for line in Articles([name])]
    keys = ("text", "date") if kind == "folder" else tuple(ALL[0])
    assert sorted([each[key] for key in keys] for each in found) == sorted(
        [each[key] for key in keys] for each in expected
    )


def test_damage_in_an_input_is_told_and_stops_nothing(tmp_path, monkeypatch):
    """A packed file cut short, a line beyond all measure, a text that is none."""
    monkeypatch.setattr("geo.archive.run.LARGEST_LINE_BYTES", 5_000)
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(as_lines(ALL))[:-200])
    long = tmp_path / "long.jsonl"
    long.write_bytes(as_lines([article(1, text="x" * 12_000), ALL[2]]))
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "b.txt").write_text("From Sumy.", encoding="utf-8")
    lines = list(Articles([str(cut), str(long), str(folder)]))
    told = [json.loads(line) for line in lines if b"unreadable" in line]
    assert [each["id"] for each in told][1:] == ["long.jsonl:1", "a.txt"]
    assert "damaged from here on" in told[0]["unreadable"]
    assert json.loads(lines[-1])["text"] == "From Sumy."
    errors = errors_of(pq.ParquetFile(io.BytesIO(read_batch(lines[-2:]).articles)))
    assert [each["id"] for each in errors] == ["a.txt"]


def test_a_batch_is_a_pure_function_of_its_lines():
    """The same bytes each time; another line, other bytes."""
    lines = as_lines(ALL[:5]).splitlines()
    assert read_batch(lines) == read_batch(lines)
    assert read_batch(lines).articles != read_batch(lines[:4]).articles


def test_two_workers_give_the_same_and_a_second_run_makes_nothing_anew(source, whole, tmp_path):
    """What stands is known by its batch; only what is missing or damaged is made."""
    assert finished(source, tmp_path, "--workers", "2", "--quiet") == (0, b"", b"")
    assert content(tmp_path) == content(whole)
    parts = sorted(tmp_path.glob("*/part-*.parquet"))
    before = {path: path.stat().st_ino for path in parts}
    parts[0].write_bytes(b"damaged")
    (tmp_path / "mentions" / "part-000003.parquet").unlink()
    assert finished(source, tmp_path, "--workers", "1")[0] == 0
    assert content(tmp_path) == content(whole)
    anew = {path.name for path in parts if path.stat().st_ino != before[path]}
    assert anew == {parts[0].name, "part-000003.parquet"}


def test_killed_at_random_it_goes_on_and_ends_the_same(source, whole, tmp_path):
    """Three times, with all its workers; nothing is left of the runs that died."""
    chance = random.Random(1)
    for _ in range(3):
        run = started(source, tmp_path, "--workers", "2")
        time.sleep(chance.uniform(1.5, 5))
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
    assert finished(source, tmp_path, "--workers", "2")[0] == 0
    assert content(tmp_path) == content(whole)


def test_a_worker_killed_is_a_batch_done_again(source, whole, tmp_path):
    """The run itself goes on, and nothing is lost or doubled."""
    run = started(source, tmp_path, "--workers", "2")
    killed = 0
    deadline = time.monotonic() + 120
    while run.poll() is None and not killed and time.monotonic() < deadline:
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
        workers = [c for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]
        if len(workers) == 2 and list(tmp_path.glob("articles/part-*")):
            os.kill(int(workers[0]), signal.SIGKILL)
            killed += 1
        time.sleep(0.02)
    said = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert killed
    assert content(tmp_path) == content(whole)


CLUSTER = """
import os, signal, sys, threading, time
from pathlib import Path
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        victim = next(iter(cluster.workers.values())).process.pid
        print(victim, flush=True)
        sys.stdin.read()
"""


class Breaking(ProcessPoolExecutor):
    """Break when some batches are taken, as a pool does whose worker has just died."""

    def __init__(self, takes):
        super().__init__(1)
        self.takes = takes

    def submit(self, *work):
        """Take a batch, or break."""
        if self.takes == 0:
            raise BrokenProcessPool
        self.takes -= 1
        return super().submit(*work)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("takes", [(2, 0, 99), (0, 1, 99)])
def test_a_batch_that_a_broken_engine_did_not_take_is_not_lost(tmp_path, takes):
    """Whenever the engine breaks, each batch is done: the next engine takes what that one refused.

    A worker may die while a batch is handed over.
    """
    source, left = tmp_path / "articles.jsonl", list(takes)
    source.write_bytes(as_lines(ALL[:20]))
    count = build(
        Articles([str(source)]), tmp_path / "out", executors=lambda: Breaking(left.pop(0)),
        workers=1, progress=lambda *_: None,
    )  # fmt: skip
    parts = sorted(path.name for path in (tmp_path / "out" / "articles").iterdir())
    assert parts == [f"part-{number:06}.parquet" for number in range(count)]
    assert count == 4
    assert left == []


def test_dask_gives_the_same_though_a_worker_is_killed(source, whole, tmp_path):
    """By the executor of `distributed`, on a scheduler and two workers of its own."""
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    out = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as cluster:
        address, victim = cluster.stdout.readline().strip(), int(cluster.stdout.readline())
        run = started(source, out, "--scheduler", address)
        while run.poll() is None and not list(out.glob("articles/part-*")):
            time.sleep(0.02)
        os.kill(victim, signal.SIGKILL)
        said = run.communicate(timeout=300)
        cluster.stdin.close()
    assert run.returncode == 0, said
    assert content(out) == content(whole)


@pytest.mark.usefixtures("_small")
def test_a_shorter_archive_leaves_no_part_of_a_longer_one(tmp_path):
    """The folder holds what the inputs give now, no more."""
    file = tmp_path / "a.jsonl"
    out = tmp_path / "out"
    executors = processes(1)
    for count, batches in ((12, 3), (4, 1)):
        file.write_bytes(as_lines(ALL[:count]))
        said = []
        articles = Articles([str(file)])
        report = lambda done, fraction, said=said: said.append((done, fraction))  # noqa: E731
        assert build(articles, out, executors=executors, workers=1, progress=report) == batches
        assert len(list(out.glob("*/part-*.parquet"))) == 3 * batches
        assert max(said) == (count, 1.0)


@pytest.mark.usefixtures("_small")
def test_an_article_that_kills_every_worker_ends_in_one_line(tmp_path):
    """The run does not begin again for ever."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(as_lines(ALL[:3]))

    class Broken:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return False

        def submit(self, *_):
            future = Future()
            future.set_exception(BrokenProcessPool())
            return future

    with pytest.raises(GeoError, match="a worker died 4 times while batch 0"):
        build(
            Articles([str(file)]),
            tmp_path / "out",
            executors=Broken,
            workers=1,
            progress=lambda *_: None,
        )


@pytest.mark.usefixtures("_small")
def test_two_runs_do_not_share_a_folder(tmp_path):
    """The second is told, and changes nothing."""
    out = tmp_path / "out"
    out.mkdir()
    handle = os.open(out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    file = tmp_path / "a.jsonl"
    file.write_bytes(as_lines(ALL[:3]))
    with pytest.raises(InputError, match="being written by another run"):
        build(
            Articles([str(file)]), out, executors=processes(1), workers=1, progress=lambda *_: None
        )
    os.close(handle)
    assert list(out.iterdir()) == []


def test_wrong_usage_is_refused_in_one_line(tmp_path, capsys):
    """Exit code 2, and the way out."""
    empty = tmp_path / "empty"
    empty.mkdir()
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"body": ["x"]}), other)
    wrong = (
        ["nowhere.jsonl"],
        ["x" * 300],
        ["/dev/zero"],
        [str(empty)],
        [str(other)],
        [str(other), "--workers", "0"],
        [str(other), "--scheduler", "nonsense"],
    )
    for arguments in wrong:
        try:
            code = main(["archive", *arguments, "--out", str(tmp_path / "out")])
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        assert code == 2, (arguments, said)
        assert said.err.count("\n") == 1, said.err


def test_text_from_outside_stays_text_in_the_overview():
    """No markup, no script, no address but of the web; the page has no script at all."""
    hostile = '"><script>alert(1)</script>\u202e'
    counts = Counts()
    counts.articles["2024-11"] = 1
    counts.mentions["2024-11", hostile] = counts.spoken_of["2024-11", hostile] = 1
    counts.claims["2024-11", hostile, "permits"] = 1
    report = Report(date="2024-11-17", title=hostile, url="javascript:alert(1)", article=hostile)
    counts.links[hostile].append(report)
    counts.firsts[hostile, "permits"] = report
    files = overview(counts, [], {})
    page = files["archive.html"].decode()
    assert "<script" not in page
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert files["archive.png"].startswith(b"\x89PNG")


def test_an_archive_without_a_date_has_an_overview():
    """Counts without months; nothing is divided by their number."""
    counts = Counts()
    counts.articles[""] = 3
    counts.mentions["", "RU-KRS"] = counts.spoken_of["", "RU-KRS"] = 2
    page = overview(counts, [], {})["archive.html"].decode()
    assert "<h1>Spoken of most: RU-KRS, in 2 of 3 articles</h1>" in page
    assert "<svg" not in page


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["in 5 of 6 articles", "November 2024", "reported to say what", "refuses"]),
        ("uk", ["5 із 6 статей", "листопад 2024", "Сполучені Штати", "відмовляє", "17 листопада"]),
        ("ru", ["5 из 6 статей", "ноябрь 2024", "Соединённые Штаты", "отказывает", "17 ноября"]),
    ],
)
def test_the_overview_speaks_its_language(lang, said):
    """Headline, months, governments, stances and the key are told in it; no code, no bare month."""
    counts = Counts()
    counts.articles.update({"2024-11": 4, "2024-12": 2})
    counts.spoken_of["2024-11", "RU-KRS"], counts.spoken_of["2024-12", "RU-KRS"] = 4, 1
    counts.names["RU-KRS"] = "K"
    for stance in ("permits", "refuses"):
        counts.claims["2024-11", "US", stance] = 1
        counts.firsts["US", stance] = Report(date="2024-11-17", title="T", url="", article="1")
    within = {"now": {"RU-KRS": Reached(share=0.4, standing="partly", in_scope=True)}}
    policy = replace(load_regimes()[1], id="now", start=date(2024, 12, 1), until=None)
    page = overview(counts, [policy], within, lang=lang)["archive.html"].decode()
    assert f'<html lang="{lang}">' in page
    assert [words for words in said if words not in page] == []
    shown = re.sub(r"<[^>]*>", " ", page.partition("<h1>")[2])
    assert not re.search(
        r"2024-1|RU-KRS|\bUS\b|permits" if lang != "en" else "2024-1|RU-KRS", shown
    )
    assert re.search(r"(?<!\d)1 (of|із|из)( the)? 5", shown)  # one article in December, in reach


def test_a_policy_counts_in_every_month_it_was_in_force_in():
    """From the month of its first day to that of its last; not in one that begins as it ends."""
    policy = replace(load_regimes()[1], start=date(2024, 11, 30), until=date(2025, 2, 1))
    months = ["2024-10", "2024-11", "2024-12", "2025-01", "2025-02", ""]
    assert [in_force(policy, month) for month in months] == [False, True, True, True, False, False]
    counts = Counts()
    counts.articles.update(["2024-11", "2025-02", ""])
    assert counts.months == ["2024-11", "2024-12", "2025-01", "2025-02"]


QUESTIONS = (ROOT / "docs" / "archive.md").read_text(encoding="utf-8")
SQL = re.findall(r"```sql\n((?:.*\n)*?)```", QUESTIONS)


def test_the_questions_of_the_docs_have_answers(whole, monkeypatch):
    """Five at least, each with a row or more, in DuckDB on the files as they are."""
    assert len(SQL) >= 5
    monkeypatch.chdir(whole)
    for question in SQL:
        assert duckdb.sql(question).fetchall(), question
