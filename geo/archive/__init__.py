"""Read an archive of articles: its places and claims as Parquet, and what it speaks of over time.

Nothing here is imported by the other commands; pyarrow comes with the extra ``archive``. What is
named here is imported once it is asked for, so that ``python -m geo.archive --help`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.archive.batch import Part, digest_of, read_batch
    from geo.archive.results import finish
    from geo.archive.run import Articles, build, processes, scheduler

_HOMES = {
    "Articles": "run",
    "Part": "batch",
    "build": "run",
    "digest_of": "batch",
    "finish": "results",
    "processes": "run",
    "read_batch": "batch",
    "scheduler": "run",
}

__all__ = [
    "Articles",
    "Part",
    "build",
    "digest_of",
    "finish",
    "processes",
    "read_batch",
    "scheduler",
]


def __getattr__(name: str) -> object:
    """Import what is asked for."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"geo.archive.{_HOMES[name]}"), name)
