"""Small hard inputs of a newsroom: places, distances and pages in the way they come in."""

import json
import math

import pytest

from geo.places import geocode
from geo.quantities import quantities
from geo.reading import normalise, read_text

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def cases(shared):
    folder = shared / "cases" / "reading"
    listed = json.loads((folder / "cases.json").read_text(encoding="utf-8"))["cases"]
    return [case | {"path": folder / case["file"]} for case in listed]


def is_right(place, wanted):
    right = "*" in wanted["is"] or {place.region, place.country} & set(wanted["is"])
    if not right or wanted.get("kind", place.kind) != place.kind:
        return False
    if place.geonames_id is None or place.geonames_id != wanted.get("if_id"):
        return True
    lat, lon = wanted["then_near"]
    east = (place.lon - lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(place.lat - lat, east) <= wanted["km"]


def names(case):
    text = case["path"].read_bytes().decode()
    places = geocode(text)
    for wanted in case["expected"]:
        at = -1
        for _ in range(wanted.get("which", 1)):
            at = text.index(wanted["name"], at + 1)
        hits = [p for p in places if p.start < at + len(wanted["name"]) and at < p.end]
        if wanted["is"] is None:
            yield not hits
        else:
            yield any(is_right(place, wanted) for place in hits)


def names_of_a_page(case):
    places = geocode(read_text(str(case["path"])).text)
    for wanted in case["expected"]:
        name = normalise(wanted["name"]).text
        hits = [p for p in places if normalise(p.text).text == name]
        yield any(is_right(p, wanted) for p in hits) if wanted["is"] else not hits


def stated(case):
    found = [q.low_km for q in quantities(case["path"].read_text("utf-8")) if q.kind == "distance"]
    wanted = case["expected"]
    yield found in (wanted if isinstance(wanted[0], list) else [wanted])


CHECKS = {"places": names, "places of a page": names_of_a_page, "distances": stated}


def failures(cases, *, control):
    checked = [c for c in cases if c["check"] in CHECKS and (c["kind"] == "C") is control]
    return [c["n"] for c in checked if not all(CHECKS[c["check"]](c))], len(checked)


def test_texts_without_a_disturbance_are_read(cases):
    """The controls: every one."""
    assert failures(cases, control=True)[0] == []


def test_texts_are_read_as_a_careful_reader_would(cases):
    """At least 95 in 100 of the open cases."""
    failed, number = failures(cases, control=False)
    assert len(failed) <= 0.05 * number, failed
