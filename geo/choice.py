"""Choose what a run draws: what the text states, what was asked for, or context named as such."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.claims import (
    Draft,
    draft,
    draft_values,
    known_of,
    reaches_untold,
    regime_id,
    regimes_of,
    undrawn_distances,
)
from geo.places import Place, geocode
from geo.quantities import Quantity, quantities
from geo.reading import Text
from geo.regimes import BUILT_IN, Regime, select

AUTO, TEXT, NONE = "auto", "text", "none"
OF_THE_BRIEF = ("UA", "RU")
LONG = 100_000
"""Characters from which on a text's places are found beside its policies."""
Told = tuple[Sequence[Place], Sequence[Quantity]]

_MOST_NAMED = 12
_NAMED = (
    re.compile(r"\bUkraine\b|\bУкраїн[аиіоу]\w?\b|\bУкраин[аыуео]\w?\b"),
    re.compile(r"\bRussia\b|\bРосі[яїюєй]\w?\b|\bРосси[яиюей]\w?\b|\bРФ\b"),
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Hold what a run draws and what the text states.

    Attributes
    ----------
    regimes
        What is drawn; none in a run of places only.
    file
        Where they come from; None where the text states them or there are none.
    claims
        What the text states of policies.
    distances
        Its distances that no policy drawn has.
    told
        Its places, and its distances and dates, for whoever needs them again; None of a text so
        long that it is quicker to find them beside than to hand them over.
    """

    regimes: tuple[Regime, ...]
    file: Path | None
    claims: tuple[Draft, ...]
    distances: tuple[Quantity, ...]
    told: Told | None = None

    @property
    def not_drawn(self) -> tuple[Draft, ...]:
        """Return what the text states that is not drawn."""
        drawn = {regime.id for regime in self.regimes if regime.stated_in == TEXT}
        return tuple(each for each in self.claims if regime_id(each) not in drawn)


def choose(
    which: str | None, text: Text, *, given: bool, own_regions: Mapping[str, str] | None = None
) -> Choice:
    """Choose the regimes of a run as ``--regimes`` says.

    Parameters
    ----------
    which
        The option; None is ``auto``.
    text
        The text of the run.
    given
        Whether it is the user's: of the built-in brief, ``auto`` draws the two built-in ones.
    own_regions
        Codes of the user's regions by what a regimes file may write for them.

    Raises
    ------
    InputError
        When the option names nothing that there is.
    """
    claims = tuple(draft(text.text)) if text.text else ()
    which = which or AUTO
    file: Path | None = None
    regimes: Sequence[Regime] = ()
    if which == AUTO and not given:
        regimes, file = select(BUILT_IN)
    elif which in (AUTO, TEXT):
        regimes = regimes_of(claims)
        if (
            which == AUTO
            and not regimes
            and not _is_refusal(claims)
            and _is_of_the_war(text, claims)
        ):
            built_in, file = select(BUILT_IN)
            regimes = [replace(each, stated_in="context") for each in built_in]
    elif which != NONE:
        regimes, file = select(which, own_regions=own_regions)
    found = quantities(text.text)
    return Choice(
        regimes=tuple(regimes),
        file=file,
        claims=claims,
        distances=tuple(undrawn_distances(found, claims, regimes)),
        told=told_of(text) if len(text.text) < LONG else None,
    )


def told_of(text: Text) -> Told:
    """Give the places of a text, and its distances and dates."""
    return geocode(text.text), quantities(text.text)


def _is_refusal(claims: Sequence[Draft]) -> bool:
    """Tell a text of which all that holds is a refusal, or that a permission is denied.

    What others permit is no map of it.
    """
    now = [each for each in claims if not each.past or each["status"] == "denied"]
    said = {"denied" if each["status"] == "denied" else each["stance"] for each in now}
    return bool(said & {"refuses", "denied"}) and said <= {"refuses", "denied", "proposed"}


def _is_of_the_war(text: Text, claims: Sequence[Draft]) -> bool:
    """Tell a text that speaks of Ukraine and Russia, and states nothing of other countries."""
    pairs = {(each["origin"], each["target"]) for each in claims if each["origin"]}
    if pairs - {OF_THE_BRIEF, ("UA", None)}:
        return False
    return all(name.search(text.text) for name in _NAMED)


def claims_json(text: Text, choice: Choice, *, catalogue: Sequence[Regime]) -> bytes:
    """Write what a text states: the fields of a regime, each with its evidence, and the gaps.

    Parameters
    ----------
    text, choice
        The text, what is read of it, and what of that is drawn.
    catalogue
        What is known elsewhere, to be put beside it.

    Returns
    -------
    bytes
        JSON: ``source``, ``claims`` and ``distances_not_drawn``. A claim says with ``on_map``
        whether this run drew it, and with ``catalogue`` what is known elsewhere.
    """
    drawn = {regime.id for regime in choice.regimes if regime.stated_in == TEXT}
    values = draft_values(choice.claims)["regimes"]
    for each, told in zip(choice.claims, values, strict=True):
        known = known_of(each, catalogue)
        told["on_map"] = regime_id(each) in drawn
        told["catalogue"] = known and {
            "id": known.regime.id,
            "differences": {
                key: {"text": ours, "catalogue": theirs}
                for key, (ours, theirs) in known.differences.items()
            },
        }
    document = {
        "source": text.source_name,
        "claims": values,
        "distances_not_drawn": [
            {"text": q.text, "start": q.start, "end": q.end, "sentence": list(q.sentence)}
            for q in choice.distances
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def said_of(choice: Choice, text: Text, argument: str | None) -> str:
    """Say in a line what the text states that is not drawn, and how to draw it; '' of nothing."""
    named = [_named(each) for each in choice.not_drawn]
    untold = reaches_untold(text.text, choice.distances, choice.claims)
    named += [" ".join(each.text.split()) for each in untold]
    context = any(each.stated_in == "context" for each in choice.regimes)
    if not named and not context:
        return ""
    shown = ", ".join(named[:_MOST_NAMED])
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    said = "the policies drawn are the catalogue's, not this text's; " if context else ""
    said += f"not drawn: {shown}{more}; " if named else ""
    file = shlex.quote(argument) if argument and argument != "-" else "TEXT"
    return (
        f"{text.source_name}: {said}to draw what it states, run `python -m geo.regimes draft {file}"
        f" > mine.toml`, check it, then `python -m geo.render {file} --regimes mine.toml`\n"
    )


def _named(each: Draft) -> str:
    words = [each["grantor"] or "a government", each["stance"]]
    words += [", ".join(each["systems"])] if each["systems"] else []
    reach = each["reach_km"]
    if reach is not None:
        ends = reach if isinstance(reach, list) else [reach]
        words.append("–".join(f"{end:g}" for end in ends) + " km")
    return " ".join(words)
