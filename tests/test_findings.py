"""Findings: what one run knows of itself, from the default run."""

from dataclasses import replace

import pytest
import shapely


@pytest.mark.parametrize(
    ("origin_name", "from_home", "for_comparison"),
    [
        ("recognised", True, False),
        ("border-UA", True, False),
        ("land-border", False, False),
        ("de-facto-2014", False, True),
        ("own.geojson", False, False),
    ],
)
def test_home_is_measured_from_its_own_border_alone(
    findings, origin_name, from_home, for_comparison
):
    """A stretch of it, a line for comparison or one of the user's is another origin."""
    other = replace(findings, origin_name=origin_name)
    assert (other.from_home, other.for_comparison_only) == (from_home, for_comparison)


def test_only_russia_seen_from_ukraine_is_the_usual_map(findings):
    """Neither another country seen from Ukraine, nor Russia seen from another."""
    assert findings.usual
    for other in ({"target": "BY"}, {"origin": "PL"}):
        regimes = tuple(replace(regime, **other) for regime in findings.regimes)
        assert not replace(findings, regimes=regimes).usual


def test_the_farther_envelope_holds_the_nearer(findings):
    """Each reach is measured once, to a metre, and holds what lies within a smaller one."""
    near, far = findings.envelopes.geometry
    assert shapely.contains(far, near)
    assert findings.envelopes["max_error_m"].between(0, 1).all()


def test_a_place_is_within_the_reach_of_its_distance(findings):
    """Distance and envelopes agree; a name without a point has neither."""
    for place in findings.places.itertuples():
        reaches = {regime.id: regime.reach_km[-1] for regime in findings.regimes}
        held = (
            ()
            if place.distance_km is None
            else tuple(name for name, reach_km in reaches.items() if place.distance_km < reach_km)
        )
        assert place.regimes == held
