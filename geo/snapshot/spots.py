"""Choose the places a map marks with a dot: the capital, and those the text names."""

from dataclasses import dataclass

import numpy as np

from geo.findings import Findings
from geo.gazetteer import capitals, labels
from geo.snapshot.labels import Box
from geo.snapshot.lettering import clipped, legible
from geo.snapshot.scene import Scene
from geo.snapshot.style import SIZES
from geo.wording import LANGUAGES, Words

DOT_PT = 3.0
LONGEST_PT = 90.0
MOST_SPOTS = 14

_KEYS = {"capital": "capital", "settlement": "place", "region": "oblast"}


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Stand for a capital or a place the text names; an area has no dot."""

    key: str
    x: float
    y: float
    name: str
    dotted: bool = True
    capital: bool = False

    @property
    def box(self) -> Box:
        """Return the room its dot needs."""
        reach = DOT_PT / 2 + 0.6
        return (self.x - reach, self.y - reach, self.x + reach, self.y + reach)


def named_spots(findings: Findings, scene: Scene, words: Words) -> list[Spot]:
    """List home's capital, then the towns and home's regions that the text names, once each."""
    frame = findings.places
    frame = frame[(frame["status"] == "resolved") & ~frame.geometry.isna()]
    at_home = (frame["kind"] == "region") & frame["country"].isin(findings.home["country"])
    frame = frame[(frame["kind"] == "settlement") | at_home]
    frame = frame.drop_duplicates("name")
    seats = _seats(findings.home_country, lang=words.lang)
    frame = frame[~frame["name"].isin(seats)]
    readable = [_readable(legible(name), words.lang) for name in frame["name"]]
    frame = frame[np.array(readable, dtype=bool)]
    degrees = [*seats.values(), *zip(frame.geometry.x, frame.geometry.y, strict=True)]
    names = [legible(name, longest=40) for name in (*seats, *frame["name"])]
    kinds = [*("capital" for _ in seats), *frame["kind"]]
    spots = [
        Spot(
            key=f"{_KEYS[kind]}-{n}",
            x=float(x),
            y=float(y),
            name=clipped(name, width=LONGEST_PT, size_pt=SIZES.city),
            dotted=kind != "region",
            capital=kind == "capital",
        )
        for n, ((x, y), name, kind) in enumerate(
            zip(scene.view.points(degrees), names, kinds, strict=True)
        )
    ]
    view = scene.view
    seen = [spot for spot in spots if 0 < spot.x < view.width and 0 < spot.y < view.height]
    return seen[: MOST_SPOTS + 1]


def _seats(country: str, *, lang: str) -> dict[str, tuple[float, float]]:
    """Give a country's capital, if it has one, by its name: longitude and latitude."""
    place = capitals().get(country)
    if place is None:
        return {}
    name = labels(place.row)[LANGUAGES.index(lang)]
    return {name: (place.lon, place.lat)} if name else {}


def _readable(name: str, lang: str) -> bool:
    """Say whether a name has letters, and those of the language: a map does not mix scripts."""
    cyrillic = any("\u0400" <= character <= "\u04ff" for character in name)
    return bool(name) and cyrillic == (lang != "en")
