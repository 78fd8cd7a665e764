"""Say of each policy what it is and what it reaches; reach, scope, stance and status stay apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.boundaries import region_names
from geo.narrative.rows import (
    DOUBTED,
    MOST_SCOPE_NAMES,
    RegionRow,
    count,
    detail,
    headline,
    region_rows,
)
from geo.narrative.standpoint import origin_part
from geo.narrative.stated import with_undrawn
from geo.regimes import Regime, in_language
from geo.wording import Words

if TYPE_CHECKING:
    from geo.findings import Findings

MOST_DRAWN = 6
_LEADING = ("permits", "case-by-case", "refuses")  # a proposal is never drawn
_BESIDES = (("left_out", "excluded"), ("all_of", "whole"), ("from_part", "origin_part"))
_ATTESTED = ("confirmed", "reported", "disputed", "denied")


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
    stance
        What the government says: it permits, case by case, refuses, or it is proposed.
    status
        How sure that stance is.
    attested
        Stance and status in one phrase, such as a badge bears: never of the distance.
    scope, scope_short
        The regions it names, whole ones too, all or the first few; in words where there are none.
    excluded, whole
        The regions it leaves out, and those inside whatever the distance; '' where there are none.
    origin_part
        The part of the border that it is measured from; '' where it is all of it.
    besides
        In sentences: what it leaves out, takes whole, and is measured from; '' where nothing.
    dates, dates_stated
        From when to when as well as it is known, without and with what is not known to the day.
    last_report
        When it was last told of; '' without a source.
    count, named_count
        How many regions lie within reach, whole and in part, and how many it names.
    lines
        Keys of its lines in the findings' envelopes, the nearer first.
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
    stance: str
    status: str
    attested: str
    scope: str
    scope_short: str
    excluded: str
    whole: str
    origin_part: str
    besides: str
    dates: str
    dates_stated: str
    last_report: str
    count: str
    named_count: str
    lines: tuple[str, ...]
    rows: tuple[RegionRow, ...]

    @property
    def is_limit(self) -> bool:
        """Say whether the distance is a limit that somebody set or claimed, not a range."""
        return self.regime.reach_of == "limit"

    @property
    def doubted(self) -> bool:
        """Say whether it is denied or disputed."""
        return self.regime.status in DOUBTED

    @property
    def refused(self) -> bool:
        """Say whether it is a refusal: what lies within its distance is not permitted."""
        return self.regime.stance == "refuses"

    @property
    def look(self) -> str:
        """Return how it is drawn: ``refused``, ``case-by-case``, ``doubted`` or ``plain``."""
        if self.refused:
            return "refused"
        if self.doubted:
            return "doubted"
        return "case-by-case" if self.regime.stance == "case-by-case" else "plain"

    @property
    def named_codes(self) -> tuple[str, ...]:
        """Return the regions it names, those inside whatever the distance among them."""
        if not self.rows:
            return (*self.regime.scope, *self.regime.whole)
        return tuple(row.region for row in self.rows if row.named)

    @property
    def part(self) -> str:
        """Return the name of the part of the border it is measured from; '' for all of it."""
        return self.regime.origin_part.name if self.regime.origin_part else ""

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
    known = region_names(findings.target)
    names = {**countries, **{code: each[lang] for code, each in known.items()}, **regions}
    accounts = tuple(
        account(
            regime,
            region_rows(findings, regime, regions=regions, countries=countries, words=words),
            names=names,
            lang=lang,
            lines=tuple(findings.envelopes["line"][findings.envelopes["regime"] == regime.id]),
        )
        for regime in findings.regimes
    )
    undrawn = tuple(account(regime, (), names=names, lang=lang) for regime in findings.undrawn)
    accounts = with_undrawn(accounts, findings, lang=lang)
    return Narrative(accounts=accounts, undrawn=undrawn, lead=leading(accounts))


def leading(accounts: Sequence[Account]) -> Account:
    """Take the policy that titles speak of: one that permits, the best attested first.

    A permission for all cases goes before one case by case, and what is disputed after both; of
    several as good the latest leads, then the one that reaches farthest. A denied one leads only
    where there is no other.
    """

    def rank(each: Account) -> tuple[bool, bool, bool, int, int, date, float]:
        regime = each.regime
        return (
            regime.status != "denied",
            regime.grants,
            regime.status != "disputed",
            -_LEADING.index(regime.stance),
            -_ATTESTED.index(regime.status),
            regime.start,
            regime.reach_km[-1],
        )

    return max(accounts, key=rank)


def choose(regimes: Sequence[Regime], *, most: int = MOST_DRAWN) -> tuple[Regime, ...]:
    """Choose the policies a reader can compare at a glance, in the order given.

    All of them while there are few. Else none that is denied while there is another, and the
    latest of each distinct reach, for policies of one reach draw the same line; and if that is
    still too many, reaches spread from the smallest to the largest, with the latest policy of all
    among them.
    """
    if len(regimes) > most:
        regimes = [each for each in regimes if each.status != "denied"] or regimes
    if len(regimes) <= most:
        return tuple(regimes)
    latest = {regime.reach_km: n for n, regime in enumerate(regimes)}
    by_reach = [latest[reach] for reach in sorted(latest)]
    if len(by_reach) <= most:
        return tuple(regimes[n] for n in sorted(by_reach))
    last = len(by_reach) - 1
    spread = {round(step * last / (most - 1)) for step in range(most)}
    headline = by_reach.index(max(by_reach))
    if headline not in spread:
        spread -= {min(spread - {0, last} or {0}, key=lambda n: abs(n - headline))}
    return tuple(regimes[n] for n in sorted(by_reach[n] for n in spread | {headline}))


def account(
    regime: Regime,
    rows: tuple[RegionRow, ...],
    *,
    names: Mapping[str, str],
    lang: str,
    lines: tuple[str, ...] = (),
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
    lines
        Keys of its lines, where a distance was measured.
    """
    words = Words(lang, "narrative")
    scope, excluded, whole = (
        [names.get(code, code) for code in codes]
        for codes in ((*regime.scope, *regime.whole), regime.excluded, regime.whole)
    )
    none = words.say("no_scope")
    said: dict[str, Any] = {
        "reach": in_language(regime.as_written, lang) or _reach(regime, words),
        "stance": words.stance(regime.stance),
        "status": words.status(regime.status),
        "attested": words.attested(
            regime.stance,
            regime.status,
            limit=regime.reach_of == "limit" and regime.stated_in != "text",
        ),
        # of the user's own regions several may lie in one that it names
        "named_count": words.counted("named", max(len(scope), sum(row.named for row in rows))),
        "excluded": words.listing(excluded),
        "whole": words.listing(whole),
        "origin_part": origin_part(regime, names, words),
        "count": count(regime, rows, words),
    }
    return Account(
        regime=regime,
        label=in_language(regime.label, lang),
        note=in_language(regime.note, lang),
        grantor=names.get(regime.grantor, regime.grantor),
        systems=tuple(in_language(system, lang) for system in regime.systems),
        conflicts=tuple(in_language(conflict, lang) for conflict in regime.conflicts),
        says=tuple(in_language(source.says, lang) for source in regime.sources),
        headline=headline(regime, rows, said, scope, names=names, words=words) if rows else "",
        detail=detail(regime, rows, words),
        reach_stated=_reach_stated(regime, said["reach"], words),
        scope=words.listing(scope) if scope else none,
        scope_short=words.listing(scope, most=MOST_SCOPE_NAMES) if scope else none,
        besides=" ".join(words.say(key, list=said[of]) for key, of in _BESIDES if said[of]),
        last_report=_last_report(regime, words),
        dates=_dates(regime, words),
        dates_stated=_dates_stated(regime, words),
        lines=lines,
        rows=rows,
        **said,
    )


def _reach(regime: Regime, words: Words) -> str:
    return words.reach(regime.reach_km) if regime.reach_km else words.say("no_reach")


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
        if precision not in ("day", "untold")
    ]
    dates = _dates(regime, words)
    return f"{dates} ({'; '.join(about)})" if about else dates


def _last_report(regime: Regime, words: Words) -> str:
    last = regime.last_report
    if last is None:
        return ""
    key = "last_report_month" if last.date_precision == "month" else "last_report"
    return words.say(key, day=words.published(last.date, last.date_precision))
