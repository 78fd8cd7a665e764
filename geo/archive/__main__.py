"""Open the door ``python -m geo.archive``: the command itself is ``geo.cli.collect``."""

from policy_range_mapper import run

run("archive")
