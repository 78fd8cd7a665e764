"""Replacing files whole or not at all, and telling how they differ."""

import pytest

from geo.errors import InputError
from geo.files import compare, replace_files
from geo.wording import printable

TABLE = "regime,reach_km,region,name,share\na,80,RU-KRS,Kursk Oblast,{}\n"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_put_in_place_and_nothing_else_is_left(tmp_path):
    """All files stand afterwards, with their content; no temporary file remains."""
    out = tmp_path / "new" / "maps"
    replace_files({"a.csv": b"1", "b.json": b"2"}, out)
    replace_files({"a.csv": b"3"}, out)
    assert names(out) == ["a.csv", "b.json"]
    assert (out / "a.csv").read_bytes() == b"3"


def test_what_cannot_be_written_changes_nothing(tmp_path):
    """When one file cannot be put in place, the others keep their old content."""
    out = tmp_path / "maps"
    replace_files({"a.csv": b"old"}, out)
    (out / "b.csv").mkdir()
    with pytest.raises(InputError, match=r"b\.csv"):
        replace_files({"a.csv": b"new", "b.csv": b"new"}, out)
    assert (out / "a.csv").read_bytes() == b"old"
    assert names(out) == ["a.csv", "b.csv"]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    """A file in the way of the folder is told in one line."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        replace_files({"a": b""}, tmp_path / "file" / "maps")


def test_equal_files_have_no_differences(tmp_path):
    """What stands as it should is not mentioned."""
    replace_files({"a.csv": b"1"}, tmp_path)
    assert list(compare({"a.csv": b"1"}, tmp_path)) == []


def test_differences_name_file_region_old_and_new(tmp_path):
    """A changed share is told by regime, region and column; other files by digest."""
    old = {"coverage.csv": TABLE.format("0.4911").encode(), "page.html": b"1"}
    replace_files(old, tmp_path)
    new = {"coverage.csv": TABLE.format("0.4952").encode(), "page.html": b"2", "more": b""}
    lines = list(compare(new, tmp_path))
    assert lines[0] == "coverage.csv: a 80 RU-KRS share 0.4911 → 0.4952"
    assert lines[1].startswith("page.html: differs (sha256 ")
    assert lines[2] == "more: missing"


def test_regions_that_come_and_go_are_named(tmp_path):
    """A row only one table has is told, even when the standing file is damaged."""
    replace_files({"coverage.csv": b"\xff\x1b[2J,,\nregime\n"}, tmp_path)
    lines = list(compare({"coverage.csv": TABLE.format(1).encode()}, tmp_path))
    assert any("RU-KRS appears" in line for line in lines)
    assert all("\x1b" not in line for line in lines)


def test_one_line_stays_one_line():
    """Escape sequences, line ends and direction marks of outside text do not reach a terminal."""
    assert printable("a\r\nb\x1b]0;x\x07\u202ec") == "a  b ]0;x  c"
