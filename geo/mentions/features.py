"""Describe a span by what it is and by its neighbours, in names a model can weigh."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.gazetteer import any_candidates

from .beside import beside, row
from .nature import Part, nature
from .spans import Span
from .tokens import Tokens

_QUOTES = "\"“”„«»‟'‘’"
_LIST_GAP = 8
_LIST_WORDS = frozenset({"", "and", "or", "та", "і", "й", "и", "або", "или"})
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Around:
    """Hold what the whole text says about its words."""

    persons: frozenset[str]
    places: frozenset[str]
    capitals: bool


def features(
    tokens: Tokens, span: Span, around: Around, neighbours: Sequence[Span | None]
) -> Iterator[Part]:
    """Give the names of all features a span has, some at a time; the same parts come often.

    ``neighbours`` are the span before and after it, or None.

    Raises
    ------
    DataError
        When the index is missing or damaged.
    """
    first, last = span.first, span.last
    words = (tokens.words[first],) if first == last else tuple(tokens.words[first : last + 1])
    flat = bool(tokens.flat[first])
    known = nature(words, span.keys, span.hint, flat=flat)
    yield known.features
    if known.of_persons:
        yield from _elsewhere(words[0], known.key, known.of_persons, around, flat=flat)
    left = beside(tokens, first - 1, "l", first - 1)
    right = beside(tokens, last + 1, "r", last)
    if known.cyrillic and "l=title" in left:
        # "губернатор Курской области": behind a Cyrillic title as often a place as a person
        left = tuple(f"{name}&cyr" if name == "l=title" else name for name in left)
    yield left
    yield right
    if left[0] == "l=edge":
        yield _with("start", known.plain)
    else:
        yield beside(tokens, first - 2, "ll", first - 2)
    if right[0] != "r=edge":
        yield beside(tokens, last + 2, "rr", last + 1)
    if "l=place_before" in left:
        yield _with("at", known.plain or ("plain",))[1:]
    in_row = row(tokens, first, last)
    if in_row:
        yield in_row
    among = (*_marks(tokens, span), *_among(tokens, span, neighbours))
    if among:
        yield among


def _elsewhere(
    surface: str, word: str, of_persons: Part, around: Around, *, flat: bool
) -> Iterator[Part]:
    """Say what the text says of a word elsewhere, and whether its capitals stand out."""
    if word in around.persons:
        yield of_persons
    if word in around.places:
        yield ("place-here",)
    if surface.isupper() and len(surface) > 1 and not flat and not around.capitals:
        yield (f"upper&len={min(len(surface), _LONGEST)}",)


@lru_cache(maxsize=1024)
def _with(what: str, plain: Part) -> Part:
    return (what, *(f"{what}&{name}" for name in plain))


def _marks(tokens: Tokens, span: Span) -> Iterator[str]:
    """Tell a name that opens a quoted title or stands alone in one, and "US$"."""
    after = tokens.gap(span.last)
    if after in {" ", ", ", ". "}:
        if after == " " and tokens.gap(span.first - 1)[-1:] == "«":
            yield "opens-title"
        return
    if after.startswith("$"):
        yield "money"
    if any(mark in after for mark in _QUOTES):
        start = tokens.ends[span.first - 1] if span.first else 0
        before = tokens.text[
            max(start, tokens.starts[span.first] - _LIST_GAP) : tokens.starts[span.first]
        ]
        if any(mark in before for mark in _QUOTES):
            yield "quoted"


def _among(tokens: Tokens, span: Span, neighbours: Sequence[Span | None]) -> Iterator[str]:
    """Say how a span stands to the ones before and after: in a list, in what holds it."""
    before, after = neighbours
    if after is not None:
        if (
            after.first == span.last + 1
            and "," in tokens.gap(span.last)
            and _contained(span.keys, after.keys)
        ):
            yield "contained"
        if _listed(tokens, span, after):
            yield "r-list"
    if before is not None:
        if (
            before.last == span.first - 1
            and "," in tokens.gap(before.last)
            and _contained(before.keys, span.keys)
        ):
            yield "containing"
        if _listed(tokens, before, span):
            yield "l-list"


@lru_cache(maxsize=16384)
def _contained(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Tell whether a place of the outer name may hold one of the inner name."""
    if not inner or not outer:
        return False
    holders = [c for c in any_candidates(outer) if c.kind in {"country", "region"}]
    countries = {c.country for c in holders if c.kind == "country"}
    regions = {c.region for c in holders if c.kind == "region"}
    return bool(holders) and any(
        c.country in countries or c.region in regions for c in any_candidates(inner)
    )


def _listed(tokens: Tokens, first: Span, second: Span) -> bool:
    """Tell whether two spans stand in one list: "A, B", "A and B"."""
    start, end = tokens.ends[first.last], tokens.starts[second.first]
    if end - start > _LIST_GAP:
        return False
    between = tokens.text[start:end]
    return between != " " and between.strip(" ,") in _LIST_WORDS
