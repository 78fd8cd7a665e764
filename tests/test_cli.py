"""The program as a whole: its commands, its doors, and how it ends."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from geo import cli
from geo.cli import main
from geo.cli.render import SIZES
from geo.errors import DataError, InputError
from geo.snapshot import PAGES

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"geopandas", "pandas", "numpy", "matplotlib", "folium", "shapely", "pyproj"}


def run(code, *arguments, **more):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
        **more,
    )


LOADED = """
import sys
from geo.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--help"], ["--version"], ["render", "--help"], ["archive", "--help"]),
        *(["places", "--help"], ["regimes", "list"], ["regimes", "on", "2024-11-18"]),
        ["regimes", "show", "us-atacms-kursk", "--lang", "uk"],
    ],
)
def test_help_and_policies_load_nothing_that_draws_or_measures(arguments):
    """What needs no map is answered at once."""
    done = run(LOADED, *arguments)
    assert done.stdout
    assert not HEAVY & set(done.stderr.split())


def test_the_program_has_the_commands_its_help_names(capsys):
    """Each is a module with its own help; what is none is refused with those there are."""
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    for command in cli.COMMANDS:
        assert f"  {command} " in told
        with pytest.raises(SystemExit) as left:
            main([command, "--help"])
        assert left.value.code == 0
        told_of_one = capsys.readouterr().out
        assert "exit codes: 0 done" in told_of_one
        assert f"\n  policy-range-mapper {command} " in told_of_one  # as it was called
        assert "python -m geo." not in told_of_one
    with pytest.raises(SystemExit) as left:
        main(["article.txt"])
    assert left.value.code == 2
    assert "'article.txt' is no command; write one of render, places" in capsys.readouterr().err


def test_a_door_of_one_command_calls_it_by_its_module():
    """`python -m geo.regimes` is the program's `regimes`, and says its own name."""
    for door in ("render", "places", "regimes"):
        done = subprocess.run(
            [sys.executable, "-m", f"geo.{door}", "--no-such"],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2
        assert done.stderr.startswith(f"geo.{door}: ")
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (InputError("it is wrong; mend it."), 2, "it is wrong; mend it."),
        (DataError("x is damaged: install again"), 3, "install again"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (cli._TerminatedError(), 143, "terminated"),  # noqa: SLF001 - raised by the signal alone
        (OSError(28, "No space left on device"), 3, "disk is full"),
        (OSError(24, "Too many open files"), 3, "ulimit -n"),
        (MemoryError(), 3, "memory ran out"),
        (ZeroDivisionError("a\nb"), 3, "ZeroDivisionError: a b"),
    ],
)
def test_every_failure_ends_in_one_line_and_its_code(monkeypatch, capsys, error, code, words):
    """The user's are 2, ours and the machine's 3, interruptions 128 and the signal's number."""

    def fail(_):
        raise error

    monkeypatch.setattr("geo.cli.collect._read", fail)
    assert main(["places", "x"]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("policy-range-mapper places: ")
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("name", ["text", "-"])
def test_a_text_too_long_for_its_places_is_refused_and_never_cut(
    tmp_path, monkeypatch, capsys, name
):
    """A file like the standard input; one byte fewer is read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("geo.cli.collect.LARGEST_TEXT_BYTES", 5)
    for text, code in (("Kyiv.", 0), ("Kyiv..", 2)):
        (tmp_path / "text").write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert main(["places", name]) == code
    said = capsys.readouterr()
    assert json.loads(said.out)["name"] == "Kyiv"
    assert "over 5 bytes; split it" in said.err


@pytest.mark.parametrize(
    ("name", "code"), [("INT", 130), ("TERM", 143)], ids=["interrupted", "terminated"]
)
@pytest.mark.parametrize("then", ["", "except BaseException: raise ImportError"])
@pytest.mark.parametrize("door", ["places", "regimes"])
def test_a_signal_while_modules_are_read_is_told_in_one_line(tmp_path, door, then, name, code):
    """At a door whose package comes first, and where a library makes another error of it."""
    needed, argument = {
        "places": ("marisa_trie", f"{ROOT}/README.md"),
        "regimes": ("markupsafe", "list"),
    }[door]
    (tmp_path / f"{needed}.py").write_text(
        f"import os, signal\ntry: os.kill(os.getpid(), signal.SIG{name})\n{then or 'finally: 0'}",
        encoding="utf-8",
    )
    for command in (
        ("-m", f"geo.{door}"),
        ("-c", f"import policy_range_mapper as m; m.run({door!r})"),
    ):
        done = subprocess.run(
            [sys.executable, *command, argument],
            env=os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))},
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout) == (code, "")
        assert done.stderr.count("\n") == 1
        assert "what stood before still stands" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_too_little_memory_is_told_before_a_library_ends_the_program(tmp_path):
    """Some abort, or end with code 1, which is a difference's."""
    command = f"ulimit -v 120000 && {sys.executable} -m geo.render --out {tmp_path}/x"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 3
    assert done.stderr.startswith("geo.render: memory ran out; ")
    assert done.stderr.count("\n") == 1


def test_a_traceback_is_shown_to_who_asks(monkeypatch, capsys):
    """`GEO_DEBUG=1` shows where it failed, and the line still comes last."""
    monkeypatch.setenv("GEO_DEBUG", "1")
    assert main(["places", "/nowhere"]) == 2
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.splitlines()[-1].startswith("policy-range-mapper places: /nowhere")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_failure(tmp_path, closed):
    """Nothing else is written into, in place of what is closed."""
    (tmp_path / "text.txt").write_text("From Sumy.", encoding="utf-8")
    command = f"{sys.executable} -m geo.places {tmp_path}/text.txt {closed}"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["render", "places", "archive"])
def test_a_text_whose_name_no_folder_can_hold_is_refused(command, tmp_path, capsys):
    """In one line, as any other that cannot be read."""
    out = [] if command == "places" else ["--out", str(tmp_path / "out")]
    assert main([command, "x" * 300, *out]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_module_of_the_working_folder_in_place_of_pythons_is_named(tmp_path):
    """What begins with a foreign `argparse` ends in one line, not in a traceback."""
    (tmp_path / "argparse.py").write_text("x = 1")
    code = "from policy_range_mapper import run; run('render')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "argparse.py' stands before a module that is needed" in done.stderr


def test_what_matplotlib_would_say_or_draw_by_is_not_asked(tmp_path):
    """No window toolkit that is set, no folder that cannot be written adds a line or ends a run."""
    odd = {"MPLBACKEND": "bogus", "MPLCONFIGDIR": "/dev/null/x"}
    code = "from policy_range_mapper import run; run('render')"
    options = ["--formats", "png", "--regimes", "none", "--quiet", "--out", str(tmp_path / "o")]
    (tmp_path / "t.txt").write_text("From Kharkiv to Kursk.")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "t.txt"), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT), **odd},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["render", "archive"])
def test_a_folder_too_deep_is_refused(command, capsys):
    """A path may be short enough for the system, and too deep to be made."""
    texts = [__file__] if command == "archive" else []
    assert main([command, *texts, "--out", "d/" * 300]) == 2
    assert "200 folders in each other" in capsys.readouterr().err


def test_the_sizes_of_the_help_are_those_there_are():
    """They are written twice, so that help does not load what draws."""
    assert tuple(PAGES) == SIZES


@pytest.mark.parametrize("command", ["places", "render"])
def test_a_pipe_nobody_writes_into_is_not_waited_for(tmp_path, monkeypatch, capsys, command):
    """It is refused after some seconds, which a writer has to begin in."""
    monkeypatch.setattr("geo.inputs.PATIENCE_S", 0.1)
    os.mkfifo(tmp_path / "pipe")
    assert main([command, str(tmp_path / "pipe")]) == 2
    assert "a pipe that nobody writes into" in capsys.readouterr().err


def test_a_long_stage_says_how_far_it_is(tmp_path, monkeypatch, capsys):
    """Without a terminal, too, and line by line; with --quiet not a word."""
    monkeypatch.setattr("geo.cli.render.EVERY_S", 0.02)
    arguments = ["render", "--regimes", "catalogue", "--formats", "csv", "--out", str(tmp_path)]
    assert main(arguments) == 0
    told = capsys.readouterr().err.splitlines()
    counted = re.compile(r"measuring the envelopes, [1-9] of [2-9] … \d+ s")
    assert any(counted.fullmatch(line) for line in told)
    assert any(line.startswith("judging the regions …") for line in told)
    assert main([*arguments, "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_slow_writer_of_a_pipe_is_waited_for(tmp_path, monkeypatch, capsys):
    """Once it has the pipe open, it may take its time."""
    monkeypatch.setattr("geo.inputs.PATIENCE_S", 5.0)
    os.mkfifo(tmp_path / "pipe")
    command = f"exec > {tmp_path}/pipe; sleep 0.3; echo From Sumy; sleep 0.3; echo to Kursk."
    with subprocess.Popen(["/bin/sh", "-c", command]):
        assert main(["places", str(tmp_path / "pipe")]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == ["Sumy", "Kursk"]


def test_a_folder_that_is_gone_is_told(tmp_path):
    """The one the program was started in, for instance."""
    command = f"mkdir {tmp_path}/gone; cd {tmp_path}/gone; rmdir {tmp_path}/gone; "
    command += f"{sys.executable} -m geo.render --out x"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
