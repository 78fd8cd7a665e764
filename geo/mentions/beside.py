"""Describe the words beside a name and what stands between."""

from functools import lru_cache

from geo.gazetteer import COMMON, GIVEN, SURNAME, candidates, word_flags
from geo.gazetteer.forms import is_cyrillic

from .classes import word_classes
from .nature import Part, flag_names
from .spans import word_key
from .tokens import Tokens, is_capital

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


def beside(tokens: Tokens, at: int, side: str, between: int) -> Part:
    """Describe word ``at``, which stands on a side of a name; ``between`` is the gap's number.

    ``ll`` and ``rr`` are the words next but one: of them only the first few features count.

    Raises
    ------
    DataError
        When the index is missing or damaged.
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
        found += _capital(word, low, side)
    elif gap in _NEAR:
        found.append(f"{side}w={low}")
    elif gap.startswith(",") and not capital:
        found.append(f"{side},w={low}")
    return tuple(found[:_FEW] if len(side) > 1 else found) or (f"{side}=other",)


def row(tokens: Tokens, first: int, last: int) -> Part:
    """Say what the capitalised words are that stand in one row with a name.

    Raises
    ------
    DataError
        When the index is missing or damaged.
    """
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
