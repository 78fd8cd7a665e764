"""Measure on the WGS84 ellipsoid: how far points, lines and areas lie, how large areas are."""

from geo.geodesy.ellipsoid import Bools, Floats, Ints, Shapes, area_km2, cartesian, ranges
from geo.geodesy.farthest import farthest_km
from geo.geodesy.line_to_line import LonLat, nearest
from geo.geodesy.lines import Origin, checked, lines_of, reach_in_metres, stretch
from geo.geodesy.point_to_line import Border, KDTree, Nearest, Segments, distance_km

__all__ = [
    "Bools",
    "Border",
    "Floats",
    "Ints",
    "KDTree",
    "LonLat",
    "Nearest",
    "Origin",
    "Segments",
    "Shapes",
    "area_km2",
    "cartesian",
    "checked",
    "distance_km",
    "farthest_km",
    "lines_of",
    "nearest",
    "ranges",
    "reach_in_metres",
    "stretch",
]
