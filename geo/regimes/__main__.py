"""Open the door ``python -m geo.regimes``: the command itself is ``geo.cli.regimes``."""

import runpy

runpy.run_module("geo.cli.regimes", run_name="__main__")
