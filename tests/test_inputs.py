"""What comes in: a user's files no larger than they may be, data files as their records say."""

import json
import shutil
from pathlib import Path

import pytest

from data.build.checksums import digests
from geo import inputs
from geo.cli import main
from geo.errors import DataError, InputError
from geo.inputs import CHECKSUMS, check_packaged, data_path, read_input, records, verified

PACKAGE = Path(inputs.__file__).parent
DATA = data_path("")
FOLDERS = sorted(manifest.parent.name for manifest in DATA.glob("*/manifest.toml"))
ALL = [f"{folder}/{record.file}" for folder in FOLDERS for record in records(folder)]


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Put a copy of the boundaries where the package looks for its data."""
    shutil.copytree(DATA / "boundaries", tmp_path / "boundaries")
    monkeypatch.setattr(inputs, "data_path", lambda name: tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", ALL)
def test_every_recorded_file_has_the_bytes_of_its_record(name):
    """The checksum of each committed file is the recorded one."""
    path, record = verified(name)
    assert path.is_file()
    assert record.licence


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_a_recorded_folder_has_a_record(folder):
    """Nothing lies beside the manifest that it does not speak of."""
    files = {path.name for path in (DATA / folder).iterdir() if path.is_file()}
    assert files - {"manifest.toml"} == {record.file for record in records(folder)}


def test_every_boundary_says_whose_view_and_whose_work_it_is():
    """A layer of borders names its worldview, licence and upstream, and how it was made."""
    for record in records("boundaries"):
        assert "68/262" in record.worldview
        assert record.licence == "ODbL-1.0"
        assert "© OpenStreetMap contributors" in record.attribution
        assert len(record.upstream_sha256.split(" + ")) == len(record.upstream_file.split(" + "))
        assert all(len(digest) == 64 for digest in record.upstream_sha256.split(" + "))
        assert record.derivation.endswith(".")
        assert record.crs == "EPSG:4326"


def test_the_manifest_has_one_order():
    """Records come in the order of the manifest, the origin of all measures first."""
    assert [record.file.removesuffix(".fgb") for record in records("boundaries")] == [
        "ukraine",
        "land-border",
        "regions",
        "ukraine_regions",
        "countries",
        "sea",
    ]


def test_one_flipped_byte_is_noticed(copy):
    """A file that differs in a single bit is refused, with the remedy."""
    path = copy / "boundaries" / "ukraine.fgb"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(DataError, match=r"not the file its record describes.*install"):
        verified("boundaries/ukraine.fgb")
    assert verified("boundaries/sea.fgb")


def test_a_missing_file_is_noticed(copy):
    """A recorded file that is not there is a fault of the data, not of the reader."""
    (copy / "boundaries" / "sea.fgb").unlink()
    with pytest.raises(DataError, match="cannot be read"):
        verified("boundaries/sea.fgb")


def test_a_missing_manifest_is_noticed(copy):
    """Without records nothing is trusted."""
    (copy / "boundaries" / "manifest.toml").unlink()
    with pytest.raises(DataError, match=r"manifest\.toml is missing"):
        verified("boundaries/sea.fgb")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("rows = 83", 'rows = "many"'),
        lambda text: text.replace('worldview = "', 'world = "'),
        lambda text: text.replace("[[file]]", "[[file]]\nextra = 1", 1),
        lambda text: text.replace("[[file]]", "[[files]]"),
        lambda text: text + "[[",
        lambda text: text.encode("utf-16").decode("latin-1"),
    ],
    ids=["mistyped", "field missing", "field too many", "no records", "not TOML", "not text"],
)
def test_a_damaged_manifest_is_noticed(copy, damage):
    """A manifest that is not what we write is refused as a whole."""
    path = copy / "boundaries" / "manifest.toml"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError, match=r"is damaged .*install the package again"):
        records("boundaries")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ukraine.fgb",
        "../pyproject.toml",
        "boundaries/../../pyproject.toml",
        "/etc/passwd",
        "boundaries/",
        "boundaries/manifest.toml",
        "boundaries/other.fgb",
    ],
)
def test_only_recorded_files_are_given(name):
    """Paths out of the data folder and files without a record are refused."""
    with pytest.raises(DataError):
        verified(name)


def test_data_lies_in_the_package_or_beside_it(tmp_path, monkeypatch):
    """An installed package carries its data; a checkout has it beside the package."""
    package = tmp_path / "site" / "geo"
    package.mkdir(parents=True)
    monkeypatch.setattr(inputs, "__file__", str(package / "inputs.py"))
    with pytest.raises(DataError, match="no data folder"):
        data_path("x")
    beside = tmp_path / "site" / "data"
    beside.mkdir()
    assert data_path("x") == beside / "x"
    (package / "data").mkdir()
    assert data_path("x") == package / "data" / "x"


def test_records_of_all_folders_name_no_machine():
    """No path of the machine that made it, and no address to fetch from, is published."""
    for folder in FOLDERS:
        for record in records(folder):
            said = json.dumps([getattr(record, name) for name in record.__slots__])
            assert "://" not in said
            assert str(Path.home()) not in said


def test_the_checksums_are_those_of_the_files_that_stand():
    """Every packaged file that is read, and no other: `make checksums` after a change."""
    lines = (PACKAGE / CHECKSUMS).read_text(encoding="ascii").splitlines()[1:]
    listed = [(line[66:], line[:64]) for line in lines]
    assert listed == list(digests())
    assert {"wording/uk.toml", "mentions/model.json", "data/regimes/catalogue.toml"} <= {
        name for name, _ in listed
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Give a copy of the package as it is installed, its data inside."""
    package = tmp_path_factory.mktemp("installed") / "geo"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("*.py", "__pycache__", "js"))
    for name, _ in digests():
        if name.startswith("data/"):
            (package / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PACKAGE.parent / name, package / name)
    return package


NAMES = [name for name, _ in digests()]


def changed(content, how):
    """Change one digit, else one byte; or leave out a line."""
    if how == "line":
        lines = content.splitlines(keepends=True)
        return b"".join(lines[: len(lines) // 2] + lines[len(lines) // 2 + 1 :])
    at = next((n for n, byte in enumerate(content) if chr(byte).isdigit()), len(content) // 2)
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("how", ["digit", "line", "gone"])
@pytest.mark.parametrize("name", [*NAMES, CHECKSUMS])
def test_each_packaged_file_changed_is_refused(installed, monkeypatch, name, how):
    """By one digit, one line, or gone: one line of text, which names the file and the remedy."""
    monkeypatch.setattr(inputs, "__file__", str(installed / "inputs.py"))
    path = installed / name
    content = path.read_bytes()
    try:
        path.unlink()
        if how != "gone":
            path.write_bytes(changed(content, how))
        with pytest.raises(DataError, match="install the package again") as caught:
            check_packaged(whole=True)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    finally:
        path.write_bytes(content)
    check_packaged(whole=False)


def test_a_damaged_package_ends_a_command_in_one_line(installed, monkeypatch, capsys):
    """Exit code 3, before anything is answered."""
    monkeypatch.setattr(inputs, "__file__", str(installed / "inputs.py"))
    path = installed / "data" / "regimes" / "catalogue.toml"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"80", b"90", 1))
    try:
        assert main(["regimes", "list"]) == 3
    finally:
        path.write_bytes(content)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_a_file_may_have_just_as_many_bytes_as_are_read(tmp_path):
    """One more is refused, with the number; none is cut."""
    file = tmp_path / "it"
    file.write_bytes(b"123456789")
    assert read_input(file, name="it", largest_bytes=9, remedy="give a file") == b"123456789"
    with pytest.raises(InputError, match="it has more than 8 bytes"):
        read_input(file, name="it", largest_bytes=8, remedy="give a file")


@pytest.mark.parametrize(("name", "words"), [("", "cannot be read"), ("gone", "cannot be read")])
def test_what_cannot_be_read_says_what_to_do(tmp_path, monkeypatch, name, words):
    """A name that is empty is no folder."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=f"^it {words} .*; give a file.$"):
        read_input(name, name="it", largest_bytes=9, remedy="give a file")
