"""Open the door ``python -m geo.regimes``: the command itself is ``geo.cli.regimes``."""

from policy_range_mapper import run

run("regimes")
