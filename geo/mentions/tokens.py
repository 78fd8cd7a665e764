"""Cut a text into words whose offsets index the text as given."""

import re
import tomllib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, islice
from sys import intern

from geo.gazetteer import (
    base_forms,
    candidates,
    is_cyrillic,
    key,
    names_behind,
    region_nouns,
    told_kind,
)

# Marks not seen may stand inside a word: soft hyphens, zero-width and direction marks, stress.
_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(
    rf"&(?:#\d{{1,6}}|[A-Za-z]{{2,8}});|(?:[A-Z][a-z]?\.){{2,4}}|[^\W_][\w{_INSIDE}]*(?:['’ʼ`′][^\W\d_][\w{_INSIDE}]*)*"
)
_POSSESSIVE = ("'s", "’s", "ʼs", "'S", "’S")
_BREAK = re.compile(r"[.!?…;:|]|\n")
# Words a full stop shortens in front of a name: "Gov. Smith", «г. Донецк».
_SHORTENED = frozenset((
    "mr", "mrs", "ms", "dr", "gen", "col", "lt", "sgt", "cpl", "maj", "capt", "gov", "sen", "rep",
    "prof", "rev", "hon", "adm", "cmdr", "det", "insp", "supt", "pres", "messrs", "fr", "sr", "st",
    "mt", "ft", "co", "г", "с", "м", "п", "д", "х", "пос", "дер", "ст", "о", "обл", "им", "ім",
    "проф", "акад", "ген", "полк", "гр",
))  # fmt: skip
_JOINTS = frozenset({" ", "-", "\u00a0", "\u2011", "\u2010", "\u202f", "–"})
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft", "saint", "sainte", "mount", "fort", "co"})
MOST_WORDS = 6  # no name has more
QUARTERS = {"N": "north", "S": "south", "E": "east", "W": "west"}
LINKS = frozenset((
    "of", "the", "and", "de", "da", "do", "dos", "del", "della", "di", "du", "des", "la", "le",
    "el", "al", "es", "on", "upon", "am", "an", "der", "den", "in", "na", "sur", "et", "y", "under",
    "au", "aux", "і", "та", "и", "на",
))  # fmt: skip
_SHORTEST = 3
# alone they name no place, though provinces are called so
_QUARTER_WORDS = frozenset(
    {*QUARTERS.values(), "northern", "southern", "eastern", "western", "central", "upper", "lower"}
)
_CONTRACTION = re.compile(r"(?i)['’](?:ve|ll|re|d|m|t)$")
_MIXED = re.compile("[a-z][A-Z]{2,}$")  # "MoDOT"
_GAP = 8
_FEWEST_IN_LINE = 4
_FEWEST_LONG = 3
_FEWEST_LETTERS = 3
_SHORT = 3
_MOSTLY = 0.8
LONGEST = 48
"""No name's word is longer; a longer one is noise."""
_EASTERN_TOWN = {("settlement", country) for country in ("UA", "RU", "BY")}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Hold a text's words, where each starts and ends, and which begin with a capital.

    ``flat`` is 1 for the words of a line where a capital says nothing: a headline in title
    case or a line all in capitals.
    """

    text: str
    words: list[str]
    starts: Sequence[int]
    ends: Sequence[int]
    capitals: Sequence[int]
    gaps: list[str]
    flat: bytearray

    def gap(self, index: int) -> str:
        """Give what stands between word ``index`` and the next, at most 8 characters of it."""
        return self.gaps[index + 1]

    def parted(self, index: int) -> bool:
        """Tell whether a sentence may end between word ``index`` and the next."""
        if not 0 <= index < len(self.words) - 1:
            return True
        gap = self.gaps[index + 1]
        if not breaks(gap):
            return False
        return gap not in {". ", ".", ".\u00a0"} or not self._shortened(index)

    def _shortened(self, index: int) -> bool:
        word = self.words[index]
        if len(word) == 1 and word.isupper():
            return True
        of_a_year = index and self.words[index - 1][0].isdigit()
        return word.lower() in _SHORTENED and not of_a_year


def tokens(text: str) -> Tokens:
    """Cut ``text`` into words; a possessive ``'s`` is no part of one.

    Examples
    --------
    >>> tokens("Kyiv's U.S.-made").words
    ['Kyiv', 'U.S.', 'made']
    """
    words: list[str] = []
    starts = array("L")
    ends = array("L")
    capitals = array("L")
    gaps: list[str] = []
    done = 0
    for match in _WORD.finditer(text):
        word = match[0]
        start, end = match.span()
        if len(word) > LONGEST or word[0] == "&":  # an HTML entity stands between words
            continue
        if word[-1] in "sS" and word.endswith(_POSSESSIVE):
            word, end = word[:-2], end - 2
        if is_capital(word):
            capitals.append(len(words))
        gaps.append(intern(text[done : min(start, done + _GAP)]))
        done = end
        words.append(intern(word))  # a text says most of its words many times
        starts.append(start)
        ends.append(end)
    gaps.append(text[done : done + _GAP])
    return Tokens(text, words, starts, ends, capitals, gaps, _flat(words, gaps))


def _flat(words: list[str], gaps: list[str]) -> bytearray:
    """Mark the words of lines whose longer words nearly all begin with a capital."""
    flat = bytearray(len(words))
    lines = [n for n, gap in enumerate(gaps[:-1]) if "\n" in gap]
    for first, last in zip([0, *lines], [*lines, len(words)], strict=True):
        if last - first < _FEWEST_IN_LINE:
            continue
        long = [word for word in words[first:last] if len(word) > _SHORT]
        capital = sum(word[0].isupper() for word in long)
        # a title leaves only words like "of" small: "Kent Met Lincoln in Troy"
        if (
            len(long) >= _FEWEST_LONG
            and capital > _MOSTLY * len(long)
            and all(
                not word[0].islower() or "function" in word_classes(word)
                for word in words[first:last]
                if len(word) == _SHORT
            )
        ):
            flat[first:last] = b"\1" * (last - first)
    return flat


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital letter.

    Examples
    --------
    >>> is_capital("Kyiv"), is_capital("city")
    (True, False)
    """
    return word[0].isupper()


@lru_cache(maxsize=4096)
def breaks(gap: str) -> bool:
    """Tell whether a sentence may end in a gap.

    Examples
    --------
    >>> breaks(". "), breaks(", ")
    (True, False)
    """
    return _BREAK.search(gap) is not None


def joined(cut: Tokens, index: int) -> bool:
    """Tell whether word ``index`` and the next may belong to one name."""
    gap = cut.gap(index)
    return gap in _JOINTS or (gap in {". ", "."} and word_key(cut.words[index]) in _ABBREVIATED)


def run_from(cut: Tokens, index: int) -> list[str]:
    """Give the keys of the words that stand together from ``index`` on, over a line's end, too."""
    run = [word_key(cut.words[index])]
    while len(run) < MOST_WORDS and index + 1 < len(cut.words):
        if not joined(cut, index) and cut.gap(index) != "\n\n":
            break
        index += 1
        run.append(word_key(cut.words[index]))
    return run


def fits(cut: Tokens, at: int) -> bool:
    """Tell whether a later word of a name may be written as it is."""
    word = cut.words[at]
    if is_capital(word) or word[0].isdigit() or cut.gap(at - 1) == "-" or "'" in word[:3]:
        return True
    low = word_key(word)
    return low in LINKS or bool(word_classes(low) & {"region_after", "water_words", "area_words"})


def plausible(word: str, name: str) -> bool:
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


@cache
def _lists() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Read the word lists: whole words, and beginnings of words, with their classes."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    whole: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    for name, words in tomllib.loads(text).items():
        for word in words.split():
            table = begun if word.endswith("*") else whole
            table.setdefault(word.rstrip("*"), set()).add(name)
    return (
        {word: frozenset(names) for word, names in whole.items()},
        {word: frozenset(names) for word, names in begun.items()},
    )


@lru_cache(maxsize=32768)
def word_classes(word: str) -> frozenset[str]:
    """Give the classes a lower-case word belongs to, in any of the three languages.

    Examples
    --------
    >>> sorted(word_classes("president")), sorted(word_classes("область"))
    (['title'], ['region_after'])
    """
    whole, begun = _lists()
    found = whole.get(word, frozenset())
    for size in range(_FEWEST_LETTERS, len(word) + 1):
        found |= begun.get(word[:size], frozenset())
    return found


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Give the key of one word, remembered."""
    return key(word)


@cache
def abbreviations() -> dict[str, str]:
    """Read how papers shorten states and provinces, without dots, and the names they stand for."""
    text = resources.files(__package__).joinpath("abbreviations.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))


@cache
def _demonyms() -> tuple[dict[str, str], dict[str, str]]:
    text = resources.files(__package__).joinpath("demonyms.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return tables["whole"], tables["begun"]


@lru_cache(maxsize=16384)
def demonym(word: str) -> str:
    """Give the country whose adjective a lower-case word is, by its ISO 3166-1 code.

    Examples
    --------
    >>> demonym("bulgarian"), demonym("українських"), demonym("kyiv")
    ('BG', 'UA', '')
    """
    whole, begun = _demonyms()
    if not is_cyrillic(word):
        return whole.get(word, "")
    return next((code for start, code in begun.items() if word.startswith(start)), "")


@lru_cache(maxsize=4096)
def towns_of(adjective: str) -> tuple[str, ...]:
    """Give the keys of towns of Ukraine, Russia and Belarus an adjective may come from.

    Examples
    --------
    >>> "шебекино" in towns_of("шебекинском"), "судж" in towns_of("суджанский")
    (True, False)
    >>> towns_of("білопільській")
    ('білопілля',)
    """
    found: dict[str, None] = {}
    for roots in names_behind(adjective):
        for names in roots:
            kinds = ((n, {(c.kind, c.country) for c in candidates(n)}) for n in names)
            towns = [name for name, found_as in kinds if found_as & _EASTERN_TOWN]
            found.update(dict.fromkeys(towns))
            if towns:  # the longer root leaves less to guess
                break
    return tuple(found)


@lru_cache(maxsize=16384)
def ends_row(word: str, *, plural: bool) -> bool:
    """Tell whether a word's key may end a row of adjectives as the noun of all of them."""
    classes = {"regions_after", "district_after"} if plural else ()
    return bool(region_nouns(word, plural=plural)) or not word_classes(word).isdisjoint(classes)


@lru_cache(maxsize=16384)
def tells(noun: str) -> bool:
    """Tell whether a word's key may say that the name behind it is a river, a sea or a mountain."""
    told = told_kind(noun, "", filed=True) or "water_words" in word_classes(noun)
    return bool(told) and is_cyrillic(noun)


@lru_cache(maxsize=4096)
def regions_of(adjective: str, noun: str) -> tuple[str, ...]:
    """Give the key of the region that an adjective and a noun in any case and number name.

    Where no list has both, in either spelling, that of the region the adjective is made of.

    Examples
    --------
    >>> regions_of("западно казахстанской", "областях")
    ('западно казахстанская область',)
    >>> regions_of("ферганській", "області")
    ('фергана',)
    """
    kinds, (head, _, last) = region_nouns(noun), adjective.rpartition(" ")
    forms = base_forms(last)
    softer = [f.replace("ськ", "ьськ").replace("ььськ", "ськ") for f in forms]
    softer += [f.replace("ская", "ська") for f in forms if f.endswith("ская")]
    names = (
        f"{head}{joint}{form} {kind}"
        for joint in dict.fromkeys((" " if head else "", ""))
        for form in (*forms, *softer)
        for kind in kinds
    )
    stems = (whole for whole, _ in names_behind(last)) if kinds else ()
    bare = (f"{head} {name}".strip() for name in chain.from_iterable(stems))
    # a capital's region is not the one around it
    bare = (name for name in bare if not any(c.capital for c in candidates(name)))
    known = (n for n in chain(names, bare) if any(c.kind == "region" for c in candidates(n)))
    return tuple(islice(known, 1))
