"""Spans and candidates → resolved places; what cannot be resolved is kept and said."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from geo.gazetteer import Candidate, labels
from geo.mentions import TOLD, Mention, found_in, tokens
from geo.places.context import questions
from geo.places.ranking import Feature, Question, Votes, apart_km, held_back
from geo.reading import Reading, normalise, sentence_at, sentence_starts
from geo.wording import html_table

WEIGHTS = "ranking.json"

_ROUNDS = 2
_MOST_ANCHORS = 60
_AMBIGUOUS_KM = 50.0
_CLOSE = 0.6
_MOST_ALTERNATIVES = 5


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
        The entry of GeoNames whose point this is; None where the point is another source's.
    confidence
        Probability that this is a place and this one, from 0 to 1.
    status
        ``resolved``; ``ambiguous`` when another place is nearly as likely;
        ``unresolved`` when no list knows the name.
    sentence
        The sentence around it, as a reader would have it: not broken at line ends.
    alternatives
        The other places of that name, likeliest first, each with ``name``, ``kind``, ``lat``,
        ``lon``, ``country``, ``region``, ``geonames_id`` and ``share``, how likely it is.
    name_uk, name_ru
        Ukrainian and Russian name, empty where unknown.
    role
        ``place``; ``inside`` for a place's name within the name of something else, never drawn.
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
    role: str = "place"

    def _repr_html_(self) -> str:
        where = ", ".join(filter(None, (self.region, self.country)))
        rows = [
            ("place", self.name),
            ("kind", f"{self.kind}, {where}" if where else self.kind),
            ("lat, lon", "none" if self.lat is None else f"{self.lat:.4f}, {self.lon:.4f}"),
            ("sure", f"{self.status}, {self.confidence:.0%}"),
        ]
        return html_table(self.text, rows)


def geocode(text: str, *, inside_names: bool = False) -> list[Place]:
    """Find the places a text names, and where they are.

    Parameters
    ----------
    text
        English, Ukrainian or Russian text.
    inside_names
        Whether to give places' names inside other names, too ("Wichita" in "Wichita Police
        Department"), with the role ``inside``.

    Returns
    -------
    One place per mention, in the order of the text; ``text[p.start : p.end] ==
    p.text``. An empty text has none.

    Examples
    --------
    >>> [(p.name, p.kind, p.region) for p in geocode("Talks in Kyiv on Kursk Oblast.")]
    [('Kyiv', 'settlement', 'UA-30'), ('Kursk Oblast', 'region', 'RU-KRS')]
    """
    reading = normalise(text)
    cut = tokens(reading.text)
    mentions = found_in(cut)
    of_mention = questions(cut, mentions)
    asked = list(dict.fromkeys(of_mention))
    rank(asked)
    answers = {id(put): _answer(put) for put in asked}
    starts = sentence_starts(reading.text)
    sentences: dict[tuple[int, int], str] = {}
    places = []
    for mention, put in zip(mentions, of_mention, strict=True):
        if mention.role == "inside" and not inside_names:
            continue
        bounds = sentence_at(reading.text, starts, mention.start)
        sentence = sentences.setdefault(bounds, reading.text[slice(*bounds)])
        places.append(_place(reading, mention, answers[id(put)], sentence))
    return places


def geocode_many(texts: Iterable[str]) -> list[list[Place]]:
    """Geocode several texts, each by itself.

    Examples
    --------
    >>> [len(places) for places in geocode_many(["Kyiv", "no place"])]
    [1, 0]
    """
    return [geocode(text) for text in texts]


@cache
def weights() -> dict[str, float]:
    """Read the weight of every feature."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return dict(json.loads(text))


def rank(
    questions: Sequence[Question],
    known: Mapping[str, float] | None = None,
    *,
    rounds: int = _ROUNDS,
) -> None:
    """Fill the options of every question and score them by the whole text."""
    known = weights() if known is None else known
    prepare(questions, known)
    for _ in range(rounds):
        for question, described in zip(questions, advice(questions), strict=True):
            question.scores = [
                base + _weigh(features, known)
                for base, features in zip(question.base, described, strict=True)
            ]


def prepare(questions: Sequence[Question], known: Mapping[str, float]) -> None:
    """Fill the options of every question and score them by what they are."""
    for question in questions:
        question.ask()
        question.base = [_weigh(features, known) for features in question.natures]
        question.scores = list(question.base)


def _weigh(features: Iterable[Feature], known: Mapping[str, float]) -> float:
    return sum(known.get(name, 0.0) * value for name, value in features)


def advice(questions: Sequence[Question]) -> list[list[list[Feature]]]:
    """Let every name's present answer speak for the others: features of each question's options."""
    votes = Votes()
    for question in questions:
        best = question.best()
        if best is not None:
            votes.add(question, best, question.share())
    votes.all = sum(votes.countries.values())
    del votes.anchors[_MOST_ANCHORS:]
    votes.near = _nearnesses(tuple(votes.anchors))
    return [
        [
            list(votes.advice(question, option, held=i in held))
            for i, option in enumerate(question.options)
        ]
        for question, held in zip(questions, map(held_back, questions), strict=True)
    ]


@lru_cache(maxsize=1)
def _nearnesses(_anchors: tuple[tuple[float, float, int], ...]) -> dict[tuple[int, int], float]:
    """Keep what was measured from some anchors: the second round mostly has the same."""
    return {}


@dataclass(frozen=True, slots=True)
class _Answer:
    """Hold what a question was answered with; equal questions share it."""

    best: Candidate
    names: tuple[str, str, str]
    elsewhere: float
    ambiguous: bool
    alternatives: tuple[Alternative, ...]


def _answer(put: Question) -> _Answer | None:
    if not put.options:
        return None
    order = sorted(range(len(put.options)), key=lambda i: (-put.scores[i], i))
    top = put.scores[order[0]]
    weights = [math.exp(put.scores[i] - top) for i in order]
    total = sum(weights)
    best = put.options[order[0]]
    elsewhere = [
        weight / total
        for i, weight in zip(order[1:], weights[1:], strict=True)
        if apart_km(best, put.options[i]) > _AMBIGUOUS_KM
    ]
    others = list(zip(order, weights, strict=True))[1 : _MOST_ALTERNATIVES + 1]
    return _Answer(
        best=best,
        names=labels(best.row),
        elsewhere=sum(elsewhere),
        ambiguous=bool(elsewhere) and max(elsewhere) > _CLOSE / total,
        alternatives=tuple(_alternative(put.options[i], w / total) for i, w in others),
    )


def _place(reading: Reading, mention: Mention, answer: _Answer | None, sentence: str) -> Place:
    start, end = reading.to_given(mention.start, mention.end)
    text = reading.given[start:end]
    if answer is None:
        return Place(
            text=text,
            start=start,
            end=end,
            name=" ".join(mention.text.split()),
            kind=TOLD.get(mention.hint, mention.hint).replace("district", "area") or "settlement",
            lat=None,
            lon=None,
            country=None,
            region=None,
            geonames_id=None,
            confidence=0.0,
            status="unresolved",
            sentence=sentence,
            role=mention.role,
        )
    best, district = answer.best, mention.hint == "district"
    name, name_uk, name_ru = answer.names
    return Place(
        text=text,
        start=start,
        end=end,
        name=f"{name} district" if district else name,
        kind="area" if district else best.kind,
        lat=best.lat,
        lon=best.lon,
        country=best.country or None,
        region=best.region or None,
        geonames_id=None if district else best.geonames_id or None,
        confidence=round(mention.probability * (1 - answer.elsewhere), 4),
        status="ambiguous" if answer.ambiguous else "resolved",
        sentence=sentence,
        alternatives=answer.alternatives,
        name_uk="" if district else name_uk,
        name_ru="" if district else name_ru,
        role=mention.role,
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


__all__ = [
    "WEIGHTS",
    "Alternative",
    "Place",
    "Question",
    "advice",
    "geocode",
    "geocode_many",
    "prepare",
    "questions",
    "rank",
]
