"""Sentences: where they begin, and the one around an offset."""

from hypothesis import given
from hypothesis import strategies as st

from geo.sentences import sentence_at, sentence_starts


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
