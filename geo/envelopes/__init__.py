"""Measure how far a reach leads from an origin: envelopes along the ellipsoid, and their proof."""

from geo.envelopes.check import MeasuredError, greatest_error_m, measured_error
from geo.envelopes.grow import envelope
from geo.envelopes.several import measured_envelopes
from geo.geodesy import distance_km

__all__ = [
    "MeasuredError",
    "distance_km",
    "envelope",
    "greatest_error_m",
    "measured_envelopes",
    "measured_error",
]
