"""Tell a reach from the other distances an article is full of."""

import re
from collections.abc import Sequence

from geo.claims.cues import cues
from geo.claims.sentences import piece
from geo.places import Place
from geo.quantities import Quantity

_BOUNDS = ("up to", "less than")
_AWAY = re.compile(
    r"[\s]*(?:away\s+)?(?:(?:to\s+the\s+)?(?:north|south|east|west)[\w-]*\s+)?"
    r"(?:from|of|off|outside|від|от|до)\s+|"
    r"[\s]*(?:(?:to\s+the\s+)?(?:north|south|east|west)[\w-]*)\s+(?:of|from)\s+|"
    r"[\s]*(?:на|к)\s+(?:північ\w*|півд\w+|схід|сход\w*|захід|заход\w*|север\w*|юг\w*|восток\w*|запад\w*)"
    r"[\w-]*\s+(?:від|от)\s+",
    re.IGNORECASE,
)
_NEAR, _FAR = 30, 60


def is_reach(
    text: str, quantity: Quantity, clause: tuple[int, int], places: Sequence[Place]
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
    """
    words, after = cues().words, cues().after
    lead = max(clause[0], quantity.start - _FAR), quantity.start
    behind = quantity.end, min(clause[1], quantity.end + _FAR)
    if _from_elsewhere(text, quantity.end) or words["places"].search(text, *behind):
        return False
    sized = after["size"].match(text, quantity.end) or words["measure"].search(text, *lead)
    if sized and not words["strip"].search(text, *lead):
        return False
    first, last = piece(text, *clause, quantity.start)
    near = max(first, quantity.start - _NEAR)
    if words["way"].search(text, near, quantity.start):
        return False
    counted = quantity.hedge in _BOUNDS or after["beyond"].match(text, quantity.end)
    if not counted and words["lies"].search(text, near, quantity.start):
        return False
    if any(_stands_by(text, place, quantity) for place in places):
        return False
    named = [
        (match.start(), pattern is words["foreign"])
        for pattern in (words["foreign"], cues().systems.pattern)
        for match in pattern.finditer(text, clause[0], last)
    ]
    before = [each for each in named if each[0] < quantity.start] or named
    return not (before and max(before)[1])


def _from_elsewhere(text: str, end: int) -> bool:
    """Tell "300 km from Moscow", where the distance is that of a place."""
    away = _AWAY.match(text, end)
    if away is None:
        return False
    return not cues().after["base"].match(text, away.end())


def _stands_by(text: str, place: Place, quantity: Quantity) -> bool:
    """Tell "Sudzha, 10 km from the border": the town lies there."""
    between = text[place.end : quantity.start]
    return (
        place.kind == "settlement"
        and place.end <= quantity.start
        and bool(
            re.fullmatch(
                r"\s*[,(–—-]\s*(?:(?:which|that) is )?(?:just |only |лише |всего |за |в |у )*",
                between,
            )
        )
    )


def is_denied(text: str, quantity: Quantity) -> bool:
    """Tell "there is no 80 km radius"."""
    words, before = cues().words, cues().before
    around = text[max(0, quantity.start - _NEAR) : quantity.end + _NEAR]
    lead = re.sub(
        r"(?:\s(?:у|в|на|of))?\s*\Z", " ", text[max(0, quantity.start - _FAR) : quantity.start]
    )
    return bool(before["none"].search(lead) and words["limit"].search(around))


def is_changed(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Tell "raised from 80 to 300 km", which is no interval."""
    return bool(
        cues().words["change"].search(text, max(clause[0], quantity.start - _FAR), quantity.start)
    )


def is_given_up(text: str, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Tell "the limit of 50 miles was dropped", which held until then."""
    lead, rest = text[max(clause[0], quantity.start - _FAR) : quantity.start], quantity.end
    return bool(
        cues().before["given_up"].search(f"{lead.rstrip()} ")
        or (
            cues().words["limit"].search(lead)
            and cues().words["gone"].search(text, rest, min(clause[1], rest + _FAR))
        )
    )
