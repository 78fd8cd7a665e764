"""Clause → who has which part in it: the government that decides, the one let, the one aimed at."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from geo.claims.aims import dealt_with, russia_lets, subject_of
from geo.claims.article import Article, Hit, Sentence, Told, first_named, hit_of, systems_in, within
from geo.claims.stances import Cue
from geo.claims.words import (
    LONG_AGO,
    OF_STRIKES,
    Actor,
    against,
    agent,
    anywhere,
    beneficiary,
    maker_among,
)

_OFFICIALS_IN = re.compile(
    r"(?:officials?|sources?|government|ministers?|ministry|cabinet|people|посадовц\w+|чиновник\w*|"
    r"джерел\w*|источник\w*|уряд\w*|правительств\w*)\s(?:in|of|у|в|во)\s+\Z",
    re.IGNORECASE,
)
_OBJECT = 70
_TOLD = re.compile(
    r"(?:\b(?:told|assured|informed|warned|notified)|понять|зрозуміти|запевни\w+|завери\w+|"
    r"повідоми\w+|сообщи\w+)\s+\Z",
    re.IGNORECASE,
)
_BESIDE, _AT_ONCE = 12, 5
_IN_PLURAL = ("US", "NL", "AE", "PH")
_CARRIED = 600
_JOINED = re.compile(
    r"\s*(?:,|,?\s(?:and|та|і|й|и|nor|ні|ни|as well as)\s)\s*"
    r"(?:(?:by|від|со стороны|з боку)\s)?(?:the\s)?",
    re.IGNORECASE,
)
_DATIVE = re.compile(r"(?:і|ї|у|ю|е|и|ові|єві|еві)\Z")
_GOT = re.compile(r"\b(?:receiv|got|gets|won|wins|obtain|secur|отрима|получ)\w*", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?:from|від|от)\s+(?:the\s+)?\Z", re.IGNORECASE)
_IN_INSTITUTION = re.compile(r"(?<!\w)(?:в|у|во)\s+\Z", re.IGNORECASE)
_GOVERNMENTS = re.compile(
    r"countr|states|governments|allies|країн|уряд|стран|правительств", re.IGNORECASE
)
_SEVERAL, _WORDS_EACH, _OF_ITS = 2, 3, ("'s", "’s")
_THEIRS = re.compile(r"\b(?:its|their|our|his|сво[їєюиеё]\w*|наш\w*|їхн\w*|их)\b", re.IGNORECASE)
_IT_TOLD = re.compile(
    r"(?i)(?<!\w)(?:it|they|вона|він|вони|она|он|они)\s"
    r"(?:(?:has|have|had|now|also|since|вже|уже|теперь|тепер)\s)*"
    r"(?:told|informed|assured|notified|повідоми\w+|сообщи\w+|запевни\w+|заверил\w*)\s"
)


def origin_of(
    article: Article, sentence: Sentence, cue: Cue, before: Told
) -> tuple[Hit | None, bool]:
    """Find the country that is let, or not, and whether the clause names it."""
    text, start = article.text, sentence.start
    named = [
        a
        for a in sentence.actors
        if a.kind in ("state", "forces", "adjective", "office")
        and not (  # "approved by the US", "no limits by the US"
            agent(text, a, start) and (cue.kind == "unlimited" or 0 <= a.start - cue.end < _BESIDE)
        )
    ]
    actor = None if cue.passive else subject_of(sentence, cue)
    decides = actor.country if actor and not _is_dative(text[actor.start : actor.end]) else ""
    after = [
        a for a in named if a.country != decides
        and cue.end <= a.start < min(cue.clause[1], cue.end + _OBJECT) and a.kind != "office"
        and not against(text, a, start) and (not a.led or beneficiary(text, a, start))
        and not agent(text, a, start) and not _is_subject_behind(text, cue, a)
    ]  # fmt: skip
    about = {a.country for a in sentence.topics}
    after.sort(key=lambda a: a.country in about)
    after += [
        a for a in named
        if cue.end <= a.start < cue.clause[1] and OF_STRIKES.search(text[start : a.start])
        and a not in after and not against(text, a, start)
    ]  # fmt: skip
    ahead = [
        a for a in named if a.end <= cue.start and a.kind != "office" and not agent(text, a, start)
    ]
    by = [a for a in named if agent(text, a, start)]
    deal = dealt_with(text, sentence, cue)
    if deal is not None or russia_lets(sentence, cue):
        let = [
            a for a in named
            if (
                a.end < deal.start and not a.led and a.country != deal.country
                if deal
                else a.country not in ("RU", "UA") and not against(text, a, start)
            )
        ]  # fmt: skip
        return (hit_of(let[0]), True) if let else (None, False)
    dative = [
        a for a in ahead if not a.led and a.kind == "state" and _is_dative(text[a.start : a.end])
        and a.country not in _IN_PLURAL and a.start >= cue.clause[0]
    ]  # fmt: skip
    first: list[Actor] = []
    if cue.kind == "ability" or cue.passive or _GOT.match(text, cue.start):
        used = bool(
            re.search(r"\bbe \w+ed\b|for use|\bused\b|^мо[жг]н[ао]", text[cue.start : cue.end])
        )
        first = (
            []
            if used
            else [a for a in reversed(ahead) if not a.led and a.start >= cue.clause[0] - 1]
        )
        first = first[:1]
        if cue.kind != "ability" and cue.passive and not first:
            first = after[:1]
        first += [a for a in by if a.start < cue.start]
    elif cue.kind in ("permit", "grant", "forbid", "permission", "case", "lift", "unlimited"):
        first = after[:1] if cue.kind in ("permit", "grant", "forbid") else []
        if cue.kind == "grant" and not anywhere("cues", "permission").match(text, cue.start):
            given = [a for a in named if cue.start < a.start < cue.end and not a.led]
            first = [a for a in given if a.kind == "state"][-1:] or first  # "gave Israel leave to"
    elif cue.kind == "limit":  # "limited South Korean missiles"
        most = 30 if any(a.kind == "state" and not a.led for a in ahead) else 3
        first = [a for a in sentence.actors if a.kind == "arms" and 0 <= a.start - cue.end < most]
    grantee = first or dative[:1] or [a for a in ahead if _is_told(text, a)][:1]
    if not grantee and cue.kind == "home":  # "not outside Ukrainian airspace"
        grantee = [a for a in sentence.actors if cue.start <= a.start < cue.end]
    if not grantee:
        forces = [a for a in sentence.actors if a.kind == "forces" and a.country != "RU"]
        mine = [
            a for a in named
            if beneficiary(text, a, start) and not against(text, a, start) and a.kind != "office"
        ]  # fmt: skip
        grantee = [a for a in (*by, *forces, *mine) if a.country == "UA" or a in (*by, *mine)][:1]
    if grantee:
        return hit_of(grantee[0]), True
    return _origin_from_around(article, sentence, before), False


def _is_told(text: str, actor: Actor) -> bool:
    """Tell whom something is told: "Beijing has told Pyongyang that"."""
    lead = text[max(0, actor.start - _OBJECT) : actor.start]
    return actor.kind == "state" and bool(_TOLD.search(lead))


def _is_subject_behind(text: str, cue: Cue, actor: Actor) -> bool:
    """Tell «Чи дозволить Іспанія»: who decides stands right behind the verb."""
    word = text[actor.start : actor.end]
    return (
        cue.kind in ("permit", "forbid")
        and 0 <= actor.start - cue.end < _SEVERAL
        and bool(re.search(r"[а-яіїє]\Z", word))
        and not _is_dative(word)
    )


def _is_dative(word: str) -> bool:
    return bool(re.search(r"[а-яіїє]\Z", word)) and bool(_DATIVE.search(word))


def _origin_from_around(article: Article, sentence: Sentence, before: Told) -> Hit | None:
    """Take the country the text speaks of, unless the sentence speaks of others."""
    named = [a for a in sentence.actors if a.country == "UA" and a.kind != "press"]
    if named:
        return Hit(value="UA", start=named[0].start, end=named[0].end)
    text = article.text
    others = {
        a.country
        for a in sentence.actors
        if a.led or a.kind in ("land", "forces") or against(text, a, sentence.start)
    }
    aimed = {
        a.country
        for a in sentence.actors
        if (against(text, a, sentence.start) and a.kind != "office") or a.kind == "land"
    }
    for event in reversed(before.latest.values()):
        if event.origin is not None:
            known = {event.grantor, event.origin.value, event.target.value if event.target else ""}
            same = event.target is None or not aimed or event.target.value in aimed
            return event.origin if same and others <= known else None
    if LONG_AGO.search(text, *sentence.bounds):
        return None
    if {"UA", "RU"} <= article.countries and aimed <= {"RU"}:
        return first_named(article, "UA")
    return None


def grantors_of(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    origin: Hit | None,
    before: Told,
) -> tuple[tuple[Hit, ...], bool]:
    """Find the governments that decide, and whether the clause says so."""
    text = article.text
    out = _not_deciding(article, origin, before)
    able = [
        a
        for a in sentence.actors
        if a.country not in out and a.kind not in ("press", "land", "forces")
    ]
    row = _listed(text, sentence, cue)
    if row:
        return row, True
    deal = dealt_with(text, sentence, cue)
    if deal is not None:
        return (hit_of(deal),), True
    home = article.dateline
    if home is not None and origin is not None and home.country in (origin.value, "RU", "UA"):
        home = None
    for choice in _choices(text, sentence, cue, able, home, out):
        if choice:
            first = choice[0]
            return in_a_row(text, [*sentence.topics, *able], first), True
    it = _meant(article, sentence, cue, out)
    return ((it,), True) if it else (_carried(article, sentence, cue, out, before), False)


def _meant(article: Article, sentence: Sentence, cue: Cue, out: set[str]) -> Hit | None:
    """Tell who "it" is in "Now it has told Kyiv that": the one subject of the sentence before."""
    at = bisect_left(article.sentences, sentence.start, key=lambda s: s.start)
    ahead = article.sentences[max(0, at - 1) : at]
    short = [s for s in ahead if len(article.text[s.start : s.end].split()) <= _BESIDE]
    gave_in = cue.kind in ("ability", "home") and bool(short) and short[0].entry == sentence.entry
    if not gave_in and not _IT_TOLD.search(article.text, sentence.start, cue.start):
        return None
    able = [a for s in ahead for a in s.actors if a.country not in out and a.kind != "press"]
    return hit_of(able[0]) if len({a.country for a in able}) == 1 and not able[0].led else None


def _listed(text: str, sentence: Sentence, cue: Cue) -> tuple[Hit, ...]:
    """Find a list at the end: "Countries that set no limits: Estonia, Latvia"."""
    colon = text.rfind(":", cue.start, sentence.end)
    named = [a for a in sentence.actors if a.start > colon and a.kind == "state"]
    if colon < 0 or len(named) < _SEVERAL or not _GOVERNMENTS.search(text, sentence.start, colon):
        return ()
    words = len(text[colon : sentence.end].split())
    return tuple(hit_of(a) for a in named) if words <= _WORDS_EACH * len(named) else ()


def _not_deciding(article: Article, origin: Hit | None, before: Told) -> set[str]:
    """Name the countries that cannot be the ones to decide: those let, and those aimed at."""
    let = {origin.value} if origin is not None else set()
    aimed = {target for whose, target in before.latest if target and {whose} == let}
    at_war = {"UA", "RU"} & article.countries
    alone = article.countries <= {"RU"}
    if let == {"UA"} or (not let and ("UA" in at_war or alone)):
        aimed.add("RU")
    return let | aimed | ({"UA"} if "RU" in at_war else set())


def _carried(
    article: Article, sentence: Sentence, cue: Cue, out: set[str], before: Told
) -> tuple[Hit, ...]:
    """Take who decides from what was told before, or from whose the weapon is."""
    weapons = systems_in(article.text, cue.clause)
    maker = maker_among([hit.value for hit in weapons])
    for event in reversed(before):
        if event.sentence[0] < sentence.entry or sentence.start - event.sentence[1] >= _CARRIED:
            break
        if event.grantors:
            if maker and maker != event.grantor and cue.kind == "ability":
                break
            return event.grantors[:1]
    if cue.kind == "case":
        around = max(sentence.entry, sentence.start - _CARRIED + 1), sentence.start
        near = [
            a
            for s in within(article.sentences, *around)
            for a in s.actors
            if a.kind in ("state", "office") and not a.led and a.country not in ("UA", "RU")
        ]
        if len({a.country for a in near}) == 1:
            return (hit_of(near[0]),)
    if maker and maker not in out and not _THEIRS.search(article.text, *cue.clause):
        return (Hit(value=maker, start=weapons[0].start, end=weapons[0].end),)
    return ()


def _choices(
    text: str,
    sentence: Sentence,
    cue: Cue,
    able: Sequence[Actor],
    home: Actor | None,
    out: set[str],
) -> Iterator[list[Actor]]:
    """Give the actors that may decide, the surest first."""
    start = sentence.start
    able = [a for a in able if not _is_told(text, a)]
    inside = [a for a in able if cue.clause[0] - 1 <= a.start < cue.clause[1]]
    after = [a for a in inside if a.start >= cue.end]
    ahead = [a for a in inside if a.start < cue.start]
    got = _GOT.match(text, cue.start)
    yield [  # "been given Moscow's leave", "no limits any more for what Britain and Germany supply"
        a for a in reversed(ahead + inside) if cue.start <= a.start < cue.end
        and (a.kind == "state" if cue.kind == "unlimited" else text[a.end : a.end + 2] in _OF_ITS)
        and cue.kind in ("unlimited", "grant")
    ]  # fmt: skip
    yield [
        a for a in after if agent(text, a, start) or (got and _FROM.search(text[start : a.start]))
    ]
    yield [  # "American permission", "Washington's permission", «дозвіл Вашингтона»
        a for a in inside
        if cue.kind == "permission" and a.kind in ("adjective", "state", "office")
        and (0 <= cue.start - a.end <= _BESIDE or 0 <= a.start - cue.end <= _BESIDE)
    ]  # fmt: skip
    subjects = [a for a in ahead if not a.led and a.kind in ("state", "office", "adjective")]
    if not cue.passive and cue.kind != "permission":
        yield list(reversed([a for a in subjects if a.kind != "adjective"]))
        yield list(reversed(subjects))
    topical = [a for a in sentence.topics if a.country not in out]
    others = {a.country for a in able if a.kind == "state" and not a.led and a.end <= cue.start}
    yield topical if not others or others & {a.country for a in topical} else []
    yield [
        a
        for a in reversed(ahead)
        if a.kind in ("state", "office")
        and _IN_INSTITUTION.search(text[start : a.start])
        and (a.start - cue.clause[0] < _AT_ONCE or not against(text, a, start, onto=False))
    ]
    yield [a for a in sentence.actors if a in able and a.kind == "arms" and a.country != "RU"]
    yield [a for a in inside if a.kind == "office"]
    yield [a for a in able if a.kind == "office" and a.country != "RU"]
    stated = [a for a in able if a.kind == "state" and not a.led and a.country != "RU"]
    yield [a for a in stated if a.start < cue.start][:1]
    if home and anywhere("record", "office").search(text, *sentence.bounds):
        yield [a for a in able if a.country == home.country and not a.led] or [home]
    yield stated
    abroad = [a for a in able if a.kind == "state" and a.country != "RU"]
    yield [a for a in abroad if _OFFICIALS_IN.search(text[start : a.start])]


def in_a_row(text: str, able: Sequence[Actor], first: Actor) -> tuple[Hit, ...]:
    """Give a government with those that stand in a row with it: "Finland and Estonia"."""
    row = [first]
    beside = [a for a in able if a.kind in ("state", "office") and not a.led]
    for other in reversed([a for a in beside if a.end <= first.start]):
        if not _JOINED.fullmatch(text[other.end : row[-1].start]):
            break
        row.append(other)
    for other in [a for a in beside if a.start >= first.end]:
        if not _JOINED.fullmatch(text[row[0].end : other.start]):
            break
        row.insert(0, other)
    unique = {a.country: a for a in row}
    return tuple(Hit(value=a.country, start=a.start, end=a.end) for a in unique.values())
