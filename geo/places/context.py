"""Read the words around a mention: what holds it, and whether town or region is meant."""

import re
from collections.abc import Sequence
from functools import lru_cache

from geo.gazetteer import BARE, OTHER, Candidate, any_candidates, is_cyrillic
from geo.mentions import (
    Mention,
    Tokens,
    breaks,
    demonym,
    is_capital,
    word_classes,
    word_key,
)
from geo.places.ranking import Question, Surroundings

Codes = tuple[frozenset[str], frozenset[str], frozenset[Surroundings]]
NOWHERE: Codes = (frozenset(), frozenset(), frozenset())

_LONGEST = 60
_KINDS = (
    r"(?:city|town|village|suburb|community|port|resort|hamlet|capital|settlement|seat|"
    r"міст[оіа]|сел[оіа]|селищ[еі]|город\w{0,2}|сел[оеа]|посел\w{2,3}|деревн\w)"
)
_IN = r"(?:in|of|у|в|на|во)"
_WORD = r"(?:[a-zа-яєіїґ'’-]+\s)"
_AFTER = re.compile(
    rf"(?:['’][sS])?\s?(?:,|\(|{_IN}|,\s?{_IN}|,?\s?(?:{_IN}\s)(?:the\s)?{_WORD}{{0,2}}|"
    rf",\s(?:an?\s|the\s)?{_WORD}{{0,3}}?{_KINDS}\s{_IN}\s(?:the\s)?{_WORD}{{0,2}}|"
    rf"\s[–—-]\s{_WORD}{{0,2}}?{_KINDS}\s{_IN}\s{_WORD}{{0,2}})\s?"
)
_OWNED = re.compile(r"['’]s\s(?:[a-z-]+\s){0,3}")
_CALLED = re.compile(
    rf",\s(?:an?|the|another)\s{_WORD}{{0,2}}?{_KINDS}\s(?:also\s)?(?:called|named|of)\s"
)
_FEW = 4
_WINDOW = 14
_BETWEEN = 12
_QUARTERS = frozenset(
    {
        *("western", "eastern", "northern", "southern", "upstate"),
        *("northwestern", "northeastern", "southwestern", "southeastern"),
    }
)
_LIST_REACH = 3
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
_WATERY = (
    "river", "froze", "frozen", "flood", "flow", "upstream", "downstream", "riverbank", "tributar",
    "ferry", "dam", "річк", "річц", "ріка", "ріки", "річищ", "повін", "паводк", "крига", "кригу",
    "реки", "река", "реку", "реке", "рекой", "наводн", "паводок", "лед", "лёд", "льдом", "течет",
    "течёт", "замерз", "впада", "розли", "разли", "обміл", "обмел", "понтон", "переправ",
)  # fmt: skip
_WET_WINDOW = 4
_AT = frozenset(("in", "at", "near", "на", "в", "во", "у", "до", "к", "под", "за", "з", "із"))
_TOWN = 5_000
# Offices a state has and a town has not; where one word is not enough, the one behind it.
_OFFICES: dict[str, frozenset[str]] = {
    "legislature": frozenset(), "senate": frozenset(), "lawmakers": frozenset(),
    "legislators": frozenset(), "governor": frozenset(), "gov": frozenset(),
    "statehouse": frozenset(), "gubernatorial": frozenset(), "primary": frozenset(),
    "caucuses": frozenset(), "attorney": frozenset({"general"}),
    "general": frozenset({"assembly"}), "supreme": frozenset({"court"}),
    "state": frozenset({"police", "senate", "assembly", "troopers", "legislature", "lawmakers"}),
    "national": frozenset({"guard"}), "secretary": frozenset({"of"}),
}  # fmt: skip
_LOCATIVE = ("е", "і", "и", "у")
# the ending of "в Каменском" and of "над Курском": which it is says the preposition
_OM = ("ом", "ем")
_WITH_LOCATIVE = frozenset({"в", "во", "о", "об"})
_WITH_INSTRUMENTAL = frozenset({"над", "под", "за", "перед", "между", "с", "со"})
_CASE_REACH = 8
_ADJACENT = 2
_WITH_COUNTIES = frozenset({"GB", "IE"})
_WITH_AREAS = _WITH_COUNTIES | {"US", "CA", "AU", "NZ", "ZA", "IN"}
_PLAIN = 10
_TOWN_WINDOW = 8


def questions(cut: Tokens, mentions: Sequence[Mention]) -> list[Question]:
    """Put the questions that the mentions of a text ask; mentions that ask the same share one."""
    asked: dict[object, Question] = {}
    of_mention: list[Question] = []
    in_list = 0
    waters = _told_waters(cut, mentions)
    for index, mention in enumerate(mentions):
        put = question(cut, mentions, index)
        put.hint = put.hint or _water_again(cut, mention, waters)
        as_filed = put.surface == put.keys[0] if put.keys else False
        same = (put.keys, put.hint, put.within, put.sense, put.article, put.wet, as_filed)
        put = asked.setdefault((*same, mention.role), put)
        put.count += 1
        of_mention.append(put)
        if not index or not listed(cut, mentions[index - 1], mention):
            in_list = index
        for other in of_mention[max(in_list, index - _LIST_REACH) : index]:
            put.stand_by(other)
    return of_mention


def question(cut: Tokens, mentions: Sequence[Mention], index: int) -> Question:
    """Put the question a mention asks: which place it is, seeing what stands around."""
    mention = mentions[index]
    before = cut.words[mention.first - 1] if mention.first else ""
    return Question(
        keys=_in_case(cut, mention),
        hint=mention.hint or _called(cut, mention.first) or _office_or_holder(cut, mentions, index),
        within=held_by(cut, mentions, index),
        sense=_sense(cut, mention) if _two_senses(mention.keys) else 0,
        article=_of_water(before, mention.text),
        wet=_wet(cut, mention),
        surface=" ".join(map(word_key, cut.words[mention.first : mention.last + 1])),
    )


def _in_case(cut: Tokens, mention: Mention) -> tuple[str, ...]:
    """Leave out what the case rules out: «в Каменском» is Каменское, «над Каменском» Каменск."""
    word = cut.words[mention.last].lower()
    if len(mention.keys) == 1 or mention.first != mention.last or not word.endswith(_OM):
        return mention.keys
    for back in range(mention.first - 1, max(-1, mention.first - _CASE_REACH), -1):
        gap = cut.gap(back)
        if gap not in {" ", ", "}:
            break
        before = cut.words[back].lower()
        if before in _WITH_LOCATIVE or before in _WITH_INSTRUMENTAL:
            locative = before in _WITH_LOCATIVE
            kept = tuple(k for k in mention.keys if (f"{k}{word[-2:]}" == word) != locative)
            return kept or mention.keys
    return mention.keys


def _called(cut: Tokens, first: int) -> str:
    """Read the kind from the words before: "the state of Queensland", «город Донецк»."""
    before = word_key(cut.words[first - 1]) if first and not cut.parted(first - 1) else ""
    if before == "of" and first > 1:
        before = word_key(cut.words[first - 2])
        if before == "university" or "region_after" in word_classes(before):
            return "region"
    if "settlement_before" in word_classes(before) and len(before) > _ADJACENT:
        return "settlement"
    return ""


def _office_or_holder(cut: Tokens, mentions: Sequence[Mention], index: int) -> str:
    """Tell a state by its offices ("the New York senate") and by a town in it ("Yakima, …")."""
    mention = mentions[index]
    if not _two_senses(mention.keys):
        return ""
    if _has_office(cut, mention):
        return "region"
    before = mentions[index - 1] if index else None
    if before is None or cut.text[before.end : mention.start] != ", " or before.hint == "region":
        return ""
    follows = index + 1 < len(mentions) and listed(cut, mention, mentions[index + 1])
    return "region" if not follows and _holds(mention.keys, before.keys) else ""


def _has_office(cut: Tokens, mention: Mention) -> bool:
    """Tell whether the words behind a name are an office that states have and towns have not."""
    after = [word_key(word) for word in cut.words[mention.last + 1 : mention.last + 3]]
    if not after or cut.gap(mention.last) != " " or after[0] not in _OFFICES:
        return False
    if after[0] == "state" and is_capital(cut.words[mention.last + 1]):
        return True
    second = _OFFICES[after[0]]
    return not second or after[-1] in second


@lru_cache(maxsize=4096)
def _holds(outer: tuple[str, ...], inner: tuple[str, ...]) -> bool:
    """Tell whether a name shared by a region and a town is the region a town lies in."""
    if not outer or not inner:
        return False
    regions = {c.region for c in any_candidates(outer) if c.kind == "region" and c.quality != BARE}
    towns = (c for c in any_candidates(inner) if c.kind == "settlement" and c.quality != OTHER)
    return any(c.region in regions and c.population >= _TOWN for c in towns)


def _told_waters(cut: Tokens, mentions: Sequence[Mention]) -> frozenset[int]:
    """Give the rows of the waters that a text names as such: "the Ural River", «на реке Урал»."""
    found: set[int] = set()
    for each in mentions:
        ends = (word_classes(word_key(cut.words[at])) for at in (each.first, each.last))
        if each.keys and (each.hint == "river" or any("water_words" in names for names in ends)):
            found.update(c.row for c in any_candidates(each.keys) if c.kind == "water")
    return frozenset(found)


def _water_again(cut: Tokens, mention: Mention, waters: frozenset[int]) -> str:
    """Tell a water named again without its noun from the land: not "на Урале", nor a large town."""
    if not waters or not mention.keys:
        return ""
    before = cut.words[mention.first - 1].lower() if mention.first else ""
    found = any_candidates(mention.keys)
    if before in _AT or all(c.row not in waters for c in found):
        return ""
    large = any(c.kind in {"country", "region"} or c.population >= _TOWN for c in found)
    return "" if large else "river"


def _wet(cut: Tokens, mention: Mention) -> bool:
    """Tell whether a word close by speaks of flowing or freezing water."""
    low, high = max(0, mention.first - _WET_WINDOW), mention.last + _WET_WINDOW + 1
    return any(word.lower().startswith(_WATERY) for word in cut.words[low:high])


def _of_water(before: str, name: str) -> bool:
    """Tell whether the word before a name speaks of a river, a sea or a stretch of land."""
    if before in {"the", "The"}:
        return True
    low = before.lower()
    return low in _WATERSIDE or (low == "на" and name.endswith(_LOCATIVE))


@lru_cache(maxsize=16384)
def _two_senses(keys: tuple[str, ...]) -> bool:
    """Tell whether a name is that of a region and of a town or a country."""
    kinds = {option.kind for option in any_candidates(keys)} if keys else set()
    return "region" in kinds and bool(kinds & {"settlement", "country"})


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
    """Tell whether two mentions stand in one list: "A, B and C"."""
    between = cut.text[first.end : min(second.start, first.end + _BETWEEN)]
    return between != " " and between.strip(" ,;") in _LIST_WORDS


def held_by(cut: Tokens, mentions: Sequence[Mention], index: int) -> Codes:
    """Give the codes of the countries and regions that the words around put a mention in."""
    mention = mentions[index]
    if index + 1 < len(mentions):
        after = mentions[index + 1]
        between = cut.text[mention.end : min(after.start, mention.end + _LONGEST)]
        held = after.hint == "region" and is_cyrillic(word_key(cut.words[after.first]))
        if (_AFTER.fullmatch(between) or (between == " " and held)) and not (
            between == ", " and _among_regions(cut, mentions, index)
        ):
            codes = holders(after)
            if any(codes):
                return codes
    if index:
        before = mentions[index - 1]
        between = cut.text[before.end : min(mention.start, before.end + _LONGEST)]
        if _OWNED.fullmatch(between) or _CALLED.fullmatch(between):
            return holders(before)
    return _of_country(cut, mention.first)


def _among_regions(cut: Tokens, mentions: Sequence[Mention], index: int) -> bool:
    """Tell a list of states from a town and its state: "Washington, Ohio and Maine"."""
    if index + 2 >= len(mentions) or not _two_senses(mentions[index].keys):
        return False
    second, third = mentions[index + 1 : index + 3]
    return listed(cut, second, third) and all(
        any(c.kind == "region" and c.quality != BARE for c in any_candidates(each.keys))
        for each in (second, third)
        if each.keys
    )


def holders(mention: Mention) -> Codes:
    """Give the codes of the countries and regions a mention may be."""
    found = any_candidates(mention.keys) if mention.keys else ()
    return (
        frozenset(c.country for c in found if c.kind == "country"),
        frozenset(c.region for c in found if _may_hold(c, mention.hint)),
        frozenset((c.country, c.lat, c.lon) for c in found if _is_county(c)),
    )


def _is_county(option: Candidate) -> bool:
    """Tell what holds towns whose entries do not say so: a county of Britain or Ireland, a vale."""
    if option.kind == "area":
        return option.country in _WITH_AREAS
    return option.kind == "region" and option.country in _WITH_COUNTIES


def _may_hold(option: Candidate, hint: str) -> bool:
    """Tell a region from one that shares its short name with its town: "Mykolaiv, Donetsk"."""
    if option.kind != "region" or not option.region:
        return False
    return option.quality != BARE or hint == "region" or option.country not in {"UA", "RU", "BY"}


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
            return frozenset({country}), frozenset(), frozenset()
        classes = word_classes(low)
        if "settlement_before" in classes or "region_after" in classes:
            said_kind = True
        elif low != "of" and cut.words[at][0].isupper():
            break
    return NOWHERE
