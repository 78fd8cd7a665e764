"""What a run draws: by what its text states, by what was asked for, or as context."""

from argparse import Namespace

import pytest

from geo.choice import choose, said_of, told_of
from geo.cli.render import _with_places
from geo.places import geocode
from geo.quantities import quantities
from geo.reading import Text, read_text, text_of


def chosen(text, which=None, *, given=True):
    return choose(
        which, Text(text=text, source_name="x", sha256="", is_html=False), given=given
    ).regimes


@pytest.mark.parametrize(
    ("text", "stated_in"),
    [
        ("Ukraine and Russia held talks.", {"context"}),
        ("Україна та Росія ведуть переговори.", {"context"}),
        ("Ukraine held talks.", set()),
        ("Russia held talks.", set()),
        ("A fair opened in Seoul.", set()),
        (
            "Berlin does not let Ukraine fire at Russia. The US lets Ukraine strike Russia.",
            {"context"},
        ),
        ("Ukraine and Russia watch. The US has permitted Taiwan to strike inside China.", set()),
    ],
)
def test_the_built_in_policies_are_context_of_this_war_alone(text, stated_in):
    """A text without policies of its own gets them where it speaks of both countries."""
    assert {regime.stated_in for regime in chosen(text)} == stated_in


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        (
            "Berlin does not let Ukraine fire Taurus missiles (500 km) at Russia.",
            {("DE", "refuses", "text")},
        ),
        ("Belgium does not let Ukraine use its F-16s over Russia.", set()),
        (
            "Until last year Paris let Ukraine strike in Russia. Belgium does not let it do so.",
            set(),
        ),
        (
            "Britain let Ukraine fire at Russia, a paper wrote. He dismissed the report as fake.",
            set(),
        ),
        (
            "Paris lets Ukraine fire SCALP missiles at Russia.",
            {("US", "permits", "context")},
        ),
    ],
)
def test_over_a_refusal_no_other_government_s_permission_is_drawn(text, drawn):
    """It is drawn as a refusal where it has a distance, else the places are."""
    assert {(each.grantor, each.stance, each.stated_in) for each in chosen(text)} == drawn


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Ukraine and Russia held talks.", "x: the policies drawn are the catalogue's, not this"),
        ("The US lets Ukraine strike Kursk Oblast.", "x: not drawn: US permits; to draw what"),
        ("Berlin does not let Ukraine fire Taurus missiles (500 km) at Russia.", ""),
    ],
)
def test_a_line_says_what_is_not_drawn_and_whose_the_drawn_is(text, says):
    """Either by itself is said; where all that is stated is drawn, nothing."""
    told = Text(text=text, source_name="x", sha256="", is_html=False)
    line = said_of(choose(None, told, given=True), told, "a b.txt")
    assert line.startswith(says)
    assert bool(line) is bool(says)
    assert not line or "regimes draft 'a b.txt' > mine.toml" in line


def test_what_is_asked_for_is_drawn_whatever_the_text_says():
    """None is none, the brief has the two built-in ones, a name what it names."""
    both = "Ukraine and Russia held talks."
    assert chosen(both, "none") == chosen(both, "text") == ()
    assert len(chosen(both, given=False)) == 2
    assert {regime.grantor for regime in chosen("A fair opened in Seoul.", "fr")} == {"FR"}


def test_a_long_text_s_places_are_those_of_the_text_whose_policies_were_read(tmp_path, monkeypatch):
    """They are found by who waits for the policies, and left out where the file has changed."""
    monkeypatch.setattr("geo.choice.LONG", 10)
    path = tmp_path / "article.txt"
    path.write_text("Drones fell 40 km from Sumy.", encoding="utf-8")
    text, other = read_text(str(path)), text_of("Nothing of that.")
    arguments = Namespace(text=str(path))

    def read(told):
        return _with_places(arguments, lambda: (told, choose(None, told, given=True)))[1].told

    assert choose(None, text, given=True).told is None
    assert read(text) == told_of(text) == (geocode(text.text), quantities(text.text))
    assert read(other) is None
