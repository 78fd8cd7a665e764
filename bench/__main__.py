"""Run the benchmarks, all of them or those named: ``python -m bench [NAME ...]``."""

import importlib
import subprocess
import sys

BENCHES = ("run", "archive", "envelopes", "growth", "sensitivity", "geoparsing", "labels")

names = sys.argv[1:] or BENCHES
for name in names:
    if name not in BENCHES:
        sys.exit(f"no benchmark {name!r}; choose from {', '.join(BENCHES)}")
if len(names) == 1:
    sys.argv[1:] = []  # its name is no option of its own
    importlib.import_module(f"bench.{names[0]}").main()
    sys.exit()
for name in names:  # each in a process of its own: peak memory is a process's
    print(f"\n== {name} ==", flush=True)
    subprocess.run([sys.executable, "-m", "bench", name], check=True)
