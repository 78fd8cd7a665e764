"""The documentation's commands print what it shows."""

import re
import shlex
from pathlib import Path

import pytest

from geo.cli import main
from geo.regimes import in_language, load_regimes

ROOT = Path(__file__).resolve().parents[1]
POLICIES = (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ python -m geo\.regimes (.*)\n((?:.*\n)*?)```", POLICIES)


@pytest.mark.parametrize(("command", "printed"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_prints_what_the_docs_show(command, printed, capsys, monkeypatch):
    """Run from the checkout, to the letter."""
    monkeypatch.chdir(ROOT)
    assert main(["regimes", *shlex.split(command)]) == 0
    assert capsys.readouterr().out == printed


def test_texts_by_language_as_the_docs_show_them_are_read(tmp_path):
    """Beneath what every regime needs; each reader has their own, or the English."""
    (shown,) = re.findall(r"```toml\n((?:.*\n)*?)```", POLICIES)
    needed = (
        '[[regime]]\nid = "a"\nlabel.en = "A"\ngrantor = "US"\nreach_km = 300\n'
        'status = "reported"\nfrom = 2024-11-17\n'
    )
    file = tmp_path / "a.toml"
    file.write_text(needed + shown, encoding="utf-8")
    (regime,) = load_regimes(file)
    assert in_language(regime.systems[1], "uk") == "артилерія"
    assert in_language(regime.conflicts[0], "ru") == "One report has 300 km, another 306."
    assert in_language(regime.sources[0].says, "ru") == "Дальность указана: 300 км."


def test_commands_are_shown():
    """The pattern above finds them."""
    assert len(SHOWN) >= 4
