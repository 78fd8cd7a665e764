"""Describe a span by what it is and by its neighbours, in names a model can weigh."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    word_flags,
)
from geo.gazetteer.forms import is_cyrillic

from .classes import word_classes
from .spans import Span, word_key
from .tokens import Tokens, is_capital

_QUOTES = "\"“”„«»‟'‘’"
_FLAGS = (
    (GIVEN, "given"), (SURNAME, "surname"), (COMMON, "common"), (RARE_GIVEN, "rare"),
    (PATRONYMIC, "patronymic"), (RARE_SURNAME, "rare"),
)  # fmt: skip
_SURNAME_ENDINGS = (
    "енко", "ович", "евич", "івна", "овна", "евна", "чук", "щук", "швили", "дзе", "ян", "ов",
    "ева", "ова", "ин", "ына", "ский", "ський", "ская", "ська",
)  # fmt: skip

# Capitalised words that stand beside a name without being part of it: "Monday", "President".
_APART = frozenset({"month", "title"})
_CITY = 100_000
# Classes whose words mean another thing with a capital: "Reading Police", "Reading police".
_CASED = frozenset(
    {"org_tail", "org_head", "title", "weapon", "town_sense", "area_words", "region_after"}
)
_IN_RUN = frozenset({"org_tail", "org_head", "title"})
_LONGEST_RUN = 4
_OF_KIND = frozenset({"region_after", "water_words", "area_words"})
_FEW = 4
_LIST_GAP = 8
_LIST_WORDS = frozenset({"", "and", "or", "та", "і", "й", "и", "або", "или"})


@dataclass(frozen=True, slots=True)
class Around:
    """Hold what the whole text says about its words."""

    persons: frozenset[str]
    places: frozenset[str]
    capitals: bool


def _population(most: int) -> str:
    """Give the order of magnitude of a number of people."""
    return str(len(str(most))) if most else "0"


def _size(found: Sequence[Candidate]) -> str:
    """Say how large the largest thing of a name is: its people, or that it is more than a town."""
    most = max((c.population for c in found if c.kind == "settlement"), default=0)
    if most < _CITY:
        for option in found:
            if option.kind != "settlement" and option.quality not in {OTHER, BARE}:
                return option.kind
    return _population(most)


def _flag_names(word: str) -> list[str]:
    flags = word_flags(word)
    return [name for flag, name in _FLAGS if flags & flag]


def _nature(tokens: Tokens, span: Span, around: Around) -> list[str]:
    """Say what the list of names and of words knows about the span itself."""
    words = tokens.words[span.first : span.last + 1]
    script = "cyr" if is_cyrillic(word_key(words[0])) else "lat"
    features = ["bias", f"script={script}", f"words={min(len(words), 3)}", f"hint={span.hint}"]
    found = any_candidates(span.keys) if span.keys else ()
    if not found:
        return [*features, "unknown"]
    best = max(found, key=lambda c: (c.quality not in {OTHER, BARE}, c.population))
    kinds = sorted({c.kind for c in found if c.quality != OTHER}) or ["other"]
    size = _size(found)
    own = best.country in {"UA", "RU", "BY"}
    features += [f"kind={kind}" for kind in kinds]
    features += [f"size={size}", f"quality={best.quality}", f"own={own}"]
    features += [f"{best.kind}:{_population(best.population)}", f"own={own}&size={size}"]
    if tokens.flat[span.first]:
        features.append("flat")
    if len(words) > 1 and word_classes(word_key(words[-1])) & _OF_KIND:
        features.append("names-its-kind")
    if "country" in kinds or "region" in kinds:
        features.append("administrative")
    if len(words) == 1:
        flat = bool(tokens.flat[span.first])
        features += _alone(words[0], span, around, of=(size, kinds[0]), flat=flat)
    return features


def _alone(
    surface: str, span: Span, around: Around, *, of: tuple[str, str], flat: bool
) -> list[str]:
    """Say what a name of one word is besides, and what the text says of it elsewhere."""
    size, kind = of
    word = word_key(surface)
    names = _flag_names(word)
    if word not in span.keys:
        names += [f"lemma-{name}" for name in _flag_names(span.keys[0])]
    features = [
        f"is={name}{more}" for name in names for more in ("", f"&size={size}", f"&kind={kind}")
    ]
    if not names:
        features.append(f"is=plain&size={size}")
    features += [f"self={name}" for name in sorted(word_classes(word))]
    if is_cyrillic(word):
        features.append(f"ending={word[-3:]}")
    if word not in span.keys:
        features.append(f"inflected&size={size}")
    if word in around.persons:
        features += ["person-here", f"person-here&size={size}"]
    if word in around.places:
        features.append("place-here")
    if flat:
        features += [f"flat&is={name}" for name in names] or ["flat&plain"]
    elif surface.isupper() and len(surface) > 1 and not around.capitals:
        features.append(f"upper&len={min(len(surface), 5)}")
    return [*features, f"len={min(len(span.keys[0]), 6)}"]


def _beside(tokens: Tokens, at: int, side: str, between: int) -> list[str]:
    """Describe the word beside a span, and what stands between."""
    if tokens.parted(between):
        return [f"{side}=edge"]
    gap = tokens.gap(between)
    if gap[:1] == ".":
        gap = " "
    word = tokens.words[at]
    low = word_key(word)
    capital = is_capital(word) and not (tokens.flat[at] and _levelled(low))
    found = [f"{side}={name}" for name in sorted(word_classes(low))]
    if not capital and not is_cyrillic(low):
        found = [f"{name}-low" if name[len(side) + 1 :] in _CASED else name for name in found]
    found += [f"{side}-{mark}" for mark in ",()-/" if mark in gap]
    near = gap in {" ", "\u00a0", "-"}
    if word[0].isdigit():
        found.append(f"{side}=number")
    elif near and capital:
        found += _capital(word, low, side)
    elif near:
        found.append(f"{side}w={low}")
    elif gap.startswith(",") and not capital:
        found.append(f"{side},w={low}")
    return found or [f"{side}=other"]


def _run(tokens: Tokens, span: Span) -> list[str]:
    """Say what the capitalised words are that stand in one row with a span."""
    found = []
    for step, at in ((1, span.last), (-1, span.first)):
        for _ in range(_LONGEST_RUN):
            gap = tokens.gap(at if step > 0 else at - 1)
            at += step
            if gap != " " or not 0 <= at < len(tokens.words):
                break
            word, low = tokens.words[at], word_key(tokens.words[at])
            if step < 0 and low == "of":
                continue
            if not is_capital(word) or (tokens.flat[at] and _levelled(low)):
                break
            side = "after" if step > 0 else "before"
            found += [f"{side}&{name}" for name in sorted(word_classes(low) & _IN_RUN)]
            if step < 0 and word_flags(low) & GIVEN:
                found.append("before&given")
    return list(dict.fromkeys(found))


def _levelled(low: str) -> bool:
    """Tell whether a word has its capital from the line it stands in, as far as one can know."""
    flags = word_flags(low)
    return bool(flags & COMMON) or not (flags & (GIVEN | SURNAME) or candidates(low))


def _capital(word: str, low: str, side: str) -> list[str]:
    """Describe a capitalised word right beside a span: a person's, a firm's or a place's."""
    apart = word_classes(low) & _APART
    if apart:
        return [f"{side}=capital-{name}" for name in sorted(apart)]
    names = _flag_names(low)
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


def features(
    tokens: Tokens, span: Span, around: Around, neighbours: Sequence[Span | None]
) -> list[str]:
    """Give the names of all features a span has.

    ``neighbours`` are the span before and after it, or None.

    Raises
    ------
    DataError
        When the index is missing or damaged.
    """
    found = _nature(tokens, span, around)
    at = tokens.starts[span.first]
    gap_before = tokens.text[tokens.ends[span.first - 1] : at][-8:] if span.first else "\n"
    gap_after = tokens.gap(span.last)
    left = _beside(tokens, span.first - 1, "l", span.first - 1)
    right = _beside(tokens, span.last + 1, "r", span.last)
    if "script=cyr" in found:
        # "губернатор Курской области": behind a Cyrillic title as often a place as a person
        left = [f"{name}&cyr" if name == "l=title" else name for name in left]
    plain = [f for f in found if f.startswith("is=") and "&" not in f]
    found += left + right
    if "l=edge" in left:
        found += ["start", *(f"start&{f}" for f in plain)]
    else:
        beyond = _beside(tokens, span.first - 2, "l", span.first - 2)
        found += [f"l{f}" for f in beyond[:_FEW]]
    if "r=edge" not in right:
        beyond = _beside(tokens, span.last + 2, "r", span.last + 1)
        found += [f"r{f}" for f in beyond[:_FEW]]
    found += _run(tokens, span)
    if "l=place_before" in left:
        found += [f"at&{f}" for f in plain] or ["at&plain"]
    if _quoted(gap_before, gap_after):
        found.append("quoted")
    if gap_after.startswith("$"):
        found.append("money")
    return found + _among(tokens, span, neighbours)


def _among(tokens: Tokens, span: Span, neighbours: Sequence[Span | None]) -> list[str]:
    """Say how a span stands to the ones before and after: in a list, in what holds it."""
    before, after = neighbours
    found = []
    if after is not None:
        if (
            after.first == span.last + 1
            and "," in tokens.gap(span.last)
            and _contained(span, after)
        ):
            found.append("contained")
        if _listed(tokens, span, after):
            found.append("r-list")
    if before is not None:
        if (
            before.last == span.first - 1
            and "," in tokens.gap(before.last)
            and _contained(before, span)
        ):
            found.append("containing")
        if _listed(tokens, before, span):
            found.append("l-list")
    return found


def _quoted(before: str, after: str) -> bool:
    """Tell whether a span stands alone between quotation marks, as titles do."""
    return any(mark in before for mark in _QUOTES) and any(mark in after for mark in _QUOTES)


def _contained(inner: Span, outer: Span) -> bool:
    """Tell whether a place of the outer name may hold one of the inner name."""
    holders = (
        [c for c in any_candidates(outer.keys) if c.kind in {"country", "region"}]
        if outer.keys
        else []
    )
    if not holders or not inner.keys:
        return False
    countries = {c.country for c in holders if c.kind == "country"}
    regions = {c.region for c in holders if c.kind == "region"}
    return any(c.country in countries or c.region in regions for c in any_candidates(inner.keys))


def _listed(tokens: Tokens, first: Span, second: Span) -> bool:
    """Tell whether two spans stand in one list: "A, B", "A and B"."""
    between = tokens.text[tokens.ends[first.last] : tokens.starts[second.first]][:_LIST_GAP]
    return between != " " and between.strip(" ,") in _LIST_WORDS
