"""Read what the text says a place lies in: "Kirov, a town in Kaluga Oblast", "Texas's Paris"."""

import re
from collections.abc import Sequence

from geo.gazetteer import any_candidates
from geo.gazetteer.forms import is_cyrillic
from geo.mentions import Mention
from geo.mentions.classes import word_classes
from geo.mentions.demonyms import demonym
from geo.mentions.spans import word_key
from geo.mentions.tokens import Tokens

Codes = tuple[frozenset[str], frozenset[str]]
NOWHERE: Codes = (frozenset(), frozenset())

_LONGEST = 60
_KINDS = (
    r"(?:city|town|village|suburb|community|port|resort|hamlet|capital|settlement|seat|"
    r"міст[оіа]|сел[оіа]|селищ[еі]|город\w{0,2}|сел[оеа]|посел\w{2,3}|деревн\w)"
)
_IN = r"(?:in|of|у|в|на|во)"
_WORD = r"(?:[a-zа-яєіїґ'’-]+\s)"
_AFTER = re.compile(
    rf"\s?(?:,|\(|{_IN}|,\s?{_IN}|,?\s?(?:{_IN}\s)(?:the\s)?{_WORD}{{0,2}}|"
    rf",\s(?:an?\s|the\s)?{_WORD}{{0,3}}?{_KINDS}\s{_IN}\s(?:the\s)?{_WORD}{{0,2}}|"
    rf"\s[–—-]\s{_WORD}{{0,2}}?{_KINDS}\s{_IN}\s{_WORD}{{0,2}})\s?"
)
_OWNED = re.compile(r"['’]s\s(?:[a-z-]+\s){0,3}")
_FEW = 4


def held_by(cut: Tokens, mentions: Sequence[Mention], index: int) -> Codes:
    """Give the codes of the countries and regions that the words around put a mention in.

    Raises
    ------
    DataError
        When the place-name index is missing or damaged.
    """
    mention = mentions[index]
    if index + 1 < len(mentions):
        after = mentions[index + 1]
        between = cut.text[mention.end : min(after.start, mention.end + _LONGEST)]
        held = after.hint == "region" and is_cyrillic(word_key(cut.words[after.first]))
        if _AFTER.fullmatch(between) or (between == " " and held):
            codes = holders(after)
            if any(codes):
                return codes
    if index:
        before = mentions[index - 1]
        between = cut.text[before.end : min(mention.start, before.end + _LONGEST)]
        if _OWNED.fullmatch(between):
            return holders(before)
    return _of_country(cut, mention.first)


def holders(mention: Mention) -> Codes:
    """Give the codes of the countries and regions a mention may be.

    Raises
    ------
    DataError
        When the place-name index is missing or damaged.
    """
    found = any_candidates(mention.keys) if mention.keys else ()
    return (
        frozenset(c.country for c in found if c.kind == "country"),
        frozenset(c.region for c in found if c.kind == "region" and c.region),
    )


def _of_country(cut: Tokens, first: int) -> Codes:
    """Read the country from "the Bulgarian town of" in front of a name."""
    said_kind = False
    for back in range(1, _FEW + 1):
        at = first - back
        if at < 0 or cut.gap(at) not in {" ", "-"}:
            break
        low = word_key(cut.words[at])
        country = demonym(low)
        if country and said_kind:
            return frozenset({country}), frozenset()
        classes = word_classes(low)
        if "settlement_before" in classes or "region_after" in classes:
            said_kind = True
        elif low != "of" and cut.words[at][0].isupper():
            break
    return NOWHERE
