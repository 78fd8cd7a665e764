"""The house itself: imports follow the way of the data, past no face; one name, one thing."""

import ast
from pathlib import Path

import pytest

GEO = Path(__file__).resolve().parents[1] / "geo"

# From the foundations to the door: a module may import those before it, never those after.
WAY_OF_THE_DATA = (
    "errors",
    "beside",
    "inputs",
    "crs",
    "wording",
    "reading",
    "boundaries",
    "gazetteer",
    "mentions",
    "places",
    "quantities",
    "regimes",
    "claims",
    "choice",
    "origins",
    "setting",
    "geodesy",
    "regions",
    "envelopes",
    "coverage",
    "findings",
    "narrative",
    "display",
    "labels",
    "webmap",
    "snapshot",
    "tables",
    "files",
    "archive",
    "cli",
    "render",
)


def modules():
    """List modules; a package's door stands with the package."""
    for file in sorted(GEO.rglob("*.py")):
        name = file.relative_to(GEO).parts[0].removesuffix(".py")
        if name != "__init__":
            yield name, file


def imported(file):
    """Give what a module imports by its full name, relative ones too."""
    here = ("geo", *file.relative_to(GEO).parts[:-1])
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            above = here[: len(here) + 1 - node.level] if node.level else ()
            yield ".".join((*above, *filter(None, [node.module])))
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def backward(edges, way):
    return sorted(f"{a} → {b}" for a, b in edges if way.index(b) > way.index(a))


def test_every_module_has_its_place_on_the_way():
    """A new module must say where on the way of the data it stands."""
    assert {name for name, _ in modules()} == set(WAY_OF_THE_DATA)


def test_imports_never_turn_back():
    """No module imports one that comes after it."""
    edges = {
        (name, module.split(".")[1])
        for name, file in modules()
        for module in imported(file)
        if module.startswith("geo.")
    }
    assert backward(edges, WAY_OF_THE_DATA) == []
    assert backward({("crs", "render")}, WAY_OF_THE_DATA) == ["crs → render"]


def reached_past(name, module):
    """Say whether a module of one room imports from behind the face of another."""
    return module.startswith("geo.") and module.count(".") > 1 and module.split(".")[1] != name


def test_nothing_reaches_past_the_face_of_a_package():
    """From outside a package only what its ``__init__`` gives may be imported."""
    deep = [
        f"{file.name}: {m}"
        for name, file in modules()
        for m in imported(file)
        if reached_past(name, m)
    ]
    assert deep == []
    assert reached_past("findings", "geo.geodesy.lines")
    assert not reached_past("geodesy", "geo.geodesy.lines")


def test_no_two_classes_share_a_name():
    """A name means one thing in the whole house; private classes count too."""
    classes = [
        node.name
        for _, file in modules()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert {name for name in classes if classes.count(name) > 1} == set()


def test_no_module_outgrows_one_idea():
    """A module of more than 350 lines usually holds two."""
    lengths = {file: file.read_text(encoding="utf-8").count("\n") for _, file in modules()}
    assert {file for file, lines in lengths.items() if lines > 350} == set()


def test_no_module_imports_a_door():
    """A command may look at the whole house; the house never looks at a command."""
    assert not [m for _, file in modules() for m in imported(file) if m.endswith("__main__")]


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("folium", {"webmap"}),
        ("matplotlib", {"snapshot"}),
        ("marisa_trie", {"gazetteer"}),
        ("pykdtree", {"geodesy"}),
    ],
)
def test_a_library_has_one_home(library, homes):
    """What draws, draws in one module; what measures, measures in one."""
    users = {
        name
        for name, file in modules()
        for module in imported(file)
        if module.split(".")[0] == library
    }
    assert users == homes
