"""Text → what its passages name, and the records of what they tell."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from geo.claims.patterns import Whole
from geo.claims.sentences import MARK, flowing, is_heading, labels, named_alone, passages
from geo.claims.words import Actor, actors, systems
from geo.places import Place, geocode
from geo.quantities import Quantity, quantities

_DAY_CHARACTERS = len("2024-11-17")
_DATELINE = 260
_PLACE = 3
_LINE = re.compile(r"(?m)^[^\n]{0,50}\d{4}[^\n]{0,12}$")
_ALONE = re.compile(r"(?m)^[\s#*_]*([^\W\d_][^\n.:;!?]{1,34}?)[\s*_:]*$")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Hold one thing read off the text, and where it stands."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Hold one sentence: its bounds, and what it names.

    ``headline`` says whether it is the text's first line, without a full stop; ``entry`` is where
    the entry of a list, a table, a live page or a dialogue begins that it stands in, and ``topics``
    the countries that this is about.
    """

    start: int
    end: int
    headline: bool
    actors: Sequence[Actor]
    places: Sequence[Place]
    distances: Sequence[Quantity]
    dates: Sequence[Quantity]
    entry: int = 0
    topics: Sequence[Actor] = ()

    @property
    def bounds(self) -> tuple[int, int]:
        """Give where it begins and ends."""
        return self.start, self.end


@dataclass(frozen=True, kw_only=True)
class Article:
    """Hold a text and what was found in it.

    Attributes
    ----------
    text
        The whole text, its lines joined.
    passages
        The sentences that may speak of a permission, passage by passage.
    countries
        What countries the whole text names, by ISO 3166-1 code.
    day
        The day of the report, where its dateline or its first dates tell it.
    dateline
        The country whose capital the dateline names.
    """

    text: str
    passages: Sequence[Sequence[Sentence]]
    countries: frozenset[str]
    day: date | None
    dateline: Actor | None = None

    @cached_property
    def sentences(self) -> Sequence[Sentence]:
        """Give the sentences of all passages, in the order of the text."""
        return [sentence for passage in self.passages for sentence in passage]

    @cached_property
    def named_first(self) -> Mapping[str, Hit]:
        """Give for each country where the text names it first."""
        found: dict[str, Hit] = {}
        for sentence in self.sentences:
            for actor in sentence.actors:
                found.setdefault(actor.country, hit_of(actor))
            for place in sentence.places:
                if place.country:
                    hit = Hit(value=place.country, start=place.start, end=place.end)
                    found.setdefault(place.country, hit)
        return found


def within(items: Sequence[object], start: int, end: int) -> list:  # type: ignore[type-arg]
    """Give the items that begin in a stretch, of a sequence in the order of the text."""
    first, last = (bisect_left(items, at, key=lambda each: each.start) for at in (start, end))  # type: ignore[attr-defined]
    return list(items[first:last])


def article_of(text: str) -> Article:
    """Find what the passages of a text name."""
    read = Whole(flowing(text))
    told = passages(read)
    kept = _kept(read, [(rows[0][0], rows[-1][1]) for rows in told])
    found, places = quantities(kept), geocode(kept) if told else []
    under = _entries(read, [row for each in told for row in each])
    rows = [[_sentence(read, row, found, places, under[row[0]]) for row in each] for each in told]
    return Article(
        text=read,
        passages=rows,
        countries=frozenset(a.country for each in rows for s in each for a in s.actors)
        | frozenset(place.country for place in places if place.country and place.kind == "region"),
        day=_day_of_report(read, [*_dates_alone(read), *found]),
        dateline=_dateline(read),
    )


def _dateline(text: str) -> Actor | None:
    """Find the capital at the head of a text: "BERLIN, March 12 —"."""
    head = re.match(
        r"(?:[^\n]{0,120}\n+)?\W*([^\W\d_][\w’'-]*(?: [^\W\d_][\w’'-]*){0,2})(?:,|\.| —| –|:| \()",
        text,
    )
    if head is None:
        return None
    named = actors(text.title() if head[1].isupper() else text, *head.span(1))
    return named[0] if named and named[0].kind == "state" else None


def _sentence(
    text: str,
    bounds: tuple[int, int],
    found: Sequence[Quantity],
    places: Sequence[Place],
    under: tuple[int, Sequence[Actor]],
) -> Sentence:
    inside = within(found, *bounds)
    return Sentence(
        start=bounds[0],
        end=bounds[1],
        headline=is_heading(text, *bounds) and not labels(text, *bounds),
        actors=actors(text, *bounds),
        places=within(places, *bounds),
        distances=[each for each in inside if each.kind == "distance"],
        dates=[each for each in inside if each.kind == "date"],
        entry=under[0],
        topics=under[1],
    )


def _dates_alone(text: str) -> list[Quantity]:
    """Find the day that a line of its own at the head tells: "Brussels, 3 March 2025"."""
    lines = [match.span() for match in _LINE.finditer(text, 0, _DATELINE)]
    return [
        each
        for start, end in lines
        for each in quantities(" " * start + text[start:end])
        if each.kind == "date" and len(text[start:end].replace(each.text, "").split()) <= _PLACE
    ]


def _day_of_report(text: str, found: Sequence[Quantity]) -> date | None:
    """Take the day of the dateline, its year from the text's other days where it has none."""
    days = [each for each in found if each.kind == "date"]
    years = [int(each.date[:4]) for each in days if each.date[:4].isdigit()]
    for each in days:
        whole = each.date
        if each.start > _DATELINE and not re.match(
            r"(?:today|сьогодні|сегодня),?\s*\Z", text[max(0, each.start - 9) : each.start]
        ):
            continue
        if whole.startswith("--") and years and len(whole) == len("--11-17"):
            whole = f"{max(years)}{whole[1:]}"
        if len(whole) == _DAY_CHARACTERS:
            return date.fromisoformat(whole)
    return None


def _kept(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """Blank what lies between the stretches; whatever is kept stands where it stood."""
    ends = [0, *(end for _, end in stretches)]
    starts = [*(start for start, _ in stretches), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    kept = [*(text[slice(*each)] for each in stretches), ""]
    return "".join(
        "".join(c if c == "\n" else " " for c in gap) + stretch
        for gap, stretch in zip(gaps, kept, strict=True)
    )


def _entries(text: str, rows: Sequence[tuple[int, int]]) -> dict[int, tuple[int, Sequence[Actor]]]:
    """Give for each sentence where its entry begins, and the countries this is about.

    One label alone, such as a dateline, makes no list; what is asked is about whom the question
    names.
    """
    headed = {start: labels(text, start, end) for start, end in rows}
    alone = {
        m.start(): named for m in _ALONE.finditer(text) if (named := named_alone(text, *m.span(1)))
    }
    lines = list(alone)
    several = len({a.country for named in headed.values() for a in named}) > 1
    result: dict[int, tuple[int, Sequence[Actor]]] = {}
    entry, topics, line = 0, [], -1
    asked: Sequence[Actor] = ()
    for start, end in rows:
        mark = MARK.match(text, start, end)
        fresh = "\n" in text[max(line, 0) : start] or line < 0
        heads = lines[bisect_left(lines, max(line, 0)) : bisect_left(lines, start)]
        if headed[start] and (several or (mark and mark.end() > start)):
            entry, topics = start, headed[start]
        elif mark and mark["time"]:
            entry, topics = start, []
        elif len(alone) > 1 and heads:
            entry, topics = heads[-1], alone[heads[-1]]
        elif fresh and entry not in alone:
            topics = []
        if text[start:end].rstrip().endswith("?"):
            named = actors(text, start, end)
            asked = [a for a in named if a.country not in ("UA", "RU")] if named else asked
            entry = start if named else entry
        result[start] = entry, topics or (asked if len({a.country for a in asked}) == 1 else ())
        line = end - 1
    return result


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Hold one naming of a reach: the distance, what it is of, and where it was told."""

    quantity: Quantity
    of: str
    sentence: tuple[int, int]
    direct: bool = True


@dataclass(frozen=True, kw_only=True)
class Event:
    """Hold what one clause tells of a policy.

    Attributes
    ----------
    start, end
        Offsets of the clause; ``sentence`` has the sentence around it.
    cue
        Offsets of the word by which it was found.
    stance
        ``permits``, ``refuses``, ``proposed``, ``case-by-case``; empty in a clause that only goes
        on about a policy.
    grantors
        The governments that decide: several where they stand in a row.
    grantor_told
        Whether the clause itself names who decides.
    origin, target
        The country that is given a permission, and the one it is aimed at.
    reaches, regions, excluded, whole, systems, statuses, times
        What else it names.
    past, ended
        Whether it speaks of what was so before; whether it says that it ended.
    headline
        Whether it is the text's first line.
    fresh
        Whether it calls what it goes on about new.
    kind, passive
        As of the cue it was found by; empty where there was none.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    cue: tuple[int, int]
    stance: str
    grantors: tuple[Hit, ...] = ()
    grantor_told: bool = True
    origin: Hit | None = None
    target: Hit | None = None
    reaches: tuple[Reach, ...] = ()
    regions: tuple[Hit, ...] = ()
    excluded: tuple[Hit, ...] = ()
    whole: tuple[Hit, ...] = ()
    systems: tuple[Hit, ...] = ()
    statuses: tuple[Hit, ...] = ()
    times: tuple[Hit, ...] = ()
    past: bool = False
    ended: bool = False
    headline: bool = False
    fresh: bool = False
    kind: str = ""
    passive: bool = False

    @property
    def grantor(self) -> str:
        """Name the government that decides; '' where none is told."""
        return self.grantors[0].value if self.grantors else ""


class Told(list[Event]):
    """Hold what a text has told so far, in its order.

    Attributes
    ----------
    latest
        Of each pair of origin and target the last clause, in the order of the text: who asks what
        was told before asks these, however long the text is.
    """

    latest: dict[tuple[str, str], Event]

    def __init__(self) -> None:
        super().__init__()
        self.latest = {}

    def tell(self, events: Iterable[Event]) -> None:
        """Add what a sentence tells."""
        for event in events:
            self.append(event)
            pair = tuple(hit.value if hit else "" for hit in (event.origin, event.target))
            self.latest.pop(pair, None)  # type: ignore[arg-type]
            self.latest[pair] = event  # type: ignore[index]


def first_named(article: Article, country: str) -> Hit | None:
    """Find where a text names a country first."""
    return article.named_first.get(country)


def systems_in(text: str, part: tuple[int, int]) -> list[Hit]:
    """Give the weapons that a stretch names."""
    return [Hit(value=n, start=a, end=b) for n, a, b in systems().within(text, *part)]


def hit_of(actor: Actor) -> Hit:
    """Give the country of an actor, and where it is named."""
    return Hit(value=actor.country, start=actor.start, end=actor.end)
