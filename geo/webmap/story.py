"""Tell what was found of each policy, in words, from the data alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.findings import Findings
from geo.regimes import Regime, in_language
from geo.regimes.tell import reach as stated_reach
from geo.wording import Words

MOST_SCOPE_NAMES = 3


@dataclass(frozen=True, kw_only=True)
class Row:
    """Hold one region of one policy.

    ``shares`` and ``standings`` have one entry for each end of the reach; ``crossed`` has the codes
    of the countries that ``crosses`` names.
    """

    region: str
    name: str
    share: str
    shares: tuple[float, ...]
    nearest: str
    standings: tuple[str, ...]
    named: bool
    crosses: str
    crossed: tuple[str, ...]

    @property
    def standing(self) -> str:
        """Return where the region stands towards the farther end of the reach."""
        return self.standings[-1]


@dataclass(frozen=True, kw_only=True)
class Story:
    """Hold what the page says of one policy.

    ``rows`` has every region within view of the table, the most covered first; ``detail`` is one
    or two sentences that name the regions touched. ``says`` has what each source states.
    """

    regime: Regime
    label: str
    note: str
    headline: str
    detail: tuple[str, ...]
    reach: str
    reach_stated: str
    status: str
    scope_told: str
    scope_short: str
    dates: str
    dates_stated: str
    grantor: str
    systems: tuple[str, ...]
    conflicts: tuple[str, ...]
    says: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def of_what(self) -> str:
        """Return the key of the word for what the status is of: a permission, or a limit."""
        return "status" if self.regime.reach_of == "weapon" else "status_limit"

    @property
    def doubted(self) -> bool:
        """Say whether the permission is denied or disputed."""
        return self.regime.status in ("denied", "disputed")

    @property
    def touched(self) -> tuple[Row, ...]:
        """Return the rows of regions the envelope touches."""
        return tuple(row for row in self.rows if row.standing != "outside")


def stories(findings: Findings, words: Words) -> tuple[Story, ...]:
    """Tell of every policy with a reach, in the regimes' order."""
    tables = dict(iter(findings.coverage.fillna({"crosses": ""}).groupby("regime", sort=False)))
    regions, countries = _names(findings.regions, "region", words), _countries(findings, words)
    told = []
    for regime in findings.regimes:
        rows = _rows(tables[regime.id].to_dict("records"), regime, regions, countries, words)
        told.append(_story(regime, rows, regions, countries, words))
    return tuple(told)


def undrawn_stories(findings: Findings, words: Words) -> tuple[Story, ...]:
    """Tell of every policy that states no distance: there are its words and sources only."""
    regions, countries = _names(findings.regions, "region", words), _countries(findings, words)
    return tuple(_story(regime, (), regions, countries, words) for regime in findings.undrawn)


def _names(frame: Any, key: str, words: Words) -> dict[str, str]:
    return dict(zip(frame[key], frame[f"name_{words.lang}"], strict=True))


def _countries(findings: Findings, words: Words) -> dict[str, str]:
    return _names(findings.countries, "country", words)


def _story(
    regime: Regime,
    rows: Sequence[Row],
    regions: Mapping[str, str],
    countries: Mapping[str, str],
    words: Words,
) -> Story:
    scope = tuple(regions.get(code, code) for code in regime.scope)
    none = words.say("scope_none")
    drawn = bool(regime.reach_km)
    of_regimes = Words(words.lang, "regimes")
    reach = words.reach(regime.reach_km) if drawn else of_regimes.say("no_reach")
    return Story(
        regime=regime,
        label=in_language(regime.label, words.lang),
        note=in_language(regime.note, words.lang),
        headline=_headline(regime, rows, scope, countries, words) if drawn else "",
        detail=_detail(regime, rows, words),
        reach=reach,
        reach_stated=stated_reach(regime, of_regimes),
        status=words.status(regime.status),
        scope_told=words.listing(scope) if scope else none,
        scope_short=words.listing(scope, most=MOST_SCOPE_NAMES) if scope else none,
        dates=_dates(regime, words),
        dates_stated=_dates_stated(regime, words, of_regimes),
        grantor=countries.get(regime.grantor, regime.grantor),
        systems=tuple(in_language(system, words.lang) for system in regime.systems),
        conflicts=tuple(in_language(conflict, words.lang) for conflict in regime.conflicts),
        says=tuple(in_language(source.says, words.lang) for source in regime.sources),
        rows=tuple(rows),
    )


def _dates(regime: Regime, words: Words) -> str:
    return words.span(
        regime.start,
        regime.until,
        start_precision=regime.start_precision,
        until_precision=regime.until_precision,
    )


def _dates_stated(regime: Regime, words: Words, of_regimes: Words) -> str:
    """Write from when to when, and which of the days is not known to the day."""
    about = [
        of_regimes.say(f"precision.{which}.{precision}")
        for which, precision in (
            ("from", regime.start_precision),
            ("until", regime.until_precision if regime.until else "day"),
        )
        if precision != "day"
    ]
    dates = _dates(regime, words)
    return f"{dates} ({'; '.join(about)})" if about else dates


def _rows(
    table: Sequence[Mapping[Any, Any]],
    regime: Regime,
    regions: Mapping[str, str],
    countries: Mapping[str, str],
    words: Words,
) -> tuple[Row, ...]:
    """Bring the rows of one or two reaches together, one per region."""
    found = {(row["region"], row["reach_km"]): row for row in table}
    far = regime.reach_km[-1]
    order = sorted(
        (row for row in table if row["reach_km"] == far),
        key=lambda row: (-row["share"], row["nearest_km"], str(row["region"])),
    )
    rows = []
    for row in order:
        code = str(row["region"])
        ends = [found[code, end] for end in regime.reach_km]
        shares = tuple(float(end["share"]) for end in ends)
        outside = row["standing"] == "outside"
        crossed = tuple(str(country) for country in row["crosses"].split(";") if country)
        rows.append(
            Row(
                region=code,
                name=regions[code],
                share=words.say("outside") if outside else words.share(shares),
                shares=shares,
                nearest=words.km(row["nearest_km"]),
                standings=tuple(str(end["standing"]) for end in ends),
                named=bool(row["in_scope"]),
                crosses=words.listing([countries.get(country, country) for country in crossed]),
                crossed=crossed,
            )
        )
    return tuple(rows)


def _headline(
    regime: Regime,
    rows: Sequence[Row],
    scope: Sequence[str],
    countries: Mapping[str, str],
    words: Words,
) -> str:
    counts = [sum(row.shares[end] > 0 for row in rows) for end in range(len(regime.reach_km))]
    named = words.listing(scope, most=MOST_SCOPE_NAMES)
    kind = "title" if regime.reach_of == "weapon" else "title_limit"
    return words.say(
        kind if counts[-1] else f"{kind}_none",
        reach=words.reach(regime.reach_km),
        permission=words.permission(regime.status, scope=named),
        status=words.status(regime.status),
        regions=words.counted(
            "regions",
            counts[-1],
            shown="–".join(dict.fromkeys(words.number(count) for count in counts)),
        ),
        named=words.counted("named", len(scope)),
        target=countries.get(regime.target, regime.target),
    )


def _detail(regime: Regime, rows: Sequence[Row], words: Words) -> tuple[str, ...]:
    wholly = [row.name for row in rows if row.standing == "inside"]
    partly = [f"{row.name} ({row.share})" for row in rows if row.standing == "partly"]
    sentences = []
    if wholly:
        sentences.append(words.say("wholly", regions=words.listing(wholly)))
    if partly:
        sentences.append(words.say("partly", regions=words.listing(partly)))
    if len(regime.reach_km) > 1:
        sentences.append(words.say("band"))
    return tuple(sentences)
