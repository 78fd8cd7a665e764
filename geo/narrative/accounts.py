"""Say of each policy what it is and what it reaches; reach, scope and status stay apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.narrative.rows import RegionRow, region_rows
from geo.regimes import Regime, in_language
from geo.wording import Words

if TYPE_CHECKING:
    from geo.findings import Findings

MOST_SCOPE_NAMES = 3
DOUBTED = ("denied", "disputed")


@dataclass(frozen=True, kw_only=True)
class Account:
    """Hold all that is said of one policy in one language.

    Attributes
    ----------
    regime
        The policy itself.
    label, note, grantor, systems, conflicts, says
        Its texts; ``says`` has what each source states.
    headline
        What it reaches and names, in a sentence; '' where no distance was stated.
    detail
        Sentences that name the regions touched.
    reach, reach_stated
        The distance, and the distance with what it is of: a limit is called one.
    status
        How sure the report of the permission is.
    scope, scope_short
        The regions it names, all of them or the first few; in words where there are none.
    dates, dates_stated
        From when to when as well as it is known, without and with what is not known to the day.
    count, named_count
        How many regions lie within reach, and how many it names, with their nouns.
    rows
        Every region judged, the most covered first; none where no distance was stated.
    """

    regime: Regime
    label: str
    note: str
    grantor: str
    systems: tuple[str, ...]
    conflicts: tuple[str, ...]
    says: tuple[str, ...]
    headline: str
    detail: tuple[str, ...]
    reach: str
    reach_stated: str
    status: str
    scope: str
    scope_short: str
    dates: str
    dates_stated: str
    count: str
    named_count: str
    rows: tuple[RegionRow, ...]

    @property
    def is_limit(self) -> bool:
        """Say whether the distance is a limit that somebody set or claimed, not a range."""
        return self.regime.reach_of == "limit"

    @property
    def doubted(self) -> bool:
        """Say whether the permission is denied or disputed."""
        return self.regime.status in DOUBTED

    @property
    def touched(self) -> tuple[RegionRow, ...]:
        """Return the rows of the regions within reach."""
        return tuple(row for row in self.rows if row.touched)

    @property
    def touched_codes(self) -> frozenset[str]:
        """Return their ISO 3166-2 codes."""
        return frozenset(row.region for row in self.touched)


@dataclass(frozen=True, kw_only=True)
class Narrative:
    """Hold what is said of every policy of a run.

    Attributes
    ----------
    accounts, undrawn
        Of those with a distance and of those without one, in the regimes' order.
    lead
        The one that titles speak of.
    """

    accounts: tuple[Account, ...]
    undrawn: tuple[Account, ...]
    lead: Account

    @property
    def title(self) -> str:
        """Return the one title of everything made of the findings."""
        return self.lead.headline


def narrate(findings: Findings, *, lang: str) -> Narrative:
    """Say in a language what was found of every policy."""
    words = Words(lang, "narrative")
    regions, countries = (
        dict(zip(frame[key], frame[f"name_{lang}"], strict=True))
        for frame, key in ((findings.regions, "region"), (findings.countries, "country"))
    )
    accounts = tuple(
        account(
            regime,
            region_rows(findings, regime, regions=regions, countries=countries, words=words),
            names={**countries, **regions},
            lang=lang,
        )
        for regime in findings.regimes
    )
    undrawn = tuple(
        account(regime, (), names={**countries, **regions}, lang=lang)
        for regime in findings.undrawn
    )
    return Narrative(accounts=accounts, undrawn=undrawn, lead=leading(accounts))


def leading(accounts: Sequence[Account]) -> Account:
    """Take the latest policy; of several of one day, the one that reaches farthest."""
    return max(accounts, key=lambda each: (each.regime.start, each.regime.reach_km[-1]))


def account(
    regime: Regime, rows: tuple[RegionRow, ...], *, names: Mapping[str, str], lang: str
) -> Account:
    """Say what one policy is and what it reaches.

    Parameters
    ----------
    regime, rows
        The policy, and its regions where a distance was measured.
    names
        Names of regions and countries by code; a code without one stands for itself.
    lang
        ``en``, ``uk`` or ``ru``.
    """
    words = Words(lang, "narrative")
    scope = [names.get(code, code) for code in regime.scope]
    none = words.say("no_scope")
    ends = range(len(regime.reach_km) if rows else 0)
    counts = [sum(row.standings[end] != "outside" for row in rows) for end in ends]
    said: dict[str, Any] = {
        "reach": words.reach(regime.reach_km) if regime.reach_km else words.say("no_reach"),
        "status": words.status(regime.status),
        "named_count": words.counted("named", len(scope)),
        "count": words.counted(
            "regions",
            counts[-1] if counts else 0,
            shown="–".join(dict.fromkeys(map(words.number, counts))),
        ),
    }
    return Account(
        regime=regime,
        label=in_language(regime.label, lang),
        note=in_language(regime.note, lang),
        grantor=names.get(regime.grantor, regime.grantor),
        systems=tuple(in_language(system, lang) for system in regime.systems),
        conflicts=tuple(in_language(conflict, lang) for conflict in regime.conflicts),
        says=tuple(in_language(source.says, lang) for source in regime.sources),
        headline=_headline(regime, said, scope, any_within=any(counts), names=names, words=words)
        if rows
        else "",
        detail=_detail(regime, rows, words),
        reach_stated=_reach_stated(regime, said["reach"], words),
        scope=words.listing(scope) if scope else none,
        scope_short=words.listing(scope, most=MOST_SCOPE_NAMES) if scope else none,
        dates=_dates(regime, words),
        dates_stated=_dates_stated(regime, words),
        rows=rows,
        **said,
    )


def _headline(
    regime: Regime,
    said: Mapping[str, str],
    scope: Sequence[str],
    *,
    any_within: bool,
    names: Mapping[str, str],
    words: Words,
) -> str:
    kind = "title_limit" if regime.reach_of == "limit" else "title"
    return words.say(
        kind if any_within else f"{kind}_none",
        reach=said["reach"],
        permission=words.permission(
            regime.status, scope=words.listing(scope, most=MOST_SCOPE_NAMES)
        ),
        status=said["status"],
        regions=said["count"],
        named=said["named_count"],
        target=names.get(regime.target, regime.target),
    )


def _detail(regime: Regime, rows: Sequence[RegionRow], words: Words) -> tuple[str, ...]:
    wholly = [row.name for row in rows if row.standing == "inside"]
    partly = [f"{row.name} ({row.share})" for row in rows if row.standing == "partly"]
    sentences = [
        words.say(key, regions=words.listing(names))
        for key, names in (("wholly", wholly), ("partly", partly))
        if names
    ]
    return (*sentences, words.say("band")) if len(regime.reach_km) > 1 else tuple(sentences)


def _reach_stated(regime: Regime, reach: str, words: Words) -> str:
    if regime.reach_of == "weapon" or not regime.reach_km:
        return reach
    return words.say("limit_confirmed" if regime.status == "confirmed" else "limit", reach=reach)


def _dates(regime: Regime, words: Words) -> str:
    return words.span(
        regime.start,
        regime.until,
        start_precision=regime.start_precision,
        until_precision=regime.until_precision,
    )


def _dates_stated(regime: Regime, words: Words) -> str:
    about = [
        words.say(f"precision.{which}.{precision}")
        for which, precision in (
            ("from", regime.start_precision),
            ("until", regime.until_precision if regime.until else "day"),
        )
        if precision != "day"
    ]
    dates = _dates(regime, words)
    return f"{dates} ({'; '.join(about)})" if about else dates
