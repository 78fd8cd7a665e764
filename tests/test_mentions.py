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
    ],
)
def test_what_only_sounds_like_a_place(text):
    """Persons, weapons, papers, institutions, clubs, ships, demonyms, common words."""
    assert found(text) == []
