"""Clause → what it is aimed at: the country, and the regions it names as allowed or left out."""

import re
from collections.abc import Sequence

from geo.claims.article import Article, Hit, Sentence, Told, first_named, hit_of
from geo.claims.stances import Cue
from geo.claims.words import Actor, against, anywhere, at_end
from geo.places import Place

_OBJECT, _FAR = 70, 60
_DEED = re.compile(  # "a day after Kyiv fired them at Bryansk region"
    r"\b(?:after|when|as|while|before|since|following|після|коли|перед тим|после|когда|перед тем)\s"
    r"[^.;]{0,70}\b(?:launch|fired|struck|hit|attack|shell|kill|запусти|вдари|ударил|обстр|атак|вби|уби)",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(r"(?<!\w)(?:in|at|у|в|во)\s+\Z", re.IGNORECASE)
_SAID_IN = re.compile(
    r"(?:offices?|officials?|governments?|minist\w+|spokes\w+|"
    r"talks|meetings?|summits?|visits?|negotiations|conferences?|ceremon\w+|signing|"
    r"said|told \w+|reporters|journalists|"
    r"переговор\w+|зустріч\w*|саміт\w*|візит\w*|встреч\w*|саммит\w*|визит\w*|"
    r"сказа\w+|заяви\w+|журналіст\w+|журналист\w+)\s(?:in|at|у|в|во)\s+\Z",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"(?:against|hit|strike|attack|at|проти|против|по)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_PLACE_AIMED = re.compile(
    r"(?<!\w)(?:into|against|inside|in|on|at|within|across|hit|strike|strikes|по|в|у|углиб|вглубь|across)\s+(?:[\w’'-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_FEW_WORDS = 7
_TAKEN_IN = re.compile(r"[;]|\b(?:but|only|але|но|лише|только)\b", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"[^.;]{0,30}?\b(?:is|are|was|remains?) "
    r"(?:not(?: allowed| covered| included| permitted)?[\s.,]|excluded|off.limits|outside)|"
    r",? (?:well )?outside (?:the|this|that)|"
    r"[^.;]{0,25}?(?:не дозволя|не разреша|заборонен|запрещен|не стосу|не каса|не вход|не поширю)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:all of|whole(?: of)?|entire|anywhere in|весь|всю|усю|уся|вся|всей|усій)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)


def target_of(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    origin: Hit | None,
    whose: set[str],
    before: Told,
) -> Hit | None:
    """Find the country that arms may be, or may not be, turned against."""
    text, start = article.text, sentence.start
    out = whose | ({origin.value} if origin else {"UA"} & article.countries)
    able = [
        a
        for a in sentence.actors
        if a.country not in out
        and a.kind != "press"
        and (a.kind != "arms" or _STRUCK.search(text[start : a.start]))
        and not (cue.kind == "home" and cue.start <= a.start < cue.end)
    ]
    inside = [a for a in able if cue.clause[0] <= a.start < cue.clause[1]]
    for row in (inside, able):
        aimed = [
            a for a in row
            if (against(text, a, start) or a.kind == "land") and not _is_scene(text, a, cue, start)
        ]  # fmt: skip
        if aimed:
            return hit_of(min(aimed, key=lambda a: (a.start < cue.start, abs(a.start - cue.start))))
    for place in sentence.places:
        lead = text[max(start, place.start - _OBJECT) : place.start]
        if (
            place.country
            and place.country not in out
            and place.kind in ("region", "settlement")
            and not re.match(r"\.?\s\d", text[place.end : place.end + 3])  # "on Nov. 20"
            and place.start >= cue.start
            and _PLACE_AIMED.search(lead)
            and not _SAID_IN.search(lead)
        ):
            return Hit(value=place.country, start=place.start, end=place.end)
    others = [a for a in able if a.kind in ("state", "forces")]
    return _target_from_around(article, origin, out, before) or (
        hit_of(others[0]) if origin is not None and len({a.country for a in others}) == 1 else None
    )


def _is_scene(text: str, actor: Actor, cue: Cue, start: int) -> bool:
    """Tell where something is said from what is aimed at: "confirmed in Prague that"."""
    lead = text[start : actor.start]
    before = actor.led and actor.start < cue.start and actor.country != "RU"
    return bool((before and _IN_PLACE.search(lead)) or _SAID_IN.search(lead))


def _target_from_around(
    article: Article, origin: Hit | None, out: set[str], before: Told
) -> Hit | None:
    """Take the target of what was told before, else Russia where Ukraine is let."""
    for event in reversed(before.latest.values()):
        same = origin is None or event.origin is None or event.origin.value == origin.value
        if same and event.target is not None and event.target.value not in out:
            return event.target
    around = article.countries - out
    ukraine = origin is not None and origin.value == "UA" and "RU" in around
    if ukraine or (origin is None and around == {"RU"}):
        return first_named(article, "RU")
    return None


def regions_in(
    text: str,
    places: Sequence[Place],
    part: tuple[int, int],
    country: str,
    *,
    towns: bool = False,
) -> tuple[tuple[Hit, ...], tuple[Hit, ...], tuple[Hit, ...]]:
    """Sort the regions of a clause: those named as allowed, as left out, as whole."""
    named: list[Hit] = []
    left_out: list[Hit] = []
    whole: list[Hit] = []
    for place in places:
        if not place.region or place.country != country or not _is_region(place):
            continue
        lone = place.kind == "settlement" and not towns
        hit = Hit(value=place.region, start=place.start, end=place.end)
        lead = text[max(part[0], place.start - 90) : place.start]
        if leads_to(text, ("about", "unnamed"), place.start) or _DEED.search(lead):
            continue
        if _is_left_out(text, place, part, lead):
            left_out.append(hit)
        elif not lone:
            named.append(hit)
            if _WHOLE.search(lead):
                whole.append(hit)
    out = {hit.value for hit in left_out}
    return tuple(h for h in named if h.value not in out), tuple(left_out), tuple(whole)


def _is_region(place: Place) -> bool:
    """Take regions, and the towns that are regions of their own, such as Moscow."""
    return place.kind == "region" or place.region in ("RU-MOW", "RU-SPE", "UA-30", "UA-40")


def _is_left_out(text: str, place: Place, part: tuple[int, int], lead: str) -> bool:
    """Tell "except Kursk" and "Moscow is not covered"."""
    left_out = list(anywhere("about", "except").finditer(lead))
    if left_out:
        between = lead[left_out[-1].end() :]
        return len(between.split()) <= _FEW_WORDS and not _TAKEN_IN.search(between)
    return bool(_LEFT_OUT.match(text[place.end : min(part[1], place.end + _FAR)]))


def leads_to(text: str, key: tuple[str, str], at: int) -> bool:
    """Tell whether one of some words stands right before an offset."""
    return bool(at_end(*key).search(text[max(0, at - _FAR) : at]))
