"""The documentation's commands print what it shows."""

import re
import shlex
from pathlib import Path

import pytest

from geo.regimes.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
SHOWN = re.findall(
    r"```console\n\$ python -m geo\.regimes (.*)\n((?:.*\n)*?)```",
    (ROOT / "docs" / "policies.md").read_text(encoding="utf-8"),
)


@pytest.mark.parametrize(("command", "printed"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_prints_what_the_docs_show(command, printed, capsys, monkeypatch):
    """Run from the checkout, to the letter."""
    monkeypatch.chdir(ROOT)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out == printed


def test_commands_are_shown():
    """The pattern above finds them."""
    assert len(SHOWN) >= 4
