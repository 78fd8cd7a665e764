"""Tell a permission given from one asked for, weighed or withheld, and how sure it is."""

import re
from collections.abc import Iterator, Sequence

from geo.claims.cues import cues
from geo.claims.record import Hit
from geo.claims.sentences import piece

_INFINITIVE = re.compile(r"\b(?:to|for)\s+(?:\w+\s+)?[a-z]*\Z|(?:ити|ять|ить)\Z", re.IGNORECASE)
_SETTLED = re.compile(
    r"\b(?:decid|agre|mov|order|vot|choos|chose|beg[au]n|виріши|погоди|реши|согласи)\w*\s+(?:to\s+)?\w*\Z",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\bbe\s|^можн[ао]|\s(?:бути|быть)\s", re.IGNORECASE)
_REFLEXIVE = re.compile(r"\w*(?:тися|тись|ться)\b", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\b(?:said|says|announc\w+|confirm\w+|declar\w+)\b[^,.;]{0,40}\b(?:it|they|he|she)\s+\Z",
    re.IGNORECASE,
)
_APPROVED = re.compile(r"approv|endors|одобр|схвал|погод|согласова", re.IGNORECASE)
_VERB = re.compile(r"allow|permit|let|дозв|разреш|позвол", re.IGNORECASE)
_SHORT, _LONG = 30, 80


def permissions(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Give the words of permission in a stretch, those about something else left out.

    "Restricted flights" is no matter of arms, and a missile that allows to strike is able to.
    """
    before = cues().before
    for cue in cues().words["permission"].finditer(text, start, end):
        if is_other(text, cue, end):
            continue
        if _VERB.match(cue.group()) and before["able"].search(
            text[max(start, cue.start() - _SHORT) : cue.start()]
        ):
            continue
        yield cue


def abilities(text: str, start: int, end: int, *, leave: bool = False) -> Iterator[re.Match[str]]:
    """Give the words of being able to that tell what Ukraine may do, by somebody's leave or now.

    Parameters
    ----------
    text, start, end
        The text and the bounds of the stretch.
    leave
        Whether somebody's leave is told of beside it.
    """
    words = cues().words
    granted = (
        leave
        or words["now"].search(text, start, end)
        or cues().grantors.pattern.search(text, start, end)
    )
    for cue in words["ability"].finditer(text, start, end):
        before = text[max(start, cue.start() - _SHORT) : cue.start()]
        passive = _PASSIVE.search(cue.group()) or _REFLEXIVE.match(text, cue.end())
        if granted and (passive or cues().before["recipient"].search(before)):
            yield cue


def is_other(text: str, cue: re.Match[str], end: int) -> bool:
    """Tell whether what is allowed or limited is no matter of arms: "restricted flights"."""
    return _followed_by(cues().after["other"], text, cue, end)


def is_supply(text: str, cue: re.Match[str], end: int) -> bool:
    """Tell whether what is allowed is to hand over arms, not to use them."""
    if _followed_by(cues().after["supply"], text, cue, end):
        return True
    used = cues().words["used"].search(text, cue.end(), min(end, cue.end() + _LONG))
    return bool(_APPROVED.match(cue.group())) and used is None


def is_forbidden(text: str, clause: tuple[int, int]) -> bool:
    """Tell whether a clause says that a permission is none."""
    words = cues().words
    return bool(
        words["negation"].search(text, *clause) and not words["lifted"].search(text, *clause)
    )


def is_open(text: str, clause: tuple[int, int], cue: re.Match[str], sentence: int) -> bool:
    """Tell whether a permission is asked for, weighed or foretold, or another's to give.

    Parameters
    ----------
    text
        The whole text.
    clause
        Bounds of the clause.
    cue
        The word of permission.
    sentence
        Where the sentence begins.
    """
    words = cues().words
    first, _ = piece(text, *clause, cue.start())
    if words["sought"].search(text, first, cue.start()):
        return True
    lead = text[max(sentence, cue.start() - _LONG) : cue.start()]
    foretold = cues().before["foretold"].search(lead)
    if foretold and not _ANNOUNCED.search(lead[: foretold.start()]):
        return True
    ends = _word_end(text, cue.start()), _word_end(text, cue.end())
    led = [lead + text[cue.start() : end] for end in ends]
    if any(map(_INFINITIVE.search, led)) and not any(map(_SETTLED.search, led)):
        return bool(words["sought"].search(text, sentence, cue.start()))
    return _decided_elsewhere(lead)


def _decided_elsewhere(lead: str) -> bool:
    """Tell "the Kremlin has allowed", whose permission is another matter."""
    bare = re.sub(
        r"(?:\b(?:has|had|have|will|also|again|now|на|уже|вже|знову|снова)\s+)+\Z", "", lead
    )
    match = cues().before["elsewhere"].search(bare)
    if match is None:
        return False
    return not re.search(
        r"\b(?:in|into|inside|on|against|at|of|from|within|across|with|в|на|по|у|territory)\s+\Z",
        bare[: match.start()],
        re.IGNORECASE,
    )


def _followed_by(words: re.Pattern[str], text: str, cue: re.Match[str], end: int) -> bool:
    """Tell whether one of two words right after another is one of these."""
    at = _word_end(text, cue.end())
    follows = text[at : min(end, at + _SHORT)]
    return any(words.match(follows, start) for start in _word_starts(follows)[:2])


def _word_end(text: str, at: int) -> int:
    while at < len(text) and (text[at].isalnum() or text[at] == "-"):
        at += 1
    return at


def _word_starts(text: str) -> list[int]:
    return [match.start() for match in re.finditer(r"(?<!\S)\S", text)]


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
