"""Say what one picture says: its title, table, small print, and all of it for who sees none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.narrative.accounts import (
    Account,
    Narrative,
    choose,
    leading,
    narrate,
)
from geo.narrative.rows import RegionRow, joint_headline, stating
from geo.narrative.standpoint import (
    attribution,
    borders_told,
    certain,
    country_name,
    first_reports,
    measured_from,
    own_regions_said,
    sources_told,
)
from geo.narrative.stated import left_undrawn, one_line, undrawn_lines
from geo.regimes import Regime
from geo.wording import Words

if TYPE_CHECKING:
    from geo.findings import Findings

MOST_LISTED, FEW = 14, 4
MOST_TOLD = 2
"""Policies of one picture: more lines and names would be too small to read."""

DAGGER = "†"


@dataclass(frozen=True, kw_only=True)
class PictureRow:
    """Hold one region of a picture's table: its row under each policy drawn.

    ``mark`` is a dagger where the shortest line to it crosses a third country; ``named`` says
    whether any of the policies names it.
    """

    region: str
    name: str
    mark: str
    named: bool
    under: tuple[RegionRow, ...]


@dataclass(frozen=True, kw_only=True)
class PictureText:
    """Hold every word of one picture, ready to set.

    ``accounts`` has the policies drawn, in the regimes' order; ``rows`` the regions that any of
    them touches or names, the most covered by the farthest reach first; ``reports`` the first
    report of each policy drawn, where there is no room for all ``sources``.
    """

    title: str
    accounts: tuple[Account, ...]
    rows: tuple[PictureRow, ...]
    across: str
    shown: str
    change: str
    caveat: str
    method: str
    sources: str
    reports: str
    data: str
    worldview: str
    credit: str
    table_title: str


def picture_text(
    findings: Findings, *, most: int = MOST_TOLD, pair: bool = False, terse: bool = False
) -> PictureText:
    """Put the findings into a picture's words.

    Parameters
    ----------
    findings
        What was found.
    most
        Greatest number of policies to draw; see `choose`.
    pair
        Tell what changes from the first of two policies to the second.
    terse
        Say the caveat in fewer words.
    """
    lang = findings.lang
    words = Words(lang, "narrative")
    told = narrate(findings, lang=lang)
    chosen = _with_lead(choose(findings.regimes, most=most), told.lead.regime)
    drawn = tuple(each for each in told.accounts if each.regime in chosen)
    rows = _rows(drawn)
    origin = measured_from(findings, lang=lang)
    exact = (certain(findings, lang=lang), *own_regions_said(findings, lang=lang, brief=True))
    credit = attribution(findings.records, reading=not terse)
    return PictureText(
        title=_title_pair(drawn, words) if pair else joint_headline(drawn, words) or told.title,
        accounts=drawn,
        rows=rows,
        across=_across(rows, words),
        shown=_shown(told, drawn, left_undrawn(findings, lang=lang), words),
        change=_change(drawn, rows, words, most=FEW if terse else MOST_LISTED) if pair else "",
        caveat=_caveat(findings, drawn, words, terse=terse),
        method=words.say("method", origin=origin, certain=" ".join(exact)),
        sources=sources_told(drawn, words),
        reports=first_reports(drawn, words),
        data=words.say("data", list=words.credited(credit)),
        worldview=borders_told(findings, words, brief=terse),
        credit=words.say("credit"),
        table_title=_table_title(findings, words),
    )


def _rows(drawn: Sequence[Account]) -> tuple[PictureRow, ...]:
    farthest_first = sorted(range(len(drawn)), key=lambda n: drawn[n].regime.reach_km, reverse=True)
    under = [{row.region: row for row in account.rows} for account in drawn]
    made = []
    for region, first in under[0].items():
        rows = tuple(each[region] for each in under)
        if not any(row.touched or row.named for row in rows):
            continue
        over_others = first.crossed and any(row.touched for row in rows)
        made.append(
            PictureRow(
                region=region,
                name=first.name,
                mark=DAGGER if over_others else "",
                named=any(row.named for row in rows),
                under=rows,
            )
        )
    return tuple(
        sorted(
            made,
            key=lambda row: (
                [-row.under[n].shares[-1] for n in farthest_first],
                row.name,
                row.region,
            ),
        )
    )


def _title_pair(drawn: Sequence[Account], words: Words) -> str:
    """Say what the second of two policies reaches instead of the first, if both permit."""
    first, second = drawn
    if not _comparable(first, second):
        return leading(drawn).headline
    if first.regime.reach_km == second.regime.reach_km or not second.touched:
        return second.headline
    return words.say(
        "title_pair",
        first=first.reach,
        second=second.reach,
        regions=second.count,
        before=len(first.touched),
        named=second.named_count,
    )


def _comparable(first: Account, second: Account) -> bool:
    """Say whether one may be told as more or less than the other: both permit, none is denied."""
    return not any(each.refused or each.regime.status == "denied" for each in (first, second))


def _table_title(findings: Findings, words: Words) -> str:
    """Say whose regions the table has, where that is not told by the data's own names."""
    title = words.say("table_title")
    if findings.usual:
        return title
    target = country_name(findings, findings.target, lang=words.lang)
    return words.say("table_title_of", target=target, title=title)


def _change(
    drawn: Sequence[Account], rows: Sequence[PictureRow], words: Words, *, most: int
) -> str:
    """Tell what changes from the first of two policies to the second: regions, scope, status."""
    first, second = drawn
    order = sorted(rows, key=lambda row: -max(each.shares[0] for each in row.under))

    def listed(key: str, chosen: Sequence[str]) -> list[str]:
        names = [Words(words.lang, "page").short(name) for name in chosen]  # not as short as a map
        return [words.say(key, list=words.listing(names, most=most))] if names else []

    def newly(old: int, new: int) -> list[str]:
        return [r.name for r in order if r.under[new].touched and not r.under[old].touched]

    def named(old: int, new: int) -> list[str]:
        return [r.name for r in order if r.under[new].named and not r.under[old].named]

    told = [
        *listed("gained", newly(0, 1)),
        *listed("lost", newly(1, 0)),
        *listed("newly_named", named(0, 1)),
        *listed("no_longer_named", named(1, 0)),
    ]
    told = told if _comparable(first, second) else []
    if first.attested != second.attested:
        told.append(words.say("new_status", first=first.attested, second=second.attested))
    return " ".join(told) or words.say("no_change")


def _across(rows: Sequence[PictureRow], words: Words) -> str:
    """Say which regions are reached across which third countries; '' when none is."""
    marked = sorted((row for row in rows if row.mark), key=lambda row: row.region)
    listed = "; ".join(f"{row.name}: {row.under[0].crosses}" for row in marked)
    return words.say("across", list=listed) if listed else ""


def _shown(told: Narrative, drawn: Sequence[Account], left: Sequence[str], words: Words) -> str:
    """Say which policies are not drawn, and why; '' when all are."""
    said = []
    total = len(told.accounts)
    if len(drawn) < total:
        every_reach = len({each.regime.reach_km for each in told.accounts}) == len(drawn)
        rule = words.say("rule_reach" if every_reach else "rule_few")
        rule = _beside(told, drawn, words) or rule
        said.append(words.say("shown", shown=len(drawn), total=total, rule=rule))
    if told.undrawn:
        said.append(words.say("undrawn", n=len(told.undrawn)))
    said += [Words(words.lang, "claims").say("left_all", list="; ".join(left))] if left else []
    return " ".join(said)


def _beside(told: Narrative, drawn: Sequence[Account], words: Words) -> str:
    """Say which policy stands beside the one that leads, where one does; '' for no rule."""
    others = [each for each in drawn if each is not told.lead]
    if len(drawn) != len(others) + 1 or len(others) != 1:
        return ""
    farthest = max(each.regime.reach_km[-1] for each in told.accounts)
    if others[0].regime.reach_km[-1] == farthest:
        return words.say("rule_farthest")
    return words.say("rule_latest") if others[0] is told.accounts[-1] else ""


def _with_lead(chosen: Sequence[Regime], lead: Regime) -> list[Regime]:
    """Let the policy that the title speaks of take the place of the one nearest in reach."""
    if lead in chosen:
        return list(chosen)
    nearest = min(chosen, key=lambda each: abs(each.reach_km[-1] - lead.reach_km[-1]))
    return [lead if each is nearest else each for each in chosen]


def _caveat(findings: Findings, drawn: Sequence[Account], words: Words, *, terse: bool) -> str:
    """Say first of a line for comparison only that it is one."""
    said = words.say("caveat_terse" if terse else "caveat")
    if all(each.is_limit for each in drawn):
        stated = all(each.regime.stated_in == "text" for each in drawn)
        said = words.say("caveat_up_to" if stated else "caveat_limit")
    if findings.for_comparison_only:
        return f"{words.say('comparison_only')} {said}"
    return said


def alt_text(findings: Findings, *, pair: bool = False) -> str:
    """Tell in plain text what the picture shows, for every regime, drawn or not.

    The finding comes first, then that reach is not permission, then each regime with its reach,
    status, scope, dates and the regions within reach in per cents, then method, sources, data.

    Parameters
    ----------
    findings
        What was found.
    pair
        Tell also what changes from the first of two regimes to the second.

    Returns
    -------
    str
        Lines that end in a newline; free of control characters.

    References
    ----------
    W3C, Web Content Accessibility Guidelines 2.2, success criterion 1.1.1.
    """
    words = Words(findings.lang, "narrative")
    told = narrate(findings, lang=findings.lang)
    page = picture_text(findings, pair=pair)
    askew = [s for s in own_regions_said(findings, lang=findings.lang) if s not in page.method]
    sources = sources_told([*told.accounts, *told.undrawn], words)  # not of the picture's alone
    blocks = [
        [words.say("alt.opening", title=page.title)],
        undrawn_lines(findings),
        [page.change],
        [page.caveat],
        *(_drawn(each, words) for each in told.accounts),
        *([_undrawn(each, words)] for each in told.undrawn),
        [page.method, *askew, sources, page.data, page.worldview],
    ]
    lines = [[one_line(line) for line in block if line] for block in blocks]
    return "\n\n".join("\n".join(block) for block in lines if block) + "\n"


def _drawn(told: Account, words: Words) -> list[str]:
    """Tell of one regime, a line per region within reach; none is within a refusal."""
    opening = words.say(
        "alt.refused" if told.refused else "alt.regime",
        label=told.label,
        reach=told.reach_stated,
        attested=stating(told.regime, told.attested, words).capitalize(),
        scope=told.scope,
        dates=_time(told),
        regions=told.count,
    )
    rows = () if told.refused else (f"- {_row(row, words)}" for row in told.touched)
    return [f"{opening} {told.besides}".strip(), told.note, *rows]


def _undrawn(told: Account, words: Words) -> str:
    """Tell of one regime that states no distance, or is no more than a proposal."""
    said = words.say(
        "alt.proposed" if told.regime.reach_km else "alt.undrawn",
        label=told.label,
        reach=told.reach_stated,
        attested=told.attested.capitalize(),
        scope=told.scope,
        dates=_time(told),
    )
    return f"{said} {told.besides}".strip()


def _time(told: Account) -> str:
    return "; ".join(filter(None, (told.dates, told.last_report)))


def _row(row: RegionRow, words: Words) -> str:
    kind = "excluded" if row.excluded else "whole" if row.whole else "named" if row.named else ""
    text = words.say(f"alt.row_{kind}" if kind else "alt.row", name=row.name, share=row.share)
    if row.crossed:
        text = words.say("alt.row_across", text=text, countries=row.crosses)
    return text
