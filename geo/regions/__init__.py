"""Regions of the user's own, to be judged instead of the packaged ones."""

from geo.regions.openstreetmap import extract_regions
from geo.regions.own import Matters, OwnRegions, load_own_regions, own_regions
from geo.regions.placed import placed

__all__ = ["Matters", "OwnRegions", "extract_regions", "load_own_regions", "own_regions", "placed"]
