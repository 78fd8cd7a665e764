"""The package ``geo`` may be another distribution's: the program says so and starts nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
START = "import sys; from policy_range_mapper import run; run(*sys.argv[1:2])"


def started(*folders, command=("-c", START), cwd=None):
    """Start the program as its console script does, with these folders first on the path."""
    return subprocess.run(
        [sys.executable, *command],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, folders))},
        cwd=cwd or ROOT.parent,
        check=False,
        capture_output=True,
        text=True,
    )


def install_another(folder, *, record="RECORD", line="geo/__init__.py,,\n"):
    """Leave what pip leaves of another distribution that has a package of this name."""
    (folder / "geo").mkdir(parents=True, exist_ok=True)
    (folder / "geo" / "__init__.py").write_text('__version__ = "9.9"\n', encoding="utf-8")
    about = folder / "other_geo-9.9.dist-info"
    about.mkdir()
    (about / record).write_text(f"{about.name}/METADATA,,\n{line}", encoding="utf-8")


@pytest.fixture
def ours(tmp_path):
    """Lay the program's Python files where a wheel would."""
    site = tmp_path / "site"
    shutil.copytree(ROOT / "geo", site / "geo", ignore=shutil.ignore_patterns("assets", "*.js"))
    shutil.copy(ROOT / "policy_range_mapper.py", site)
    return site


def refused(done):
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_package_that_stands_before_ours_is_named_with_its_distribution(tmp_path):
    """Neither its version is shown nor a missing module of its told."""
    install_another(tmp_path)
    said = refused(started(tmp_path, ROOT))
    assert said.startswith("policy-range-mapper: the package geo in ")
    assert "other_geo 9.9" in said
    assert "pip uninstall other_geo" in said


def test_a_mere_module_of_another_is_named(tmp_path):
    """Where it stands before ours; `geo.py` is no package, and takes the name all the same."""
    install_another(tmp_path, line="geo.py,,\n")
    shutil.rmtree(tmp_path / "geo")
    (tmp_path / "geo.py").touch()
    assert "other_geo 9.9" in refused(started(tmp_path, ROOT))


def test_a_mere_folder_of_that_name_is_told_by_its_place(tmp_path):
    """Such as one on PYTHONPATH; whatever its name holds, the line stays one."""
    folder = tmp_path / "a\n\x1b[31mb"
    (folder / "geo").mkdir(parents=True)
    (folder / "geo" / "__init__.py").touch()
    said = refused(started(folder, ROOT))
    assert "a\\n\\x1b[31mb" in said
    assert "PYTHONPATH" in said


@pytest.mark.parametrize(
    ("record", "line"), [("RECORD", "geo/__init__.py,,\n"), ("top_level.txt", "geo\n")]
)
def test_two_distributions_in_one_folder_are_told(ours, record, line):
    """Installed after ours, it wrote over our files; our doors tell, too."""
    install_another(ours, record=record, line=line)
    assert "other_geo 9.9" in refused(started(ours))
    door = refused(started(ours, command=("-m", "geo.regimes", "list"), cwd=ours))
    assert door.startswith("geo.regimes: ")


def test_what_another_left_of_ours_is_told(ours):
    """To uninstall the other takes the files both had."""
    (ours / "geo" / "__init__.py").unlink()
    assert "install policy-range-mapper again" in refused(
        started(ours, command=("-S", "-c", START))
    )


def test_others_are_no_hindrance(ours, tmp_path):
    """What stands behind ours on the path, or only has geo in its name, changes nothing."""
    install_another(tmp_path / "behind")
    install_another(tmp_path / "elsewhere", line="geology/geo/__init__.py,,\n")
    shutil.copytree(
        tmp_path / "elsewhere" / "other_geo-9.9.dist-info", ours / "geology-1.dist-info"
    )
    (ours / "policy_range_mapper-0.1.0.dist-info").mkdir()
    mine = ours / "policy_range_mapper-0.1.0.dist-info" / "RECORD"
    mine.write_text("geo/__init__.py,,\n", encoding="utf-8")
    code = "from policy_range_mapper import name_taken; print(name_taken())"
    done = started(ours, tmp_path / "behind", command=("-c", code))
    assert done.stdout == "None\n"


def test_the_version_is_ours():
    """It stands once, in the module whose name is ours; package and metadata follow it."""
    import geo  # noqa: PLC0415 - beside what it is compared with
    import policy_range_mapper  # noqa: PLC0415 - same

    assert geo.__version__ == policy_range_mapper.__version__
    done = started(ROOT, command=("-c", START.replace("*sys.argv[1:2]", ""), "--version"))
    assert done.stdout == f"policy-range-mapper {policy_range_mapper.__version__}\n"
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {policy_range_mapper.__version__}\n" in citation
