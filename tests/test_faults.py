"""Damaged inputs: each is read or refused in one line, soon, and by nothing but our own error."""

import random

import pytest
from mutation import READERS, damaged, seeds, tried

from geo.errors import InputError
from geo.origins import load_origin
from geo.reading import read_text

SEEDS = seeds()
ROUNDS = {
    "origin": 250,
    "text": 60,
    "regimes": 150,
    "regions": 90,
    "archive": 30,
    "extract": 90,
}


@pytest.mark.parametrize("kind", READERS)
def test_whole_inputs_are_read(tmp_path, kind):
    """What the damage begins with is in order."""
    assert [tried(kind, content, tmp_path) for content in SEEDS[kind]] == [False] * len(SEEDS[kind])


@pytest.mark.parametrize("chance", range(3))
@pytest.mark.parametrize("kind", READERS)
def test_damaged_inputs_are_read_or_refused(tmp_path, kind, chance):
    """Bytes changed, left out, repeated, mixed: no other exception, no long wait."""
    by = random.Random(f"{kind} {chance}")
    others = [content for contents in SEEDS.values() for content in contents]
    refused = 0
    for _ in range(ROUNDS[kind] // 3):
        content = damaged(by.choice(SEEDS[kind]), by, others=others)
        try:
            refused += tried(kind, content, tmp_path)
        except BaseException:
            (tmp_path / "failed").write_bytes(content)
            raise
    assert refused


def test_the_known_damaged_geopackages_are_refused(shared):
    """A schema with a flipped bit, a table whose name is no text."""
    files = sorted((shared / "cases" / "faults").glob("*.gpkg"))
    assert files
    for file in files:
        with pytest.raises(InputError) as caught:
            load_origin(str(file))
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("sign", ["\x0c", "\x0b", "&#12;", "&#x1f", "\ufffe", "&#0;", "&#xffff;"])
def test_signs_that_xml_does_not_know_stop_no_page(tmp_path, sign):
    """Wherever they stand: after what is left out of a page, too."""
    page = f"<html><body><p>From{sign} Sumy<script>x</script>{sign} to{sign} Kursk.{sign}</p>"
    (tmp_path / "x.html").write_text(page, encoding="utf-8")
    assert read_text(str(tmp_path / "x.html")).text.split() == ["From", "Sumy", "to", "Kursk."]


def test_the_known_damaged_page_is_read(shared):
    """A form feed after an element that is dropped."""
    file = shared / "cases" / "faults" / "html-control-after-dropped-element.html"
    assert read_text(str(file)).text.strip()
