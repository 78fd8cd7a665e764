"""Claims → drafts of regimes, each value with its evidence, each gap with its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.drafting.claims import claims
from geo.drafting.clauses import flowing
from geo.drafting.fields import findings_of
from geo.drafting.finding import Finding
from geo.drafting.groups import Group, gathered
from geo.drafting.passages import passages
from geo.drafting.ranges import ranges, reach_by_range
from geo.drafting.record import Article
from geo.places import geocode
from geo.quantities import quantities


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Hold what a text says of one policy; ``text`` is the whole text the offsets index."""

    id: str
    findings: tuple[Finding, ...]
    text: str

    def __getitem__(self, field: str) -> Any:
        """Give the value of a field, None where it is a gap.

        Raises
        ------
        KeyError
            When there is no such field.
        """
        for finding in self.findings:
            if finding.field == field:
                return finding.value
        raise KeyError(field)


def draft(text: str, *, origin: str = "UA", target: str = "RU") -> list[Draft]:
    """Read the policies a text tells of; what it does not tell stays a named gap.

    A policy is a distance in a clause that speaks of a permission to use arms, given and not only
    asked for. Clauses without a distance add to the policy of the same government that names the
    same weapon, else to the one that holds now, if only one does; those left make policies without
    a distance. A sentence that goes on about "the decision" adds to the policy told before it.

    Parameters
    ----------
    text
        An article in English, Ukrainian or Russian.
    origin, target
        ISO 3166-1 codes of the country that is given a permission, and of the one whose regions
        it may name.

    Returns
    -------
    list of Draft
        In the order of the text; empty where no clause tells of a policy.

    Raises
    ------
    DataError
        When the packaged place names are damaged.

    Examples
    --------
    >>> found = draft("Washington allowed strikes with HIMARS up to 50 miles into Russia.")
    >>> [(each["reach_km"], each["hedge"], each["systems"], each["grantor"]) for each in found]
    [(80.5, 'up to', ['HIMARS'], 'US')]
    >>> draft("The match ended after 90 minutes.")
    []
    """
    read = flowing(text)
    told = passages(read)
    # the rest of a long text need not be searched
    kept = _kept(read, [(rows[0][0], rows[-1][1]) for rows in told])
    article = Article(
        text=read,
        passages=told,
        found=quantities(kept),
        places=geocode(kept),
        origin=origin,
        target=target,
    )
    groups = gathered(claims(article))
    reach_by_range(ranges(article), groups, read)
    drafts: list[Draft] = []
    for group in groups:
        drafts.append(_drafted(group, text, taken={each.id for each in drafts}))
    return drafts


def _kept(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """Blank what lies between the stretches; whatever is kept stands where it stood."""
    ends = [0, *(end for _, end in stretches)]
    starts = [*(start for start, _ in stretches), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    kept = [*(text[slice(*each)] for each in stretches), ""]
    return "".join(
        "".join(c if c == "\n" else " " for c in gap) + stretch
        for gap, stretch in zip(gaps, kept, strict=True)
    )


def _drafted(group: Group, text: str, *, taken: set[str]) -> Draft:
    findings = findings_of(group, text)
    values = {finding.field: finding.value for finding in findings}
    return Draft(id=_identifier(values, taken), findings=findings, text=text)


def _identifier(values: dict[str, Any], taken: set[str]) -> str:
    reach = values["reach_km"]
    parts = [values["grantor"] or "", *(values["systems"] or [])[:1]]
    if reach is not None:
        parts.append(
            "-".join(f"{end:.0f}" for end in (reach if isinstance(reach, list) else [reach]))
        )
        parts.append("km")
    plain = "-".join(part.lower().replace(" ", "-") for part in parts if part) or "policy"
    return next(
        name for n in range(1, 999) if (name := plain if n == 1 else f"{plain}-{n}") not in taken
    )
