"""Text → sentences that tell how far a weapon goes, and the policies they can be said of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from geo.drafting.cues import cues
from geo.drafting.groups import Group
from geo.drafting.reading import claim_of
from geo.drafting.record import Article, Claim, Hit
from geo.quantities import names_reach

_OPENING = 40
_NEAR, _FAR = 600, 1500
_NOT_HELD = ("negation", "wished")


def ranges(article: Article) -> Iterator[Claim]:
    """Give a claim per sentence that tells how far a weapon goes, or "they" do.

    Not those of weapons asked for, or never delivered.

    Parameters
    ----------
    article
        The text and what was found in it.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    words, text = cues().words, article.text
    rows = [row for passage in article.passages for row in passage]
    for before, (start, end) in zip([(0, 0), *rows], rows, strict=False):
        if not article.quantities(start, end, kind="distance"):
            continue
        far = words["far"].search(text, start, end)
        if far is None or any(words[key].search(text, start, end) for key in _NOT_HELD):
            continue
        claim = claim_of(article, (start, end), (start, end), far.start())
        if claim.distances:
            claim = replace(claim, systems=_nearest(claim.systems, claim.distances[0].start))
        if not claim.systems and words["they"].search(text, start, start + _OPENING):
            named = list(cues().systems.within(text, *before))[-1:]
            if named and any(words[key].search(text, *before) for key in _NOT_HELD):
                continue
            claim = replace(claim, systems=tuple(Hit(value=n, start=a, end=b) for n, a, b in named))
        elif not claim.systems:
            continue
        if claim.distances:
            only = {"dates": (), "regions": (), "grantors": (), "statuses": (), "times": ()}
            yield replace(claim, **only, joint=False)  # type: ignore[arg-type]


def _nearest(systems: tuple[Hit, ...], at: int) -> tuple[Hit, ...]:
    """Give the weapon named last before its range, or the first one after."""
    return tuple([hit for hit in systems if hit.start < at][-1:]) or systems[:1]


def reach_by_range(told: Iterable[Claim], groups: Sequence[Group], text: str) -> None:
    """Let the range of a policy's weapon be its reach, where no other distance is stated.

    Parameters
    ----------
    told
        What ``ranges`` gave.
    groups
        The policies; those that get a reach are changed.
    text
        The whole text.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    for claim in told:
        able = [group for group in groups if not group.reach and not _past(group)]
        named = {hit.value for hit in claim.systems}
        by_name = [
            group for group in able if named & group.systems and _is_near(claim, group, _FAR)
        ]
        others = [group for group in able if _may_use(claim, named, group, text)]
        meant = by_name or others
        if len(meant) != 1:
            continue
        said = replace(claim, follows=meant[0].own[0].sentence[0])
        first = claim.distances[0].high_km or 0.0
        meant[0].reach += [(each, said) for each in said.distances if names_reach(each, (first,))]
        meant[0].others.append(said)
        meant[0].systems |= named


def _may_use(claim: Claim, named: set[str], group: Group, text: str) -> bool:
    """Tell whether a weapon can be that of a policy which names none, or is spoken of as "it"."""
    if not _is_near(claim, group, _NEAR) or (named and group.systems):
        return False
    if any(cues().words["how_far"].search(text, *own.sentence) for own in group.own):
        return False
    made = cues().makers.get(group.whose)
    return made is None or named <= made


def _past(group: Group) -> bool:
    return all(own.past for own in group.own)


def _is_near(claim: Claim, group: Group, most: int) -> bool:
    """Tell whether a sentence follows what is said of a policy, or stands close before it."""
    told = (*group.own, *group.others)
    return any(-_NEAR < claim.start - each.sentence[0] < most for each in told)
