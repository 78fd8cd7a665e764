"""Stand between the outputs and the folder they go to: compare with it, or replace its files."""

from geo.files.compare import compare
from geo.files.replace import repair, replace_files, unfinished

__all__ = ["compare", "repair", "replace_files", "unfinished"]
