"""Sentence → what each of its clauses tells of a policy: who, whom, how far, where, when."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.claims.aims import (
    is_supply,
    is_unreal,
    leads_to,
    other_of,
    owns,
    reaches_in,
    regions_in,
    target_of,
)
from geo.claims.article import Article, Event, Hit, Reach, Sentence, Told, systems_in, within
from geo.claims.echoes import (
    NEW,
    echoes,
    goes_on,
    going_on,
    tells_range,
    unsaid,
)
from geo.claims.qualifiers import is_denied, is_given_up, statuses, tells_of_weapon, times_in
from geo.claims.roles import grantors_of, origin_of
from geo.claims.sentences import speaks_of_arms
from geo.claims.stances import PERMITS, PROPOSED, REFUSES, Cue, cues_of
from geo.claims.words import anywhere, at_start

_BEFORE, _MOST_AROUND = 40, 3
_ACROSS = re.compile(
    r"border|frontier|inside|into|strike|target|missile|rocket|ракет|ціл[іеія]|цел[иея]|кордон|"
    r"углиб|вглиб|удар|границ|вглубь",
    re.IGNORECASE,
)
_OWN_FORCES = re.compile(
    r"\s(?:its|their|his|own|сво[їєюиеё]\w*)\s(?:\w+\s){0,2}?(?:pilots|forces|army|troops|soldiers|crews|"
    r"airmen|navy|generals|commanders|льотчик|пілот|військ|солдат|армі|л[её]тчик|пилот|войск|арми)",
    re.IGNORECASE,
)
_RUSSIAS_FRIENDS = ("BY", "CN", "IR", "KP")
_FEW_WORDS, _OPENS, _TITLE = 4, 12, 30
_ACTIVE = ("permit", "grant", "lift")
_BEYOND = ("more than", "limit")


def events_of(article: Article) -> list[Event]:
    """Read what the clauses of a text tell of policies, in its order."""
    found = Told()
    for passage in article.passages:
        for number, sentence in enumerate(passage):
            _read_sentence(article, passage, number, sentence, found)
    return found


def _read_sentence(
    article: Article,
    passage: Sequence[Sentence],
    number: int,
    sentence: Sentence,
    before: Told,
) -> None:
    """Add what a sentence tells to what was told before."""
    text = article.text
    newest = before[-1] if before else None
    asked = _is_question(text, sentence)
    near = passage[max(0, number - 1) : number + 2]
    armed = speaks_of_arms(text, sentence.bounds)
    last = _last(before, passage, number)
    close = (
        armed
        or last is not None
        or bool(sentence.topics)
        or any(speaks_of_arms(text, each.bounds) for each in near)
    )
    told: list[Event] = []
    rowed = text.count(" | ", *sentence.bounds) > 1
    if rowed:
        told += unsaid(article, sentence, newest)
        before.tell(told)
    if close and not asked and not told:
        for cue in cues_of(text, sentence.bounds):
            event = _event(article, sentence, cue, before, told[-1] if told else last)
            if event is not None and (
                armed or last or event.systems or event.reaches or sentence.topics
            ):
                known = len(told)
                told += _each_grantor(event)
                before.tell(told[known:])
        known = len(told)
        if not told:
            told += _asked(article, sentence, before)
        if number and not told and _is_question(text, passage[number - 1]):
            told += _answered(article, passage[number - 1], sentence, before)
        before.tell(told[known:])
        known = len(told)
        told += echoes(article, sentence, told, last or newest)  # one may echo another
        before.tell(told[known:])
        if not told and not rowed:
            told += unsaid(article, sentence, newest)
            before.tell(told)
    if not told and last is not None and not asked and not _of_others(text, sentence, last):
        next_to = number > 0 and passage[number - 1].bounds == last.sentence
        ranged = tells_range(text, sentence, last, next_to=next_to)
        if ranged or goes_on(text, sentence, last):
            before.tell([going_on(article, sentence, last, ranged=ranged)])


def _of_others(text: str, sentence: Sentence, last: Event) -> bool:
    """Tell a sentence whose subject is another government: it says nothing of the policy before."""
    known = {last.grantor, *(hit.value for hit in (last.origin, last.target) if hit), "UA", "RU"}
    first = next((a for a in sentence.actors if a.kind in ("state", "office")), None)
    if first is None or first.led or first.country in known:
        return False
    return len(text[sentence.start : first.start].split()) <= _FEW_WORDS


def _is_question(text: str, sentence: Sentence) -> bool:
    """Tell a question, and a title such as "Who allows what"."""
    who = anywhere("entry", "who").search(text, *sentence.bounds)
    title = who and who.start() - sentence.start < _OPENS and sentence.end - who.end() < _TITLE
    ends = text[slice(*sentence.bounds)].rstrip(' \r\n»”"').endswith("?")
    return ends or bool(title and not sentence.topics)


def _answered(
    article: Article, question: Sentence, sentence: Sentence, before: Told
) -> Iterator[Event]:
    """Read "Yes" and "No" after a question of what is allowed."""
    yes, no = (
        at_start("entry", f"answer_{key}").match(article.text, *sentence.bounds)
        for key in ("yes", "no")
    )
    both = replace(
        question, end=sentence.end, actors=(*question.actors, *sentence.actors), headline=False
    )
    for cue in cues_of(article.text, question.bounds) if yes or no else ():
        for event in _said_of(article, both, cue, before, yes=not no):
            yield replace(event, sentence=question.bounds)


def _said_of(
    article: Article, sentence: Sentence, cue: Cue, before: Told, *, yes: bool
) -> Iterator[Event]:
    """Make of a question and of "yes" or "no" what is so."""
    stance = {PROPOSED: PERMITS}.get(cue.stance, cue.stance)
    if not yes:
        stance = {PERMITS: REFUSES, REFUSES: PERMITS}.get(stance, stance)
    event = _event(article, sentence, replace(cue, stance=stance), before, None)
    if event is not None:
        yield from _each_grantor(replace(event, reaches=event.reaches if yes else ()))


def _asked(article: Article, sentence: Sentence, before: Told) -> Iterator[Event]:
    """Read "Asked whether Kyiv may use them in Russia, the minister said yes"."""
    asked = anywhere("entry", "asked").search(article.text, *sentence.bounds)
    if asked is None or asked.start() - sentence.start > _BEFORE:
        return
    for key in ("yes", "no"):
        said = anywhere("entry", f"said_{key}").search(article.text, asked.end(), sentence.end)
        for cue in cues_of(article.text, (asked.end(), said.start())) if said else ():
            yield from _said_of(article, sentence, cue, before, yes=key == "yes")


def _last(before: Told, passage: Sequence[Sentence], number: int) -> Event | None:
    """Give the policy told at most two sentences before."""
    near = passage[max(0, number - _MOST_AROUND) : number]
    first = max(near[0].start, passage[number].entry) if near else passage[number].end
    return before[-1] if before and before[-1].sentence[0] >= first else None


def _each_grantor(event: Event) -> Iterator[Event]:
    """Part what governments in a row decide: each has a policy of its own."""
    several = len(event.grantors) > 1
    yield from (replace(event, grantors=(g,)) for g in event.grantors) if several else (event,)


def _event(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    before: Told,
    last: Event | None,
) -> Event | None:
    """Read one clause; None where it is no policy of using arms."""
    text = article.text
    if (
        not cue.stance
        or is_supply(text, cue)
        or is_unreal(text, sentence, cue)
        or (cue.stance != REFUSES and anywhere("about", "defends").search(text, *cue.clause))
    ):
        return None
    origin, origin_told = origin_of(article, sentence, cue, before)
    grantors, told = grantors_of(article, sentence, cue, origin, before)
    if cue.kind in ("ability", "permission", "limit", "home") and not _granted(
        article, sentence, cue, grantors, told=told, last=last
    ):
        return None
    whose = {hit.value for hit in grantors}
    if origin is not None and origin.value in whose:
        if len(whose) > 1 or not origin_told:
            origin = None
        else:
            return None
    target = target_of(article, sentence, cue, origin, whose, before)
    if target is not None and target.value in whose:
        return None
    if not told and target is None and not before:
        return None
    if origin is None:
        out = whose | ({target.value} if target else set())
        origin = other_of(text, sentence, cue, out)
    event = replace(_filled(article, sentence, cue, grantors, origin, target), grantor_told=told)
    at_war = bool({"UA", "RU"} & article.countries) and told
    return _checked(text, event, cue, at_war=at_war)


def _checked(text: str, event: Event, cue: Cue, *, at_war: bool) -> Event | None:
    """Drop what tells no policy, and take a ban of what lies beyond for a limit."""
    if (
        not event.grantors
        or not (event.origin or event.target or at_war)
        or (cue.kind in ("limit", "unlimited", "lift") and owns(text, cue))
        or (cue.kind == "limit" and not (event.reaches or event.regions))
        or (cue.kind in ("ability", "permission") and not (event.origin or event.target))
        or _OWN_FORCES.match(text, cue.end)
        or (event.origin and event.origin.value == "RU" and event.grantor not in _RUSSIAS_FRIENDS)
    ):
        return None
    beyond = [each for each in event.reaches if (each.quantity.hedge, each.of) == _BEYOND]
    refused = event.stance == REFUSES and cue.kind in ("forbid", "permit", "ability")
    # what is forbidden beyond a distance is allowed up to it; who is refused more is let nothing
    if refused and beyond and not anywhere("about", "request").search(text, *cue.clause):
        bounds = (replace(each, quantity=replace(each.quantity, hedge="up to")) for each in beyond)
        return replace(event, stance=PERMITS, reaches=tuple(bounds))
    return event


def _granted(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    grantors: Sequence[Hit],
    *,
    told: bool,
    last: Event | None,
) -> bool:
    """Tell whether somebody's leave is told of beside what one is able to."""
    if told and grantors and cue.kind != "limit":
        return True
    if last is not None:
        return True
    if cue.kind == "limit":
        return bool(told and grantors and _ACROSS.search(article.text, *cue.clause))
    if not grantors:
        return False
    at = bisect_left(article.sentences, sentence.start, key=lambda s: s.start)
    after = article.sentences[at : at + 2]
    named = [a for s in after for a in s.actors if a.country == grantors[0].value]
    return any(a.kind == "office" or (a.kind == "state" and not a.led) for a in named)


def _filled(
    article: Article,
    sentence: Sentence,
    cue: Cue,
    grantors: tuple[Hit, ...],
    origin: Hit | None,
    target: Hit | None,
) -> Event:
    """Read the rest of a clause."""
    text, part = article.text, cue.clause
    distances = within(sentence.distances, *part)
    places = within(sentence.places, *part)
    denied = [each for each in distances if is_denied(text, each)]
    country = target.value if target else ""
    refused, foreign = cue.stance == REFUSES, "RU" not in {hit.value for hit in grantors}
    foreign = foreign and (origin is None or origin.value != "RU")
    regions, excluded, whole = regions_in(text, places, part, country, towns=refused)
    ended = any(is_given_up(text, each, part) for each in distances)
    return Event(
        start=part[0],
        end=part[1],
        sentence=sentence.bounds,
        cue=(cue.start, cue.end),
        stance=cue.stance,
        grantors=grantors,
        origin=origin,
        target=target,
        reaches=tuple(
            each
            for each in reaches_in(text, sentence, part, places, foreign=foreign)
            if (not refused or each.of == "limit" or tells_of_weapon(text, each.quantity, part))
            and _is_after(text, each, cue)
        ),
        regions=() if ended else regions,
        excluded=excluded,
        whole=whole,
        systems=tuple(
            hit for hit in systems_in(text, part) if not leads_to(text, ("about", "but"), hit.start)
        ),
        statuses=(
            *(Hit(value="denied", start=each.start, end=each.end) for each in denied),
            *statuses(text, *sentence.bounds, grantors=grantors, named=sentence.actors),
        ),
        times=times_in(text, sentence.bounds),
        past=ended or _is_past(text, cue),
        ended=ended,
        headline=sentence.headline,
        fresh=bool(NEW.search(text, *part)),
        kind=cue.kind,
        passive=cue.passive,
    )


def _is_after(text: str, reach: Reach, cue: Cue) -> bool:
    """Tell whether a distance is of what is allowed, not of the one who allows it."""
    at = reach.quantity.start
    limited = anywhere("distance", "limit").search(text, cue.clause[0], at)
    # as in: ATACMS, 300 km: allowed; as in: up to 250 km from the border London lets it
    labelled = re.search(r"[):]\s*\Z", text[cue.clause[0] : cue.start])
    beyond = at_start("distance", "beyond").match(text, reach.quantity.end)
    counted = beyond if reach.quantity.hedge == "up to" else None
    return (
        at > cue.start
        or cue.passive
        or bool(labelled or counted)
        or cue.kind not in _ACTIVE
        or limited is not None
    )


def _is_past(text: str, cue: Cue) -> bool:
    """Tell whether a clause speaks of what was so before."""
    if re.match(r"until\b|до того\b", text[cue.clause[1] : cue.clause[1] + 8]):
        return True
    told = anywhere("record", "says"), anywhere("status", "reported")
    before = [
        match
        for match in anywhere("time", "past").finditer(text, *cue.clause)
        if match.group()[:4] != "had "
        or not any(each.search(text, cue.clause[0], match.start()) for each in told)
    ]
    return bool(before) and not anywhere("time", "now").search(
        text, before[-1].end(), cue.clause[1]
    )
