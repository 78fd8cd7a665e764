"""The table of what shares depend on: committed as the code gives it, and quoted as committed."""

from pathlib import Path

import pytest

from bench.sensitivity import HEART, PAGE, judged_regions, line, measured, own_cases, row
from geo.origins import load_origin, one_shape

README = Path(__file__).resolve().parents[1] / "README.md"


def test_the_committed_table_is_what_the_code_gives():
    """Rows that need no other's data and no slow buffer come out as they stand in the page."""
    committed = PAGE.read_text("utf-8").splitlines()
    origin, regions = one_shape(load_origin("recognised")), judged_regions()
    truth = measured(regions)
    for case in own_cases(origin):
        assert line(row(case, origin, regions, truth)) in committed, case.name


@pytest.mark.parametrize("name", HEART)
def test_the_readme_quotes_the_table(name):
    """The lines shown in the README are lines of the page."""
    (quoted,) = (text for text in PAGE.read_text("utf-8").splitlines() if f": {name} |" in text)
    assert quoted in README.read_text("utf-8").splitlines()
