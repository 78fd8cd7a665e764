"""The command `python -m geo.regimes`: what it answers, and what it refuses."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from geo.cli import main
from geo.regimes import catalogue, load_regimes, schema_file


def ask(capsys, *arguments):
    try:
        code = main(["regimes", *map(str, arguments)])
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


def test_list_names_every_regime_or_one_governments(capsys):
    """A row each; a government by its code in either case; JSON with a regimes file's fields."""
    code, out, _ = ask(capsys, "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == [r.id for r in catalogue()]
    _, out, _ = ask(capsys, "list", "--regimes", "GB", "--json")
    assert {each["grantor"] for each in json.loads(out)} == {"GB"}


def test_doubt_about_a_day_is_shown(capsys):
    """A placeholder keeps no more than its month, in every form, and has the sign of doubt."""
    _, out, _ = ask(capsys, "list")
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert "≈2025-06 " in rows["us-review"]
    assert "none stated" in rows["us-review"]
    assert "a limit claimed" in rows["us-100-km-claim"]
    for arguments in (["list"], ["list", "--json"], ["show", "us-review"]):
        assert "2025-06-01" not in ask(capsys, *arguments)[1]


def test_a_refusal_does_not_print_like_a_permission(capsys, shared):
    """Stance and the day of the last report have columns of their own."""
    _, out, _ = ask(capsys, "list", "--regimes", shared / "cases" / "claims" / "be-ban.toml")
    assert "permits" in out  # as the file has it: it says nothing of a stance
    _, out, _ = ask(capsys, "list")
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert re.search(
        r"BE  refuses +confirmed +2024-05-28 +… +2024-05-31 +none stated +–$",
        rows["be-inside-ukraine"],
    )
    assert re.search(
        r"CA  permits +confirmed +2024-05-29 +… +2024-05-30 +none stated +–$",
        rows["ca-no-objection"],
    )
    assert "case by case" in rows["us-eram"]
    assert "not RU-MOW" in rows["us-near-border"]


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_show_tells_all_of_one(capsys, lang):
    """Label, note, conflicts and every source stand there in the language; copies are marked."""
    regime = next(r for r in catalogue() if r.id == "us-whole-border")
    code, out, _ = ask(capsys, "show", regime.id, "--lang", lang)
    assert code == 0
    assert regime.label[lang] in out
    assert regime.note[lang] in out
    for source in regime.sources:
        assert source.url in out
        assert source.says[lang] in out
    for told in (*regime.systems, *regime.conflicts):
        assert told[lang] in out
    assert "Reuters via LBC, 2024-06-21: " in out
    marks = {"en": "(a copy", "uk": "(копія", "ru": "(копия"}
    assert out.count(marks[lang]) == 2


def test_the_built_in_pair_can_be_shown(capsys):
    """Ids of the default run are known here, too."""
    for regime in load_regimes():
        assert ask(capsys, "show", regime.id)[0] == 0


def test_on_a_day_goes_by_grantor_and_status(capsys):
    """Sorted by government, then by status; what is known of each stands beside it."""
    _, out, _ = ask(capsys, "on", "2024-11-18", "--json")
    found = json.loads(out)
    rows = [(each["grantor"], each["status"]) for each in found]
    assert rows == sorted(rows)
    known = {each["id"]: (each["stance"], each["known"], each["last_report"]) for each in found}
    assert known["us-atacms-kursk"] == ("permits", "in force", "2024-11-26")
    assert known["us-100-km-claim"] == ("permits", "not known", "2024-06-23")
    assert known["gb-storm-shadow-withheld"] == ("refuses", "in force", "2024-09-16")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Nothing is known of days before 2 May 2024; that is not to say"),
        ("uk", "Про дні до 2 травня 2024 року нічого не відомо"),
        ("ru", "О днях до 2 мая 2024 года ничего не известно"),
    ],
)
def test_before_the_first_source_nothing_is_known(capsys, lang, words):
    """That nothing was in force is not said."""
    code, out, _ = ask(capsys, "on", "2024-04-01", "--lang", lang)
    assert code == 0
    assert words in out
    code, out, err = ask(capsys, "on", "2024-04-01", "--json", "--lang", lang)
    assert (code, out) == (0, "[]\n")
    assert words in err


def test_what_is_known_of_a_day_is_told_apart(capsys):
    """In force as far as known, with the last report; not known; the US withholding approval."""
    _, out, _ = ask(capsys, "on", "2025-09-01")
    known, doubted = out.split("Not known whether in force that day:")
    assert known.startswith("In force on 1 September 2025, as far as is known:")
    row = next(line for line in known.splitlines() if line.startswith("us-review"))
    assert re.search(r"US +refuses +reported +≈2025-06 +… +2025-10-23 +none stated", row)
    assert "de-no-range-limit" in doubted
    _, out, _ = ask(capsys, "on", "2024-12-01")
    row = next(line for line in out.splitlines() if line.startswith("us-kharkiv-border"))
    assert re.search(r"US +permits +confirmed +2024-05-30 +… +2024-11-17 +80.km", row)


def test_the_difference_of_the_built_in_pair(capsys):
    """Golden: 11 regions enter, none leaves, 7 change their share, Kursk Oblast is named."""
    _, out, _ = ask(capsys, "diff", "us-himars-border", "us-atacms-kursk", "--json")
    found = json.loads(out)
    assert set(found["entered"]) == {
        *("RU-AD", "RU-KGD", "RU-KL", "RU-KLU", "RU-LIP", "RU-SAR"),
        *("RU-SMO", "RU-STA", "RU-TAM", "RU-TUL", "RU-VGG"),
    }
    assert found["left"] == {}
    assert set(found["changed"]) == {
        *("RU-BEL", "RU-BRY", "RU-KDA", "RU-KRS", "RU-ORL", "RU-ROS", "RU-VOR"),
    }
    assert found["changed"]["RU-KRS"] == [pytest.approx(0.49, abs=0.01), 1.0]
    assert found["entered"]["RU-AD"] == pytest.approx(0.64, abs=0.01)
    assert (found["named_before"], found["named_after"]) == ([], ["RU-KRS"])


def test_a_difference_without_a_distance_is_one_of_names(capsys):
    """Where one of the two states none, nothing is measured, and that is said."""
    _, out, _ = ask(capsys, "diff", "us-whole-border", "us-kursk-incursion")
    assert "no reach to compare" in out
    assert "Named after: Kursk Oblast" in out


def test_a_difference_says_which_distance_is_compared(capsys):
    """Reach and status of both stand there; of two distances the farther; of none, that."""
    _, out, _ = ask(capsys, "diff", "us-eram", "us-storm-shadow-data")
    assert "Stance: case by case (reported).\n  Reach: 240–450 km." in out
    assert "those of the farther one" in out
    _, out, _ = ask(capsys, "diff", "us-eram", "us-eram", "--json")
    same = json.loads(out)
    assert (same["reach_km"], same["measured"]) == ([450.0, 450.0], True)
    assert not any(same[key] for key in ("entered", "left", "changed"))
    _, out, _ = ask(capsys, "diff", "us-eram", "us-eram")
    assert "no region's share differs" in out
    _, out, _ = ask(capsys, "diff", "us-review", "us-eram", "--json")
    assert json.loads(out)["reach_km"] == [None, 450.0]


def test_a_confirmed_limit_is_no_claim(capsys):
    """Only where the limit itself is not confirmed is it called claimed."""
    korea = Path(__file__).resolve().parents[1] / "docs" / "examples" / "korea.toml"
    _, out, _ = ask(capsys, "list", "--regimes", korea)
    assert "180 km (a limit) " in out
    assert "claimed" not in out


@pytest.mark.parametrize(
    ("day", "uncertain"),
    [
        ("2025-05-01", {"us-atacms-confirmed", "us-atacms-kursk", "us-review"}),
        ("2025-04-30", set()),
        ("2025-07-03", set()),
    ],
)
def test_a_day_near_one_that_is_not_known_is_not_certain(capsys, day, uncertain):
    """A placeholder casts doubt a month wide; what is disputed or denied is in doubt all along."""
    doubted = {
        each["id"]
        for each in json.loads(ask(capsys, "on", day, "--json")[1])
        if each["known"] == "not known" and each["status"] in ("reported", "confirmed")
    }
    assert doubted == uncertain


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_a_day_after_the_last_source_is_not_claimed_to_be_known(capsys, lang):
    """The answer names the day of the latest source, 13 March 2026."""
    assert "2026" not in ask(capsys, "on", "2026-03-13", "--lang", lang)[1].splitlines()[-1]
    assert "13 " in ask(capsys, "on", "2026-03-14", "--lang", lang)[1].splitlines()[-1]


HOSTILE = """
[[regime]]
id = "x"
label = { en = "80\u00a0km \u2066" }
note = { en = "a\\nb\\tc" }
grantor = "US"
reach_km = 80
status = "denied"
from = 2024-01-01
"""


def test_a_file_of_ones_own_cannot_write_on_the_terminal(capsys, tmp_path):
    """What turns text is refused; what is merely unseen is escaped in JSON and comes back whole."""
    file = tmp_path / "mine\x1b[2J.toml"
    file.write_text(HOSTILE, encoding="utf-8")
    code, out, err = ask(capsys, "validate", file)
    assert (code, out) == (2, "")
    assert err[:-1].isprintable()
    file.write_text(HOSTILE.replace(" \u2066", ""), encoding="utf-8")
    for arguments in (["validate", file], ["list", "--regimes", file], ["show", "x"]):
        _, out, _ = ask(capsys, *arguments, *(["--regimes", file] if "show" in arguments else []))
        assert all(line.isprintable() for line in out.splitlines())
    _, out, _ = ask(capsys, "show", "x", "--regimes", file, "--json")
    assert all(line.isprintable() for line in out.splitlines())
    assert json.loads(out)["label"]["en"] == "80\u00a0km"
    assert json.loads(out)["note"]["en"] == "a\nb\tc"


def run(arguments, **more):
    command = [sys.executable, "-m", "geo.regimes", *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=60, **more)


def test_any_locale_is_written_to_in_utf_8():
    """A terminal of another encoding breaks neither the answer nor the program."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    told = run(["show", "us-review", "--lang", "uk"], env=environment)
    assert told.returncode == 0
    assert "Дальність" in told.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_reader_who_leaves_and_a_full_disk_are_taken_calmly():
    """A closed pipe is no failure; what cannot be written is told in one line."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "geo.regimes", "list", "--json"]
    with os.fdopen(writing, "wb") as pipe:
        left = subprocess.run(command, check=False, stdout=pipe, stderr=subprocess.PIPE, timeout=60)
    assert (left.returncode, left.stderr) == (0, b"")
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert told.returncode == 2
    assert told.stderr.count(b"\n") == 1


def test_a_name_nearly_right_is_guessed(capsys, tmp_path):
    """The nearest id is told, and where to look for the others."""
    assert "write us-review" in ask(capsys, "show", "us-reviw")[2]
    file = tmp_path / "mine.toml"
    file.write_text(HOSTILE.replace(" \u2066", ""), encoding="utf-8")
    assert f"list --regimes {file}" in ask(capsys, "show", "us-review", "--regimes", file)[2]


def test_validate_accepts_what_the_program_ships(capsys, tmp_path):
    """A good file is told its count; one without sources is told so, in a line of its own."""
    file = tmp_path / "mine.toml"
    file.write_text(
        '[[regime]]\nid="x"\nlabel={en="x"}\ngrantor="US"\nreach_km="none"\n'
        'status="denied"\nfrom=2024-01-01\n'
    )
    code, out, _ = ask(capsys, "validate", file)
    assert code == 0
    assert "in order, entries: 1." in out
    assert "Without a source: x." in out
    _, out, _ = ask(capsys, "validate", file, "--json")
    assert json.loads(out) == {"file": str(file), "regimes": ["x"], "unsourced": ["x"]}


def test_wrong_questions_are_refused_in_one_line(capsys, tmp_path):
    """Exit code 2, one line that helps, nothing on standard output."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[[regime]]\nid = 3\n")
    for arguments in (
        [],
        ["dance"],
        ["show", "nothing"],
        ["on", "yesterday"],
        ["on", "2024-02-30"],
        *(["on", "20240530"], ["on", "2024-W22-4"], ["on", ""], ["on", "2024-05-30T00:00"]),
        *(["list", "--regimes", "catalog"], ["list", "--regimes", ""], ["validate", "/dev/zero"]),
        *(["show", "us-eram", "--lang", "de"], ["show", "us-eram", "--jso"], ["validate", ""]),
        ["diff", "us-eram"],
        ["diff", "us-eram", "x\x1b[2Jy"],
        ["list", "--regimes", "zz"],
        ["list", "--regimes", "2024-12-31..2024-01-01"],
        ["list", "--regimes", "2024-13-31..2024-01-01"],
        ["list", "--regimes", "2020-01-01..2020-02-01"],
        ["validate", tmp_path / "none.toml"],
        ["draft", tmp_path / "none.txt"],
    ):
        code, out, err = ask(capsys, *arguments)
        assert code == 2, arguments
        assert out == "", arguments
        assert err.count("\n") == 1, (arguments, err)
        assert err.isprintable() or err[:-1].isprintable(), arguments


def test_every_mistake_of_a_file_is_told_by_validate(capsys, tmp_path):
    """A line each on standard error, exit code 2; for programs one document; elsewhere one line."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[[regime]]\nid = 3\nstance = "allows"\n')
    code, out, err = ask(capsys, "validate", wrong)
    assert (code, out) == (2, "")
    fields = re.findall(r"field (\w+): ", err)
    assert sorted(fields) == ["from", "grantor", "id", "label", "reach_km", "stance", "status"]
    assert err.count("\n") == len(fields)
    code, out, err = ask(capsys, "validate", wrong, "--json")
    assert (code, err) == (2, "")
    assert len(json.loads(out)["problems"]) == len(fields)
    code, _, err = ask(capsys, "list", "--regimes", wrong)
    assert (code, err.count("\n")) == (2, 1)
    assert "And 6 more" in err


def test_the_schema_is_printed(capsys):
    """What the command prints is the packaged file."""
    _, out, _ = ask(capsys, "schema")
    assert json.loads(out) == json.loads(schema_file().read_text(encoding="utf-8"))


def test_several_files_are_checked_at_once(capsys, tmp_path):
    """As hooks pass them: each is answered, a wrong or missing one hides no other."""
    good, wrong = tmp_path / "good.toml", tmp_path / "wrong.toml"
    good.write_text(HOSTILE.replace(" \u2066", ""), encoding="utf-8")
    wrong.write_text('[[regime]]\nid = "x"\nstance = "allows"\n', encoding="utf-8")
    files = [wrong, tmp_path / "none.toml", good]
    code, out, err = ask(capsys, "validate", *files)
    assert code == 2
    assert "good.toml" in out
    assert "field stance" in err
    assert "none.toml" in err
    code, out, _ = ask(capsys, "validate", *files, "--json")
    assert code == 2
    assert [("problems" in each) for each in json.loads(out)] == [True, True, False]
    assert ask(capsys, "validate", good, good)[0] == 0
