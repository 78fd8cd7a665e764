"""Find where the lines of a text go on and where its sentences begin."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise

_END = re.compile(
    r"(?:(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++(?=[\"'“‘«„(\[]?[\w–—-]))|(?:[\r\n]+\s*)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZА-ЯІЇЄҐ]|Mr|Mrs|Ms|Dr|St|Mt|Ft|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Prof|Rev|No|vs|"
    r"Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|approx|г|р|м|с|ст|обл|им|ім|тыс|тис|млн|млрд|км|рр|гг|"
    r"см|ред|просп|вул|ул|н|э)|[A-Z]\.[A-Z])$"
)
LINE_END = re.compile(r"\r\n|[\n\r\v\f\u2029]")
"""What ends a line; other signs that could are blanks in the texts people have."""

# An item, a heading, a row or a quotation begins a line of its own.
_OWN_LINE = re.compile(
    r"[-*•·–—‣▪◦]\s|\(?\d{1,3}[.)]\s|\(?[a-zа-я]\)\s|#{1,6}\s|[|\[<]|[^\n|]{1,40}\s\|\s"
)
_DASHED = re.compile(r"[-–—]\s[a-zа-яіїєґ]")
_STOP = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_OPEN_END = re.compile(
    r"(?:[,–—(«“-]|['’]s|(?<!\w)(?:an?|the|of|in|on|at|to|for|from|by|with|and|or|but|that|which|who|"
    r"its|their|his|her|is|are|was|were|had|has|have|be|been|will|would|may|can|could|into|inside|"
    r"near|over|under|as|than|about|up|between|within|across|around|through|towards?|against|"
    r"St\.|Mr\.|Mrs\.|Ms\.|Dr\.|Gen\.|Sen\.|Rep\.|Gov\.|"
    r"в|у|на|до|з|із|зі|за|по|під|над|від|та|і|й|що|як|але|для|про|при|біля|через|між|або|"
    r"с|со|к|из|от|под|о|об|во|ко|и|что|как|но|для|при|около|через|между|или|г\.|м\.|с\.))$",
    re.IGNORECASE,
)
_MOSTLY_FULL = 0.6
_MOSTLY_OPEN = 0.6
_NARROWEST, _WIDEST = 40, 180
_SEVERAL = 4
_LOOK_BACK = 8
_LONGEST = 1000
_LONGEST_WORD = 40
_SHORT_PART = 3
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.?['’]?)+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_AROUND = 250
_BEFORE = 100


def soft_line_ends(text: str) -> frozenset[int]:
    r"""Give the offsets at which a line ends only because it was full.

    Within a paragraph that was wrapped every line is too long for the first word of the next one
    to stand on it as well. Lines of a list, of verse or of an article with one line a paragraph
    are not like that.

    Examples
    --------
    >>> sorted(soft_line_ends("Drones were seen over Russia's\nKursk region.\n\nSumy\nKyiv"))
    [30]
    """
    soft: set[int] = set()
    block: list[tuple[int, int]] = []
    at = 0
    for end in (*LINE_END.finditer(text), None):
        start, stop = at, end.start() if end else len(text)
        line = text[start:stop]
        bare = line.strip()
        at = end.end() if end else stop
        if bare:
            start += line.index(bare)
            block.append((start, start + len(bare)))
        if block and (end is None or not bare) and not (end and end[0] == "\f"):
            soft.update(_wrapped(text, block))
            block = []
    return frozenset(soft)


def _wrapped(text: str, block: list[tuple[int, int]]) -> Iterator[int]:
    """Give the soft ends among the lines of one block without empty lines."""
    width = max(end - start for start, end in block)
    open_lines = full_lines = certain = 0
    unsure: list[int] = []
    ragged: list[int] = []
    named: list[int] = []
    for (start, end), (after, stop) in pairwise(block):
        tail = text[max(start, end - 2 * _LOOK_BACK) : end]
        goes_on, stopped = _OPEN_END.search(tail), _STOP.search(tail)
        full = end - start + 1 + len(text[after:stop].split(None, 1)[0]) > width
        item = _OWN_LINE.match(text, after, stop)
        if item and not (_DASHED.match(text, after, stop) and not stopped):
            continue
        open_lines += not stopped
        full_lines += full and not stopped
        if full and not item and (goes_on or (text[after].islower() and not stopped)):
            certain += 1
            yield end
        elif full:
            unsure.append(end)
        elif not item and not stopped and (goes_on or text[after].islower()):
            ragged.append(end)
        elif not item and not stopped:
            named.append(end)
    if (certain or len(ragged) > 1) and _STOP.search(text, block[-1][1] - _LOOK_BACK, block[-1][1]):
        yield from ragged  # short lines of one sentence, which an editor broke by hand
        if certain + len(ragged) >= max(_MOSTLY_OPEN * open_lines, _SEVERAL):
            yield from (*named, *unsure)
    several = certain or len(block) > _SEVERAL or width >= _NARROWEST
    if several and width <= _WIDEST and full_lines >= _MOSTLY_FULL * open_lines:
        yield from unsure


@cache
def _compounds() -> dict[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("compounds.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}


def keeps_hyphen(text: str, at: int, after: int) -> bool:
    """Tell whether the hyphen at the end of a line belongs to the word it cuts.

    ``at`` is its offset, ``after`` where the next line begins: "Ivano-" / "Frankivsk" and "long-" /
    "range" keep it, "Bel-" / "gorod" does not.
    """
    first = _LAST_WORD.search(text, max(0, at - _LONGEST_WORD), at)
    second = _FIRST_WORD.match(text, after)
    if first is None or second is None:
        return True
    if not second[0][0].islower():
        return True
    before, behind, known = first[0].lower(), second[0], _compounds()
    if text[second.end() : second.end() + 1] in {"-", "‐", "‑"} and (
        len(behind) <= _SHORT_PART or behind in {"upon", "over", *known["second"]}
    ):
        return True
    if before in known["first"] or f"{before}-{behind}" in known["pairs"]:
        return True
    whole = len(behind) > _SHORT_PART or first[0][0].isupper() or "." in first[0]
    return len(before) == 1 or (whole and behind in known["second"])


def sentence_starts(text: str) -> list[int]:
    """Give the offset at which each sentence of a text begins, the first being 0.

    A full stop after an abbreviation or an initial ends no sentence; the end of a
    line does.

    Examples
    --------
    >>> sentence_starts("Gen. Smith left. He was in St. Louis.")
    [0, 17]
    """
    starts = [0]
    for match in _END.finditer(text):
        if "\n" not in match.group() and "\r" not in match.group():
            at = match.start()
            if text[at] == "." and _ABBREVIATION.search(text[max(0, at - _LOOK_BACK) : at]):
                continue
        if match.end() < len(text):
            starts.append(match.end())
    return starts


def sentence_at(text: str, starts: list[int], offset: int) -> tuple[int, int]:
    """Give the bounds of the sentence around an offset, without blanks at its ends.

    Of a sentence of more than 1,000 characters only some hundreds around are given, the
    same for offsets close together: what has no full stop is no sentence.

    Examples
    --------
    >>> text = "One. Two here."
    >>> text[slice(*sentence_at(text, sentence_starts(text), 6))]
    'Two here.'
    """
    which = bisect_right(starts, offset) - 1
    start = starts[which]
    end = starts[which + 1] if which + 1 < len(starts) else len(text)
    if end - start > _LONGEST:
        piece = start + (offset - start) // _AROUND * _AROUND
        start, end = max(start, piece - _BEFORE), min(end, piece + 2 * _AROUND)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
