"""The frames of a run: whose regions, whose border, in whose words."""

from geo.boundaries import load_boundary
from geo.setting import is_elsewhere, setting


def test_russia_is_judged_within_a_thousand_kilometres_of_ukraine():
    """From Ukraine; measured from elsewhere all its regions are."""
    every = load_boundary("regions")
    near = setting("UA", "RU", lang="uk").regions
    assert set(near["region"]) == set(every["region"][every["within_1000_km"]])
    assert near["name"].tolist() == near["name_uk"].tolist()
    assert len(setting("FI", "RU", lang="en").regions) == len(every)


def test_a_country_that_is_the_target_has_no_home():
    """What is measured inland from its own border has nothing to be painted as home."""
    inland = setting("UA", "UA", lang="en")
    assert inland.home.empty
    assert len(inland.regions) == 27
    assert not is_elsewhere("UA", "UA")


def test_only_the_data_shown_is_credited():
    """Beside the world's files those of Ukraine or Russia alone that take part."""
    files = [record.file for record in setting("FI", "RU", lang="en").records]
    assert "ukraine.fgb" not in files
    assert "regions.fgb" in files
    assert "ukraine.fgb" in [record.file for record in setting("UA", "BY", lang="en").records]
