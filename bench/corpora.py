"""Read geoparsing corpora in the formats they are published in.

None is part of the project; point the benchmark at a copy of your own.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from bench.scoring import Mention

# Annotations of GeoWebNews that name no place, or a people or tongue called after one.
_NOT_PLACES = frozenset(
    {"Non_Toponym", "Non_Lit_Expression", "Literal_Expression", "Demonym", "Homonym", "Language"}
)
_NOTE = re.compile(r"(?m)^#\d+\tAnnotatorNotes (T\d+)\t(.*)$")
_SPAN = re.compile(r"(?m)^(T\d+)\t(\S+) (\d+) (\d+)\t")
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)")


def read_corpus(path: Path) -> Iterator[tuple[str, list[Mention]]]:
    """Give each text of a corpus with its places.

    A folder holds GeoWebNews (``.txt`` and ``.ann`` side by side), an XML file LGL,
    TR-News or GeoVirus, a ``.jsonl`` file one object a line with ``text`` and
    ``mentions``.
    """
    if path.is_dir():
        yield from _standoff(path)
    elif path.suffix == ".jsonl":
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            found = [
                Mention(m["start"], m["end"], m.get("lat"), m.get("lon"))
                for m in record["mentions"]
            ]
            yield record["text"], found
    else:
        yield from _xml(path)


def _xml(path: Path) -> Iterator[tuple[str, list[Mention]]]:
    """Read the articles of LGL, TR-News (toponyms) or GeoVirus (locations)."""
    for article in ET.parse(path).getroot().iter("article"):  # noqa: S314 - a corpus of the user's own choice
        text = article.findtext("text") or ""
        found = []
        for place in (*article.iter("toponym"), *article.iter("location")):
            start, end = _number(place, "start"), _number(place, "end")
            lat, lon = _number(place, "lat"), _number(place, "lon")
            if start is not None and end is not None:
                code = place.findtext("gaztag/country")
                found.append(Mention(int(start), int(end), lat, lon, code))
        yield text, found


def _number(place: ET.Element, name: str) -> float | None:
    value = place.findtext(name) or place.findtext(f"gaztag/{name}")
    return float(value) if value and value.strip() else None


def _standoff(folder: Path) -> Iterator[tuple[str, list[Mention]]]:
    """Read brat's stand-off files; a note gives the point, where it is one."""
    for file in sorted(folder.glob("*.txt")):
        notes = file.with_suffix(".ann").read_text("utf-8")
        points = {which: _PAIR.search(note) for which, note in _NOTE.findall(notes)}
        found = []
        for which, kind, start, end in _SPAN.findall(notes):
            if kind in _NOT_PLACES:
                continue
            point = points.get(which)
            lat, lon = (float(point[1]), float(point[2])) if point else (None, None)
            found.append(Mention(int(start), int(end), lat, lon))
        yield file.read_text("utf-8"), found
