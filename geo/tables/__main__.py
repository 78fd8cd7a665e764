"""Print the data dictionary as Markdown: what stands in docs/data-dictionary.md."""

import sys

from geo.tables.dictionary import data_dictionary

if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
