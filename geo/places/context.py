"""Read the words around a mention: what holds it, and whether town or region is meant."""

from collections.abc import Sequence
from functools import lru_cache

from geo.gazetteer import any_candidates
from geo.mentions import Mention, breaks
from geo.mentions.classes import word_classes
from geo.mentions.spans import word_key
from geo.mentions.tokens import Tokens

from .holding import held_by
from .ranking import Question

_WINDOW = 14
_BETWEEN = 12
_QUARTERS = frozenset(
    {
        *("western", "eastern", "northern", "southern", "upstate"),
        *("northwestern", "northeastern", "southwestern", "southeastern"),
    }
)
_LIST_WORDS = frozenset({"", "and", "or", "та", "і", "й", "и", "або", "или"})
# "across the", "on the bank of" in Ukrainian and Russian; a town takes another preposition
_WATERSIDE = frozenset(
    (
        "через",
        "берег",
        "берега",
        "берегу",
        "березі",
        "берегах",
        "береги",
        "русло",
        "русла",
        "вздовж",
        "уздовж",
        "вдоль",
        "водах",
    )
)
_LOCATIVE = ("е", "і", "и", "у")
_ADJACENT = 2
_PLAIN = 10
_TOWN_WINDOW = 8


def question(cut: Tokens, mentions: Sequence[Mention], index: int) -> Question:
    """Put the question a mention asks: which place it is, seeing what stands around.

    Raises
    ------
    DataError
        When the place-name index is missing or damaged.
    """
    mention = mentions[index]
    before = cut.words[mention.first - 1] if mention.first else ""
    return Question(
        keys=mention.keys,
        hint=mention.hint or _called(cut, mention.first),
        within=held_by(cut, mentions, index),
        sense=_sense(cut, mention) if _two_senses(mention.keys) else 0,
        article=_of_water(before, mention.text),
    )


def _called(cut: Tokens, first: int) -> str:
    """Read the kind from the words before: "the state of Queensland", «город Донецк»."""
    before = word_key(cut.words[first - 1]) if first else ""
    if before == "of" and first > 1:
        before = word_key(cut.words[first - 2])
        if "region_after" in word_classes(before):
            return "region"
    if "settlement_before" in word_classes(before) and len(before) > _ADJACENT:
        return "settlement"
    return ""


def _of_water(before: str, name: str) -> bool:
    """Tell whether the word before a name speaks of a river, a sea or a stretch of land."""
    if before in {"the", "The"}:
        return True
    low = before.lower()
    return low in _WATERSIDE or (low == "на" and name.endswith(_LOCATIVE))


@lru_cache(maxsize=16384)
def _two_senses(keys: tuple[str, ...]) -> bool:
    """Tell whether a name is that of a region and of a town."""
    kinds = {option.kind for option in any_candidates(keys)} if keys else set()
    return "region" in kinds and "settlement" in kinds


def _sense(cut: Tokens, mention: Mention) -> int:
    """Count the words around that speak of a region, less those that speak of a town."""
    before = cut.words[mention.first - 1].lower() if mention.first else ""
    total = _PLAIN if before in _QUARTERS else 0
    for step in (-1, 1):
        at = mention.first if step < 0 else mention.last
        for away in range(1, _WINDOW + 1):
            gap = cut.gaps[at if step < 0 else at + 1]
            at += step
            if not 0 <= at < len(cut.words) or (gap != " " and breaks(gap)):
                break
            noun, region, town = _speaks_of(cut.words[at])
            weight = 2 if away <= _ADJACENT else 1
            if noun and away <= _ADJACENT and step > 0:
                total += _PLAIN
            elif region:
                total += weight
            if town and away <= _TOWN_WINDOW:
                total -= weight
    return total


@lru_cache(maxsize=32768)
def _speaks_of(word: str) -> tuple[bool, bool, bool]:
    classes = word_classes(word_key(word))
    return "region_noun" in classes, "region_sense" in classes, "town_sense" in classes


def listed(cut: Tokens, first: Mention, second: Mention) -> bool:
    """Tell whether two mentions stand in one list: "A, B and C".

    Raises
    ------
    Nothing: any two mentions of one text may be asked about.
    """
    between = cut.text[first.end : min(second.start, first.end + _BETWEEN)]
    return between != " " and between.strip(" ,;") in _LIST_WORDS
