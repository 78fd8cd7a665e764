"""All that is said of the findings, decided once: pages, pictures and tables only set it."""

from geo.narrative.accounts import Account, Narrative, account, choose, narrate
from geo.narrative.listing import (
    as_values,
    columns,
    full_account,
    known_day,
    on_day,
    overview,
    published,
)
from geo.narrative.picture_text import (
    PictureRow,
    PictureText,
    alt_text,
    picture_text,
)
from geo.narrative.rows import RegionRow, changed_numerals, share_numeral
from geo.narrative.standpoint import (
    attribution,
    caveat,
    certain,
    compared_with,
    country_name,
    credits_of,
    measured_from,
    own_regions_said,
    worldview,
)
from geo.narrative.stated import (
    StatedByText,
    StatedPolicy,
    left_undrawn,
    places_alt,
    places_title,
    stated_by_text,
    undrawn_lines,
)

__all__ = [
    "Account",
    "Narrative",
    "PictureRow",
    "PictureText",
    "RegionRow",
    "StatedByText",
    "StatedPolicy",
    "account",
    "alt_text",
    "as_values",
    "attribution",
    "caveat",
    "certain",
    "changed_numerals",
    "choose",
    "columns",
    "compared_with",
    "country_name",
    "credits_of",
    "full_account",
    "known_day",
    "left_undrawn",
    "measured_from",
    "narrate",
    "on_day",
    "overview",
    "own_regions_said",
    "picture_text",
    "places_alt",
    "places_title",
    "published",
    "share_numeral",
    "stated_by_text",
    "undrawn_lines",
    "worldview",
]
