"""Make the interactive map: one self-contained HTML file, or layers for a notebook; no network."""

from typing import TYPE_CHECKING, Any

from geo.webmap.page import page
from geo.webmap.places import places_page

if TYPE_CHECKING:
    from geo.webmap.notebook import notebook_map

__all__ = ["notebook_map", "page", "places_page"]


def __getattr__(name: str) -> Any:
    """Load the notebook's map, and folium with it, only for who asks for it."""
    if name != "notebook_map":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from geo.webmap.notebook import notebook_map  # noqa: PLC0415 - a page has no use for it

    return notebook_map
