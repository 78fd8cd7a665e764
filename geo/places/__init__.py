"""Spans and candidates → resolved places; what cannot be resolved is kept and said."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from geo.gazetteer import Candidate, labels
from geo.mentions import Mention, found_in, tokens
from geo.sentences import sentence_at, sentence_starts

from .context import listed, question
from .ranking import Question, rank

_AMBIGUOUS_KM = 50.0
_CLOSE = 0.6
_MOST_ALTERNATIVES = 5
_SPREAD = 1.5


@dataclass(frozen=True, slots=True)
class Alternative:
    """Name another place the same words may mean, and how likely that is."""

    name: str
    kind: str
    lat: float
    lon: float
    country: str | None
    region: str | None
    geonames_id: int | None
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """Hold one mention of a place and the place it was resolved to.

    Attributes
    ----------
    text, start, end
        What the text says, and where: offsets of characters into the text as given.
    name
        The place's recognised English name; the text's own words when unresolved.
    kind
        ``country``, ``region``, ``settlement``, ``water`` or ``area``.
    lat, lon
        Its point, EPSG:4326; None when unresolved.
    country, region
        ISO 3166-1 and ISO 3166-2 codes; None where there is none.
    geonames_id
        None for what GeoNames' list of settlements and countries lacks.
    confidence
        Probability that this is a place and this one, from 0 to 1.
    status
        ``resolved``; ``ambiguous`` when another place is nearly as likely;
        ``unresolved`` when no list knows the name.
    sentence
        The sentence around it.
    alternatives
        The other places of that name, likeliest first.
    name_uk, name_ru
        Ukrainian and Russian name, empty where unknown.
    """

    text: str
    start: int
    end: int
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str | None
    region: str | None
    geonames_id: int | None
    confidence: float
    status: str
    sentence: str
    alternatives: tuple[Alternative, ...] = ()
    name_uk: str = ""
    name_ru: str = ""


def geocode(text: str, *, lang: str | None = None) -> list[Place]:
    """Find the places a text names, and where they are.

    Parameters
    ----------
    text
        English, Ukrainian or Russian text.
    lang
        Language of the text, where known; it makes no difference yet.

    Returns
    -------
    One place per mention, in the order of the text; ``text[p.start : p.end] ==
    p.text``. An empty text has none.

    Raises
    ------
    DataError
        When the place-name index is missing or damaged.

    Examples
    --------
    >>> [(p.name, p.kind, p.region) for p in geocode("Talks in Kyiv on Kursk Oblast.")]
    [('Kyiv', 'settlement', 'UA-30'), ('Kursk Oblast', 'region', 'RU-KRS')]
    """
    del lang
    cut = tokens(text)
    mentions = found_in(cut)
    asked: dict[object, Question] = {}
    of_mention = []
    for index in range(len(mentions)):
        put = question(cut, mentions, index)
        # equal questions are asked once
        same = (put.keys, put.hint, put.within, put.sense, put.article)
        of_mention.append(asked.setdefault(same, put))
        of_mention[-1].count += 1
        if index and listed(cut, mentions[index - 1], mentions[index]):
            of_mention[-1].beside.append(of_mention[-2])
            of_mention[-2].beside.append(of_mention[-1])
    rank(list(asked.values()))
    starts = sentence_starts(text)
    sentences: dict[tuple[int, int], str] = {}
    places = []
    for mention, put in zip(mentions, of_mention, strict=True):
        bounds = sentence_at(text, starts, mention.start)
        sentence = sentences.setdefault(bounds, text[slice(*bounds)])
        places.append(_place(mention, put, sentence))
    return places


def geocode_many(texts: Iterable[str], *, lang: str | None = None) -> list[list[Place]]:
    """Geocode several texts, each by itself.

    Raises
    ------
    DataError
        When the place-name index is missing or damaged.

    Examples
    --------
    >>> [len(places) for places in geocode_many(["Kyiv", "no place"])]
    [1, 0]
    """
    return [geocode(text, lang=lang) for text in texts]


def _distance_km(a: Candidate, b: Candidate) -> float:
    narrow = math.cos(math.radians((a.lat + b.lat) / 2))
    across = (a.lon - b.lon + 180) % 360 - 180
    return 111.2 * math.hypot(a.lat - b.lat, across * narrow)


def _place(mention: Mention, put: Question, sentence: str) -> Place:
    if not put.options:
        return Place(
            text=mention.text,
            start=mention.start,
            end=mention.end,
            name=" ".join(mention.text.split()),
            kind=mention.hint.replace("district", "area") or "settlement",
            lat=None,
            lon=None,
            country=None,
            region=None,
            geonames_id=None,
            confidence=0.0,
            status="unresolved",
            sentence=sentence,
        )
    order = sorted(range(len(put.options)), key=lambda i: (-put.scores[i], i))
    top = put.scores[order[0]]
    weights = [math.exp((put.scores[i] - top) * _SPREAD) for i in order]
    total = sum(weights)
    best = put.options[order[0]]
    elsewhere = [
        weight / total
        for i, weight in zip(order[1:], weights[1:], strict=True)
        if _distance_km(best, put.options[i]) > _AMBIGUOUS_KM
    ]
    ambiguous = bool(elsewhere) and max(elsewhere) > _CLOSE / total
    name, name_uk, name_ru = labels(best.row)
    return Place(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=f"{name} district" if mention.hint == "district" else name,
        kind="area" if mention.hint == "district" else best.kind,
        lat=best.lat,
        lon=best.lon,
        country=best.country or None,
        region=best.region or None,
        geonames_id=best.geonames_id or None,
        confidence=round(mention.probability * (1 - sum(elsewhere)), 4),
        status="ambiguous" if ambiguous else "resolved",
        sentence=sentence,
        alternatives=tuple(
            _alternative(put.options[i], weight / total)
            for i, weight in zip(
                order[1 : _MOST_ALTERNATIVES + 1], weights[1 : _MOST_ALTERNATIVES + 1], strict=True
            )
        ),
        name_uk=name_uk,
        name_ru=name_ru,
    )


def _alternative(option: Candidate, share: float) -> Alternative:
    return Alternative(
        name=option.name,
        kind=option.kind,
        lat=option.lat,
        lon=option.lon,
        country=option.country or None,
        region=option.region or None,
        geonames_id=option.geonames_id or None,
        share=round(share, 4),
    )


__all__ = ["Alternative", "Place", "geocode", "geocode_many"]
