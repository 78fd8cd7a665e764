"""Files that a user names: no larger than they may be, and nothing but files."""

import pytest

from geo.errors import InputError
from geo.inputs import read_input


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
