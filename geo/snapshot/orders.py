"""Read what pictures a newsroom orders: their sizes, themes and figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import InputError
from geo.regimes import Regime
from geo.snapshot.pages import PAGES

DARK = "-dark"
ALL, EACH, PAIR = "all", "each", "pair"
JOINT = "+"


@dataclass(frozen=True, kw_only=True)
class Order:
    """Ask for one picture.

    Attributes
    ----------
    size
        A name of `PAGES`.
    theme
        ``light`` or ``dark``.
    regimes
        Ids of the regimes to draw: none for all, one alone, two to compare.
    """

    size: str
    theme: str = "light"
    regimes: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """Return the file's name but for its ending: size, theme, then the figure after a dot.

        Examples
        --------
        >>> Order(size="a4", theme="dark", regimes=("first", "second")).stem
        'policy-map-a4-dark.first+second'
        """
        figure = f".{JOINT.join(self.regimes)}" if self.regimes else ""
        return f"policy-map-{self.size}{DARK if self.theme == 'dark' else ''}{figure}"


def orders(given: str, regimes: Sequence[Regime]) -> tuple[Order, ...]:
    """Read a list of orders such as ``1200x630,a4-dark,1080x1080:each``.

    Parameters
    ----------
    given
        ``SIZE[-dark][:FIGURE]`` with commas between. FIGURE is ``all`` (when left out), ``each``
        (one picture per regime), ``pair`` (the last two regimes compared), a regime's id, or two
        ids with a plus between.
    regimes
        What can be drawn; those that state no distance cannot.

    Returns
    -------
    tuple
        In the order given, each once.

    Raises
    ------
    InputError
        When a size or figure is not known, or there are not two regimes to compare.

    Examples
    --------
    >>> [order.stem for order in orders("1200x630,a4-dark", [])]
    ['policy-map-1200x630', 'policy-map-a4-dark']
    """
    known = [regime.id for regime in regimes if regime.reach_km]
    found: list[Order] = []
    for item in given.split(","):
        name, _, figure = item.strip().lower().partition(":")
        size = name.removesuffix(DARK)
        if size not in PAGES:
            raise InputError(
                f"--sizes holds {item.strip()!r}, whose size is not known; choose from "
                f"{', '.join(PAGES)}, each with -dark after it for a dark ground."
            )
        theme = "dark" if name.endswith(DARK) else "light"
        found += [
            Order(size=size, theme=theme, regimes=drawn)
            for drawn in _figures(figure or ALL, item.strip(), known)
        ]
    return tuple(dict.fromkeys(found))


def _figures(figure: str, item: str, known: Sequence[str]) -> Sequence[tuple[str, ...]]:
    """List the regimes of each picture that a figure's name stands for."""
    if figure == ALL:
        return [()]
    if figure == EACH:
        return [(regime,) for regime in known]
    wanted = tuple(known[-2:]) if figure == PAIR else tuple(figure.split(JOINT))
    if figure == PAIR and len(known) < 2:  # noqa: PLR2004 - a pair
        raise InputError(
            f"--sizes holds {item!r}, but fewer than two regimes state a distance; ask for all."
        )
    unknown = [regime for regime in wanted if regime not in known]
    if unknown or not 1 <= len(set(wanted)) == len(wanted) <= 2:  # noqa: PLR2004 - at most a pair
        raise InputError(
            f"--sizes holds {item!r}; after the colon give all, each, pair, the id of a regime, "
            f"or two ids with + between; the ids are {', '.join(known)}."
        )
    return [wanted]
