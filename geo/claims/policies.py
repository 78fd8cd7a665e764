"""Events → policies: which clauses of a text tell of the same one."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge

from geo.claims.article import Article, Event, Reach
from geo.claims.echoes import completed, without_retracted
from geo.claims.stances import CASE, PERMITS, PROPOSED, REFUSES
from geo.claims.words import anywhere
from geo.quantities import Quantity, names_reach

_STANCES = (PERMITS, REFUSES, PROPOSED, CASE)
_FAR = 900
_TWO = 2
_LESS, _MORE = 0.9, 1.1


class Policy:
    """Hold the events of one policy, and what they say together, kept up as they are added.

    Attributes
    ----------
    stance, own, others
        What it says; the clauses that tell of it, and those that only go on about it.
    past, systems
        Whether all its own clauses speak of what was so before; the weapons they name.
    reaching, last_start, last_end
        Whether any clause names a reach; where the last one begins and its sentence ends.
    """

    def __init__(self, *, stance: str, own: Iterable[Event] = ()) -> None:
        self.stance = stance
        self.set(own)

    def set(self, own: Iterable[Event], others: Iterable[Event] = ()) -> None:
        """Put other clauses in the place of those it has."""
        self.own: list[Event] = []
        self.others: list[Event] = []
        self._owned: set[int] = set()
        self.past, self.reaching = True, False
        self.systems: set[str] = set()
        self.last_start = self.last_end = 0
        self._ends: list[float] = []
        self._first: dict[str, str] = {}
        for event in own:
            self.tell(event)
        for event in others:
            self.go_on(event)

    def tell(self, event: Event) -> None:
        """Add a clause that tells of it."""
        self.own.append(event)
        self._owned.add(id(event))
        self.past = self.past and event.past
        self.systems.update(hit.value for hit in event.systems)
        if event.grantors:
            self._first.setdefault("told" if event.grantor_told else "meant", event.grantor)
        self._take(event, "")

    def go_on(self, event: Event) -> None:
        """Add a clause that only goes on about it."""
        self.others.append(event)
        self._take(event, "other ")

    def _take(self, event: Event, kind: str) -> None:
        self.last_start = max(self.last_start, event.start)
        self.last_end = max(self.last_end, event.sentence[1])
        self.reaching = self.reaching or bool(event.reaches)
        for name, hit in (("origin", event.origin), ("target", event.target)):
            if hit:
                self._first.setdefault(kind + name, hit.value)
        for end in (end for reach in event.reaches for end in _ends(reach)):
            at = bisect_left(self._ends, end)
            if self._ends[at : at + 1] != [end]:
                self._ends.insert(at, end)

    def owns(self, event: Event) -> bool:
        """Tell whether an event is one of its own clauses."""
        return id(event) in self._owned

    @property
    def events(self) -> list[Event]:
        """Give all its clauses, its own first."""
        return [*self.own, *self.others]

    @property
    def grantor(self) -> str:
        """Name the government that decides; '' where none is told."""
        return self._first.get("told") or self._first.get("meant", "")

    @property
    def reaches(self) -> list[Reach]:
        """Give every naming of its reach, those of its own clauses first."""
        return [reach for event in self.events for reach in event.reaches]

    @property
    def pair(self) -> tuple[str, str]:
        """Give the codes of origin and target; '' for what is not told."""
        origin, target = (
            self._first.get(name) or self._first.get(f"other {name}", "")
            for name in ("origin", "target")
        )
        return origin, target

    def has_reach(self, quantity: Quantity) -> bool:
        """Tell whether a distance is one of its reaches."""
        ends, told = self._ends, filter(None, (quantity.low_km, quantity.high_km))
        bounds = ((bisect_left(ends, _LESS * km), bisect_left(ends, _MORE * km)) for km in told)
        return any(names_reach(quantity, ends[slice(*each)]) for each in bounds)


class _Gathered:
    """Hold the policies gathered so far, found by stance and government, and the latest told."""

    def __init__(self) -> None:
        self.rows: list[Policy] = []
        self._number: dict[int, int] = {}
        self._filed: dict[int, tuple[str, str]] = {}
        self._drawers: dict[tuple[str, str], list[int]] = {}
        self._recent: dict[int, Policy] = {}

    def add(self, policy: Policy) -> None:
        self.rows.append(policy)
        self._number[id(policy)] = len(self.rows) - 1
        self.file(policy)

    def file(self, policy: Policy) -> None:
        """Find a policy by what it says now."""
        number, key = self._number[id(policy)], (policy.stance, policy.grantor)
        self._recent[number] = policy
        before = self._filed.get(number)
        if before != key:
            if before:
                self._drawers[before].remove(number)
            drawer = self._drawers.setdefault(key, [])
            drawer.insert(bisect_left(drawer, number), number)
            self._filed[number] = key

    def of(self, grantor: str, *stances: str) -> Iterator[Policy]:
        """Give those of some stances that may be one government's, the last one first."""
        drawers = [
            reversed(drawer)
            for (stance, whose), drawer in self._drawers.items()
            if stance in stances and _fit(grantor, whose)
        ]
        for number in merge(*drawers, reverse=True):
            yield self.rows[number]

    def told_lately(self, start: int) -> list[Policy]:
        """Give those told of not far before an offset, the last one first."""
        for number in [n for n, p in self._recent.items() if start - p.last_end > _FAR]:
            del self._recent[number]
        told = sorted(self._recent.items(), key=lambda each: (-each[1].last_start, each[0]))
        return [policy for _, policy in told]


def policies_of(article: Article, events: Sequence[Event]) -> list[Policy]:
    """Gather the events of each policy.

    Parameters
    ----------
    article
        The text they were read from.
    events
        In the order of the text.

    Returns
    -------
    list of Policy
        In the order of the text: one per government, pair of countries, stance, weapon and
        distance.
    """
    gathered = _Gathered()
    for event in without_retracted(article, list(completed(article, events))):
        freed = gathered.of(event.grantor, *_STANCES) if _frees(article, event) else ()
        limits = [policy for policy in freed if policy.reaching]
        if limits:
            for policy in limits:
                if not policy.past:
                    own = [replace(each, past=True) for each in policy.own]
                    policy.set(own, policy.others)
            gathered.add(Policy(stance=event.stance, own=[event]))
        elif event.stance and (event.grantor_told or event.reaches or not gathered.rows):
            _put(_by_distance(event), gathered)
        else:
            _add(event, gathered)
    policies = _merged(gathered.rows)
    _fold_limited_refusals(policies)
    _drop_overtaken(policies)
    _drop_headlines(policies)
    return [each for each in policies if each.own]


def _frees(article: Article, event: Event) -> bool:
    """Tell a clause by which a limit told before is gone altogether."""
    told = event.stance == PERMITS and not event.reaches and not event.past
    return told and bool(anywhere("distance", "freed").search(article.text, event.start, event.end))


def _by_distance(event: Event) -> Event:
    """Take of a clause that names several reaches the first one, in all its units."""
    same = tuple(reach for reach in event.reaches if _agree(event.reaches[0], reach))
    return replace(event, reaches=same)


def _agree(a: Reach, b: Reach) -> bool:
    return names_reach(b.quantity, _ends(a))


def _ends(reach: Reach) -> tuple[float, ...]:
    return tuple(end for end in (reach.quantity.low_km, reach.quantity.high_km) if end)


def _put(event: Event, gathered: _Gathered) -> None:
    """Put an event to the policy it tells of, or begin one."""
    same = None
    for policy in gathered.of(event.grantor, event.stance):
        if (same is None or policy.past == event.past) and _same(event, policy):
            same = policy
            if policy.past == event.past:
                break
    if same is None:
        gathered.add(Policy(stance=event.stance, own=[event]))
    else:
        same.tell(event)
        gathered.file(same)


def _same(event: Event, policy: Policy) -> bool:
    named = {hit.value for hit in event.systems}
    return (
        event.stance == policy.stance
        and _fit(event.grantor, policy.grantor)
        and _fit(event.origin.value if event.origin else "", policy.pair[0])
        and _fit(event.target.value if event.target else "", policy.pair[1])
        and _fits_reach(event, policy)
        and (not named or not policy.systems or bool(named & policy.systems))
        and (event.past == policy.past or not (event.reaches and policy.reaching))
        and not (event.past != policy.past and event.reaches)
    )


def _fit(a: str, b: str) -> bool:
    return not a or not b or a == b


def _fits_reach(event: Event, policy: Policy) -> bool:
    return (
        not event.reaches
        or not policy.reaching
        or any(policy.has_reach(reach.quantity) for reach in event.reaches)
    )


def _add(event: Event, gathered: _Gathered) -> None:
    """Let a clause that goes on add to the policy told last, if that can be meant."""
    told = gathered.told_lately(event.sentence[0])
    if event.fresh:  # "the new rule"
        told.sort(key=lambda p: p.past)
    for policy in told:
        if event.stance and event.stance != policy.stance:
            continue
        named = {hit.value for hit in event.systems}
        if not _fit(event.grantor, policy.grantor) or not _fits_reach(event, policy):
            continue
        if named and policy.systems and not named & policy.systems:
            continue
        if event.past and not policy.past and event.reaches:
            continue
        if policy.stance == REFUSES:
            event = replace(event, reaches=())
        policy.go_on(event)
        gathered.file(policy)
        return
    if event.stance:
        _put(event, gathered)


def _merged(policies: list[Policy]) -> list[Policy]:
    """Join policies that later clauses show to be one: without a reach, of the same weapons."""
    result = _Gathered()
    for policy in policies:
        home = next(
            (
                other
                for other in result.of(policy.grantor, policy.stance)
                if (not other.reaching or not policy.reaching)
                and other.past == policy.past
                and all(_fit(a, b) for a, b in zip(other.pair, policy.pair, strict=True))
                and (not other.systems or not policy.systems or other.systems & policy.systems)
                and ((other.grantor and policy.grantor) or len(policies) <= _TWO)
            ),
            None,
        )
        if home is None:
            result.add(policy)
            continue
        if policy.reaching and not home.reaching:
            home.set([*policy.own, *home.own], [*home.others, *policy.others])
        else:
            for event in policy.own:
                home.tell(event)
            for event in policy.others:
                home.go_on(event)
        result.file(home)
    return result.rows


def _fold_limited_refusals(policies: list[Policy]) -> None:
    """Let "but not in Moscow" and "not 200 miles" limit the permission beside them."""
    permits: dict[str, Policy] = {}
    for each in policies:
        if each.stance == PERMITS and not each.past:
            permits.setdefault(each.grantor, each)
    for refusal in [p for p in policies if p.stance == REFUSES and p.own]:
        permit = permits.get(refusal.grantor)
        if permit is None or refusal.systems or not all(map(_is_limited, refusal.own)):
            continue
        for event in refusal.own:
            limit = replace(event, stance="", reaches=(), regions=(), statuses=(), systems=())
            permit.go_on(replace(limit, excluded=(*event.excluded, *event.regions)))
        refusal.set([], refusal.others)


def _is_limited(event: Event) -> bool:
    limits = any(reach.of == "limit" for reach in event.reaches)
    return bool(event.regions or event.excluded or limits)


def _drop_overtaken(policies: list[Policy]) -> None:
    """Drop a refusal or a wish of before, where what it was about is permitted now."""
    now = {p.grantor for p in policies if p.stance in (PERMITS, CASE) and not p.past}
    cases = {p.grantor for p in policies if p.stance == CASE and not p.past}
    for policy in policies:
        bare = policy.grantor in cases and not (policy.systems or any(map(_is_limited, policy.own)))
        overtaken = policy.stance in ((PROPOSED, REFUSES) if policy.past or bare else (PROPOSED,))
        if overtaken and any(_fit(grantor, policy.grantor) for grantor in now):
            policy.set([], policy.others)


def _drop_headlines(policies: list[Policy]) -> None:
    """Drop what only the headline says, where the text tells the same or the contrary."""
    told = {(p.grantor, p.past) for p in policies if not all(e.headline for e in p.own)}
    for policy in policies:
        if all(event.headline for event in policy.own) and any(
            _fit(grantor, policy.grantor) and (policy.past or not past) for grantor, past in told
        ):
            policy.set([], policy.others)
