"""Sentence → how sure it says a permission is, and by whose word."""

import re
from collections.abc import Iterator, Sequence

from geo.drafting.clauses import piece
from geo.drafting.cues import cues
from geo.drafting.record import Hit

_BEFORE, _BETWEEN = 30, 70
_STOP = re.compile(r"[.;!?…]\s")


def statuses(text: str, start: int, end: int, *, grantors: Sequence[Hit]) -> Iterator[Hit]:
    """Give the words of status in a sentence; what is neither confirmed nor denied is neither.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Bounds of the sentence.
    grantors
        The governments in it, the one that decides first: only its own word confirms.

    Raises
    ------
    KeyError
        When the packaged words are damaged.

    Examples
    --------
    >>> said = "London allowed it, the defence minister said."
    >>> [(hit.value, said[hit.start : hit.end]) for hit in statuses(said, 0, 45, grantors=())]
    [('confirmed', 'defence minister said')]
    """
    words = cues().words
    spans = [match.span() for match in words["neither"].finditer(text, start, end)]
    silenced = [piece(text, start, end, first) for first, _ in spans]
    denied = False
    for name, first, last in cues().status.within(text, start, end):
        quiet = name in ("confirmed", "denied") and any(
            low <= first < high for low, high in (*silenced, *spans)
        )
        if not quiet and not (name == "denied" and _of_others(text, start, first)):
            denied = denied or name == "denied"
            yield Hit(value=name, start=first, end=last)
    for match in words["outlets"].finditer(text, start, end):
        yield Hit(value="reported", start=match.start(), end=match.end())
    spoken = None if denied else _on_record(text, start, end, grantors)
    if spoken is not None and not any(low <= spoken.start < high for low, high in silenced):
        yield spoken


def _of_others(text: str, start: int, at: int) -> bool:
    """Tell "Moscow denied it": no word of the government that decides."""
    first, last = piece(text, start, at, at - 1)
    return bool(cues().before["elsewhere"].search(f"{text[first:last].rstrip()} "))


def _on_record(text: str, start: int, end: int, grantors: Sequence[Hit]) -> Hit | None:
    """Find "the minister said", "заявив речник": a government's own word."""
    words = cues().words
    whose = grantors[0].value if grantors else ""
    for say in words["says"].finditer(text, start, end):
        around = max(start, say.start() - _BETWEEN), min(end, say.end() + _BETWEEN)
        offices = [
            *(match.span() for match in words["office"].finditer(text, *around)),
            *((hit.start, hit.end) for hit in grantors if around[0] <= hit.start < say.start()),
        ]
        for first, last in sorted(offices, key=lambda each: abs(each[0] - say.start())):
            low, high = min(first, say.start()), max(last, say.end())
            between = text[min(last, say.end()) : max(first, say.start())]
            if _is_broken(between):
                continue
            if first > say.start():
                if words["begins"].search(between) or "," in between:
                    continue
                window = low, min(end, high + _BEFORE)
            else:
                window = max(piece(text, start, end, low)[0], low - _BEFORE), high
            if words["others"].search(text, *window):
                continue
            near = {hit.value for hit in grantors if window[0] <= hit.start < window[1]}
            if near and whose not in near:
                continue
            return Hit(value="confirmed", start=low, end=high)
    return None


def _is_broken(between: str) -> bool:
    """Tell whether somebody else, or another thought, stands between office and verb."""
    words = cues().words
    return (
        bool(_STOP.search(between))
        or len(between.split()) > 7  # noqa: PLR2004 - a title, a name, a day
        or any(words[key].search(between) for key in ("permission", "ability", "crowd"))
        or cues().status.pattern.search(between) is not None
    )
