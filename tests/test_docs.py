"""The documentation's commands print what it shows."""

import os
import re
import shlex
import subprocess
import sys
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


def test_every_page_of_the_docs_is_in_the_site():
    """The site's list of pages names each file under docs/, and none that is not there."""
    named = set(re.findall(r": ([\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    assert named == {file.name for file in (ROOT / "docs").glob("*.md")}


def test_an_article_goes_the_way_the_docs_show(tmp_path):
    """The first commands of "From an article to a published map", as they stand there."""
    article = (
        "<html><body><article><p>On 17 November 2024 it was reported that the United States had "
        "allowed Ukraine to strike Kursk Oblast in Russia with ATACMS missiles with a range of up "
        "to 300 km.</p></article></body></html>"
    )
    (tmp_path / "article.html").write_text(article, encoding="utf-8")
    page = (ROOT / "docs" / "article.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    for line in "".join(blocks[:2]).splitlines():
        command = line.partition("#")[0].split()
        done = subprocess.run(
            [sys.executable, *command[1:]],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "article" / "policy-map.html").is_file()
    assert "300" in (tmp_path / "article" / "claims.json").read_text(encoding="utf-8")
