"""The documentation's commands print what it shows."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from release_check import PYTHONS, check_numbers, shown_commands, shown_lines

from geo import __version__
from geo.cli import collect, main, regimes, render
from geo.regimes import in_language, load_regimes, schema_file

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    page.name: page.read_text(encoding="utf-8")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
SHOWN = re.findall(
    r"```console\n\$ policy-range-mapper regimes (.*)\n((?:.*\n)*?)```", "".join(PAGES.values())
)
COMMANDS = [command for _, command in shown_commands(ROOT)]


def blocks(page, language):
    """Give the blocks of one language that a page shows."""
    return re.findall(rf"```{language}\n(.*?)```", PAGES[page], re.DOTALL)


@pytest.mark.parametrize(("command", "printed"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_prints_what_the_docs_show(command, printed, capsys, monkeypatch):
    """Run from the checkout, to the letter."""
    monkeypatch.chdir(ROOT)
    assert main(["regimes", *shlex.split(command)]) == 0
    assert capsys.readouterr().out == printed


def test_texts_by_language_as_the_docs_show_them_are_read(tmp_path):
    """Beneath what every regime needs; each reader has their own, or the English."""
    (shown,) = blocks("policies.md", "toml")
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
    assert len(COMMANDS) >= 20


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_shown_is_one_there_is(command):
    """Its options are taken; `make release-check` runs every one."""
    for each in re.split(r" && |; ", command):
        words = shlex.split(each.partition(" > ")[0])
        name, given = words[1], words[2:]
        if name in ("places", "regions"):  # run by tests of their own
            continue
        read = {
            "render": render._arguments,  # noqa: SLF001 - reads a line, and runs nothing
            "regimes": regimes._arguments,  # noqa: SLF001 - same
            "archive": collect._archive_arguments,  # noqa: SLF001 - same
        }[name]
        read(given, prog=name)


def test_no_line_for_a_shell_is_left_untried():
    """Each is a command, a target of make, an extra; other blocks are of kinds that tests read."""
    targets = re.findall(
        r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    others = {f"make {target}" for target in targets} | {". .venv/bin/activate", ""}
    others |= {
        f'.venv/bin/python -m pip install -c constraints.txt -e ".[{extra}]"' for extra in extras
    }
    lines = {line.strip() for _, line in shown_lines(ROOT)}
    assert {line for line in lines if not line.startswith("#")} - set(COMMANDS) <= others
    kinds = {
        *("sh", "toml", "python", "yaml", "console"),
        *("sql", "json", "text"),  # asked in test_archive; looked at, not run
    }
    texts = "\n".join(PAGES.values())
    assert set(re.findall(r"^```(\w*)\n(?:.*\n)*?```$", texts, re.MULTILINE)) <= kinds
    assert texts.count("```console") == len(SHOWN)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")])
def test_python_that_is_shown_runs(page, tmp_path, monkeypatch):
    """The blocks of a page one after the other, as in a session."""
    monkeypatch.chdir(tmp_path)
    exec("\n".join(blocks(page, "python")), {})  # noqa: S102 - our own words


@pytest.mark.parametrize("page", ["README.md", "schema.md"])
def test_policies_that_are_shown_are_right(page, tmp_path):
    """By the program and by its schema."""
    (shown,) = blocks(page, "toml")
    file = tmp_path / "mine.toml"
    file.write_text(shown, encoding="utf-8")
    assert len(load_regimes(file)) == 1
    schema = json.loads(schema_file().read_text(encoding="utf-8"))
    document = json.loads(json.dumps(tomllib.loads(shown), default=str))
    jsonschema.validate(document, schema)


def test_the_workflow_shown_names_inputs_the_action_has():
    """And the hook shown is one there is; every input stands in the table."""
    workflow, hooks = map(yaml.safe_load, blocks("repository.md", "yaml"))
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    own = yaml.safe_load((ROOT / ".github" / "workflows" / "maps.yml").read_text(encoding="utf-8"))
    steps = [*workflow["jobs"]["maps"]["steps"], *own["jobs"]["maps"]["steps"]]
    uses = [each["with"] for each in steps if "with" in each]
    assert [each.get("check") for each in uses] == [None, "true", "true", None]
    assert all(each.keys() <= action["inputs"].keys() for each in uses)
    rows = re.findall(r"^\| `(\w+)` \|", PAGES["repository.md"], re.MULTILINE)
    assert rows == list(action["inputs"])
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hooks["repos"][0]["hooks"][0]["id"] == ours[0]["id"]


def test_every_dependency_has_its_reason():
    """Each that a user installs, and the extras, in the table of the docs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["archive"], *extras["osm"]]
    names = {re.match(r"[\w-]+", each)[0] for each in wanted}
    table = PAGES["dependencies.md"].partition("## Written by hand")[0]
    cells = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)
    told = {name for cell in cells[2:] for name in cell.replace(" (extra)", "").split(", ")}
    assert told == names | {"Leaflet (carried)"}


def test_the_leaflet_that_is_carried_is_the_one_named():
    """In the file itself, where it is taken from, and in the docs."""
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    script = (ROOT / "geo/webmap/assets/leaflet/leaflet.js").read_text(encoding="utf-8")
    texts = (script, PAGES["dependencies.md"], PAGES["licences.md"])
    for text in texts:
        assert wanted["leaflet"] in re.findall(r"\b1\.\d+\.\d+\b", text)
        assert "1.9.3" not in text


def test_version_and_day_are_the_same_everywhere():
    """In the program, the changelog, the citation and, where this commit has one, the tag."""
    assert re.fullmatch(
        r"version \d+\.\d+\.\d+, (\d{4}-\d\d-\d\d|unreleased), (no tag yet|tag v.*)",
        check_numbers(),
    )


@pytest.mark.parametrize("page", ["README.md", "index.md"])
def test_badges_say_what_is_so(page):
    """The version, the Pythons tried and the licence: in the picture, in its words, in truth."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    test = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    classes = [each for each in project["classifiers"] if "Python :: 3." in each]
    tried = test["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert [each.rpartition(" ")[2] for each in classes] == tried == list(PYTHONS)
    truth = {"version": __version__, "python": " | ".join(tried), "licence": project["license"]}
    shown = re.findall(r"!\[(\w+) ([^]]+)\]\((?:docs/)?badges/(\w+)\.svg\)", PAGES[page])
    assert {name: value for name, value, _ in shown} == truth
    for name, value, file in shown:
        drawn = ET.parse(ROOT / "docs" / "badges" / f"{file}.svg")  # noqa: S314 - ours
        assert {each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")} == {
            name,
            value,
        }


def test_every_page_of_the_docs_is_in_the_site():
    """The site's list of pages names each file under docs/, and none that is not there."""
    named = set(re.findall(r": ([\w-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    assert named == {file.name for file in (ROOT / "docs").glob("*.md")}


def test_an_article_goes_the_way_the_docs_show(tmp_path, monkeypatch):
    """The first commands of "From an article to a published map", as they stand there."""
    article = (
        "<html><body><article><p>On 17 November 2024 it was reported that the United States had "
        "allowed Ukraine to strike Kursk Oblast in Russia with ATACMS missiles with a range of up "
        "to 300 km.</p></article></body></html>"
    )
    (tmp_path / "article.html").write_text(article, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for line in "".join(blocks("article.md", "sh")[:2]).splitlines():
        assert main(line.partition("#")[0].split()[1:]) == 0
    assert (tmp_path / "article" / "policy-map.html").is_file()
    assert "300" in (tmp_path / "article" / "claims.json").read_text(encoding="utf-8")
