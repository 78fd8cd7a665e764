"""Find the runs of words that may name a place; nothing is decided here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.gazetteer import base_forms, candidates, is_cyrillic, longest
from geo.mentions.tokens import (
    Tokens,
    abbreviations,
    demonym,
    is_capital,
    towns_of,
    word_classes,
    word_key,
)

_JOINTS = frozenset({" ", "-", "\u00a0", "\u2011", "\u2010", "\u202f", "–"})
_LINKS = frozenset((
    "of", "the", "and", "de", "da", "do", "dos", "del", "della", "di", "du", "des", "la", "le",
    "el", "al", "es", "on", "upon", "am", "an", "der", "den", "in", "na", "sur", "et", "y", "under",
    "au", "aux", "і", "та", "и", "на",
))  # fmt: skip
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "saint", "sainte", "mount", "fort", "co"})
_SHORTEST = 3
PLURALS = {
    "regions": "region", "oblasts": "oblast", "provinces": "province", "districts": "district",
    "counties": "county", "states": "state", "krais": "krai", "republics": "republic",
}  # fmt: skip
_AND = frozenset({"and", "і", "й", "та", "и", "or", "або", "или"})
_REGION_NOUNS = ("область", "край", "республика", "республіка")
_MOST_WORDS = 6
_KIND_WORDS = (("water_words", "water"), ("area_words", "area"), ("region_after", "region"))
_COORDINATED, _ELLIPTIC = 9, 16
_FEMININE = re.compile("[сц]ь?к(?:ой|ую|ая|ої|ій|у|ою)$")
_ABBREVIATION = 2
_POSTAL = 2
_LONGEST_SHORT = 5
_MORE = 2
_PARTIES = frozenset({"D", "R", "I", "DFL", "Ind", "Dem", "Rep", "NDP"})
_QUARTERS = {"N": "north", "S": "south", "E": "east", "W": "west"}
# alone they name no place, though provinces are called so
_QUARTER_WORDS = frozenset(
    {*_QUARTERS.values(), "northern", "southern", "eastern", "western", "central", "upper", "lower"}
)
_CONTRACTION = re.compile(r"(?i)['’](?:ve|ll|re|d|m|t)$")
_MIXED = re.compile("[a-z][A-Z]{2,}$")  # "MoDOT"
_HOUSES = frozenset({"white house", "blue house", "capitol", "kremlin", "foggy bottom", "rada"})
_WHITE_HOUSE = re.compile("(?:бел|біл)[а-яі]{2,3} (?:дом(?:[аеуі]|ом)?|дім)")


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a run of words ``first`` … ``last`` and the keys it may be filed under.

    ``dot`` is 1 where the full stop behind it is part of the name: "Ky.".
    """

    first: int
    last: int
    keys: tuple[str, ...]
    hint: str = ""
    dot: int = 0


def joined(tokens: Tokens, index: int) -> bool:
    """Tell whether word ``index`` and the next may belong to one name."""
    gap = tokens.gap(index)
    if gap in _JOINTS:
        return True
    return gap in {". ", "."} and word_key(tokens.words[index]) in _ABBREVIATED


def spans(tokens: Tokens) -> Iterator[Span]:
    """Give every run of words that is filed in the gazetteer or looks like a place.

    Runs do not overlap; they come in the order of the text.
    """
    done = -1
    for index in tokens.capitals:
        if index <= done:
            continue
        span = (
            _abbreviated(tokens, index)
            or _compass(tokens, index)
            or _district(tokens, index)
            or _coordinated(tokens, index)
            or _elliptic(tokens, index)
            or _known(tokens, index)
            or _unknown(tokens, index)
        )
        if span is not None and _house(tokens, span):
            done = span.last
        elif span is not None:
            span = _with_plural(tokens, span)
            done = span.last
            yield span


def _house(tokens: Tokens, span: Span) -> bool:
    """Tell the houses of governments from the towns of that name: "White House, Tenn."."""
    after = span.last + 1
    if _WHITE_HOUSE.fullmatch(" ".join(tokens.words[span.last : after + 1]).lower()):
        return True
    if not span.keys or span.keys[0] not in _HOUSES:
        return False
    return after >= len(tokens.words) or _abbreviated(tokens, after) is None


def _run(tokens: Tokens, index: int) -> list[str]:
    """Give the keys of the words that stand together from ``index`` on, over a line's end, too."""
    run = [word_key(tokens.words[index])]
    while len(run) < _MOST_WORDS and index + 1 < len(tokens.words):
        if not joined(tokens, index) and tokens.gap(index) != "\n\n":
            break
        index += 1
        run.append(word_key(tokens.words[index]))
    return run


def _runs(tokens: Tokens, index: int) -> Iterator[tuple[list[str], int]]:
    """Give the run of words at ``index``, before it the one that goes on behind an 's.

    With each comes how many words of it a name must have at least: "People's Republic"
    goes on, "Kyiv's allies" does not.
    """
    plain = _run(tokens, index)
    last = index + len(plain) - 1
    if len(plain) < _MOST_WORDS and tokens.gap(last)[1:] == "s " and last + 1 < len(tokens.words):
        yield [*plain[:-1], plain[-1] + "s", *_run(tokens, last + 1)], len(plain) + 1
    yield plain, 1


def as_region(name: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Give the names of regions of some kinds that a name makes."""
    return tuple(full for kind in kinds if candidates(full := f"{name} {kind}"))


def _abbreviated(tokens: Tokens, index: int) -> Span | None:
    """Read "N.C." in "Troy, N.C.", "D-N.C." and "across N.C.": the short name of a state."""
    word = tokens.words[index]
    plain = word.replace(".", "")
    name = abbreviations().get(plain.lower()) if len(word) <= _LONGEST_SHORT else None
    if name is None or word == "Co":  # "Clonakilty, Co. Cork"
        return None
    before = tokens.words[index - 1] if index else ""
    party = before in _PARTIES and tokens.gap(index - 1) == "-"
    gap = tokens.gap(index - 1).lower().removeprefix("'s").removeprefix("’s") if index else ""
    behind = gap == ", " and is_capital(before)
    dotted = "." in word or tokens.gap(index).startswith(".")
    # a person's initials stand before a surname
    follows = tokens.gap(index) == " " and index + 1 < len(tokens.words)
    named = follows and is_capital(tokens.words[index + 1])
    alone = word.count(".") > 1 and before[:1].islower() and not named
    if not (alone or ((party or behind) and (dotted or plain.isupper()))):
        return None
    postal = plain.isupper() and len(plain) == _POSTAL
    dot = tokens.gap(index).startswith(".") and not postal
    return Span(index, index, (name,), "region", int(dot))


def _compass(tokens: Tokens, index: int) -> Span | None:
    """Read "N. Korea" and "S. Ossetia"."""
    quarter = _QUARTERS.get(tokens.words[index])
    after = index + 1
    if quarter is None or after >= len(tokens.words) or tokens.gap(index) not in {". ", ".", " "}:
        return None
    run = _run(tokens, after)
    for first in (quarter, f"{quarter}ern"):
        for length, names in longest([first, *run]):
            if length > 1 and is_capital(tokens.words[after]):
                return Span(index, index + length - 1, names)
    return None


def _known(tokens: Tokens, index: int) -> Span | None:
    for run, least in _runs(tokens, index):
        for length, names in longest(run):
            last = index + length - 1
            if length < least or tokens.words[last].lower() in _LINKS:
                continue
            if length == 1 and not _plausible(tokens.words[index], names[0]):
                continue
            if length > 1 and _ends_too_late(tokens, run, length, last):
                continue
            if all(_fits(tokens, at) for at in range(index + 1, last + 1)):
                keys = (*names, *_with_genitive(tokens, run, last, length))
                return Span(index, last, keys, _kind_word(tokens, index, last))
    return None


def _ends_too_late(tokens: Tokens, run: list[str], length: int, last: int) -> bool:
    """Tell "Columbia" in "Columbia City Council" from "Kansas City" in "Kansas City Council"."""
    after = last + 1
    if run[length - 1] not in {"city", "state"} or after >= len(tokens.words):
        return False
    behind = word_classes(word_key(tokens.words[after]))
    if not {"org_tail", "title"} & behind or tokens.gap(last) != " ":
        return False
    shorter = " ".join(run[: length - 1])
    if run[length - 1] == "state":
        return is_capital(tokens.words[after]) and bool(candidates(shorter))
    names = (shorter, " ".join(run[:length]))
    towns = ([c.population for c in candidates(n) if c.kind == "settlement"] for n in names)
    one, other = (max(people, default=0) for people in towns)
    return one > other


def _with_genitive(tokens: Tokens, run: list[str], last: int, length: int) -> tuple[str, ...]:
    """Give the names that end in the 's cut off before: "St. John's"."""
    if length == 1 or tokens.gap(last)[1:2] != "s":
        return ()
    name = " ".join([*run[: length - 1], f"{run[length - 1]}s"])
    return (name,) if candidates(name) else ()


def _fits(tokens: Tokens, at: int) -> bool:
    """Tell whether a later word of a name may be written as it is."""
    word = tokens.words[at]
    if is_capital(word) or word[0].isdigit() or tokens.gap(at - 1) == "-" or "'" in word[:3]:
        return True
    low = word_key(word)
    return low in _LINKS or bool(word_classes(low) & {"region_after", "water_words", "area_words"})


def _plausible(word: str, name: str) -> bool:
    """Tell an acronym from the word that is spelled alike."""
    if _CONTRACTION.search(word) or name in _QUARTER_WORDS or _MIXED.search(word):
        return False
    if "acronym" in word_classes(name):
        return word.isupper()
    if name != word_key(word) and is_cyrillic(name) and demonym(word_key(word)):
        return False
    plain = word.replace(".", "")
    if len(name) <= _SHORTEST and plain.isupper() and len(plain) > 1:
        return False
    return "." not in word


def _with_plural(tokens: Tokens, span: Span) -> Span:
    """Take "regions" into "Belgorod regions", and let it speak for the names before."""
    after = span.last + 1
    if after >= len(tokens.words) or tokens.gap(span.last) != " ":
        return span
    singular = PLURALS.get(tokens.words[after].lower())
    if singular is None:
        return span
    known = as_region(span.keys[0], (singular, "oblast", "krai")) if span.keys else ()
    return Span(span.first, after, known, "region") if known else span


def _coordinated(tokens: Tokens, index: int) -> Span | None:
    """Read "Курской" in "Курской и Белгородской областях", and the same of districts."""
    word = word_key(tokens.words[index])
    if not is_cyrillic(word):
        return None if candidates(word) else _counties(tokens, index)
    at = last = index + (tokens.gap(index) == "-")
    while at - index < _COORDINATED and at + 1 < len(tokens.words):
        gap = tokens.gap(at)
        at += 1
        low = word_key(tokens.words[at])
        if at > last + 1 and {"regions_after", "district_after"} & word_classes(low):
            break
        if gap not in {" ", ", ", "-"} or not (
            is_capital(tokens.words[at]) or low in _AND or gap == ", "
        ):
            return None
    else:
        return None
    if "district_after" in word_classes(word_key(tokens.words[at])):
        towns = towns_of(word)
        return Span(index, index, towns, "district") if towns and last == index else None
    first = f"{word} " if last > index else ""
    forms = base_forms(word_key(tokens.words[last]))
    names = (f"{first}{form} {noun}" for form in forms for noun in _REGION_NOUNS)
    known = next((name for name in names if candidates(name)), None)
    return Span(index, last, (known,), "region") if known else None


def _elliptic(tokens: Tokens, index: int) -> Span | None:
    """Read «Волгоградской» in «15 над Ростовской областью, 12 — над Волгоградской, 9 — …»."""
    word = tokens.words[index].lower()
    after = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
    goes_on = after and tokens.gap(index) == " " and not is_capital(after) and after not in _AND
    if not _FEMININE.search(word) or goes_on or tokens.gap(index) == "-":
        return None
    around = tokens.words[max(0, index - _ELLIPTIC) : index + _ELLIPTIC]
    if not any(each.lower().startswith("област") for each in around):
        return None
    names = (f"{form} область" for form in base_forms(word_key(word)))
    known = next((name for name in names if candidates(name)), None)
    return Span(index, index, (known,), "region") if known else None


def _counties(tokens: Tokens, index: int) -> Span | None:
    """Read "Aroostook" in "Aroostook and Washington counties"."""
    for at in range(index, min(index + _COORDINATED, len(tokens.words) - 1)):
        word = tokens.words[at + 1]
        if word in PLURALS and at > index and tokens.gap(at) == " ":
            known = as_region(word_key(tokens.words[index]), (PLURALS[word],))
            return Span(index, index, known, "region") if known else None
        if tokens.gap(at) not in {" ", ", "} or not (is_capital(word) or word in _AND):
            break
    return None


def _district(tokens: Tokens, index: int) -> Span | None:
    """Read "Шебекинском районе", "Sudzhansky district": a district by its town's adjective."""
    after = index + 1
    if after >= len(tokens.words) or tokens.gap(index) not in {" ", "\u00a0"}:
        return None
    if "district_after" not in word_classes(word_key(tokens.words[after])):
        return None
    towns = towns_of(word_key(tokens.words[index]))
    return Span(index, after, towns, "district") if towns else None


def _unknown(tokens: Tokens, index: int) -> Span | None:
    """Take up a name no list has, where a word beside it says that it is a place."""
    words = tokens.words
    if not words[index][0].isalpha() or "function" in word_classes(word_key(words[index])):
        return None
    last = index
    while (
        last + 1 < len(words)
        and last - index < _MORE
        and joined(tokens, last)
        and is_capital(words[last + 1])
    ):
        last += 1
    hint = _hint(tokens, index, last)
    return Span(index, last, (), hint) if hint else None


def _hint(tokens: Tokens, index: int, last: int) -> str:
    """Read from the words in and before an unknown name what kind of place it is."""
    words = tokens.words
    before = word_key(words[index - 1]) if index else ""
    if before == "of" and index > 1:
        before = word_key(words[index - 2])
    # г., с., м. stand for town and village, but they also end sentences
    if "settlement_before" in word_classes(before) and len(before) > _ABBREVIATION:
        return "settlement"
    return _kind_word(tokens, index, last)


def _kind_word(tokens: Tokens, index: int, last: int) -> str:
    """Give the kind that a name of several words ends with: "Oblast", "Sea"."""
    classes = word_classes(word_key(tokens.words[last])) if last > index else ()
    return next((hint for name, hint in _KIND_WORDS if name in classes), "")
