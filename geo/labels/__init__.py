"""Find room for the names of a map: one engine, with hard rules, for pictures and page.

A name never stands on the country measured from unless it belongs there, and never has its middle
in another region; names do not overlap; a leader is short, crosses neither a name nor another
leader, and ends well within its region; what finds no room is left out.

Everything is in one unit of length, points or pixels, x to the right and y upwards.

References
----------
Imhof (1975), Positioning names on maps. Christensen, Marks and Shieber (1995), An empirical study
of algorithms for point-feature label placement: candidates with costs, then a local search.
"""

from geo.labels.candidates import Form, MapName, Placement, candidates
from geo.labels.ground import RULES, Rules, Terrain
from geo.labels.search import best

__all__ = ["RULES", "Form", "MapName", "Placement", "Rules", "Terrain", "place"]


def place(names: tuple[MapName, ...], ground: Terrain) -> dict[str, Placement]:
    """Choose a place for as many names as have one, the most important before all others.

    Parameters
    ----------
    names
        What is to be named; keys are unique.
    ground
        What the names stand on.

    Returns
    -------
    dict
        The placement of each name that found room, by its key, in the order given; the same for
        the same input, everywhere.

    Examples
    --------
    >>> import shapely
    >>> land = shapely.box(0, 0, 60, 40)
    >>> ground = Terrain(width=100, height=40, shapes={"land": land})
    >>> name = MapName(key="n", forms=(Form(width=30, height=8),), own="land")
    >>> spot = place((name,), ground)["n"]
    >>> bool(land.contains(shapely.box(*spot.box))), spot.leader
    (True, None)
    """
    offered = [candidates(name, ground) for name in names]
    chosen = best(names, offered)
    led = [n for n, name in enumerate(names) if name.longest]
    if any(chosen[n] is None for n in led):
        for n in led:
            if not offered[n].is_led:
                offered[n] = offered[n].joined(candidates(names[n], ground, led=True))
        chosen = best(names, offered)
    return {
        name.key: offered[n].placement(number)
        for n, (name, number) in enumerate(zip(names, chosen, strict=True))
        if number is not None
    }
