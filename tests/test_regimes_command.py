"""The command `python -m geo.regimes`: what it answers, and what it refuses."""

import json

import pytest

from geo.regimes import catalogue, load_regimes
from geo.regimes.__main__ import main


def ask(capsys, *arguments):
    try:
        code = main([str(argument) for argument in arguments])
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
    """A placeholder keeps no more than its month, an approximate day its sign."""
    _, out, _ = ask(capsys, "list")
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert "~2025-06 " in rows["us-review"]
    assert "2025-06-01" not in out
    assert "~2024-05-29" in rows["fi-no-special-limits"]
    assert "none stated" in rows["us-review"]
    assert "a limit claimed" in rows["us-100-km-claim"]


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_show_tells_all_of_one(capsys, lang):
    """Label, note, conflicts and every source with its address stand there; copies are marked."""
    regime = next(r for r in catalogue() if r.id == "us-whole-border")
    code, out, _ = ask(capsys, "show", regime.id, "--lang", lang)
    assert code == 0
    assert regime.label[lang] in out
    assert regime.note[lang] in out
    for source in regime.sources:
        assert source.url in out
        assert source.says in out
    assert "2024-06: US allows" in out  # the month alone, no invented day
    marks = {"en": "(a copy", "uk": "(копія", "ru": "(копия"}
    assert out.count(marks[lang]) == 2


def test_the_built_in_pair_can_be_shown(capsys):
    """Ids of the default run are known here, too."""
    for regime in load_regimes():
        assert ask(capsys, "show", regime.id)[0] == 0


def test_on_a_day_goes_by_grantor_and_status(capsys):
    """Sorted by government, then by status; a day before all of it says so."""
    _, out, _ = ask(capsys, "on", "2024-11-18", "--json")
    rows = [(each["grantor"], each["status"]) for each in json.loads(out)]
    assert rows == sorted(rows)
    assert [each["id"] for each in json.loads(out)][-1] == "us-atacms-kursk"
    code, out, _ = ask(capsys, "on", "2020-01-01")
    assert code == 0
    assert "Nothing was in force" in out


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
    assert "no distance" in out
    assert "Named after: Kursk Oblast" in out


def test_validate_accepts_what_the_program_ships(capsys, tmp_path):
    """A good file is told its count; one without sources is told so, in a line of its own."""
    file = tmp_path / "mine.toml"
    file.write_text(
        '[[regime]]\nid="x"\nlabel={en="x"}\ngrantor="US"\nreach_km="none"\n'
        'status="denied"\nfrom=2024-01-01\n'
    )
    code, out, _ = ask(capsys, "validate", file)
    assert code == 0
    assert "1 entries" in out
    assert "Without a source: x." in out


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
        ["diff", "us-eram"],
        ["diff", "us-eram", "x\x1b[2Jy"],
        ["list", "--regimes", "zz"],
        ["list", "--regimes", "2024-12-31..2024-01-01"],
        ["list", "--regimes", "2024-13-31..2024-01-01"],
        ["list", "--regimes", "2020-01-01..2020-02-01"],
        ["validate", tmp_path / "none.toml"],
        ["validate", wrong],
        ["draft", tmp_path / "none.txt"],
    ):
        code, out, err = ask(capsys, *arguments)
        assert code == 2, arguments
        assert out == "", arguments
        assert err.count("\n") == 1, (arguments, err)
        assert err.isprintable() or err[:-1].isprintable(), arguments
