"""Read an archive of articles: its places and claims as Parquet, and what it speaks of over time.

Nothing here is imported by the other commands; pyarrow comes with the extra ``archive``.
"""

from geo.archive.articles import Articles
from geo.archive.batch import Part, digest_of, read_batch
from geo.archive.finish import finish
from geo.archive.run import build, processes, scheduler

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
