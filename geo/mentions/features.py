"""Describe a span by what it is, by the words beside it and by its neighbours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from geo.gazetteer import (
    BARE,
    COMMON,
    GIVEN,
    OTHER,
    PATRONYMIC,
    RARE_GIVEN,
    RARE_SURNAME,
    SURNAME,
    Candidate,
    any_candidates,
    candidates,
    is_cyrillic,
    word_flags,
)
from geo.mentions.spans import Span
from geo.mentions.tokens import Tokens, is_capital, word_classes, word_key

Part = tuple[str, ...]
TOLD = {"river": "water", "mountain": "area"}
"""What the noun before a name says it is, and the kind of place; nothing else is meant but a
country, which may stand behind a river without being called so."""

_FLAGS = (
    (GIVEN, "given"), (SURNAME, "surname"), (COMMON, "common"), (RARE_GIVEN, "rare"),
    (PATRONYMIC, "patronymic"), (RARE_SURNAME, "rare"),
)  # fmt: skip
_OF_GIVEN = frozenset({"is=given", "is=rare"})
_OF_SURNAME = frozenset({"r=capital-surname", "r=capital-unknown", "r=surname-ending"})
_CITY = 100_000
_OF_KIND = frozenset({"region_after", "water_words", "area_words"})
_SURNAME_ENDINGS = (
    "енко", "ович", "евич", "івна", "овна", "евна", "чук", "щук", "швили", "дзе", "ян", "ов",
    "ева", "ова", "ин", "ына", "ский", "ський", "ская", "ська",
)  # fmt: skip
# Capitalised words that stand beside a name without being part of it: "Monday", "President".
_APART = frozenset({"month", "title"})
# Classes whose words mean another thing with a capital: "Reading Police", "Reading police".
_CASED = frozenset(
    {"org_tail", "org_head", "title", "weapon", "town_sense", "area_words", "region_after"}
)
_IN_RUN = frozenset({"org_tail", "org_head", "title"})
_LONGEST_RUN = 4
_FEW = 4
_NEAR = frozenset({" ", "\u00a0", "-"})
_EDGE = {side: (f"{side}=edge",) for side in ("l", "r", "ll", "rr")}
_QUOTES = "\"“”„«»‟'‘’"
_DASHES = frozenset({"-", "–"})
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
    if _OF_GIVEN & set(known.plain) and _OF_SURNAME & set(right):
        yield ("given-and-surname",)
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
    for side, first, second in (("r", span, after), ("l", before, span)):
        if first is None or second is None:
            continue
        gap = tokens.gap(first.last) if second.first == first.last + 1 else " "
        if "," in gap and _contained(first.keys, second.keys):
            yield "contained" if side == "r" else "containing"
        if _listed(tokens, first, second):
            yield f"{side}-list"
        if gap in _DASHES:
            yield f"{side}-pair"


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


class Nature(NamedTuple):
    """Hold what is known of a name.

    ``plain`` are what its one word is besides a place, as features; ``of_persons`` what to
    add where the text has a person of that name.
    """

    features: Part
    plain: Part
    of_persons: Part
    key: str
    cyrillic: bool


@lru_cache(maxsize=16384)
def nature(words: tuple[str, ...], keys: tuple[str, ...], hint: str, *, flat: bool) -> Nature:
    """Describe a name by its words as written, the keys it may be filed under, its kind's hint.

    Examples
    --------
    >>> nature(("Kent",), ("kent",), "", flat=False).plain
    ('is=given', 'is=surname')
    """
    first = word_key(words[0])
    cyrillic = is_cyrillic(first)
    found = any_candidates(keys) if keys else ()
    told = TOLD.get(hint, hint)
    features = [
        "bias", f"script={'cyr' if cyrillic else 'lat'}", f"words={min(len(words), 3)}",
        f"hint={told}",
    ]  # fmt: skip
    if not found:
        return Nature((*features, "unknown"), (), (), first, cyrillic)
    best = max(found, key=lambda c: (c.quality not in {OTHER, BARE}, c.population))
    kinds = sorted({c.kind for c in found if c.quality != OTHER}) or ["other"]
    size = _size(found)
    own = best.country in {"UA", "RU", "BY"}
    features += [f"kind={kind}" for kind in kinds]
    features += [f"size={size}", f"quality={best.quality}", f"own={own}"]
    features += [f"{best.kind}:{_digits(best.population)}", f"own={own}&size={size}"]
    if flat:
        features.append("flat")
    if told != hint or (len(words) > 1 and word_classes(word_key(words[-1])) & _OF_KIND):
        features.append("names-its-kind")
    if "country" in kinds or "region" in kinds:
        features.append("administrative")
    if len(words) > 1:
        return Nature(tuple(features), (), (), first, cyrillic)
    names = flag_names(first)
    if first not in keys:
        names += [f"lemma-{name}" for name in flag_names(keys[0])]
        features.append(f"inflected&size={size}")
    features += [
        f"is={name}{more}" for name in names for more in ("", f"&size={size}", f"&kind={kinds[0]}")
    ] or [f"is=plain&size={size}"]
    features += [f"self={name}" for name in sorted(word_classes(first))]
    if cyrillic:
        features.append(f"ending={first[-3:]}")
    if flat:
        features += [f"flat&is={name}" for name in names] or ["flat&plain"]
    if not cyrillic and keys[0] != first:
        features.append("shortened")
    features.append(f"len={min(len(keys[0]), 6)}")
    plain = tuple(f"is={name}" for name in names)
    return Nature(
        tuple(features), plain, ("person-here", f"person-here&size={size}"), first, cyrillic
    )


def flag_names(word: str) -> list[str]:
    """Give what a word is besides a place: "given", "surname", "common" and the like."""
    flags = word_flags(word)
    return [name for flag, name in _FLAGS if flags & flag]


def _digits(people: int) -> str:
    return str(len(str(people))) if people else "0"


def _size(found: Sequence[Candidate]) -> str:
    """Say how large the largest thing of a name is: its people, or that it is more than a town."""
    most = max((c.population for c in found if c.kind == "settlement"), default=0)
    if most < _CITY:
        for option in found:
            if option.kind != "settlement" and option.quality not in {OTHER, BARE}:
                return option.kind
    return _digits(most)


def beside(tokens: Tokens, at: int, side: str, between: int) -> Part:
    """Describe word ``at``, which stands on a side of a name; ``between`` is the gap's number.

    ``ll`` and ``rr`` are the words next but one: of them only the first few features count.
    """
    if not 0 <= at < len(tokens.words) or tokens.parted(between):
        return _EDGE[side]
    gap = tokens.gaps[between + 1]
    word = tokens.words[at]
    return _beside(word, " " if gap[:1] == "." else gap, side, flat=bool(tokens.flat[at]))


@lru_cache(maxsize=65536)
def _beside(word: str, gap: str, side: str, *, flat: bool) -> Part:
    low = word_key(word)
    capital = is_capital(word) and not (flat and _levelled(low))
    found = [f"{side}={name}" for name in sorted(word_classes(low))]
    if not capital and f"{side}=civic" in found:
        found = [name for name in found if not name.endswith("=org_tail")]
    if not capital and not is_cyrillic(low):
        found = [f"{name}-low" if name[len(side) + 1 :] in _CASED else name for name in found]
    found += [f"{side}-{mark}" for mark in ",()-/" if mark in gap]
    if word[0].isdigit():
        found.append(f"{side}=number")
    elif gap in _NEAR and capital:
        found += _capital(word, low, f"{side}-" if gap == "-" else side)
    elif gap in _NEAR:
        found.append(f"{side}w={low}")
    elif gap.startswith(",") and not capital:
        found.append(f"{side},w={low}")
    return tuple(found[:_FEW] if len(side) > 1 else found) or (f"{side}=other",)


def row(tokens: Tokens, first: int, last: int) -> Part:
    """Say what the capitalised words are that stand in one row with a name."""
    found: list[str] = []
    for step, start in ((1, last), (-1, first)):
        for away in range(1, _LONGEST_RUN + 1):
            at = start + step * away
            gap = tokens.gap(at - 1 if step > 0 else at)
            if gap != " " or not 0 <= at < len(tokens.words):
                break
            word = tokens.words[at]
            if step < 0 and word == "of":
                continue
            if not is_capital(word):
                break
            low = word_key(word)
            if tokens.flat[at] and _levelled(low):
                break
            side = "after" if step > 0 else "before"
            found += [f"{side}&{name}" for name in sorted(word_classes(low) & _IN_RUN)]
            if step < 0 and word_flags(low) & GIVEN:
                found.append("before&given")
    return tuple(dict.fromkeys(found))


def _levelled(low: str) -> bool:
    """Tell whether a word has its capital from the line it stands in, as far as one can know."""
    flags = word_flags(low)
    return bool(flags & COMMON) or not (flags & (GIVEN | SURNAME) or candidates(low))


def _capital(word: str, low: str, side: str) -> list[str]:
    """Describe a capitalised word right beside a span: a person's, a firm's or a place's."""
    apart = word_classes(low) & _APART
    if apart:
        return [f"{side}=capital-{name}" for name in sorted(apart)]
    names = flag_names(low)
    found = [f"{side}=capital", *(f"{side}=capital-{name}" for name in names)]
    if candidates(low):
        found.append(f"{side}=capital-place")
    elif not names and not word_classes(low):
        found.append(f"{side}=capital-unknown")
    if len(word.rstrip(".")) == 1:
        found.append(f"{side}=initial")
    if low.endswith(_SURNAME_ENDINGS) and is_cyrillic(low):
        found.append(f"{side}=surname-ending")
    return found
