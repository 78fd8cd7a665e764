"""Find the runs of words that may name a place; nothing is decided here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.gazetteer import adjective_ending, candidates, is_cyrillic, longest, told_kind
from geo.mentions.tokens import (
    LINKS,
    MOST_WORDS,
    QUARTERS,
    Tokens,
    abbreviations,
    ends_row,
    fits,
    is_capital,
    joined,
    plausible,
    regions_of,
    run_from,
    tells,
    towns_of,
    word_classes,
    word_key,
)

_BLANKS = frozenset({" ", "\u00a0", " «"})
_BETWEEN = ("автономн", "соседн", "сусідн")
_FIRM = ("област", "воеводств", "воєводств")  # an adjective before one is no village
PLURALS = {
    "regions": "region", "oblasts": "oblast", "provinces": "province", "districts": "district",
    "counties": "county", "states": "state", "krais": "krai", "republics": "republic",
}  # fmt: skip
_AND = frozenset(
    ("and", "і", "й", "та", "и", "or", "або", "чи", "или", "либо", "а", "также", "також")
)
_KIND_WORDS = (("water_words", "water"), ("area_words", "area"), ("region_after", "region"))
_COORDINATED, _ELLIPTIC = 24, 16
_FEMININE = re.compile("[сц]ь?к(?:ой|ую|ая|ої|ій|у|ою)$")
_ABBREVIATION = 2
_POSTAL = 2
_LONGEST_SHORT = 5
_MORE = 2
_PARTIES = frozenset({"D", "R", "I", "DFL", "Ind", "Dem", "Rep", "NDP"})
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
            or _told(tokens, index)
            or _known(tokens, index)
            or _unknown(tokens, index)
        )
        if span is not None and _house(tokens, span):
            done = span.last
        elif span is not None:
            span = _with_plural(tokens, span)
            done = span.last
            yield span


def _told(tokens: Tokens, index: int) -> Span | None:
    """Read "Белая" in «на реке Белая», which is no town, and "Лаптевых" in «море Лаптевых»."""
    noun = word_key(tokens.words[index - 1]) if index else ""
    if tokens.gap(index - 1) not in _BLANKS or not tells(noun):
        return None
    span = _known(tokens, index) or Span(index, index, ())
    words = [word_key(word) for word in tokens.words[index : span.last + 1]]
    whole = (keys for length, keys in longest([noun, *words]) if length > len(words))
    name = " ".join(words)
    kind = "" if span.hint else told_kind(noun, name, filed=bool(candidates(name)))
    keys = (*next(whole, ()), *span.keys)
    return Span(index, span.last, keys, kind) if len(keys) > len(span.keys) or kind else None


def _house(tokens: Tokens, span: Span) -> bool:
    """Tell the houses of governments from the towns of that name: "White House, Tenn."."""
    after = span.last + 1
    if _WHITE_HOUSE.fullmatch(" ".join(tokens.words[span.last : after + 1]).lower()):
        return True
    if not span.keys or span.keys[0] not in _HOUSES:
        return False
    return after >= len(tokens.words) or _abbreviated(tokens, after) is None


def _runs(tokens: Tokens, index: int) -> Iterator[tuple[list[str], int]]:
    """Give the run of words at ``index``, before it the one that goes on behind an 's.

    With each comes how many words of it a name must have at least: "People's Republic"
    goes on, "Kyiv's allies" does not.
    """
    plain = run_from(tokens, index)
    last = index + len(plain) - 1
    if len(plain) < MOST_WORDS and tokens.gap(last)[1:] == "s " and last + 1 < len(tokens.words):
        yield [*plain[:-1], plain[-1] + "s", *run_from(tokens, last + 1)], len(plain) + 1
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
    quarter = QUARTERS.get(tokens.words[index])
    after = index + 1
    if quarter is None or after >= len(tokens.words) or tokens.gap(index) not in {". ", ".", " "}:
        return None
    run = run_from(tokens, after)
    for first in (quarter, f"{quarter}ern"):
        for length, names in longest([first, *run]):
            if length > 1 and is_capital(tokens.words[after]):
                return Span(index, index + length - 1, names)
    return None


def _known(tokens: Tokens, index: int) -> Span | None:
    for run, least in _runs(tokens, index):
        for length, names in longest(run):
            last = index + length - 1
            if length < least or tokens.words[last].lower() in LINKS:
                continue
            if length == 1 and not plausible(tokens.words[index], names[0]):
                continue
            if length > 1 and _ends_too_late(tokens, run, length, last):
                continue
            if all(fits(tokens, at) for at in range(index + 1, last + 1)):
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
    """Read "Курской" in "Курской и Белгородской областях", and the same of districts.

    Before some nouns what no list has is no village either: it stays unresolved.
    """
    word = word_key(tokens.words[index])
    if not is_cyrillic(word):
        return None if candidates(word) else _counties(tokens, index)
    last = index
    while tokens.gap(last) == "-" and last - index < _MORE:
        last += 1
    if not adjective_ending(word_key(tokens.words[last])):
        return None
    at, endings = _row(tokens, index, last)
    if not at or {*filter(None, endings)} - {endings[0]}:
        return None  # "Луцьку та Рівненській області" is a town and a region
    noun = word_key(tokens.words[at])
    name = " ".join(map(word_key, tokens.words[index : last + 1]))
    shared = len(endings) > 1
    if shared and last == index and "district_after" in word_classes(noun):
        towns = towns_of(name)
        if towns:
            return Span(index, last, towns, "district")
    known = regions_of(name, noun)
    stays = bool(known) or (all(endings) and noun.startswith(_FIRM))
    return Span(index, last if shared else at, known, "region") if stays else None


def _row(tokens: Tokens, index: int, last: int) -> tuple[int, list[str]]:
    """Find the noun of a row of adjectives, 0 where there is none, and the endings of all."""
    at, endings = last, [adjective_ending(word_key(tokens.words[last]))]
    while at - index < _COORDINATED and at + 1 < len(tokens.words):
        gap, at = tokens.gap(at), at + 1
        low = word_key(tokens.words[at])
        if gap == " " and ends_row(low, plural=len(endings) > 1):
            return at, endings
        if gap == " " and low.startswith(_BETWEEN):
            continue
        capital = is_capital(tokens.words[at])
        if gap not in {" ", ", ", "-"} or not (capital or low in _AND or gap == ", "):
            break
        if capital and tokens.gap(at) != "-":
            endings.append(adjective_ending(low))
    return 0, endings


def _elliptic(tokens: Tokens, index: int) -> Span | None:
    """Read «Волгоградской» in «15 над Ростовской областью, 12 — над Волгоградской, 9 — …»."""
    last = index + (tokens.gap(index) == "-")
    word = word_key(tokens.words[last]) if last < len(tokens.words) else ""
    if not adjective_ending(word) or tokens.gap(last) == "-":
        return None
    after = tokens.words[last + 1] if last + 1 < len(tokens.words) else ""
    goes_on = after and tokens.gap(last) == " " and not is_capital(after) and after not in _AND
    noun = _noun_before(tokens, index)
    if not noun and not goes_on and _FEMININE.search(word):
        around = tokens.words[max(0, index - _ELLIPTIC) : index + _ELLIPTIC]
        noun = "область" if any(each.lower().startswith("област") for each in around) else ""
    known = regions_of(" ".join(map(word_key, tokens.words[index : last + 1])), noun)
    return Span(index, last, known, "region") if known else None


def _noun_before(tokens: Tokens, index: int) -> str:
    """Give the noun before a row of adjectives: "у воєводствах Люблінському та Підляському"."""
    for at in range(index - 1, max(-1, index - _ELLIPTIC), -1):
        low = word_key(tokens.words[at])
        if tokens.gap(at) not in {" ", ", ", ": ", "-"} or ends_row(low, plural=True):
            return low if tokens.gap(at) in {" ", ": "} else ""
        if not (adjective_ending(low) or low in _AND or tokens.gap(at) == "-"):
            break
    return ""


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
