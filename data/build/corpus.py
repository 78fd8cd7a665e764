"""Read the project's own annotated texts.

A file holds many texts, each under a line ``# name register``. A place is written
``[words|target]``; the target is

- ``UA``: a country by its ISO 3166-1 code;
- ``RU-KRS``: a first-level region by its ISO 3166-2 code;
- ``Kursk/RU-KRS`` or ``Kyiv/UA``: a settlement by its name in GeoNames and its region or country;
- ``~Black Sea``: a water or an area of the project's own table;
- ``?``: a place that no list of the project knows.

``[words|target|in]`` marks a place's name inside the name of something else, such as "Wichita" in
"Wichita Police Department", in the texts that mark both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.gazetteer import Candidate, candidates, every_place, key

CORPUS = Path(__file__).resolve().parents[1] / "corpus"

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)(\|in)?\]")
_HEAD = re.compile(r"(?m)^# (\S+) (.+)\n")


@dataclass(frozen=True, slots=True)
class Annotation:
    """Hold one place as written by hand: where it stands, and what it is."""

    start: int
    end: int
    target: str
    place: Candidate | None


@dataclass(frozen=True, slots=True)
class Annotated:
    """Hold one text with its places, and with the names of places inside other names."""

    name: str
    register: str
    language: str
    text: str
    places: tuple[Annotation, ...]
    inside: tuple[Annotation, ...] = ()


def annotated(part: str) -> Iterator[Annotated]:
    """Give the texts of a part of the corpus, ``train`` or ``heldout``, in order.

    Raises
    ------
    ValueError
        When a target names nothing, or more than one place.
    """
    for file in sorted((CORPUS / part).glob("*.txt")):
        pieces = _HEAD.split(file.read_text("utf-8"))
        for name, register, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            yield _annotated(name, register, file.stem.split("-")[0], body.strip())


def _annotated(name: str, register: str, language: str, body: str) -> Annotated:
    text, done = "", 0
    places: list[Annotation] = []
    inside: list[Annotation] = []
    for mark in _MARK.finditer(body):
        text += body[done : mark.start()]
        words, target, role = mark.groups()
        (inside if role else places).append(
            Annotation(len(text), len(text) + len(words), target, _target(target, name))
        )
        text += words
        done = mark.end()
    return Annotated(name, register, language, text + body[done:], tuple(places), tuple(inside))


def _target(target: str, where: str) -> Candidate | None:
    if target == "?":
        return None
    found = _resolved(target)
    if not found:
        raise ValueError(f"{where}: {target!r} names no place of the index")
    return found[0]


@cache
def _resolved(target: str) -> list[Candidate]:
    if target.startswith("~"):
        options = candidates(key(target[1:]))
        return [c for c in options if c.kind in {"water", "area"}]
    if "/" in target:
        name, holder = target.split("/")
        options = candidates(key(name))
        within = [c for c in options if holder in {c.region, c.country}]
        return sorted(within, key=lambda c: (c.kind != "settlement", c.quality, -c.population))
    return _administrative()[target]


@cache
def _administrative() -> dict[str, list[Candidate]]:
    """Give countries and regions by their codes."""
    found: dict[str, list[Candidate]] = {}
    for place in every_place({"country", "region"}):
        code = place.country if place.kind == "country" else place.region
        found.setdefault(code, []).append(place)
    return found
