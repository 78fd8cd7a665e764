"""Carry the uncertainty of regions' own edges through to the shares."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import GEOD
from geo.geodesy import Floats, Ints, Shapes

DISPLACEMENT_KM = {
    "RU-AD": 0.35, "RU-BEL": 0.2, "RU-BRY": 0.4, "RU-KDA": 0.75, "RU-KGD": 0.15, "RU-KL": 1.85,
    "RU-KLU": 1.3, "RU-KRS": 1.3, "RU-LIP": 0.5, "RU-ORL": 1.05, "RU-ROS": 0.55, "RU-SAR": 0.4,
    "RU-SMO": 0.55, "RU-STA": 1.5, "RU-TAM": 0.65, "RU-TUL": 1.15, "RU-VGG": 0.85, "RU-VOR": 0.35,
}  # fmt: skip
"""How far packaged edges lie beside those of OpenStreetMap, as if whole stretches were displaced.

Found region by region (see ``docs/method.md``): the least displacement, rounded up to 50 m,
that explains every difference of the region's share between the two layers at seventeen reaches
from 10 to 420 km.
"""

TYPICAL_DISPLACEMENT_KM = 1.0  # where none was found: Natural Earth's edges, elsewhere
TOGETHER_KM = 100.0
_STEP_DEGREES = 0.05
_SHARED_DEGREES = 0.01


@dataclass(frozen=True)
class Edges:
    """Hold the edges of regions, but for those along the origin, as short steps."""

    middle: Floats
    length_km: Floats
    region: Ints
    regions: int

    @classmethod
    def of(cls, shapes: Shapes, origin: BaseGeometry) -> "Edges":
        """Cut the edges of regions into steps."""
        lines, region = shapely.get_parts(shapely.boundary(shapes), return_index=True)
        fine = shapely.segmentize(lines, _STEP_DEGREES)
        lonlat, line = shapely.get_coordinates(fine, return_index=True)
        real = line[1:] == line[:-1]
        start, end, line = lonlat[:-1][real], lonlat[1:][real], line[1:][real]
        border = shapely.boundary(origin) if origin.geom_type.endswith("Polygon") else origin
        shapely.prepare(border)
        middle = (start + end) / 2.0
        own = ~shapely.dwithin(border, shapely.points(middle), _SHARED_DEGREES)
        length_km = np.asarray(GEOD.inv(*start[own].T, *end[own].T)[2]) / 1000.0
        return cls(middle[own], length_km, region[line[own]], len(shapes))

    def uncertain(
        self, share: Floats, envelope: BaseGeometry, *, area_km2: Floats, displacement_km: Floats
    ) -> Floats:
        """Return by how much a share may be off, up or down.

        Notes
        -----
        Where edges are displaced by d, as one over a length of c and apart from there on, an edge
        of length L has an area beside it that is uncertain by d √(c L). With A the region's area
        and s its share, the edges inside the envelope change s by (1 - s) / A for each unit of
        area, those outside by s / A; independent of each other, they add as squares.
        """
        partly = (share > 0) & (share < 1)
        steps = np.flatnonzero(partly[self.region])
        within = shapely.intersects_xy(envelope, self.middle[steps])
        inside_km = self._sums(steps[within])
        outside_km = self._sums(steps[~within])
        spread = (1 - share) ** 2 * inside_km + share**2 * outside_km
        return np.asarray(displacement_km * np.sqrt(TOGETHER_KM * spread) / area_km2)

    def _sums(self, steps: Ints) -> Floats:
        weights = self.length_km[steps]
        total_km = np.bincount(self.region[steps], weights=weights, minlength=self.regions)
        return np.asarray(total_km, dtype=np.float64)
