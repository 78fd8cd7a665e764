"""Reading a text: what counts as one, what a web page shows, and where sentences begin."""

import io
import os
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.reading import read_text, sentence_at, sentence_starts, visible_text


def test_text_is_taken_as_given(tmp_path):
    """Line ends and a byte-order mark stay, so that offsets index the file's characters."""
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffKyiv\r\nі Харків".encode())
    text = read_text(str(file))
    assert text.text == "\ufeffKyiv\r\nі Харків"
    assert (text.source_name, text.is_html) == ("a.txt", False)


def test_standard_input_is_read_for_a_dash(monkeypatch):
    """`-` reads standard input and recognises HTML by its beginning."""
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"<!DOCTYPE html><title>x</title><p>Kyiv"))
    )
    text = read_text("-")
    assert (text.text, text.is_html) == ("Kyiv\n", True)


def test_a_file_whose_name_is_no_text_has_a_name_that_can_be_written(tmp_path):
    """A name of bytes that are not UTF-8 reaches no output as such."""
    file = tmp_path / "a\udcff.txt"
    file.write_text("Kursk Oblast.")
    assert read_text(str(file)).source_name == "a .txt"


def test_html_gives_its_visible_text_only(tmp_path):
    """Scripts, styles, comments, hidden parts and the head are not read; blocks break lines."""
    file = tmp_path / "page.html"
    file.write_text(
        "<html><head><title>No</title><style>No</style><body><!-- No --><p>Kursk <b>Obl</b>ast"
        "<p hidden>No</p><script>No</script><ul><li>Kyiv<li>S&uuml;d &lt;b&gt;</ul><br>end",
        encoding="utf-8",
    )
    assert read_text(str(file)).text == "Kursk Oblast\nKyiv\nSüd <b>\nend\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "not UTF-8"),
        (b"Kyiv\x00", "NUL"),
        ("Kyiv".encode("utf-16"), "UTF-16"),
        ("Kyiv".encode("utf-16-le"), "UTF-16"),
        ("Київ".encode("cp1251"), "not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, content, words):
    """Empty, binary and otherwise encoded files are told apart and named."""
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.txt") as caught:
        read_text(str(file))
    assert words in str(caught.value)


def test_a_page_without_text_a_folder_and_a_missing_file_are_refused(tmp_path):
    """Each says what it is and what to give instead."""
    page = tmp_path / "a.html"
    page.write_text("<p><script>x</script>", encoding="utf-8")
    for source, words in [
        (page, "shows no text"),
        (tmp_path, "is a folder"),
        (tmp_path / "none", "does not exist"),
        (page / "under", "cannot be read"),
    ]:
        with pytest.raises(InputError, match=words):
            read_text(str(source))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_markup_gives_a_text(markup):
    """However broken the markup is, the answer is text without control characters of ours."""
    assert "\0" not in visible_text(markup.replace("\0", ""))


def test_a_file_of_any_name_is_called_by_one_that_can_be_written(tmp_path):
    """A name on disk is bytes; what is no text, or cannot be seen, does not reach an output."""
    file = tmp_path / os.fsdecode(b"\xfe\n.txt")
    file.write_text("From Sumy.", encoding="utf-8")
    assert read_text(str(file)).source_name == "  .txt"


def test_abbreviations_and_initials_end_no_sentence():
    """Gen., St., г. and initials stay inside their sentence."""
    text = "Gen. J. Smith left St. Louis. В г. Орле тихо. Next line\nAnother."
    found = [text[slice(*sentence_at(text, sentence_starts(text), i))] for i in (0, 31, 47, 60)]
    assert found == ["Gen. J. Smith left St. Louis.", "В г. Орле тихо.", "Next line", "Another."]


def test_a_text_without_full_stops_gives_a_short_piece():
    """A sentence never grows with the text."""
    text = "word " * 10_000
    start, end = sentence_at(text, sentence_starts(text), 25_000)
    assert start <= 25_000 <= end
    assert end - start <= 600


@given(st.text(max_size=200), st.integers(0, 200))
def test_every_offset_has_a_sentence(text, offset):
    """Bounds lie inside the text and hold no blank at their ends."""
    offset = min(offset, len(text))
    start, end = sentence_at(text, sentence_starts(text), offset)
    assert 0 <= start <= end <= len(text)
    assert text[start:end] == text[start:end].strip()
