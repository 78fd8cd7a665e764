"""Read one batch of articles into three Parquet parts, and put these in place.

Reading is a pure function: the same batch gives the same bytes, on whatever machine, by whatever
engine it is run. A part is in place whole or not at all, the one with the articles last; it says
which batch it was made of.
"""

import contextlib
import fcntl
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo import __version__
from geo.claims import draft, draft_values
from geo.errors import DataError, GeoError, InputError
from geo.inputs import records
from geo.places import geocode

LONGEST_TEXT = 5_000_000
KINDS = ("mentions", "claims", "articles")
"""Folders of parts, in the order in which a part's files are put in place."""

DIGEST, ERRORS = b"batch_sha256", b"errors"
"""What the part of the articles says besides its rows: which batch it was made of, what failed."""

_OF_ARTICLE = [("article", pa.string()), ("month", pa.string())]
MENTIONS = pa.schema(
    [
        *_OF_ARTICLE,
        ("text", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("country", pa.string()),
        ("region", pa.string()),
        ("geonames_id", pa.int64()),
        ("confidence", pa.float64()),
        ("status", pa.string()),
    ]
)
CLAIMS = pa.schema(
    [
        *_OF_ARTICLE,
        ("grantor", pa.string()),
        ("stance", pa.string()),
        ("status", pa.string()),
        ("reach_km", pa.list_(pa.float64())),
        ("reach_of", pa.string()),
        ("scope", pa.list_(pa.string())),
        ("excluded", pa.list_(pa.string())),
        ("systems", pa.list_(pa.string())),
        ("from", pa.string()),
        ("until", pa.string()),
        ("origin", pa.string()),
        ("target", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("sentence", pa.string()),
        ("confidence", pa.float64()),
        ("gaps", pa.list_(pa.string())),
    ]
)
ARTICLES = pa.schema(
    [
        ("article", pa.string()),
        ("month", pa.string()),
        ("date", pa.string()),
        ("title", pa.string()),
        ("url", pa.string()),
        ("characters", pa.int32()),
        ("mentions", pa.int32()),
        ("claims", pa.int32()),
    ]
)
_DATE = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))(?:-(?:0[1-9]|[12]\d|3[01]))?(?![\d-])")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Hold what one batch gave: three Parquet files, and what made them."""

    mentions: bytes
    claims: bytes
    articles: bytes
    versions: tuple[str, ...]


def versions() -> tuple[str, ...]:
    """Name what the bytes of a part depend on besides its batch."""
    return (__version__, pa.__version__, *(record.sha256 for record in records("places")))


def digest_of(lines: Sequence[bytes]) -> str:
    """Give the digest that a batch is known by: of its lines, and of what reads them.

    Examples
    --------
    >>> digest_of([b"{}"]) == digest_of([b"{}"]), digest_of([b"{}"]) == digest_of([b"{", b"}"])
    (True, False)
    """
    digest = hashlib.sha256(json.dumps(versions()).encode())
    for line in lines:
        digest.update(len(line).to_bytes(8, "big"))
        digest.update(line)
    return digest.hexdigest()


def read_batch(lines: Sequence[bytes]) -> Part:
    """Find the places and the claims of a batch.

    Parameters
    ----------
    lines
        One article each, as JSON: ``id``, ``text`` and, if known, ``date``, ``title``, ``url``.

    Returns
    -------
    Part
        In the order of the articles, then of the text. An article that cannot be read has no rows;
        it is named, with the reason, in what the part of the articles says besides its rows.

    Examples
    --------
    >>> part = read_batch([b'{"id": "a", "text": "From Sumy.", "date": "2024-11-17"}', b"{"])
    >>> pq.read_table(io.BytesIO(part.mentions)).column("region").to_pylist()
    ['UA-59']
    >>> [error["error"] for error in errors_of(pq.ParquetFile(io.BytesIO(part.articles)))]
    ['not JSON (column 2)']
    """
    mentions: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    articles: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    for line in lines:
        article: dict[str, Any] = {}
        try:
            article = _article(line)
            found, stated = _mentions(article), _claims(article)
        except (
            GeoError,
            ArithmeticError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            reason = " ".join(f"{error}".split())[:300] or type(error).__name__
            errors.append({"id": _id(line), "error": reason})
            continue
        mentions += found
        claims += stated
        articles.append(
            {key: article.get(key) for key in ("article", "month", "date", "title", "url")}
            | {
                "characters": len(article["text"]),
                "mentions": len(found),
                "claims": len(stated),
            }
        )
    said = {DIGEST: digest_of(lines).encode(), ERRORS: json.dumps(errors).encode()}
    return Part(
        mentions=_written(mentions, MENTIONS),
        claims=_written(claims, CLAIMS),
        articles=_written(articles, ARTICLES.with_metadata(said)),
        versions=versions(),
    )


def errors_of(articles: pq.ParquetFile) -> list[dict[str, str]]:
    """Give what could not be read of a batch: ``id`` and ``error`` each."""
    said = articles.schema_arrow.metadata or {}
    return list(json.loads(said.get(ERRORS, b"[]")))


def _article(line: bytes) -> dict[str, Any]:
    """Take an article off its line; what is wrong with it is told."""
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON (column {error.colno})") from error
    if not isinstance(given, dict):
        raise TypeError("not an object with id and text")
    if "unreadable" in given:
        raise ValueError(str(given["unreadable"]))
    text = given.get("text")
    if not isinstance(given.get("id"), str | int) or isinstance(given.get("id"), bool):
        raise TypeError("no id")
    if not isinstance(text, str):
        raise TypeError("no text")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"more than {LONGEST_TEXT:,} characters")
    taken = {key: _text(given.get(key)) for key in ("title", "url")}
    found = _DATE.match(str(given.get("date") or ""))
    dated = {"date": found and found[0], "month": found and found[1]}
    return taken | dated | {"article": _text(str(given["id"])), "text": _text(text)}


def _text(value: Any) -> str | None:
    """Take a text that can be written as UTF-8: half a surrogate pair cannot."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _id(line: bytes) -> str:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    return str(_text(str(given.get("id", "")))) if isinstance(given, dict) else ""


def _mentions(article: dict[str, Any]) -> list[dict[str, Any]]:
    names = [field.name for field in MENTIONS][2:]
    return [
        _known(article) | {name: getattr(place, name) for name in names}
        for place in geocode(article["text"])
    ]


def _claims(article: dict[str, Any]) -> list[dict[str, Any]]:
    text = article["text"]
    rows = []
    for each in draft_values(draft(text))["regimes"]:
        fields = each["fields"]
        row = {name: fields[name]["value"] for name in CLAIMS.names[2:] if name in fields}
        for name in ("reach_km", "scope", "excluded", "systems"):
            row[name] = _listed(row.get(name))
        told = [field for field in fields.values() if field.get("sentence")]
        first = min(told, key=lambda field: field["start"] or 0, default=None)
        at = first["sentence"] if first else (0, 0)
        row |= {"start": at[0], "end": at[1], "sentence": text[slice(*at)]}
        row["confidence"] = min((field["confidence"] for field in told), default=None)
        row["gaps"] = sorted(each["gaps"])
        rows.append(_known(article) | row)
    return rows


def _listed(value: Any) -> list[Any]:
    if value is None or value == "none":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _known(article: dict[str, Any]) -> dict[str, Any]:
    return {"article": article["article"], "month": article["month"]}


def _written(rows: list[dict[str, Any]], schema: pa.Schema) -> bytes:
    """Write rows as Parquet, the same rows as the same bytes."""
    columns = [pa.array([row.get(f.name) for row in rows], type=f.type) for f in schema]
    content = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), content, compression="zstd")
    return content.getvalue()


def part(out: Path, kind: str, number: int) -> Path:
    """Give the path of one part."""
    return out / kind / f"part-{number:06}.parquet"


def stands(out: Path, number: int, lines: Sequence[bytes]) -> bool:
    """Say whether the parts of a batch are in place, made of this very batch."""
    paths = [part(out, kind, number) for kind in KINDS]
    try:
        said = pq.read_schema(paths[-1]).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    whole = all(path.is_file() for path in paths)
    return whole and said.get(DIGEST) == digest_of(lines).encode()


def put(out: Path, number: int, made: Part) -> None:
    """Put the parts of a batch in place.

    Raises
    ------
    DataError
        When a worker made them that has other versions of what reads articles.
    """
    if made.versions != versions():
        raise DataError(
            f"a worker has other versions ({', '.join(made.versions[:2])}) than this program "
            f"({', '.join(versions()[:2])}): install the same on all"
        )
    for kind in KINDS:
        path = part(out, kind, number)
        unfinished = path.with_name(f".{path.name}.part")
        with unfinished.open("wb") as file:
            file.write(getattr(made, kind))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def remove_beyond(out: Path, count: int) -> None:
    """Remove the parts of an earlier archive that had more batches."""
    wanted: dict[str, Sequence[Path]] = {
        kind: [part(out, kind, number) for number in range(count)] for kind in KINDS
    }
    for kind, paths in wanted.items():
        for path in set((out / kind).glob("part-*.parquet")) - set(paths):
            path.unlink()


@contextlib.contextmanager
def held(out: Path) -> Iterator[None]:
    """Hold the folder for this run alone, and make it where there is none.

    Raises
    ------
    InputError
        When another run is at work in it.
    """
    out.mkdir(parents=True, exist_ok=True)
    handle = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise InputError(
            f"--out {str(out)!r} is being written by another run; wait for it, or give another."
        ) from error
    finally:
        os.close(handle)
