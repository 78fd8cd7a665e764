"""Index points in space by straight distance, in one thread.

For so few points at a time a second thread would mostly wait, and waits by spinning. Its library
reads the number of threads once, as it is loaded.
"""

import os

_threads = os.environ.get("OMP_NUM_THREADS")
os.environ["OMP_NUM_THREADS"] = "1"
try:
    from pykdtree.kdtree import KDTree
finally:
    del os.environ["OMP_NUM_THREADS"]
    if _threads is not None:
        os.environ["OMP_NUM_THREADS"] = _threads

__all__ = ["KDTree"]
