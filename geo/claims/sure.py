"""Policy → whether it is sure enough to be drawn without anybody's looking at it.

What is drawn must show its structure: a government, a verb of permission it governs, whom it lets,
where into, how far. Whatever stands between these and is not known to leave the sense alone is a
doubt; a doubt keeps a policy from the map, not from the list of what the text states.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from geo.claims.article import Article, Event, Hit, Sentence, systems_in, within
from geo.claims.echoes import ABOUT_IT
from geo.claims.policies import Policy
from geo.claims.qualifiers import is_reach
from geo.claims.stances import CASE, PERMITS, REFUSES
from geo.claims.words import Actor, against, anywhere, at_end, systems
from geo.quantities import names_reach

_FLOWN = frozenset(("F-16", "Mirage 2000", "Gripen", "Bayraktar TB2"))
_MISSILES = re.compile(r"missile|rocket|ракет|Iskander|[ИІ]скандер", re.IGNORECASE)
_PLANES = re.compile(
    r"jets?\b|planes?\b|aircraft|combat radius|drones?\b|літак|винищувач|самол[её]т|истребит|"
    r"беспилотн|безпілотн|бо[йе]\w+\s+рад[іи]ус|рад[іи]ус\s+св",
    re.IGNORECASE,
)
_USE = re.compile(
    r"(?<!\w)(?:us(?:e|es|ed|ing)\b|str[iu]ck|strik|fir(?:e|ed|ing)\b|shoot|launch|attack|hit|bomb|"
    r"target|employ|field\b|pound|shell|застос|викорис|удар|вдар|би(?:ти|ть|в|ла|ли)\b|б[’']ют|бьют|бьющ|"
    r"стр[іе]л|вра[жз]|ура[жз]|пора[жз]|атак|запуск|пуск|обстр|примен|использ|нанос|нанес|завда)",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[«»“”\"]")
_STATUS = ("reported", "confirmed", None)
_NO_VERB = ("permission", "home", "case")
_WORD = re.compile(r"(?<![’'])[^\W\d_][\w-]*")
_ASIDE = re.compile(r"[,—–][^,—–]{2,60}[,—–]|\([^)]{2,60}\)")
_THAT = re.compile(r"\bthat\s|:\s|,\s(?:що|что)\s", re.IGNORECASE)
_HEAD = re.compile(r"(?i)(?:(?<!\w)(?:не|not)\s)?[\w’'-]+(?=(?:\sthat|,\s(?:що|что))\s\Z)")
_JOINED = re.compile(
    r"\s*(?:,|,?\s(?:and|та|і|й|и|as well as)\s)\s*(?:(?:by|from|від|от|со стороны|з боку)\s)?"
    r"(?:(?:the|both)\s)?", re.IGNORECASE
)  # fmt: skip
_SCENE = re.compile(r"(?<!\w)(?:in|at|from|to|у|в|во|до|из|із|з|на)\s+(?:the\s)?\Z", re.IGNORECASE)
_BOUNDS = ("up to", "less than")
_RANGE = re.compile(r"(?i)range|fl[iy]|travel|дальн|лет[яиі]|дистанц|расстоян|відстан|гл[иу]бин")
_BESIDE_NAME = re.compile(
    r"[A-ZА-ЯІЇЄҐЁ][\w’'-]+[»”\"]?\s?[,(]\s*(?:(?:some|about|nearly|almost|only)\s)?\Z"
)
_ALLOWED = re.compile(
    r"(?i)\bbe \w+ed\b|for use|used|можн|дозв|прав[оа]\b|вправ|free|entitled|cleared"
)
_PRONOUN = re.compile(r"(?i)(?<!\w)(?:it|they|we|вон[аи]|он[аи]|сили|силы|forces|troops)\s+\Z")
_INFINITIVE = re.compile(r"(?i)(?:\w+ти|(?!дозвол)\w+[аия]ть)(?:ся)?\b")
_TO = re.compile(r"(?i)(?<!\w)to\s+\Z")
_FEW, _AFTER, _NEAR, _BETWEEN = 2, 3, 30, 40


class Beside:
    """Hold the policies of a text, found by what asks for them: whose, and in which sentence."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.of: dict[tuple[str, str, str], list[Policy]] = {}
        self.permits: dict[tuple[int, int], set[tuple[str, tuple[str, str]]]] = {}
        for each in policies:
            self.of.setdefault((each.grantor, *each.pair), []).append(each)
            for event in each.own if each.stance == PERMITS else ():
                self.permits.setdefault(event.sentence, set()).add((each.grantor, each.pair))

    def like(self, policy: Policy) -> list[Policy]:
        """Give the policies of the same government and countries."""
        return self.of.get((policy.grantor, *policy.pair), [])


def is_sure(policy: Policy, values: dict[str, Any], article: Article, beside: Beside) -> bool:
    """Tell what is sure: who may reach how far, from where into where, and that it is so.

    Parameters
    ----------
    policy, values
        The policy and its fields.
    article
        The text it was read from.
    beside
        All policies of that text.
    """
    sure = next(doubts(policy, values, article, beside), None) is None
    return sure or _is_told_whole(policy, values, article.text)


def _is_told_whole(policy: Policy, values: dict[str, Any], text: str) -> bool:
    """Tell a refusal, or leave asked for each time, that one clause tells with its weapon's range.

    What is refused at a depth, or beyond one, says nothing of what lies nearer.
    """
    spans = {REFUSES: ("weapon",), CASE: ("weapon", "limit")}.get(policy.stance, ())
    return not policy.past and values["status"] in _STATUS and any(
        event.grantor_told
        and (values["origin"] and values["reach_km"])
        and anywhere("about", "use").search(text, event.start, event.end)
        and event.target and event.sentence[0] <= event.target.start < event.sentence[1]
        and not anywhere("sure", "without_leave").search(text, *event.sentence)
        and event.reaches
        and all(
            each.of in spans and not (each.of == "limit" and each.quantity.hedge == "more than")
            for each in event.reaches
        )
        and {match.group().lower() for match in anywhere("hangs", "unsure").finditer(
            text, event.start, event.end
        )} <= ({"whether"} if policy.stance == CASE else set())
        for event in policy.own
    )  # fmt: skip


def doubts(
    policy: Policy, values: dict[str, Any], article: Article, beside: Beside
) -> Iterator[str]:
    """Name what keeps a policy from being sure, the plainest first."""
    if values["stance"] != PERMITS or values["status"] not in _STATUS:
        yield "stance or status"
    needed = ("reach_km", "origin", "target", "grantor")
    yield from (f"no {name}" for name in needed if not values[name])
    if not any(reach.direct for reach in policy.reaches):
        yield "a reach that may be of something else"
    if _is_gainsaid(policy, beside):
        yield "refused beside it"
    reaching = [event for event in policy.events if event.reaches]
    for event in [e for e in reaching if policy.owns(e)] or policy.own:
        yield from _said(article.text, event)
    found = [list(_frame(article, policy, event, beside)) for event in policy.own]
    yield from min(found, key=len, default=["no clause of its own"])
    for event in reaching[:1]:
        if not policy.owns(event) or (event.kind == "limit" and not event.grantor_told):
            yield from _range_of(article, policy, event)
        elif event.kind:
            yield from _around(article, _sentence(article, event), event, policy, beside)
            yield from _other_distances(article, policy, event)


def _range_of(article: Article, policy: Policy, event: Event) -> Iterator[str]:
    """Name what keeps a sentence of its own from telling the range of the missile permitted."""
    text, part = article.text, event.sentence
    if ABOUT_IT.match(text, *part):
        return
    named = {hit.value for hit in event.systems}
    meant = {hit.value for each in policy.own for hit in each.systems}
    missiles = any(_MISSILES.search(text, each.start, each.end) for each in policy.own)
    if not (meant or missiles) or (named and not named & meant):
        yield "a range of a weapon that the permission does not name"
    if meant & _FLOWN or _PLANES.search(text, *part):
        yield "how far a plane flies"
    at = bisect_left(article.sentences, part[0], key=lambda s: s.start)
    said = {each.sentence for each in policy.own}
    near = [s.bounds for s in article.sentences[max(0, at - 1 - _FEW * bool(meant)) : at]]
    since = near[max((n for n, each in enumerate(near) if each in said), default=len(near)) :]
    others = {hit.value for each in since for hit in systems_in(text, each)} - meant
    if not named and (others or not since):
        yield "a range told farther off"


def _sentence(article: Article, event: Event) -> Sentence:
    found: list[Sentence] = within(article.sentences, event.sentence[0], event.sentence[0] + 1)
    return found[0]


def _said(text: str, event: Event) -> Iterator[str]:
    """Find in the words around what is unsure or banned."""
    if anywhere("hangs", "unsure").search(text, event.start, event.end):
        yield "unsure words"
    lifted = anywhere("cues", "lift").search(text, *event.sentence)
    if not lifted and anywhere("hangs", "banned").search(text, *event.sentence):
        yield "a ban"


def _is_gainsaid(policy: Policy, beside: Beside) -> bool:
    """Tell a permission whose giver none of its clauses names, and that is refused beside."""
    return not any(event.grantor_told for event in policy.own) and any(
        other.stance == REFUSES
        and other.past == policy.past
        and (not other.systems or not policy.systems or bool(other.systems & policy.systems))
        for other in beside.like(policy)
    )


def _frame(article: Article, policy: Policy, event: Event, beside: Beside) -> Iterator[str]:
    """Name what a clause lacks of the frame of a permission: who lets whom strike at whom."""
    sentence = _sentence(article, event)
    if event.kind in _NO_VERB:
        yield f"only a word of {event.kind}"
    grantor = event.grantors[0] if event.grantors else None
    here = [
        hit for hit in (grantor, event.origin, event.target) if hit and _stands_in(hit, sentence)
    ]
    if grantor not in here and not _is_carried(article, sentence, event, policy):
        yield "who decides is not in the sentence"
    pair_told = any(hit is not grantor for hit in here) or sentence.topics
    if not pair_told and beside.like(policy) == [policy]:
        yield "neither whom nor at whom is in the sentence"
    if event.kind:
        yield from _verb(article, sentence, event, here)
        yield from _deed(article, event)
    yield from _around(article, sentence, event, policy, beside)


def _verb(article: Article, sentence: Sentence, event: Event, here: Sequence[Hit]) -> Iterator[str]:
    """Name what stands between a verb and its subject, or between "said that" and who said it."""
    text, at = article.text, event.cue[0]
    subject = event.origin if event.passive else (event.grantors or (None,))[0]
    said = event.grantors[0] if event.passive and event.grantors else None
    that = max((m.end() for m in _THAT.finditer(text, sentence.start, at)), default=0)
    if subject in here and subject and subject.end <= at:
        yield from _between(text, sentence, max(subject.end, that, event.start), at)
    if said in here and said and said.end <= that and not (subject and said.end > subject.start):
        yield from _between(text, sentence, said.end, that, says=True)
    head = _HEAD.search(text, sentence.start, that)
    if head:
        yield from _between(text, sentence, head.start(), head.end(), says=True)
    infinitive = _INFINITIVE.match(text, *event.cue) or _TO.search(text[sentence.start : at])
    if infinitive and not at_end("turns", "settled").search(text, sentence.start, at):
        yield "an infinitive of what is not told to be settled"
    condition = anywhere("hangs", "if").search(text, at, sentence.end)
    if condition and not anywhere("hangs", "attacked").search(text, condition.end(), sentence.end):
        yield "a condition"


def _deed(article: Article, event: Event) -> Iterator[str]:
    """Name what is allowed but no use of arms, and what is only quoted, by nobody."""
    text = article.text
    first, last = event.sentence
    entry = _sentence(article, event).topics
    if event.kind not in ("limit", "grant") and not (entry or _USE.search(text, first, event.end)):
        yield "no word of using arms"
    opened = [m.start() for m in _QUOTE.finditer(text, first, event.cue[0])]
    inside = opened and (text[opened[-1]] in "«“" or (text[opened[-1]] == '"' and len(opened) % 2))
    if inside and _QUOTE.search(text, event.cue[1], last) and not event.statuses:
        yield "the words of nobody"


def _stands_in(hit: Hit, sentence: Sentence) -> bool:
    return sentence.start <= hit.start < sentence.end


def _is_carried(article: Article, sentence: Sentence, event: Event, policy: Policy) -> bool:
    """Tell whether the sentences right before name who decides, and no other government."""
    at = bisect_left(article.sentences, sentence.start, key=lambda s: s.start)
    near = article.sentences[max(0, at - _FEW) : at]
    actors = [a for s in near for a in s.actors if a.kind not in ("press", "arms")]
    named = {a.country for a in actors}
    return event.grantor in named and named <= {event.grantor, *policy.pair}


def _between(
    text: str, sentence: Sentence, start: int, end: int, *, says: bool = False
) -> Iterator[str]:
    """Name the words of a stretch that may turn the sense."""
    known = [anywhere("sure", "between"), *([anywhere("record", "says")] if says else [])]
    days = [(day.start, day.end) for day in sentence.dates]
    gap = _ASIDE.sub(lambda aside: " " * len(aside[0]), text[start:end])
    for word in _WORD.finditer(gap):
        at = start + word.start()
        if not (
            word[0][0].isupper()
            or any(first <= at < last for first, last in days)
            or any(each.match(word[0]) for each in known)
        ):
            yield f"“{word[0]}” before the verb"


def _around(
    article: Article, sentence: Sentence, event: Event, policy: Policy, beside: Beside
) -> Iterator[str]:
    """Name other governments in a sentence, and what takes back what it tells."""
    text = article.text
    hits = [hit for hit in (*event.grantors, event.origin, event.target) if hit]
    ends = [event.cue[1], *(r.quantity.end for r in event.reaches), *(hit.end for hit in hits)]
    core = max(at for at in ends if at <= sentence.end)
    parts = {event.grantor, *policy.pair, *_row(text, sentence, event)}
    told = beside.permits.get(sentence.bounds, ())
    parts |= {grantor for grantor, pair in told if pair == policy.pair}
    for actor in sentence.actors:
        word = _is_word_of(text, actor, sentence)
        scene = actor.led and _SCENE.search(text[max(0, actor.start - _NEAR) : actor.start])
        if actor.kind in ("press", "arms") or scene:
            continue
        if actor.country not in parts and (actor.start < core or word):
            yield f"{actor.country} beside it"
        elif actor.country == policy.pair[1] and word:
            yield "the other side's word"
    for key, start in (("waits", sentence.start), ("voices", sentence.start), ("over", core)):
        if anywhere("sure", key).search(text, start, sentence.end):
            yield f"its sentence has words of {key}"
    at = bisect_left(article.sentences, sentence.start, key=lambda s: s.start)
    for later in article.sentences[at + 1 : at + 1 + _AFTER]:
        of = next((a for a in later.actors if a.kind in ("state", "office")), None)
        others = of is not None and not of.led and of.country not in (event.grantor, *policy.pair)
        past = policy.past or others or anywhere("distance", "limit").search(text, *later.bounds)
        if not past and anywhere("sure", "ended").search(text, *later.bounds):
            yield "taken back later"


def _is_word_of(text: str, actor: Actor, sentence: Sentence) -> bool:
    """Tell whether it is an actor who says what the sentence says."""
    if actor.led or actor.kind not in ("state", "office"):
        return False
    says = anywhere("record", "says")
    ahead, behind = max(sentence.start, actor.start - _NEAR), min(sentence.end, actor.end + _NEAR)
    if at_end("sure", "region_of").search(text[ahead : actor.start]):
        return False
    return bool(
        (actor.kind == "office" and not against(text, actor, sentence.start))
        or says.search(text, actor.end, behind) or says.search(text, ahead, actor.start)
        or text[actor.end : actor.end + 1] == ":"
    )  # fmt: skip


def _row(text: str, sentence: Sentence, event: Event) -> set[str]:
    """Give the governments that stand in a row with the one that decides."""
    row, codes = [a for a in sentence.actors if a.kind in ("state", "office")], {event.grantor}
    for a, b in pairwise(row):
        if _JOINED.fullmatch(text[a.end : b.start]) and codes & {a.country, b.country}:
            codes |= {a.country, b.country}
    return codes


def _other_distances(article: Article, policy: Policy, event: Event) -> Iterator[str]:
    """Name what else the distance may be: that of a town named before it, or another one."""
    part, first = (event.start, event.end), event.reaches[0].quantity
    places = _sentence(article, event).places
    lead = article.text[max(event.start, first.start - _NEAR) : first.start]
    if first.hedge not in _BOUNDS and not _RANGE.search(lead):
        target = policy.pair[1]
        towns = [p for p in places if p.kind == "settlement" and p.country == target]
        near = any(event.cue[1] <= town.start < first.start for town in towns)
        beside = _BESIDE_NAME.search(lead) and not systems().pattern.search(lead)
        if near or beside:
            yield "the distance of a town"
    ends = [km for km in (first.low_km, first.high_km) if km]
    before = event.origin.end if event.origin else 0
    if event.kind == "ability" and not (
        event.cue[0] - _BETWEEN < before <= event.cue[1]
        or _ALLOWED.search(article.text, *event.cue)
        or _PRONOUN.search(article.text[event.start : event.cue[0]])
    ):
        yield "what a weapon can do"
    for each in within(_sentence(article, event).distances, *part):
        if not names_reach(each, ends) and is_reach(article.text, each, part, places):
            yield f"{each.text} beside it"
