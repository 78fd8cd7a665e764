"""List the licences of everything a user installs: docs/licences.md."""

import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_NAME: Final = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
_LONGEST: Final = 60

HEADING: Final = """\
# Licences of what is installed

Made by `make sbom` from `locks/run.txt`; do not edit by hand. The data have records of their own:
see the `manifest.toml` in each folder of `data/`. `make sbom` also writes `sbom.json`, a list of
the same parts in the form of CycloneDX.

pykdtree alone is under the LGPL without a choice (version 3): it is installed beside this program
as its authors publish it, is imported and not copied, changed or linked into anything of ours, and
can be replaced by any version with the same interface. Of marisa-trie's and tld's choices the
permissive one, BSD and MPL, is taken; the MPL of certifi and tld asks for the source of changed
files, and none is changed. Everything else asks no more than to keep its notice. Leaflet 1.9.4
is carried in the package as its authors publish it, under the BSD licence with two clauses, which
stands beside it and in every page.

| package | version | licence |
| --- | --- | --- |
"""


def build() -> None:
    """Write ``docs/licences.md`` anew, of what is installed here."""
    rows = []
    for name, version in _NAME.findall((ROOT / "locks" / "run.txt").read_text(encoding="utf-8")):
        rows.append(f"| {name} | {version} | {_licence(name)} |")
    text = HEADING + "\n".join(sorted(set(rows), key=str.lower)) + "\n"
    (ROOT / "docs" / "licences.md").write_text(text, encoding="utf-8")


def _licence(name: str) -> str:
    """Give what a package says of its licence, shortest first."""
    try:
        said = distribution(name).metadata
    except ModuleNotFoundError:
        return "on other platforms only"
    classes = [
        each.rpartition(" :: ")[2]
        for each in said.get_all("Classifier") or []
        if each.startswith("License ::") and each.count(" :: ") > 1
    ]
    written = (said.get("License-Expression"), "; ".join(classes), said.get("License"))
    known = next((each for each in written if each and each.strip()), "see its files")
    line = " ".join(known.split("\n")[0].split()).replace("|", "/")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


if __name__ == "__main__":
    build()
