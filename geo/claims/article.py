"""Text → what policies are read from: its sentences and clauses, and what each one names."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from geo.claims.words import Actor, actors, anywhere
from geo.places import Place, geocode
from geo.quantities import Quantity, quantities
from geo.reading import sentence_starts

_BULLET = re.compile(r"\s*[-*•–·]\s(?!\*)")
_SENTENCE_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]*]*\s*\Z")
_AFTER_UNIT = re.compile(
    r"(?:\b(?:км|km|mi|miles)|\d{4}\s(?:р|г|рр|гг)|(?:km|км)\.)\.[\"'”’»)\]]*\s+(?=[\"'“‘«„(]?[A-ZА-ЯІЇЄҐЁ])"
)
_LONGEST_SENTENCE = 2000
_OPEN = (
    r"the|a|an|of|in|to|at|on|by|for|from|with|and|or|into|inside|against|than|that|as|its|their|"
    r"у|в|на|з|із|до|від|по|за|та|і|й|що|як|про|для|и|с|из|от|к|что|о|об|не|ні|ни|his|her|up|about|some|"
    r"January|February|March|April|May|June|July|August|September|October|November|December"
)
_RUNS_ON = re.compile(
    rf"(?<=[\w,)»”\"'’])\n+(?=(?-i:[a-zа-яіїєґё(«]))|(?<!\S)(?P<open>{_OPEN})\n+(?=\S)",
    re.IGNORECASE,
)
_NEIGHBOURS = 4
_PIECE = re.compile(r"[,;:()—–]\s*|\s-\s")
_HARD = re.compile(r";\s*|:\s+|\s[—–]\s|(?<=\w)\s-\s|(?<=[.!?])\s+")
_JOINT = re.compile(
    r",?\s(?:and|та|і|й|и|а)\s|,\s(?:and\s|while\s|та\s|а\s|и\s|і\s)?|\s\(", re.IGNORECASE
)
_CUES = (
    "permit",
    "grant",
    "lift",
    "unlimited",
    "forbid",
    "case",
    "ability",
    "permission",
    "home",
    "limit",
)
_DAY_CHARACTERS = len("2024-11-17")
_DATELINE = 260


def flowing(text: str) -> str:
    r"""Join the lines of a sentence that runs on over a line end, character for character.

    It runs on where a line breaks off after a word such as "of" or before a small letter.

    Examples
    --------
    >>> flowing("Beyond the border of\nUkraine.\nA title\nA sentence.\n")
    'Beyond the border of Ukraine.\nA title\nA sentence.\n'
    """
    return _RUNS_ON.sub(lambda match: (match["open"] or "").ljust(len(match.group())), text)


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Give the bounds of the sentences an article is made of, its headline among them.

    Passed over: lines that begin with a bullet, and those of one sentence that end without a full
    stop below the first: in an article they are headings, captions and links to other articles.

    Examples
    --------
    >>> text = "- a link\nA sentence.\nAnother article\n"
    >>> [text[slice(*each)] for each in sentences(text)]
    ['A sentence.\n']
    """
    starts = sorted({*sentence_starts(text), *(m.end() for m in _AFTER_UNIT.finditer(text))})
    found = [
        (start, end)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        if end - start <= _LONGEST_SENTENCE and not _BULLET.match(text, start, end)
    ]
    if len(found) == 1:
        return found
    body = [each for each in found if not is_heading(text, *each)]
    first = found[0] if found else None
    headline = [first] if first and body and first not in body and found[1:2] == body[:1] else []
    return [*headline, *body]


def is_heading(text: str, start: int, end: int) -> bool:
    """Tell a line of its own that ends without a full stop."""
    whole = (start == 0 or text[start - 1] in "\r\n") and (
        end == len(text) or text[end - 1] in "\r\n" or "\n" in text[start:end]
    )
    return whole and not _SENTENCE_ENDS.search(text[start:end])


def passages(text: str) -> list[list[tuple[int, int]]]:
    """Give the sentences that may speak of a permission to use arms, with their neighbours.

    Returns
    -------
    list of list
        One list per passage: the bounds of its sentences.

    Examples
    --------
    >>> passages("It rained. London allowed strikes.")
    [[(0, 11), (11, 34)]]
    >>> passages("It rained.")
    []
    """
    rows = sentences(text)
    armed = [speaks_of_arms(text, row) for row in rows]
    result: list[list[tuple[int, int]]] = []
    end = 0
    for n, sentence in enumerate(rows):
        if not any(armed[max(0, n - 1) : n + 2]):
            continue
        if any(anywhere("cues", key).search(text, *sentence) for key in _CUES):
            first, last = max(0, n - _NEIGHBOURS), min(len(rows), n + _NEIGHBOURS + 1)
            if not result or first > end:
                result.append([])
                end = first
            result[-1] += rows[end:last]
            end = max(end, last)
    return result


def speaks_of_arms(text: str, stretch: tuple[int, int]) -> bool:
    """Tell whether a stretch names arms or a deed of them."""
    return bool(anywhere("about", "arms").search(text, *stretch))


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the bounds of a sentence's clauses: a word such as "however" begins a new one.

    Examples
    --------
    >>> text = "It was so, but now it is not."
    >>> [text[slice(*each)] for each in clauses(text, 0, len(text))]
    ['It was so, ', 'but now it is not.']
    """
    turns = [match.start() for match in anywhere("about", "turn").finditer(text, start, end)]
    hard = [match.end() for match in _HARD.finditer(text, start, end)]
    for at in sorted({*turns, *hard}):
        if start < at < end:
            yield start, at
            start = at
    yield start, end


def joints(text: str, start: int, end: int) -> list[int]:
    """Give the offsets at which a clause may go on to another thought: after a comma or "and"."""
    return [match.end() for match in _JOINT.finditer(text, start, end)]


def piece(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Give the bounds of the stretch between two commas, brackets or dashes that holds an offset.

    Examples
    --------
    >>> text = "One, two three, four"
    >>> text[slice(*piece(text, 0, len(text), 6))]
    'two three'
    """
    for mark in _PIECE.finditer(text, start, end):
        if mark.start() >= at:
            return start, mark.start()
        if mark.end() <= at:
            start = mark.end()
    return start, end


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Hold one sentence: its bounds, and what it names.

    ``headline`` says whether it is the text's first line, without a full stop.
    """

    start: int
    end: int
    headline: bool
    actors: Sequence[Actor]
    places: Sequence[Place]
    distances: Sequence[Quantity]
    dates: Sequence[Quantity]

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


def within(items: Sequence[object], start: int, end: int) -> list:  # type: ignore[type-arg]
    """Give the items that begin in a stretch, of a sequence in the order of the text."""
    first, last = (bisect_left(items, at, key=lambda each: each.start) for at in (start, end))  # type: ignore[attr-defined]
    return list(items[first:last])


def article_of(text: str) -> Article:
    """Find what the passages of a text name."""
    read = flowing(text)
    told = passages(read)
    kept = _kept(read, [(rows[0][0], rows[-1][1]) for rows in told])
    found, places = quantities(kept), geocode(kept) if told else []
    rows = [[_sentence(read, row, found, places) for row in each] for each in told]
    return Article(
        text=read,
        passages=rows,
        countries=frozenset(a.country for each in rows for s in each for a in s.actors)
        | frozenset(place.country for place in places if place.country and place.kind == "region"),
        day=_day_of_report(read, found),
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
    text: str, bounds: tuple[int, int], found: Sequence[Quantity], places: Sequence[Place]
) -> Sentence:
    inside = within(found, *bounds)
    return Sentence(
        start=bounds[0],
        end=bounds[1],
        headline=is_heading(text, *bounds),
        actors=actors(text, *bounds),
        places=within(places, *bounds),
        distances=[each for each in inside if each.kind == "distance"],
        dates=[each for each in inside if each.kind == "date"],
    )


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
