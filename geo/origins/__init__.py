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

__all__ = [
    "FOR_COMPARISON_ONLY",
    "NAMED_ORIGINS",
    "border_part",
    "choose_origin",
    "country_origin",
    "load_origin",
    "one_shape",
    "own_border",
]
