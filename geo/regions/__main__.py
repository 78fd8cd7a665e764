"""Open the door ``python -m geo.regions``: the command itself is ``geo.cli.regions``."""

from policy_range_mapper import run

run("regions")
