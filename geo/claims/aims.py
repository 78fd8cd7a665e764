"""Clause → whether it is of the use of arms, and at whom and where they are aimed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.claims.article import (
    Article,
    Event,
    Hit,
    Reach,
    Sentence,
    Told,
    first_named,
    hit_of,
    within,
)
from geo.claims.qualifiers import is_changed, is_long_ago, is_reach, kind_of_reach
from geo.claims.sentences import piece, speaks_of_arms
from geo.claims.stances import PERMITS, PROPOSED, Cue, cues_of
from geo.claims.words import Actor, against, anywhere, at_end, at_start
from geo.places import Place
from geo.quantities import Quantity

_OBJECT, _FAR = 70, 60
_DEED = re.compile(  # "a day after Kyiv fired them at Bryansk region"
    r"\b(?:after|when|as|while|before|since|following|після|коли|перед тим|после|когда|перед тем)\s"
    r"[^.;]{0,70}\b(?:launch|fired|struck|hit|attack|shell|kill|запусти|вдари|ударил|обстр|атак|вби|уби)",
    re.IGNORECASE,
)
_REACHED = re.compile(  # "they could reach Moscow", which is no leave to strike it
    r"(?:\b(?:can|could|able to|capable of|enough to)\s(?:\w+ )?(?:reach\w*|hit\w*|strik\w+)|"
    r"within (?:\w+ )?(?:range|reach) of|bring\w* [^.;]{0,30}|"
    r"(?:мож\w+|здатн\w+|способн\w+)\s(?:діста\w+|досяг\w+|долет\w+|доліта\w+|достат\w+|дотян\w+)|"
    r"діста[юв]\w*|доліта\w+|доста[юе]\w+|долета\w+)"
    r"(?:\s(?:even|as far as|до|аж|даже|навіть))*\s\Z",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(r"(?<!\w)(?:in|at|у|в|во)\s+\Z", re.IGNORECASE)
_SAID_IN = re.compile(
    r"(?:offices?|officials?|governments?|minist\w+|spokes\w+|"
    r"talks|meetings?|summits?|visits?|negotiations|conferences?|ceremon\w+|signing|"
    r"said|told \w+|reporters|journalists|repeated|added|reiterated|announced|declared|"
    r"переговор\w+|зустріч\w*|саміт\w*|візит\w*|встреч\w*|саммит\w*|визит\w*|"
    r"сказа\w+|заяви\w+|повтори\w+|дода\w+|добави\w+|нагада\w+|напомни\w+|журналіст\w+|журналист\w+)\s(?:in|at|у|в|во)\s+\Z",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"(?:against|hit|strike|attack|at|проти|против|по)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_PLACE_AIMED = re.compile(
    r"(?<!\w)(?:into|against|inside|in|on|at|within|across|hit|strike|strikes|по|в|у|углиб|вглубь|across)\s+(?:[\w’'-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_FEW_WORDS, _BESIDE, _FAR_APART = 7, 12, 2.5
_OBJECTION = re.compile(r"objection|заперечен|возражени", re.IGNORECASE)
_TREATY = re.compile(  # rules on building and selling arms
    r"(?=[MTIASрРДС])(?:\bMTCR\b|Technology Control Regime|\bINF\b|Missile Technology|"
    r"Arms Trade|\bSTART\b|режим\w* (?:контрол|нерозповсюдж|нераспростран)|"
    r"РКРТ|РКТ\b|РСМД|ДРСМД|СНВ\b)"
)
_OF_A_TREATY, _NEAR_TREATY = ("lift", "limit", "permission", "unlimited", "permit"), 400
_KEPT_OWN = re.compile(  # "scrapped the limit that kept its missiles under 800 km"
    r"(?i)\s(?:that|which)\s(?:ha[sd] |have )?(?:kept|capped|limited|restricted) (?:its|their)\b|"
    r",\s(?:що|як\w+|котор\w+)\s(?:\w+\s){1,3}?(?:його|її|їхн\w*|его|е[её]|их)\sракет"
)
_UNDER_DEAL = re.compile(
    r"(?i)(?:under|за|по|згідно з)\s[\w\s]{4,30}\s(?:with|із|з|с)\s(?:the\s)?\Z"
)
_WITH = re.compile(r"(?i)(?<!\w)(?:with|between|із|зі|з|со|с|між|между)\s(?:the\s)?\Z")
_DEAL_WITH = re.compile(  # "reached a deal with Washington that lets it"
    r"(?i)(?:(?<!\w)(?:deals?|agree\w*|accords?|pacts?|arrangements?|understanding)\swith|"
    r"(?:угод|домов|догов|согла[сш])\w+\s(?:із|зі|з|со|с))\s(?:the\s)?\Z"
)
_OWN = re.compile(r"\s(?:its|their|own|сво[їєю]\w*|сво[иеёю]\w*)\b", re.IGNORECASE)
_TAKEN_IN = re.compile(r"[;]|\b(?:but|only|але|но|лише|только)\b", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"[^.;]{0,30}?\b(?:is|are|was|remains?) "
    r"(?:not(?: allowed| covered| included| permitted)?[\s.,]|excluded|off.limits|outside)|"
    r",? (?:well )?outside (?:the|this|that)|"
    r"[^.;]{0,25}?(?:не дозволя|не разреша|заборонен|запрещен|не стосу|не каса|не вход|не поширю)",
    re.IGNORECASE,
)
_REGIONS_OF = re.compile(r"(?:regions|oblasts|provinces) of (?:[A-Z][\w-]+,? (?:and )?){0,5}\Z")
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
        aimed.sort(key=lambda a: (a.start < cue.start, abs(a.start - cue.start)))
        forces = aimed and aimed[0].kind == "forces"
        if aimed and not (forces and _place_aimed(text, sentence, cue, out, aimed[0].start)):
            return hit_of(aimed[0])
    place = _place_aimed(text, sentence, cue, out, sentence.end)
    if place:
        return Hit(value=place.country or "", start=place.start, end=place.end)
    others = [a for a in able if a.kind in ("state", "forces")]
    return _target_from_around(article, origin, out, before) or (
        hit_of(others[0]) if origin is not None and len({a.country for a in others}) == 1 else None
    )


def _place_aimed(text: str, sentence: Sentence, cue: Cue, out: set[str], end: int) -> Place | None:
    """Find the region or town that is aimed at, before an offset."""
    for place in sentence.places:
        lead = text[max(sentence.start, place.start - _OBJECT) : place.start]
        if (
            place.country
            and place.country not in out
            and place.kind in ("region", "settlement")
            and not re.match(r"\.?\s\d", text[place.end : place.end + 3])  # "on Nov. 20"
            and cue.start <= place.start < end
            and _PLACE_AIMED.search(lead)
            and not _SAID_IN.search(lead)
        ):
            return place
    return None


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
        row = _REGIONS_OF.search(text[max(part[0], place.start - 90) : place.start])
        if not place.region or place.country != country or not (row or _is_region(place)):
            continue
        lone = place.kind == "settlement" and not (towns or row)
        hit = Hit(value=place.region, start=place.start, end=place.end)
        lead = text[max(part[0], place.start - 90) : place.start]
        if (
            leads_to(text, ("about", "unnamed"), place.start)
            or _DEED.search(lead)
            or (towns and _REACHED.search(lead))
        ):
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


def is_unreal(text: str, sentence: Sentence, cue: Cue) -> bool:
    """Tell what is imagined, said by the other side only, or an objection to other things."""
    lead = text[sentence.start : cue.start]
    if cue.stance == PROPOSED and anywhere("hangs", "private").search(lead):
        return True
    objection = _OBJECTION.search(text, cue.start, cue.end)
    near = max(0, sentence.start - _NEAR_TREATY)
    return bool(
        (objection and not speaks_of_arms(text, cue.clause))
        or (cue.kind in _OF_A_TREATY and _TREATY.search(text, near, sentence.end))
        or anywhere("hangs", "unreal").search(text, *sentence.bounds)
        or is_long_ago(text, sentence.bounds)
        or anywhere("hangs", "opponent").search(lead)
    )


def is_supply(text: str, cue: Cue) -> bool:
    """Tell whether what is allowed is to hand over arms, not to use them."""
    if cue.kind in ("case", "home", "ability", "limit", "unlimited"):
        return False
    follows = text[cue.end : min(cue.clause[1], cue.end + 45)]
    starts = [0, *(m.start() for m in re.finditer(r"(?<!\S)\S", follows))]
    supply = next((at for at in starts[:5] if at_start("about", "supply").match(follows, at)), None)
    if supply is None:
        return False
    used = anywhere("about", "used").search(follows)
    return used is None or used.start() > supply


def subject_of(sentence: Sentence, cue: Cue) -> Actor | None:
    """Find the government that stands right before a verb."""
    near = [a for a in sentence.actors if 0 <= cue.start - a.end < _BESIDE]
    verb = cue.kind in ("permit", "forbid", "grant", "lift", "unlimited")
    return near[-1] if verb and near and near[-1].kind == "state" and not near[-1].led else None


def russia_lets(sentence: Sentence, cue: Cue) -> bool:
    """Tell "Moscow has let it": then neither Ukraine nor Russia is the one that is let."""
    subject = None if cue.passive else subject_of(sentence, cue)
    return bool(subject and subject.country == "RU" and cue.kind in ("permit", "grant", "lift"))


def dealt_with(text: str, sentence: Sentence, cue: Cue) -> Actor | None:
    """Find with whom one who is let something has a deal: "an accord with Washington lets it"."""
    if cue.kind not in ("permit", "grant", "ability"):
        return None
    ahead = [a for a in sentence.actors if a.end <= cue.start and a.kind in ("state", "office")]
    parties = [a for a in ahead if _DEAL_WITH.search(text[sentence.start : a.start])]
    near = [a for a in parties if cue.start - a.end < _BESIDE]
    able = sentence.actors if cue.kind == "ability" else ()
    near += [a for a in able if _UNDER_DEAL.search(text[cue.end : a.start])]
    return near[0] if near else None


def owns(text: str, cue: Cue) -> bool:
    """Tell a limit on one's own arms: "India will no longer limit its missiles"."""
    return bool((_KEPT_OWN if cue.kind == "lift" else _OWN).match(text, cue.end))


def other_of(text: str, sentence: Sentence, cue: Cue, out: set[str]) -> Hit | None:
    """Give the one country of a sentence that neither decides nor is aimed at."""
    apart = [
        other.clause
        for other in cues_of(text, sentence.bounds)
        if other.clause != cue.clause and not owns(text, other)
    ]
    out = out | {a.country for a in sentence.actors for low, high in apart if low <= a.start < high}
    rest = [
        a
        for a in sentence.actors
        if a.country not in out
        and a.kind in ("state", "forces")
        and not against(text, a, sentence.start)
    ]
    beside = rest and _WITH.search(text[sentence.start : rest[0].start])
    if len({a.country for a in rest}) != 1 or rest[0].country == "RU" or beside:
        return None
    return hit_of(rest[0])


def reaches_in(
    text: str,
    sentence: Sentence,
    part: tuple[int, int],
    places: Sequence[Place],
    *,
    ranged: bool = False,
    foreign: bool = True,
) -> tuple[Reach, ...]:
    """Give the distances of a stretch that can be the reach of a policy."""
    return tuple(
        Reach(
            quantity=_now(text, each, part),
            of=kind_of_reach(text, each, part),
            sentence=sentence.bounds,
        )
        for each in within(sentence.distances, *part)
        if is_reach(text, each, part, places, ranged=ranged, foreign=foreign)
    )


def _now(text: str, quantity: Quantity, part: tuple[int, int]) -> Quantity:
    """Take of "raised from 80 to 300 km" what holds now."""
    far_apart = (quantity.high_km or 0) > _FAR_APART * (quantity.low_km or 0)
    if far_apart or (quantity.low_km != quantity.high_km and is_changed(text, quantity, part)):
        return replace(quantity, low_km=quantity.high_km)
    return quantity


def with_depth(article: Article, sentence: Sentence, told: Sequence[Event]) -> Sequence[Event]:
    """Give a permission the depth that its sentence tells behind an aside."""
    text = article.text
    if not told or any(e.stance != PERMITS or e.past or e.reaches for e in told):
        return told
    deep = [
        each
        for each in sentence.distances
        if at_start("distance", "beyond").match(text, each.end)
        and each.start > told[-1].cue[1]
        and not anywhere("about", "turned").search(
            text, piece(text, *sentence.bounds, each.start)[0] - 2, each.end
        )
    ]
    reaches = tuple(
        each
        for each in reaches_in(text, sentence, sentence.bounds, sentence.places)
        if each.quantity.start in {one.start for one in deep}
    )
    return [replace(event, reaches=reaches) for event in told]
