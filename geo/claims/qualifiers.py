"""Clause → how far it lets somebody strike, and how sure it says that is."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from geo.claims.article import Hit
from geo.claims.sentences import piece, speaks_of_arms
from geo.claims.words import LONG_AGO, Actor, anywhere, at_end, at_start, systems
from geo.claims.words import statuses as status_words
from geo.places import Place
from geo.quantities import Quantity

_BOUNDS = ("up to", "less than")
_AWAY = re.compile(
    r"[\s]*(?:away\s+)?(?:(?:to\s+the\s+)?(?:north|south|east|west)[\w-]*\s+)?"
    r"(?:from|of|off|outside|від|от|до)\s+(?!\d)|"
    r"[\s]*(?:(?:to\s+the\s+)?(?:north|south|east|west)[\w-]*)\s+(?:of|from)\s+|"
    r"[\s]*(?:на|к)\s+(?:північ\w*|півд\w+|схід|сход\w*|захід|заход\w*|север\w*|юг\w*|восток\w*|запад\w*)"
    r"[\w-]*\s+(?:від|от)\s+",
    re.IGNORECASE,
)
_STANDS = re.compile(  # "the jets are stationed 400 km from the border"
    r"\b(?:based|stationed|deployed|parked|located|situated|lies?|lying|stands?|розташован\w+|розміщен\w+|"
    r"базу\w+|лежить|расположен\w*|размещ[её]н\w*|базиру\w+|находит\w*|знаход\w*|стоять|стоят)"
    r"\s(?:[\w-]+\s){0,2}\Z",
    re.IGNORECASE,
)
_RADIUS = re.compile(
    r"combat radius|бойов\w+ радіус|боев\w+ радиус|радіус дії|радиус действ", re.IGNORECASE
)
_JETS = re.compile(
    r"(?i)combat radius|боев\w+ радиус|бойов\w+ радіус|\b(?:F|Su|MiG)-\d\d|jets?\b|fighter|"
    r"aircraft|винищувач|літак|истребит|самол[её]т"
)
_BESIDE = re.compile(r"\s*[,(–—-]\s*(?:(?:which|that) is )?(?:just |only |лише |всего |за |в |у )*")
_NEAR, _FAR, _BESIDE_IT = 30, 60, 12
_TOWN = re.compile(r"[A-ZА-ЯІЇЄҐ][\w’'-]+\s?[,(]\s*\Z")
_SHOT_FROM = re.compile(r"(?:\bfrom|(?<!\w)(?:із|з|зі|с|со|из))\s+\Z", re.IGNORECASE)
_ONWARDS = re.compile(r"\s(?:to|up|до|deep|inside|into|beyond)\b", re.IGNORECASE)
_OF_A_WEAPON = re.compile(
    r"range|fl(?:y|ies|ying)\b|travel|capable|able to|reach(?:es|ing)?\b|can hit|radius of action|"
    r"дальн|радіус дії|радиус действ|лет[іиея]|здатн|способн|дола|сяга",
    re.IGNORECASE,
)
_OF_A_LIMIT = re.compile(
    r"limit|ceiling|cap\b|restrict|no (?:further|farther|deeper|more)|within|beyond|border|depth|"
    r"deep|inside|into|(?:удар|бити|бить|стр[іе]ля|вража|поража)\w* [^.;]{0,20}"
    r"на (?:відст|расст)|обмеж|ліміт|меж|кордон|"
    r"углиб|вглиб|глибин|огранич|лимит|предел|границ|вглубь|глубин",
    re.IGNORECASE,
)
_ENDED_LIMIT = re.compile(  # "scrapped the guidelines that had kept its missiles under 800 km"
    r"\b(?:scrap|lift|drop|abolish|remov|end|terminat|waiv|repeal|axe)\w* (?:[\w’'-]+ ){0,6}?"
    r"(?:limits?|caps?|ceilings?|guidelines?|restrictions?|rules?) (?:that|which)\s[^,.;]*\Z",
    re.IGNORECASE,
)
_BEFORE, _BETWEEN = 30, 70
_LATELY = re.compile(r"\b(?:199\d|20\d\d)\b")
_STOP = re.compile(r"[.;!?…]\s")
_ELSEWHERE = re.compile(
    r"(?:Russia|Moscow|Kremlin|Putin|Росі|Москв|Кремл|Путін|Росси|Путин)\w*(?:\s\w+){0,2}\s*\Z"
)


def is_reach(
    text: str,
    quantity: Quantity,
    clause: tuple[int, int],
    places: Sequence[Place],
    *,
    ranged: bool = False,
    foreign: bool = True,
) -> bool:
    """Tell whether a distance in a clause about a permission can be its reach.

    It is not where it is a length or a way travelled, where it is counted from something that is
    no border, where it says how far a place lies, or where the weapon named last before it is
    not one of those in question.

    Parameters
    ----------
    text
        The whole text.
    quantity, clause
        The distance and the bounds of the clause around it.
    places
        The mentions in that clause.
    ranged
        Whether the clause is known to tell how far a weapon goes.
    foreign
        Whether Russia's weapons are none of those in question.
    """
    lead = max(clause[0], quantity.start - _FAR), quantity.start
    behind = quantity.end, min(clause[1], quantity.end + _FAR)
    if _from_elsewhere(text, quantity) or anywhere("distance", "places").search(text, *behind):
        return False
    sized = at_start("distance", "size").match(text, quantity.end) or anywhere(
        "distance", "measure"
    ).search(text, *lead)
    if sized and not anywhere("distance", "strip").search(text, *lead):
        return False
    first, last = piece(text, *clause, quantity.start)
    near = max(first, quantity.start - _NEAR)
    stands = _STANDS.search(text[near : quantity.start])
    if _RADIUS.search(text[max(clause[0], quantity.start - _NEAR) : quantity.start]):
        stands = stands or _JETS.search(text, *quantity.sentence)
    if not ranged and anywhere("distance", "way").search(text, near, quantity.start):
        return False
    counted = quantity.hedge in _BOUNDS or at_start("distance", "beyond").match(text, quantity.end)
    if not counted and anywhere("distance", "lies").search(text, near, quantity.start):
        return False
    if stands or (quantity.hedge not in _BOUNDS and _stands_by(text, places, quantity)):
        return False
    named = [
        (match.start(), pattern is anywhere("foreign", "names"))
        for pattern in (anywhere("foreign", "names"), systems().pattern)
        for match in pattern.finditer(text, clause[0], last)
    ]
    before = [each for each in named if each[0] < quantity.start] or named
    return not (foreign and before and max(before)[1])


def _from_elsewhere(text: str, quantity: Quantity) -> bool:
    """Tell "300 km from Moscow" and "from 30 km away": the distance is that of a place."""
    end, one = quantity.end, quantity.low_km == quantity.high_km
    shot_from = _SHOT_FROM.search(text[max(0, quantity.start - _NEAR) : quantity.start])
    if one and shot_from and not _ONWARDS.match(text, end):
        return True
    away = _AWAY.match(text, end)
    if away is None:
        return False
    return not at_start("distance", "base").match(text, away.end())


def _stands_by(text: str, places: Sequence[Place], quantity: Quantity) -> bool:
    """Tell "Sudzha, 10 km from the border": the town lies there."""
    ahead = (p for p in places if p.kind == "settlement" and p.end <= quantity.start)
    return any(_BESIDE.fullmatch(text[place.end : quantity.start]) for place in ahead)


def is_denied(text: str, quantity: Quantity) -> bool:
    """Tell "there is no 80 km radius"."""
    around = text[max(0, quantity.start - _NEAR) : quantity.end + _NEAR]
    lead = re.sub(
        r"(?:\s(?:у|в|на|of))?\s*\Z", " ", text[max(0, quantity.start - _FAR) : quantity.start]
    )
    return bool(
        at_end("distance", "none").search(lead) and anywhere("distance", "limit").search(around)
    )


def is_changed(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Tell "raised from 80 to 300 km", which is no interval."""
    return bool(
        anywhere("distance", "change").search(
            text, max(clause[0], quantity.start - _FAR), quantity.start
        )
    )


def is_given_up(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Tell "the limit of 50 miles was dropped", which held until then."""
    lead, rest = text[max(clause[0], quantity.start - _FAR) : quantity.start], quantity.end
    return bool(
        _ENDED_LIMIT.search(text[max(clause[0], quantity.start - 2 * _FAR) : quantity.start])
        or at_end("distance", "given_up").search(f"{lead.rstrip()} ")
        or (
            anywhere("distance", "limit").search(lead)
            and anywhere("distance", "gone").search(text, rest, min(clause[1], rest + _FAR))
        )
    )


def is_long_ago(text: str, bounds: tuple[int, int]) -> bool:
    """Tell a sentence of a year long ago, in a text that names none of late."""
    return bool(LONG_AGO.search(text, *bounds)) and not _names_late_year(text)


@lru_cache(maxsize=1)
def _names_late_year(text: str) -> bool:
    return bool(_LATELY.search(text))


def kind_of_reach(text: str, quantity: Quantity, clause: tuple[int, int]) -> str:
    """Tell the range of a weapon from a limit that somebody set.

    Examples
    --------
    >>> from geo.quantities import quantities
    >>> text = "It allowed missiles with a range of 300 km."
    >>> kind_of_reach(text, quantities(text)[0], (0, len(text)))
    'weapon'
    """
    if re.match(
        r"no |not |не |at most|щонай|(?:farther|further|deeper) than|beyond|"
        r"дальше|далее|глубже|далі|глибше",
        quantity.text,
        re.IGNORECASE,
    ):
        return "limit"
    first, _ = piece(text, *clause, quantity.start)
    lead = text[max(first, quantity.start - _NEAR) : quantity.start]
    behind = text[quantity.end : min(clause[1], quantity.end + _NEAR)]
    if _OF_A_WEAPON.search(lead):
        return "weapon"
    return "limit" if _OF_A_LIMIT.search(lead) or _OF_A_LIMIT.search(behind) else "weapon"


def tells_of_weapon(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Tell a weapon's range from the distance of what is struck: "sites 1,500 km away"."""
    ahead = max(clause[0], quantity.start - _NEAR), quantity.start
    behind = quantity.end, min(clause[1], quantity.end + _BESIDE_IT)
    beside = (ahead, behind) if text[slice(*ahead)].rstrip().endswith("(") else (behind,)
    ranged = any(_OF_A_WEAPON.search(text, *each) for each in (ahead, behind))
    return ranged or any(speaks_of_arms(text, each) for each in beside)


def statuses(
    text: str, start: int, end: int, *, grantors: Sequence[Hit], named: Sequence[Actor] = ()
) -> Iterator[Hit]:
    """Give the words of status in a sentence; what is neither confirmed nor denied is neither.

    Only the word of the governments that decide confirms; that of another country named, or of
    somebody else, is a report.

    Examples
    --------
    >>> said = "London allowed it, the defence minister said."
    >>> [(hit.value, said[hit.start : hit.end]) for hit in statuses(said, 0, 45, grantors=())]
    [('confirmed', 'defence minister said')]
    """
    spans = [match.span() for match in anywhere("no_status", "neither").finditer(text, start, end)]
    silenced = [piece(text, start, end, first) for first, _ in spans]
    denied = False
    for name, first, last in status_words().within(text, start, end):
        quiet = name in ("confirmed", "denied") and any(
            low <= first < high for low, high in (*silenced, *spans)
        )
        if not quiet and not (name == "denied" and _of_others(text, start, first)):
            denied = denied or name == "denied"
            yield Hit(value=name, start=first, end=last)
    for match in anywhere("press", "outlets").finditer(text, start, end):
        yield Hit(value="reported", start=match.start(), end=match.end())
    crowd = anywhere("record", "crowd_said").search(text, start, end)
    spoken = None if denied or crowd else _on_record(text, start, end, grantors, named)
    if crowd:
        yield Hit(value="reported", start=crowd.start(), end=crowd.end())
    if spoken is not None and not any(low <= spoken.start < high for low, high in silenced):
        yield spoken


def _of_others(text: str, start: int, at: int) -> bool:
    """Tell "Moscow denied it": no word of the government that decides."""
    first, last = piece(text, start, at, at - 1)
    return bool(_ELSEWHERE.search(text[first:last]))


def _on_record(
    text: str, start: int, end: int, grantors: Sequence[Hit], named: Sequence[Actor]
) -> Hit | None:
    """Find "the minister said", "заявив речник": a government's own word."""
    whose = {hit.value for hit in grantors}
    speakers = [
        (a.start, a.end)
        for a in named
        if a.kind in ("state", "office", "adjective") and not _in_place(a)
    ]
    for say in anywhere("record", "says").finditer(text, start, end):
        around = max(start, say.start() - _BETWEEN), min(end, say.end() + _BETWEEN)
        by_crowd = at_end("record", "crowd").search(text[around[0] : say.start()])
        offices = [
            *(match.span() for match in anywhere("record", "office").finditer(text, *around)),
            *(at for at in speakers if around[0] <= at[0] < say.start()),
        ]
        for first, last in sorted(offices, key=lambda each: abs(each[0] - say.start())):
            low, high = min(first, say.start()), max(last, say.end())
            between = text[min(last, say.end()) : max(first, say.start())]
            if (
                by_crowd
                or _is_broken(between)
                or anywhere("record", "crowd").match(text, min(end, say.end() + 1))
            ):
                continue
            if first > say.start():
                if anywhere("record", "begins").search(between) or "," in between:
                    continue
                window = low, min(end, high + _BEFORE)
            else:
                window = max(piece(text, start, end, low)[0], low - _BEFORE), high
            if anywhere("record", "others").search(text, *window):
                continue
            beside = [a for a in named if window[0] <= a.start < min(end, high + _BEFORE)]
            near = {a.country for a in beside if a.start < window[1] and not _in_place(a)} or {
                a.country for a in beside if _in_place(a)
            }
            if near and whose and not whose & near:
                return Hit(value="reported", start=low, end=high)
            return Hit(value="confirmed", start=low, end=high)
    return None


def _is_broken(between: str) -> bool:
    """Tell whether somebody else, or another thought, stands between office and verb."""
    return (
        bool(_STOP.search(between))
        or len(between.split()) > 7  # noqa: PLR2004 - a title, a name, a day
        or any(
            anywhere(part, key).search(between)
            for part, key in (
                ("cues", "permit"),
                ("cues", "lift"),
                ("cues", "ability"),
                ("record", "crowd"),
            )
        )
        or status_words().pattern.search(between) is not None
    )


def _in_place(actor: Actor) -> bool:
    """Tell where something is said, "in Rome", from whose word it is."""
    return actor.led and actor.kind == "state"


def times_in(text: str, bounds: tuple[int, int]) -> tuple[Hit, ...]:
    """Find what a sentence says of time that only the day of the report makes a date."""
    return tuple(
        Hit(value=match.group(), start=match.start(), end=match.end())
        for match in anywhere("time", "relative").finditer(text, *bounds)
    )


def looks_like_reach(text: str, quantity: Quantity) -> bool:
    """Tell a distance that may be the reach of a policy from that of a river or a town.

    Examples
    --------
    >>> from geo.quantities import quantities
    >>> text = "The missile flies 500 km. The river is 900 km long, and a drone fell there."
    >>> [looks_like_reach(text, each) for each in quantities(text)]
    [True, False]
    """
    told = anywhere("distance", "far"), *(anywhere("cues", key) for key in ("permit", "limit"))
    return (
        speaks_of_arms(text, quantity.sentence)
        and any(pattern.search(text, *quantity.sentence) for pattern in told)
        and is_reach(text, quantity, quantity.sentence, (), foreign=False)
        and not _TOWN.search(text[max(0, quantity.start - _NEAR) : quantity.start])
    )
