"""Open the door ``python -m geo.places``: the command itself is ``geo.cli.places``."""

import runpy

runpy.run_module("geo.cli.places", run_name="__main__")
