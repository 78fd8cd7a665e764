"""The list of planted changes: true to the code, spread over all of it, and told right."""

import re
from pathlib import Path

import plants
import pytest

ROOT = Path(__file__).resolve().parents[1]
PLANTS = plants.read_plants()


def test_every_plant_stands_in_the_code_exactly_once():
    """A change of the code that a plant stands in changes the plant, too."""
    for plant in PLANTS:
        plants.planted(plant, (ROOT / plant.file).read_text(encoding="utf-8"))


def test_every_plant_names_tests_that_are_there():
    """A test that is renamed is renamed in the list."""
    for test in {test for plant in PLANTS for test in plant.tests}:
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        sign = f'test("{name}"' if file.endswith(".js") else f"def {re.split(r'[.:]', name)[-1]}("
        assert text.count(sign) == 1, test


def test_plants_are_spread_over_the_whole_house():
    """Every package and the page's script has one; no two are the same."""
    rooms = {path.name for path in (ROOT / "geo").iterdir() if (path / "__init__.py").is_file()}
    rooms |= {path.name for path in (ROOT / "geo").glob("*.py") if path.name not in NOT_PLANTED}
    planted_in = {Path(plant.file).parts[:2][-1] for plant in PLANTS}
    assert rooms - planted_in == set()
    assert sum(plant.file.endswith(".js") for plant in PLANTS) >= 10
    assert len({(plant.file, plant.old, plant.new) for plant in PLANTS}) == len(PLANTS) >= 53


NOT_PLANTED = {
    *("__init__.py", "render.py"),  # a number and a door
    "errors.py",  # names alone
}


@pytest.fixture
def tree(tmp_path):
    """Make a tree of one module, with a test that looks at half of it."""
    (tmp_path / "one.py").write_text("LOW = 1\nHIGH = 2\n", encoding="utf-8")
    (tmp_path / "test_one.py").write_text(
        "import one\n\n\ndef test_low():\n    assert one.LOW == 1\n", encoding="utf-8"
    )
    return tmp_path


def plant(old, new, test="test_one.py::test_low"):
    return plants.Plant(file="one.py", old=old, new=new, breaks="a number", tests=(test,))


def test_what_no_test_notices_survives(tree, capsys):
    """A change that fails the test named is caught; one that does not is told and given back."""
    quiet = plant("HIGH = 2", "HIGH = 3")
    assert plants.survivors([plant("LOW = 1", "LOW = 0"), quiet], tree) == [quiet]
    first, second, why = capsys.readouterr().out.splitlines()
    assert first.startswith("caught ")
    assert second.startswith("SURVIVED ")
    assert why.strip() == "not noticed by test_one.py::test_low"
    assert (tree / "one.py").read_text(encoding="utf-8") == "LOW = 1\nHIGH = 2\n"


def test_what_would_tell_nothing_is_refused(tree):
    """A test that fails already, or is not there, and a text that stands elsewhere or twice."""
    with pytest.raises(plants.UnusableError, match="did not run"):
        plants.survivors([plant("LOW", "Low", "test_one.py::test_gone")], tree)
    (tree / "one.py").write_text("LOW = 0\n", encoding="utf-8")
    with pytest.raises(plants.UnusableError, match="fails with nothing planted"):
        plants.survivors([plant("LOW", "Low")], tree)
    for text in ("", "LOW LOW"):
        with pytest.raises(plants.UnusableError, match="stands there"):
            plants.planted(plant("LOW", "Low"), text)


def test_a_test_of_the_page_is_known_by_its_whole_name(tmp_path):
    """A file in which no test has the name passes with Node; here that is no answer."""
    (tmp_path / "one.test.js").write_text(
        'import test from "node:test";\ntest("low is one", () => {});\n'
        'test("low is two", () => {\n  throw new Error();\n});\n',
        encoding="utf-8",
    )
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    tests = [f"one.test.js::low is {number}" for number in ("one", "two")]
    assert plants.failing(tests, tmp_path) == {tests[1]}
    with pytest.raises(plants.UnusableError, match="did not run"):
        plants.failing(["one.test.js::low"], tmp_path)


def test_a_copy_has_the_code_and_nothing_made_of_it(tmp_path):
    """What is planted is planted there, never in the checkout."""
    root = tmp_path / "root"
    for folder in ("geo/__pycache__", ".git", "node_modules"):
        (root / folder).mkdir(parents=True)
    (root / "geo/one.py").write_text("LOW = 1\n", encoding="utf-8")
    copy = plants.copied(root, tmp_path)
    assert [str(path.relative_to(copy)) for path in sorted(copy.rglob("*"))] == [
        *("geo", "geo/one.py")
    ]
