"""What a text itself states of policies: read, drafted as a regimes file, made ready to draw."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from geo.boundaries import load_boundary
from geo.claims.draft import Draft, as_toml, draft, draft_values
from geo.claims.fields import StatedField
from geo.claims.qualifiers import looks_like_reach
from geo.places import Place
from geo.quantities import ROUNDED, Quantity, names_reach
from geo.reading import normalise
from geo.regimes import Regime, in_language
from geo.wording import LANGUAGES, Words

_CLOSE_DAYS = 15
_LONGEST_QUOTE = 520
_LONGEST_ID = 64
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class CatalogueMatch:
    """Hold what the catalogue knows of a stated policy; by field, how the text differs from it."""

    regime: Regime
    differences: Mapping[str, tuple[Any, Any]]


def pair_of(drafts: Sequence[Draft]) -> tuple[str, str] | None:
    """Give the two countries that most of the policies to be drawn are between; None of none.

    Examples
    --------
    >>> pair_of([]) is None
    True
    """
    pairs = [(each["origin"], each["target"]) for each in drafts if each.drawn]
    return next((pair for pair, _ in Counter(pairs).most_common(1)), None)


def regimes_of(drafts: Sequence[Draft]) -> list[Regime]:
    """Make regimes of the policies that are sure enough to be drawn.

    Parameters
    ----------
    drafts
        What a text states.

    Returns
    -------
    list of Regime
        Those of one pair of countries, see `pair_of`; none where nothing is sure. A day untold has
        the precision ``untold``; a status untold is that of a report.
    """
    pair = pair_of(drafts)
    days = (day for each in drafts for day in (each["from"], each["until"]) if day)
    earliest = min(days, default=_SOME_DAY)
    return [
        _regime(each, earliest)
        for each in drafts
        if each.drawn and (each["origin"], each["target"]) == pair
    ]


def _regime(each: Draft, earliest: date) -> Regime:
    """Make a regime; a day that is not told is put first, for what is in order of time."""
    reach, start = each["reach_km"], each["from"]
    return Regime(
        id=regime_id(each),
        label=_labels(each),
        note={lang: Words(lang, "claims").say("quoted", quote=quoted(each)) for lang in LANGUAGES},
        grantor=each["grantor"],
        systems=tuple(each["systems"] or ()),
        reach_km=tuple(reach) if isinstance(reach, list) else (reach,),
        as_written=as_written(each),
        scope=tuple(each["scope"] or ()),
        excluded=tuple(each["excluded"] or ()),
        status=each["status"] or "reported",
        stance=each["stance"],
        start=start or earliest,
        start_precision="day" if start else "untold",
        until=each["until"],
        sources=(),
        reach_of=each["reach_of"],
        origin=each["origin"],
        target=each["target"],
        stated_in="text",
    )


def regime_id(each: Draft) -> str:
    """Give the id of the regime made of a draft."""
    return each.id[:_LONGEST_ID].strip("-")


def quoted(each: Draft) -> str:
    """Give the sentences that tell of the policy, of its reach, and that it is no radius."""
    told = {f.field: f.sentence for f in each.findings if f.sentence}
    first = told.get("stance") or each.sentences[0]
    spans = dict.fromkeys(filter(None, (told.get("reach_km"), each.radius_denied)))
    shown = normalise(each.text).shown
    kept = [first, *(span for span in spans if not _lies_in(span, first))]
    quote = " … ".join(" ".join(shown(*span).split()) for span in sorted(kept))
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[: _LONGEST_QUOTE - 1]}…"


def _lies_in(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def as_written(each: Draft) -> dict[str, str]:
    """Write a reach in the unit that the text uses, by language: "190 miles (306 km)"."""
    reach, hedge = each["reach_km"], each["hedge"]
    if reach is None:
        return {}
    ends = reach if isinstance(reach, list) else [reach]
    return {
        lang: _written(ends, each.miles, hedge or "", Words(lang, "claims")) for lang in LANGUAGES
    }


def _written(ends: Sequence[float], miles: Sequence[float], hedge: str, words: Words) -> str:
    written = words.reach(ends)
    if miles:
        kilometres = words.say("km", n="–".join(words.number(end) for end in ends))
        told = "–".join(words.number(mile) for mile in miles)
        genitive = hedge in words.messages["genitive_after"]
        counted = words.counted(
            "miles_genitive" if genitive else "miles", int(miles[-1]), shown=told
        )
        written = words.say("in_km", miles=counted, km=kilometres)
    known = words.messages["hedges"]
    return str(known[hedge]).format(reach=written) if hedge in known else written


@cache
def _country_names(lang: str) -> Mapping[str, str]:
    return dict(load_boundary("countries").set_index("country")[f"name_{lang}"].map(str))


def _labels(each: Draft) -> dict[str, str]:
    written, code, arms = as_written(each), each["grantor"], ", ".join(each["systems"] or ())
    names = {lang: _country_names(lang).get(code, code) for lang in LANGUAGES}
    headed = {lang: f"{name}: {arms}" if arms else name for lang, name in names.items()}
    return {lang: f"{name}, {written[lang]}" for lang, name in headed.items()}


def known_of(each: Draft, catalogue: Iterable[Regime]) -> CatalogueMatch | None:
    """Find the catalogue's entry of the same government, reach and time, and where they differ."""
    near = [
        regime for regime in catalogue
        if (regime.grantor, regime.stance) == (each["grantor"], each["stance"])
        and (regime.origin, regime.target) == (each["origin"], each["target"])
        and _same_reach(each, regime)
        and _same_time(each, regime)
    ]  # fmt: skip
    if not near:
        return None
    day = each["from"] or date.max
    best = min(near, key=lambda regime: (not _same_systems(each, regime), abs(regime.start - day)))
    return CatalogueMatch(regime=best, differences=_differences(each, best))


def _same_reach(each: Draft, regime: Regime) -> bool:
    reach = each["reach_km"]
    if reach is None or not regime.reach_km:
        return reach is None and not regime.reach_km
    stated = reach if isinstance(reach, list) else [reach]
    return any(abs(a - b) <= ROUNDED * b for a in stated for b in regime.reach_km)


def _same_time(each: Draft, regime: Regime) -> bool:
    day = each["from"]
    return day is None or abs(regime.start - day) <= timedelta(days=_CLOSE_DAYS)


def _same_systems(each: Draft, regime: Regime) -> bool:
    named = {in_language(system, "en") for system in regime.systems}
    return bool(named & set(each["systems"] or ()))


def _differences(each: Draft, regime: Regime) -> dict[str, tuple[Any, Any]]:
    pairs = {
        "status": (each["status"], regime.status),
        "scope": (each["scope"], list(regime.scope) or None),
        "from": (each["from"] and each["from"].isoformat(), regime.start.isoformat()),
    }
    return {key: (ours, theirs) for key, (ours, theirs) in pairs.items() if ours and ours != theirs}


def undrawn_distances(
    found: Sequence[Quantity], drafts: Sequence[Draft], drawn: Sequence[Regime]
) -> list[Quantity]:
    """Give the distances of a text that are the reach of no policy drawn."""
    ids = {regime.id for regime in drawn}
    reaches = [each["reach_km"] for each in drafts if regime_id(each) in ids]
    return [
        quantity
        for quantity in found
        if quantity.kind == "distance" and not any(_is_one(quantity, reach) for reach in reaches)
    ]


def reaches_untold(text: str, found: Sequence[Quantity], drafts: Sequence[Draft]) -> list[Quantity]:
    """Give the distances of a text that may be a policy's reach and are that of none read of it."""
    reaches = [each["reach_km"] for each in drafts if each["reach_km"] is not None]
    return [
        each
        for each in found
        if each.kind == "distance"
        and not any(_is_one(each, reach) for reach in reaches)
        and looks_like_reach(text, each)
    ]


def _is_one(quantity: Quantity, reach: float | list[float]) -> bool:
    ends = reach if isinstance(reach, list) else [reach]
    return any(
        abs((end or 0.0) - each) <= ROUNDED * each
        for end in (quantity.low_km, quantity.high_km)
        for each in ends
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """Hold one distance or date of the text with what it agrees with.

    Attributes
    ----------
    quantity
        The distance or date itself.
    regimes
        Ids of the regimes whose reach it is, or whose first or last day; in the
        regimes' order, empty where it is none's.
    places
        Positions of the mentions that stand in the same sentence.
    """

    quantity: Quantity
    regimes: tuple[str, ...]
    places: range


def statements(
    found: Iterable[Quantity],
    places: Sequence[Place],
    regimes: Sequence[Regime],
    drafts: Sequence[Draft] = (),
) -> list[Statement]:
    """Tie each quantity of a text to the regimes it agrees with and to its sentence's places.

    A number or day stands under a policy only where its sentence speaks of that policy: of its
    government and its two countries.

    Returns
    -------
    list of Statement
        One per quantity, in the order given; those that agree with no regime are kept.

    Examples
    --------
    >>> from geo.claims import draft
    >>> from geo.quantities import quantities
    >>> from geo.regimes import load_regimes
    >>> text = "Washington let Ukraine strike up to 190 miles into Russia. Kyiv lies 400 km off."
    >>> found = statements(quantities(text), [], load_regimes(), draft(text))
    >>> [(s.quantity.text, s.regimes) for s in found]
    [('up to 190 miles', ('us-atacms-kursk',)), ('400 km', ())]
    """
    starts = [place.start for place in places]
    whose = [(regime.grantor, regime.origin, regime.target) for regime in regimes]
    told = {each: _sentences_of(each, drafts) for each in set(whose)}
    return [
        Statement(
            quantity,
            tuple(
                regime.id
                for regime, each in zip(regimes, whose, strict=True)
                if _agrees(quantity, regime)
                and quantity.start < told[each][1][bisect_right(told[each][0], quantity.start)]
            ),
            range(*(bisect_left(starts, end) for end in quantity.sentence)),
        )
        for quantity in found
    ]


def _sentences_of(whose: tuple[str, ...], drafts: Sequence[Draft]) -> tuple[list[int], list[int]]:
    """Give where the sentences of a grantor and a pair begin, and how far those before go."""
    named = "grantor", "origin", "target"
    meant = [d for d in drafts if all(d[n] in (None, w) for n, w in zip(named, whose, strict=True))]
    bounds = sorted({span for each in meant for span in each.sentences})
    ends = accumulate((end for _, end in bounds), max, initial=-1)
    return [start for start, _ in bounds], list(ends)


def _agrees(quantity: Quantity, regime: Regime) -> bool:
    if quantity.kind == "distance":
        return names_reach(quantity, regime.reach_km)
    days = ((regime.start, regime.start_precision), (regime.until, regime.until_precision))
    return any(_is_day(quantity.date, day, precision) for day, precision in days if day)


def _is_day(stated: str, day: date, precision: str) -> bool:
    """Compare as far as the text states the date and as far as the day is known."""
    whole = day.isoformat()[: len("2024-11") if precision == "placeholder" else None]
    if stated.startswith("--"):
        return whole[len("2024-") :].startswith(stated.removeprefix("--"))
    return whole.startswith(stated)


__all__ = [
    "CatalogueMatch",
    "Draft",
    "StatedField",
    "Statement",
    "as_toml",
    "as_written",
    "draft",
    "draft_values",
    "known_of",
    "pair_of",
    "quoted",
    "reaches_untold",
    "regime_id",
    "regimes_of",
    "statements",
    "undrawn_distances",
]
