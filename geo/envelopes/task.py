"""Hold what every step of drawing an envelope needs, and what each may cost."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from geo.crs import GEOD
from geo.envelopes.ellipsoid import Floats, Ints
from geo.envelopes.nearest import Border
from geo.envelopes.plane import Plane

# What each approximation may cost, as shares of the tolerance. Tips lead a little beyond the reach,
# so that the chords between them stray as far to one side of the line as to the other.
BORDER_SHARE = 0.08
LEAD_SHARE = 0.3
ARC_SHARE = 0.75
CORNER_SHARE = 0.15
THIN_SHARE = 0.1
SHORT_SHARE = 0.7
EDGE_SHARE = 0.2


@dataclass(frozen=True)
class Task:
    """Hold what every step of growing needs."""

    border: Border
    plane: Plane
    reach_m: float
    tolerance_m: float

    @property
    def step_m(self) -> float:
        """Space starts so that a chord between two tips leaves its arc by its share."""
        return sqrt(8.0 * self.reach_m * ARC_SHARE * self.tolerance_m)

    @property
    def tip_m(self) -> float:
        """Place tips this far from their centres."""
        return self.reach_m + LEAD_SHARE * self.tolerance_m

    def away(self, index: Ints, azimuth: Floats, metres: Floats | float) -> Floats:
        """Return, in the plane, the points so many metres away from points of the border."""
        lon, lat = self.border.lonlat[index].T
        lon, lat, _ = GEOD.fwd(lon, lat, azimuth, np.broadcast_to(metres, azimuth.shape))
        return self.plane.flat(np.column_stack([lon, lat]))
