"""Open the door ``python -m geo.archive``: the command itself is ``geo.cli.archive``."""

import runpy

runpy.run_module("geo.cli.archive", run_name="__main__")
