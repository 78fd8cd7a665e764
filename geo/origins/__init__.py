"""What a reach is measured from: a border by name, or a line of the user's own."""

from geo.origins.choose import (
    FOR_COMPARISON_ONLY,
    NAMED_ORIGINS,
    border_part,
    choose_origin,
    country_origin,
    load_origin,
    one_shape,
    own_border,
)
from geo.origins.geojson_kml import Feature
from geo.origins.own import in_degrees, read_features

__all__ = [
    "FOR_COMPARISON_ONLY",
    "NAMED_ORIGINS",
    "Feature",
    "border_part",
    "choose_origin",
    "country_origin",
    "in_degrees",
    "load_origin",
    "one_shape",
    "own_border",
    "read_features",
]
