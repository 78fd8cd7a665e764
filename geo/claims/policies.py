"""Events → policies: which clauses of a text tell of the same one."""

from collections.abc import Sequence
from dataclasses import replace

from geo.claims.article import Article, Event, Hit, Policy, Reach
from geo.claims.stances import CASE, PERMITS, PROPOSED, REFUSES
from geo.claims.words import anywhere, made_by
from geo.quantities import names_reach

_STANCES = (PERMITS, REFUSES, PROPOSED, CASE)
_TAKEN_BACK, _FAR = 600, 900
_TWO = 2


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
    kept = _without_retracted(article, events)
    policies: list[Policy] = []
    for event in kept:
        if _frees(article, event) and any(
            p.reaches and _fit(event.grantor, p.grantor) for p in policies
        ):
            for policy in policies:
                if policy.reaches and _fit(event.grantor, policy.grantor):
                    policy.own = [replace(each, past=True) for each in policy.own]
            policies.append(Policy(stance=event.stance, own=[event]))
        elif event.stance and (event.grantor_told or event.reaches or not policies):
            _put(_by_distance(event), policies)
        else:
            _add(event, policies)
    policies = _merged(policies)
    _fold_limited_refusals(policies)
    _drop_overtaken(policies)
    _drop_headlines(policies)
    return [each for each in policies if each.own]


def _frees(article: Article, event: Event) -> bool:
    """Tell a clause by which a limit told before is gone altogether."""
    told = event.stance == PERMITS and not event.reaches and not event.past
    return told and bool(anywhere("distance", "freed").search(article.text, event.start, event.end))


def _without_retracted(article: Article, events: Sequence[Event]) -> list[Event]:
    """Drop what a text tells and takes back."""
    spots = [
        (sentence, match)
        for passage in article.passages
        for sentence in passage
        for match in anywhere("about", "retracted").finditer(article.text, *sentence.bounds)
    ]
    if not spots:
        return list(events)
    return [
        event for event in events
        if event.statuses and any(hit.value == "confirmed" for hit in event.statuses)
        and not any(abs(event.sentence[0] - s.start) < _TAKEN_BACK for s, _ in spots)
    ]  # fmt: skip


def _by_distance(event: Event) -> Event:
    """Take of a clause that names several reaches the first one, in all its units."""
    same = tuple(reach for reach in event.reaches if _agree(event.reaches[0], reach))
    return replace(event, reaches=same)


def _agree(a: Reach, b: Reach) -> bool:
    return names_reach(b.quantity, _ends(a))


def _ends(reach: Reach) -> tuple[float, ...]:
    return tuple(end for end in (reach.quantity.low_km, reach.quantity.high_km) if end)


def _put(event: Event, policies: list[Policy]) -> None:
    """Put an event to the policy it tells of, or begin one."""
    able = [p for p in reversed(policies) if _same(event, p)]
    same = next((p for p in able if p.past == event.past), next(iter(able), None))
    if same is None:
        same = Policy(stance=event.stance)
        policies.append(same)
    same.own.append(event)


def _same(event: Event, policy: Policy) -> bool:
    named = {hit.value for hit in event.systems}
    return (
        event.stance == policy.stance
        and _fit(event.grantor, policy.grantor)
        and _fit(event.origin.value if event.origin else "", policy.pair[0])
        and _fit(event.target.value if event.target else "", policy.pair[1])
        and _fits_reach(event, policy)
        and (not named or not policy.systems or bool(named & policy.systems))
        and (event.past == policy.past or not (event.reaches and policy.reaches))
        and not (event.past != policy.past and event.reaches)
    )


def _fit(a: str, b: str) -> bool:
    return not a or not b or a == b


def _fits_reach(event: Event, policy: Policy) -> bool:
    return (
        not event.reaches
        or not policy.reaches
        or any(_agree(a, b) for a in policy.reaches for b in event.reaches)
    )


def _add(event: Event, policies: list[Policy]) -> None:
    """Let a clause that goes on add to the policy told last, if that can be meant."""
    told = sorted(policies, key=lambda p: max(e.start for e in p.events), reverse=True)
    if event.fresh:  # "the new rule"
        told.sort(key=lambda p: p.past)
    for policy in told:
        if event.stance and event.stance != policy.stance:
            continue
        near = policy.events[-1] if policy.events else None
        if near is None or event.sentence[0] - max(e.sentence[1] for e in policy.events) > _FAR:
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
        policy.others.append(event)
        return
    if event.stance:
        _put(event, policies)


def _merged(policies: list[Policy]) -> list[Policy]:
    """Join policies that later clauses show to be one: without a reach, of the same weapons."""
    result: list[Policy] = []
    for policy in policies:
        home = None
        for other in result:
            if (
                other.stance == policy.stance
                and _fit(other.grantor, policy.grantor)
                and all(_fit(a, b) for a, b in zip(other.pair, policy.pair, strict=True))
                and (not other.reaches or not policy.reaches)
                and other.past == policy.past
                and (not other.systems or not policy.systems or other.systems & policy.systems)
                and ((other.grantor and policy.grantor) or len(policies) <= _TWO)
            ):
                home = other
        if home is None:
            result.append(policy)
        elif policy.reaches and not home.reaches:
            home.own = [*policy.own, *home.own]
            home.others += policy.others
        else:
            home.own += policy.own
            home.others += policy.others
    return result


def _fold_limited_refusals(policies: list[Policy]) -> None:
    """Let "but not in Moscow" and "not 200 miles" limit the permission beside them."""
    for refusal in [p for p in policies if p.stance == REFUSES and p.own]:
        if refusal.systems or not all(_is_limited(event) for event in refusal.own):
            continue
        for permit in policies:
            if permit.stance == PERMITS and permit.grantor == refusal.grantor and not permit.past:
                for event in refusal.own:
                    permit.others.append(
                        replace(
                            event,
                            stance="",
                            reaches=(),
                            regions=(),
                            statuses=(),
                            systems=(),
                            excluded=(*event.excluded, *event.regions),
                        )
                    )
                refusal.own = []
                break


def _is_limited(event: Event) -> bool:
    return bool(event.regions or event.excluded or event.reaches)


def _drop_overtaken(policies: list[Policy]) -> None:
    """Drop a refusal or a wish of before, where what it was about is permitted now."""
    for policy in policies:
        if policy.stance not in (REFUSES, PROPOSED) or not policy.own:
            continue
        if policy.stance == REFUSES and not policy.past:
            continue
        for other in policies:
            if (
                other is not policy
                and other.stance in (PERMITS, CASE)
                and _fit(other.grantor, policy.grantor)
                and (policy.past or policy.stance == PROPOSED)
                and not other.past
            ):
                policy.own = []


def _drop_headlines(policies: list[Policy]) -> None:
    """Drop what only the headline says, where the text tells the same or the contrary."""
    for policy in policies:
        if policy.own and all(event.headline for event in policy.own):
            rest = [
                p for p in policies
                if p is not policy and p.own and not all(e.headline for e in p.own)
                and _fit(p.grantor, policy.grantor) and (policy.past or not p.past)
            ]  # fmt: skip
            if rest:
                policy.own = []


def systems_of(policy: Policy) -> list[tuple[Hit, Event]]:
    """Give the weapons a policy names; of its government's own and others', its own."""
    hits = [(hit, event) for event in policy.events for hit in event.systems]
    own = [(hit, event) for hit, event in hits if any(event is e for e in policy.own)]
    made = made_by(policy.grantor)
    rows = own or hits
    return [each for each in rows if each[0].value in made] or rows
