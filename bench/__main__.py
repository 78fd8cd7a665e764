"""Run the benchmarks, all of them or those named: ``python -m bench [NAME ...]``."""

import importlib
import sys

BENCHES = ("run", "envelopes", "growth", "sensitivity", "geoparsing")

for name in sys.argv[1:] or BENCHES:
    if name not in BENCHES:
        sys.exit(f"no benchmark {name!r}; choose from {', '.join(BENCHES)}")
    print(f"\n== {name} ==", flush=True)
    importlib.import_module(f"bench.{name}").main()
