"""Map how far reported weapon-range policies reach into Russia's regions, and what they name."""

from policy_range_mapper import __version__

TYPE_CHECKING = False  # typing's own takes a while to load
if TYPE_CHECKING:
    from pathlib import Path

    import folium

__all__ = ["__version__", "policy_map"]


def policy_map(
    text: "str | Path | None" = None, *, regimes: "str | Path | None" = None, lang: str = "en"
) -> "folium.Map":
    """Draw the map of a text, or of chosen policies, as a folium map to add layers to.

    Parameters
    ----------
    text
        The text itself, or the path of a text, Markdown or HTML file; left out, the built-in
        brief where its countries are mapped.
    regimes
        What ``--regimes`` takes: ``auto`` (left out), ``text``, ``built-in``, ``none``,
        ``catalogue``, a government's code, a day, a stretch of time, or the path of a file.
    lang
        Language of names and labels: ``en``, ``uk`` or ``ru``.

    Returns
    -------
    folium.Map
        Named layers: countries, regions, one a policy, the origin, the places of the text. It
        asks no network.

    Raises
    ------
    InputError
        When the text, the regimes or the language cannot be used.

    Examples
    --------
    >>> import folium
    >>> drawn = policy_map("From Lyon the road leads to Geneva.")
    >>> folium.CircleMarker((46.2, 6.1)).add_to(drawn).get_name().startswith("circle_marker")
    True
    """
    from geo.choice import choose  # noqa: PLC0415 - who asks no map need not wait for it
    from geo.findings import find, find_places  # noqa: PLC0415 - same
    from geo.origins import choose_origin  # noqa: PLC0415 - same
    from geo.reading import read_text, text_of  # noqa: PLC0415 - same
    from geo.webmap import notebook_map  # noqa: PLC0415 - same

    read = (
        text_of(text) if isinstance(text, str) else read_text(None if text is None else str(text))
    )
    which = None if regimes is None else str(regimes)
    choice = choose(which, read, given=text is not None)
    if not choice.regimes:
        return notebook_map(find_places(read, claims=choice.claims, told=choice.told, lang=lang))
    home, target = choice.regimes[0].origin, choice.regimes[0].target
    name, origin = choose_origin(None, home=home, target=target)
    return notebook_map(
        find(
            read,
            choice.regimes,
            origin_name=name,
            origin=origin,
            claims=choice.claims,
            told=choice.told,
            lang=lang,
        )
    )
