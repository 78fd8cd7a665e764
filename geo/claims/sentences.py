"""Text → its sentences, their clauses, and the countries that head the entries of a list."""

import re
from collections.abc import Iterator
from dataclasses import replace

from geo.claims.words import Actor, actors, adjectives, anywhere, states, systems
from geo.reading import sentence_starts

_BULLET = re.compile(r"\s*[-*•–·]\s(?!\*)")
_SENTENCE_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]*]*\s*\Z")
_AFTER_UNIT = re.compile(
    r"(?:\b(?:км|km|mi|miles)|\d{4}\s(?:р|г|рр|гг)|(?:km|км)\.)\.[\"'”’»)\]]*\s+(?=[\"'“‘«„(]?[A-ZА-ЯІЇЄҐЁ])"
)
_LONGEST_SENTENCE = 2000
_OPEN = (
    r"the|a|an|of|in|to|at|on|by|for|from|with|and|or|into|inside|against|than|that|as|its|their|"
    r"у|в|на|з|із|до|від|по|за|та|і|й|що|як|про|для|и|с|из|от|к|что|о|об|не|ні|ни|his|her|up|about|some|"
    r"January|February|March|April|May|June|July|August|September|October|November|December"
)
_RUNS_ON = re.compile(
    rf"(?<=[\w,:)»”\"'’])\n+(?=(?-i:[a-zа-яіїєґё(«])|\d{{1,2}} \w+ \d{{4}} (?:года|року)\b)|"
    rf"(?<!\S)(?P<open>{_OPEN})\n+(?=\S)",
    re.IGNORECASE,
)
_NEIGHBOURS = 4
_PIECE = re.compile(r"[,;:()—–]\s*|\s-\s")
_BUT = re.compile(  # "but ATACMS, which fly 300 km, are excluded"
    r"(?i),\s(?P<what>(?:but|while|though|але|но|а|хоча|хотя)\s[^.;]{0,90}?(?<!\w)(?:exclud|off.limits|"
    r"not (?:be )?(?:includ|cover|allow|permit)|виключен|исключен|заборонен|запрещен))"
)
_HARD = re.compile(
    r"(?=[;:|\s])(?:;\s*|(?<!range)(?<!reach)(?<!ність)(?<!ность):\s+|"
    r"\s[—–]\s(?!(?:на (?:відстан|глибин|расстоян|глубин|всю|повну|полную)|up to\b|as far as|"
    r"no (?:further|farther|deeper|more) than|(?:(?:лише|тільки|только|лишь|only) )?"
    r"(?:для|в|у|по|in|for) (?:the )?(?-i:[A-ZА-ЯІЇЄҐ])[\w-]+ (?:област|region|oblast|кра[йюя]\b)|"
    r"не (?:далі|дальше|більше|больше|глубже|глибше)\b|до \d|\d+ ?(?:км|кілом|килом)))|"
    r"\s?\|\s?|(?<=\w)\s-\s|(?<=[^\W\d_]{4}[.!?])\s+|(?<=[\"”»]\.)\s+)"
)
MARK = re.compile(
    r"\s*(?:[-*•–·>#|]+\s*)*(?P<time>\**\d{1,2}[:.]\d\d\**(?:\s?(?:GMT|CET|EST|UTC))?)?[\s*_.|:—–-]*"
)
_LABEL = re.compile(
    r"(?P<name>[^\W\d_][^\n.:;!?|—–\t(]{1,40}?)\s*(?:\((?P<of>[^)\n]{1,40})\))?[*_]*"
    r"(?:\s?:\s|\s[—–-]\s|\s?\||\t|\s{3,}|\s*\.?\s*\Z)"
)
_TELLS = re.compile(  # a short sentence, no label
    r"(?i)\b(?:said|says|told|confirm|denie|refus|agree|declin|approv)|"
    r"(?<!\w)(?:підтверд|сказа|заяви|повідоми|запереч|відмов|погод|подтверд|сообщи|отказ|соглас|опроверг)"
)
_LABEL_WORDS, _HEAD = 2, 15
_AHEAD = 40
_JOINT = re.compile(
    r",?\s(?:and|та|і|й|и|а)\s|,\s(?:and\s|while\s|та\s|а\s|и\s|і\s)?|\s\(", re.IGNORECASE
)
_CUES = (
    "permit",
    "grant",
    "lift",
    "unlimited",
    "forbid",
    "case",
    "ability",
    "permission",
    "home",
    "limit",
)


def flowing(text: str) -> str:
    r"""Join the lines of a sentence that runs on over a line end, character for character.

    It runs on where a line breaks off after a word such as "of" or before a small letter.

    Examples
    --------
    >>> flowing("Beyond the border of\nUkraine.\nA title\nA sentence.\n")
    'Beyond the border of Ukraine.\nA title\nA sentence.\n'
    """
    return _RUNS_ON.sub(lambda match: (match["open"] or "").ljust(len(match.group())), text)


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Give the bounds of the sentences an article is made of, its headline among them.

    Passed over: lines that begin with a bullet, and those of one sentence that end without a full
    stop below the first: in an article they are headings, captions and links to other articles.

    Examples
    --------
    >>> text = "- a link\nA sentence.\nAnother article\n"
    >>> [text[slice(*each)] for each in sentences(text)]
    ['A sentence.\n']
    """
    starts = sorted({*sentence_starts(text), *(m.end() for m in _AFTER_UNIT.finditer(text))})
    found = [
        (start, end)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        if end - start <= _LONGEST_SENTENCE
        and (
            not _BULLET.match(text, start, end)
            or _SENTENCE_ENDS.search(text[start:end])
            or labels(text, start, end)
        )
    ]
    if len(found) == 1:
        return found
    body = [each for each in found if not is_heading(text, *each) or labels(text, *each)]
    first = found[0] if found else None
    headline = [first] if first and body and first not in body and found[1:2] == body[:1] else []
    return [*headline, *body] if body else found  # a post of lines without full stops


def is_heading(text: str, start: int, end: int) -> bool:
    """Tell a line of its own that ends without a full stop."""
    whole = (start == 0 or text[start - 1] in "\r\n") and (
        end == len(text) or text[end - 1] in "\r\n" or "\n" in text[start:end]
    )
    return whole and not _SENTENCE_ENDS.search(text[start:end])


def labels(text: str, start: int, end: int) -> list[Actor]:
    """Give the countries that the entry of a list, a table or a live page is headed with.

    Examples
    --------
    >>> text = "18:22 GERMANY: No change, the chancellor says."
    >>> [each.country for each in labels(text, 0, len(text))]
    ['DE']
    """
    mark = MARK.match(text, start, end)
    found = _LABEL.match(text, mark.end(), end) if mark else None
    if found is None:
        return []
    if "/" in found["name"]:  # a dateline: "WARSAW/MINSK — Belarus"
        return []
    of = named_alone(text, *found.span("of")) if found["of"] else []
    return named_alone(text, *found.span("name")) or of


def named_alone(text: str, start: int, end: int) -> list[Actor]:
    """Give the countries of a stretch that names little else."""
    if not any(each().pattern.may_find(text, start, end) for each in (states, adjectives)):
        return []
    ahead, length = min(start, _AHEAD), end - start
    lead, part = text[start - ahead : start], text[start:end]  # not the whole text, it may be long
    for said in (part, part.title()):
        if len(said) != length:
            continue
        named = actors(lead + said, ahead, ahead + length)
        words = len(part.split()) - len(named)
        office = anywhere("record", "office").search(lead + said, ahead, ahead + length)
        if office and (_TELLS.search(said) or len({a.country for a in named}) > 1):
            return []
        if named and words <= _LABEL_WORDS + (3 if office else 0):
            at = start - ahead
            return [replace(a, start=a.start + at, end=a.end + at) for a in named]
    return []


def passages(text: str) -> list[list[tuple[int, int]]]:
    """Give the sentences that may speak of a permission to use arms, with their neighbours.

    Returns
    -------
    list of list
        One list per passage: the bounds of its sentences.

    Examples
    --------
    >>> passages("It rained. London allowed strikes.")
    [[(0, 11), (11, 34)]]
    >>> passages("It rained.")
    []
    """
    rows = sentences(text)
    armed = [speaks_of_arms(text, row) for row in rows]
    result: list[list[tuple[int, int]]] = []
    end = 0
    for n, sentence in enumerate(rows):
        if not any(armed[max(0, n - 1) : n + 2]):
            continue
        if any(anywhere("cues", key).search(text, *sentence) for key in _CUES) or labels(
            text, *sentence
        ):
            first, last = max(0, n - _NEIGHBOURS), min(len(rows), n + _NEIGHBOURS + 1)
            if not result or first > end:
                result.append([])
                end = first
            result[-1] += rows[end:last]
            end = max(end, last)
    return result


def speaks_of_arms(text: str, stretch: tuple[int, int]) -> bool:
    """Tell whether a stretch names arms or a deed of them."""
    return bool(anywhere("about", "arms").search(text, *stretch))


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the bounds of a sentence's clauses: a word such as "however" begins a new one.

    Examples
    --------
    >>> text = "It was so, but now it is not."
    >>> [text[slice(*each)] for each in clauses(text, 0, len(text))]
    ['It was so, ', 'but now it is not.']
    """
    turns = [match.start() for match in anywhere("about", "turn").finditer(text, start, end)]
    hard = [
        match.end()
        for match in _HARD.finditer(text, start, end)
        if not (match[0][0] == ":" and _is_arm(text, start, match.start()))
    ]
    shut = [
        match.start("what")
        for match in _BUT.finditer(text, start, end)
        if systems().pattern.search(text, *match.span("what"))
    ]
    for at in sorted({*turns, *hard, *shut}):
        if start < at < end:
            yield start, at
            start = at
    yield start, end


def _is_arm(text: str, start: int, end: int) -> bool:
    """Tell the name of a weapon that heads what is said of it: "ATACMS (300 km): allowed"."""
    named = systems().pattern.search(text, start, end)
    return named is not None and named.start() - start <= _HEAD and end - start <= 3 * _HEAD


def joints(text: str, start: int, end: int) -> list[int]:
    """Give the offsets at which a clause may go on to another thought: after a comma or "and"."""
    return [match.end() for match in _JOINT.finditer(text, start, end)]


def piece(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """Give the bounds of the stretch between two commas, brackets or dashes that holds an offset.

    Examples
    --------
    >>> text = "One, two three, four"
    >>> text[slice(*piece(text, 0, len(text), 6))]
    'two three'
    """
    for mark in _PIECE.finditer(text, start, end):
        if mark.start() >= at:
            return start, mark.start()
        if mark.end() <= at:
            start = mark.end()
    return start, end
