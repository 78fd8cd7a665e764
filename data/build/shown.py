"""Simplify once what every map of Ukraine and Russia shows, whatever is reached on it."""

from typing import Any, Final
from unittest.mock import patch

import shapely

from data.build.upstream import CHECKOUT
from geo.display import coarser, display, layers
from geo.findings import find
from geo.origins import choose_origin
from geo.reading import no_text
from geo.regimes import BUILT_IN, select
from geo.webmap import STILL_COARSER

FILE: Final = CHECKOUT / "geo" / "display" / layers.READY


def build() -> None:
    """Write anew what is kept ready: the shapes of the page and of its stills."""
    kept: dict[bytes, bytes] = {}
    simplify = layers.simplified_together

    def keep(clipped: layers.Shapes, *, tolerance_m: float) -> layers.Shapes:
        simple = simplify(clipped, tolerance_m=tolerance_m)
        key = layers.key_of(clipped, tolerance_m=tolerance_m)
        kept[key] = shapely.to_wkb(shapely.geometrycollections(simple))
        return simple

    nothing: dict[bytes, Any] = {}
    with (
        patch.object(layers, "ready", lambda: nothing),
        patch.object(layers, "simplified_together", keep),
    ):
        regimes, _ = select(BUILT_IN)
        name, origin = choose_origin(None, home="UA", target="RU")
        shown = display(find(no_text(), regimes, origin_name=name, origin=origin))
        coarser(shown, tolerance_m=STILL_COARSER * shown.tolerance_m)
    FILE.write_bytes(
        b"".join(
            key + len(shapes).to_bytes(layers.SIZE_BYTES, "big") + shapes
            for key, shapes in kept.items()
        )
    )
