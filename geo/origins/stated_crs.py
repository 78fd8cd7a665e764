"""Understand what a file says its coordinates are, without opening another file for it."""

import re

from pyproj import CRS
from pyproj.exceptions import ProjError

from geo.crs import GEOGRAPHIC
from geo.errors import InputError

LONGEST_DEFINITION = 20_000

_NUMBERED = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://(?:www\.)?opengis\.net/def/crs/)?"
    r"(?P<authority>epsg|esri|ogc)(?:[:/][\w.]*)?[:/](?P<code>\w+)",
    re.IGNORECASE,
)
_LONGITUDE_LATITUDE = re.compile(r"(?:(?:ogc:)?crs:?84|wgs[ _]?(?:19)?84)", re.IGNORECASE)
_LEADS_ELSEWHERE = re.compile(r"grids|extension|\+init|@", re.IGNORECASE)


def stated_crs(said: str, *, name: str) -> CRS:
    """Understand the name or the definition of a CRS.

    Parameters
    ----------
    said
        A name in any spelling (``EPSG:32636``, ``urn:ogc:def:crs:OGC:1.3:CRS84``, the address at
        opengis.net, ``WGS84``), or a definition as WKT.
    name
        What the file is called in messages.

    Returns
    -------
    CRS
        Of degrees or of a map; longitude or east comes first, whatever its authority says.

    Raises
    ------
    InputError
        When there is no such CRS, it is not one of a map, or its definition names other files.

    Examples
    --------
    >>> stated_crs("urn:ogc:def:crs:EPSG::32636", name="it").name
    'WGS 84 / UTM zone 36N'
    """
    said = said.strip().strip("\ufeff\0")
    numbered = _NUMBERED.fullmatch(said)
    if _LONGITUDE_LATITUDE.fullmatch(said) or (numbered and numbered["code"].upper() == "CRS84"):
        return CRS.from_user_input(GEOGRAPHIC)
    elsewhere = len(said) > LONGEST_DEFINITION or _LEADS_ELSEWHERE.search(said)
    try:
        if numbered:
            crs = CRS.from_authority(numbered["authority"].upper(), numbered["code"])
        elif "[" in said and not elsewhere:
            crs = CRS.from_wkt(said)
        else:
            raise _unknown(said, name=name)
    except ProjError as error:
        raise _unknown(said, name=name) from error
    if not (crs.is_geographic or crs.is_projected):
        raise InputError(
            f"{name} has coordinates that are neither degrees nor of a map ({crs.name}); "
            "reproject it to EPSG:4326."
        )
    return crs


def _unknown(said: str, *, name: str) -> InputError:
    shown = " ".join(said.split())[:60]
    return InputError(
        f"{name} names a CRS of its own that is not known ({shown!r}); reproject it to EPSG:4326."
    )
