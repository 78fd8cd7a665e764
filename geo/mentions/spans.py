"""Find the runs of words that may name a place; nothing is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.gazetteer import candidates, key, longest
from geo.gazetteer.forms import base_forms, is_cyrillic

from .classes import word_classes
from .tokens import Tokens

_JOINTS = frozenset({" ", "-", "\u00a0", "\u2011", "\u2010", "\u202f", "\n", "&nbsp;", "–"})
_LINKS = frozenset(
    {
        "of", "the", "and", "de", "da", "do", "dos", "del", "della", "di", "du", "des", "la", "le",
        "el", "al", "on", "upon", "am", "an", "der", "den", "in", "na", "sur", "et", "y", "under",
        "і", "та", "и", "на",
    }
)  # fmt: skip
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "saint", "sainte", "mount", "fort"})
_SHORTEST = 3
_PLURALS = {
    "regions": "region", "oblasts": "oblast", "provinces": "province", "districts": "district",
    "counties": "county", "states": "state", "krais": "krai", "republics": "republic",
}  # fmt: skip
_AND = frozenset({"and", "і", "й", "та", "и", "or", "або", "или"})
_REGION_NOUNS = ("область", "край", "республика", "республіка")
_COORDINATED = 9
_ABBREVIATION = 2
_MORE = 2


@dataclass(frozen=True, slots=True)
class Span:
    """Hold a run of words ``first`` … ``last`` and the key it may be filed under."""

    first: int
    last: int
    key: str
    hint: str = ""


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Give the key of one word, remembered."""
    return key(word)


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital letter."""
    return word[0].isupper() or (len(word) > 1 and not word[0].isalnum() and word[1].isupper())


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
    words = tokens.words
    index, count = 0, len(words)
    while index < count:
        if not is_capital(words[index]):
            index += 1
            continue
        span = _known(tokens, index) or _coordinated(tokens, index) or _unknown(tokens, index)
        if span is None:
            index += 1
            continue
        span = _with_plural(tokens, span)
        yield span
        index = span.last + 1


def _run(tokens: Tokens, index: int) -> list[str]:
    """Give the keys of the words that stand together from ``index`` on."""
    run = [word_key(tokens.words[index])]
    while len(run) < 6 and index + 1 < len(tokens.words) and joined(tokens, index):  # noqa: PLR2004 - no name has more words
        index += 1
        run.append(word_key(tokens.words[index]))
    return run


def _known(tokens: Tokens, index: int) -> Span | None:
    for length, name in longest(_run(tokens, index)):
        last = index + length - 1
        inner = tokens.words[index + 1 : last + 1]
        if all(_fits(word) for word in inner) and not _is_link(tokens.words[last]):
            if length == 1 and not _plausible(tokens.words[index], name):
                continue
            return Span(index, last, name)
    return None


def _fits(word: str) -> bool:
    """Tell whether a later word of a name may be written as it is."""
    if is_capital(word) or word[0].isdigit():
        return True
    low = word_key(word)
    return low in _LINKS or bool(word_classes(low) & {"region_after", "water_words", "area_words"})


def _is_link(word: str) -> bool:
    return word.lower() in _LINKS


def _plausible(word: str, name: str) -> bool:
    """Tell an acronym from the word that is spelled alike."""
    if "acronym" in word_classes(name):
        return word.isupper()
    plain = word.replace(".", "")
    if len(name) <= _SHORTEST and plain.isupper() and len(plain) > 1:
        return False
    return "." not in word


def _with_plural(tokens: Tokens, span: Span) -> Span:
    """Take "regions" into "Belgorod regions", and let it speak for the names before."""
    after = span.last + 1
    if after >= len(tokens.words) or tokens.gap(span.last) != " ":
        return span
    singular = _PLURALS.get(tokens.words[after].lower())
    if singular is None:
        return span
    for name in (f"{span.key} {singular}", f"{span.key} oblast", f"{span.key} krai"):
        if candidates(name):
            return Span(span.first, after, name, "region")
    return span


def _coordinated(tokens: Tokens, index: int) -> Span | None:
    """Read "Курской" in "Курской и Белгородской областях"."""
    word = word_key(tokens.words[index])
    if not is_cyrillic(word):
        return None
    at = index
    while at - index < _COORDINATED and at + 1 < len(tokens.words):
        gap = tokens.gap(at)
        at += 1
        low = word_key(tokens.words[at])
        if "regions_after" in word_classes(low) and at > index + 1:
            break
        if gap not in {" ", ", "} or not (
            is_capital(tokens.words[at]) or low in _AND or gap == ", "
        ):
            return None
    else:
        return None
    for form in base_forms(word):
        for noun in _REGION_NOUNS:
            if candidates(f"{form} {noun}"):
                return Span(index, index, f"{form} {noun}", "region")
    return None


def _unknown(tokens: Tokens, index: int) -> Span | None:
    """Take up a name no list has, where a word beside it says that it is a place."""
    words = tokens.words
    last = index
    while (
        last + 1 < len(words)
        and last - index < _MORE
        and joined(tokens, last)
        and is_capital(words[last + 1])
    ):
        last += 1
    hint = ""
    before = word_key(words[index - 1]) if index else ""
    if before == "of" and index > 1:
        before = word_key(words[index - 2])
    if "settlement_before" in word_classes(before) and len(before) > _ABBREVIATION:
        hint = "settlement"
    elif last > index and (classes := word_classes(word_key(words[last]))):
        hint = "water" if "water_words" in classes else "area" if "area_words" in classes else ""
        if not hint and "region_after" in classes:
            hint = "region"
    if not hint or not words[index][0].isalpha():
        return None
    return Span(index, last, "", hint)
