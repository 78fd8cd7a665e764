"""Count what a policy reaches and say it in a headline, and in the sentences below it."""

from collections.abc import Mapping, Sequence

from geo.narrative.rows import RegionRow
from geo.regimes import Regime
from geo.wording import Words

MOST_SCOPE_NAMES = 3


def count(regime: Regime, rows: Sequence[RegionRow], words: Words) -> str:
    """Count the regions within reach: those that lie in it whole apart from those touched."""

    def counted(standing: str) -> list[int]:
        ends = range(len(regime.reach_km) if rows else 0)
        return [sum(row.standings[end] == standing for row in rows) for end in ends]

    def told(counts: Sequence[int], *, noun: bool) -> str:
        shown = "–".join(dict.fromkeys(map(words.number, counts)))
        return words.counted("regions", counts[-1], shown=shown) if noun else shown

    wholly, partly = counted("inside"), counted("partly")
    kind = "both" if any(wholly) and any(partly) else "wholly" if any(wholly) else "partly"
    if not any(partly) and not any(wholly):
        return words.counted("regions", 0)
    return words.say(
        f"covered.{kind}",
        wholly=told(wholly, noun=True),
        partly=told(partly, noun=kind == "partly"),
    )


def headline(
    regime: Regime,
    rows: Sequence[RegionRow],
    said: Mapping[str, str],
    scope: Sequence[str],
    *,
    names: Mapping[str, str],
    words: Words,
) -> str:
    """Say what a policy reaches and names, whose it is, and whose statement."""
    kind = "title_refuses" if regime.stance == "refuses" else "title"
    if regime.reach_of == "limit" and regime.grants:
        kind = "title_limit"
    attested = words.attested(
        regime.stance,
        regime.status,
        scope=words.listing([words.genitive(name) for name in scope], most=MOST_SCOPE_NAMES),
    )
    title = words.say(
        kind if any(row.touched for row in rows) else f"{kind}_none",
        reach=said["reach"],
        grantor=names.get(regime.grantor, regime.grantor),
        attested=attested,
        status=said["status"],
        regions=said["count"],
        named=said["named_count"],
        target=names.get(regime.target, regime.target),
    )
    whose = f"title_{regime.stated_in}"
    return words.say(whose, title=title) if regime.stated_in else title


def detail(regime: Regime, rows: Sequence[RegionRow], words: Words) -> tuple[str, ...]:
    """Name the regions that lie within reach, whole and in part."""
    wholly = [row.name for row in rows if row.standing == "inside"]
    partly = [f"{row.name} ({row.share})" for row in rows if row.standing == "partly"]
    sentences = [
        words.say(key, regions=words.listing(names))
        for key, names in (("wholly", wholly), ("partly", partly))
        if names
    ]
    return (*sentences, words.say("band")) if len(regime.reach_km) > 1 else tuple(sentences)
