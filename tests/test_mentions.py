"""Mentions: what names a place and what only sounds like one."""

import pytest

from geo.mentions import mentions


def found(text):
    return [m.text for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Kursk and Belgorod regions border Ukraine.",
            ["Kursk", "Belgorod regions", "Ukraine"],
        ),
        ("Moscow-backed officials fled to Krasnodar Krai.", ["Moscow", "Krasnodar Krai"]),
        ("US-supplied missiles", ["US"]),
        ("Kyiv's allies met in the U.S. on Monday.", ["Kyiv", "U.S."]),
        ("в Курской и Белгородской областях", ["Курской", "Белгородской областях"]),
        (
            "Бої біля Кривого Рогу та в Харківській області.",
            ["Кривого Рогу", "Харківській області"],
        ),
        ("A ferry crossed the Black Sea from Odesa.", ["Black Sea", "Odesa"]),
        ("He lives in Troy, N.C., near Raleigh.", ["Troy", "N.C.", "Raleigh"]),
        (
            "A man from Huntington, W.Va., met one from Troy, Ala. They left.",
            ["Huntington", "W.Va.", "Troy", "Ala."],
        ),
        ("Birmingham police and Dayton firefighters came.", ["Birmingham", "Dayton"]),
        ("Germany To Send Ukraine More Tanks As Winter Nears", ["Germany", "Ukraine"]),
        ("UKRAINE FIRES MISSILES INTO RUSSIA, MOSCOW SAYS", ["UKRAINE", "RUSSIA", "MOSCOW"]),
        (
            "Дороги в Белоруссию и из Казахстана, из Румынии в Германию.",
            ["Белоруссию", "Казахстана", "Румынии", "Германию"],
        ),
        ("A fire in White House, Tenn., was put out.", ["White House", "Tenn."]),
    ],
)
def test_places_are_found(text, names):
    """Regions in every naming, names before hyphens, inflected names."""
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Lloyd Austin met Volodymyr Zelenskyy.",
        "Storm Shadow and Taurus missiles were sent, the Telegraph wrote.",
        "Reading in bed is nice in March.",
        "The Pentagon and the Kremlin had no comment.",
        "Ukrainian and Russian diplomats spoke.",
        "The University of Warsaw and Dynamo Kyiv signed.",
        "The cruiser Moskva sank.",
        "Українські та російські дипломати говорили.",
        "The White House had no comment.",
        "Mr. Washington, Gov. Houston and Sgt. Paris were there.",
        "Об этом пишет «Нью-Йорк таймс».",
    ],
)
def test_what_only_sounds_like_a_place(text):
    """Persons, weapons, papers, institutions, clubs, ships, demonyms, common words."""
    assert found(text) == []


def test_a_name_keeps_its_sense_through_a_text():
    """What stands as a place once is one where its own sentence says little."""
    alone = [m.probability for m in mentions("Paris agreed.")]
    again = mentions("They met in Paris. Talks in Paris went on. Paris agreed.")
    assert [m.text for m in again] == ["Paris"] * 3
    assert again[2].probability > (alone or [0.0])[0]


def test_what_repeats_is_weighed_alike():
    """A sentence gives the same mentions each time it stands in a text."""
    text = "The mayor of Kursk, Ivan Belgorodsky, spoke in Lgov.\n"
    once = [m.text for m in mentions(text * 2)]
    assert [m.text for m in mentions(text * 50)] == once * 25
