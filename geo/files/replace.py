"""Put a set of files in place as one: the old set stands, or the new one, or it says neither does.

The new files are written and synced beside the old ones, in a hidden folder. Then the old ones are
kept there, too, a journal is written, and ``manifest.json`` gives way to one that says the set is
unfinished; the files change places, each in one step, and the new manifest comes last. Whatever
ends the run before that leaves a journal by which the next run brings the old set back.
"""

import contextlib
import errno
import fcntl
import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from geo.errors import InputError

MANIFEST = "manifest.json"
HIDDEN = ".policy-range-mapper-"

_JOURNAL = "journal.json"
_UNFINISHED = "unfinished"
_SAYS_UNFINISHED = (
    b'{"unfinished": "a run was stopped while it put these files in place; '
    b'run it again without --check"}\n'
)
_LARGEST_MANIFEST_BYTES = 50_000_000
# What a run may have left: no other name in a manifest, whoever wrote it, is ever removed.
_OURS = re.compile(
    r"policy-map[\w.+-]*\.(?:html|png|svg|pdf|kml|txt)|text\.txt|provenance\.json|claims\.json|"
    r"(?:coverage|comparison)\.csv|(?:places|envelopes)\.geojson|layers\.gpkg|"
    r"(?:origin|envelopes|regions|places)\.(?:fgb|parquet)"
)


def replace_files(outputs: Mapping[str, bytes], folder: Path) -> None:
    """Put every file in place, all or none; remove what an earlier run left and this one does not.

    Parameters
    ----------
    outputs
        File name to content.
    folder
        Made when it is not there. Files that no manifest of an earlier run lists stay untouched.

    Raises
    ------
    InputError
        When the folder cannot be written; then nothing in it has changed.
    """
    made: list[Path] = []
    try:
        made = _make(folder)
        with _staged(outputs, folder) as staged, _locked(folder):
            _repair(folder)
            _refuse_what_is_no_file(outputs, folder)
            _put_in_place(outputs, folder, staged)
    except OSError as error:
        raise InputError(
            f"--out {str(folder)!r} cannot be written ({error.strerror}); "
            "give a folder you may write to."
        ) from error
    finally:
        for each in reversed(made):
            with contextlib.suppress(OSError):
                each.rmdir()  # only where nothing has come into it


def repair(folder: Path) -> None:
    """Bring back the set that stood before a run that was stopped, and sweep what that run left.

    Parameters
    ----------
    folder
        Where files go; it may be missing. A run that is still at work is left alone.

    Raises
    ------
    InputError
        When the folder cannot be written.
    """
    try:
        if any(_hidden(folder)):
            with _locked(folder):
                _repair(folder)
    except OSError as error:
        raise InputError(
            f"--out {str(folder)!r} holds what a stopped run left and cannot be written "
            f"({error.strerror}); give a folder you may write to."
        ) from error


def unfinished(folder: Path) -> bool:
    """Say whether a run is putting its files in place, or was stopped while it did."""
    return any((each / _JOURNAL).exists() and not _is_complete(each) for each in _hidden(folder))


def listed(folder: Path) -> frozenset[str]:
    """Give the names of the files that the manifest in a folder vouches for.

    Names that no run of this program writes are left out.
    """
    outputs = read_manifest(folder).get("outputs")
    names = outputs if isinstance(outputs, dict) else {}
    return frozenset(name for name in names if _OURS.fullmatch(name))


def read_manifest(folder: Path) -> dict[str, object]:
    """Read the manifest in a folder; an empty one where there is none of this program."""
    content = content_of(folder / MANIFEST, largest_bytes=_LARGEST_MANIFEST_BYTES)
    try:
        document = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    package = document.get("package") if isinstance(document, dict) else None
    ours = isinstance(package, dict) and package.get("name") == "policy-range-mapper"
    return document if ours else {}


def content_of(path: Path, *, largest_bytes: int | None = None) -> bytes | None:
    """Read a file; nothing for what is missing, a folder, a pipe, a device or too large.

    Parameters
    ----------
    path
        Its path; a link is followed.
    largest_bytes
        The most that is read.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    small = largest_bytes is None or status.st_size <= largest_bytes
    return path.read_bytes() if stat.S_ISREG(status.st_mode) and small else None


def _make(folder: Path) -> list[Path]:
    """Make a folder and those above it; give those that were not there, outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder against other runs, for as long as it takes to put files in place."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, how: int) -> bool:
    """Lock a folder; say whether this run may work in it."""
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: two runs at once are then the user's to avoid
        return True
    return True


@contextlib.contextmanager
def _staged(outputs: Mapping[str, bytes], folder: Path) -> Iterator[Path]:
    """Write the files into a hidden folder, held for as long as this run lives, and sweep it."""
    held = None
    with _locked(folder):
        staged = Path(tempfile.mkdtemp(prefix=HIDDEN, dir=folder))
        with contextlib.suppress(OSError):  # the files that cannot be opened either tell of it
            held = os.open(staged, os.O_RDONLY | os.O_DIRECTORY)
            _lock(held, fcntl.LOCK_EX)
    try:
        (staged / "new").mkdir()
        (staged / "old").mkdir()
        for name, content in outputs.items():
            _write(staged / "new" / name, content)
        _write(staged / _UNFINISHED, _SAYS_UNFINISHED)
        _sync(staged / "new")
        yield staged
    finally:
        if not (staged / _JOURNAL).exists() or _is_complete(staged):
            _sweep(staged)
        if held is not None:
            os.close(held)


def _put_in_place(outputs: Mapping[str, bytes], folder: Path, staged: Path) -> None:
    stale = [name for name in sorted(listed(folder) - outputs.keys()) if _is_file(folder / name)]
    existed = [name for name in (*outputs, *stale) if os.path.lexists(folder / name)]
    for name in existed:
        _keep(folder / name, staged / "old" / name)
    _sync(staged / "old")
    manifest = outputs.get(MANIFEST)
    journal = {
        "files": [*outputs, *stale],
        "existed": existed,
        "manifest": manifest and sha256(manifest).hexdigest(),
    }
    _write(staged / f"{_JOURNAL}.part", json.dumps(journal).encode())
    (staged / f"{_JOURNAL}.part").replace(staged / _JOURNAL)
    try:
        _sync(staged)
        if manifest is not None:
            (staged / _UNFINISHED).replace(folder / MANIFEST)
            _sync(folder)
        for name in outputs:
            if name != MANIFEST:
                (staged / "new" / name).replace(folder / name)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
        _sync(folder)
        if manifest is not None:
            (staged / "new" / MANIFEST).replace(folder / MANIFEST)
            _sync(folder)
    except BaseException:
        _undo(staged)
        raise
    _sweep(staged)


def _undo(staged: Path) -> None:
    """Bring back the files that stood; what was begun before is taken up where it ended."""
    folder = staged.parent
    journal = json.loads((staged / _JOURNAL).read_bytes())
    for name in sorted(journal["files"], key=lambda name: name == MANIFEST):
        if name not in journal["existed"]:
            (folder / name).unlink(missing_ok=True)
        elif os.path.lexists(staged / "old" / name):
            (staged / "old" / name).replace(folder / name)
    _sync(folder)
    (staged / _JOURNAL).unlink()


def _is_complete(staged: Path) -> bool:
    """Say whether all files of a run stand, and only its own sweeping was cut short."""
    journal = json.loads((staged / _JOURNAL).read_bytes())
    found = content_of(staged.parent / MANIFEST)
    return found is not None and journal["manifest"] == sha256(found).hexdigest()


def _repair(folder: Path) -> None:
    for staged in _hidden(folder):
        handle = os.open(staged, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if _lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB):
                if (staged / _JOURNAL).exists() and not _is_complete(staged):
                    _undo(staged)
                _sweep(staged)
        finally:
            os.close(handle)


def _hidden(folder: Path) -> list[Path]:
    return sorted(each for each in folder.glob(f"{HIDDEN}*") if each.is_dir())


def _sweep(staged: Path) -> None:
    """Remove a hidden folder, its journal first; what resists is left to the next run."""
    with contextlib.suppress(OSError):
        (staged / _JOURNAL).unlink(missing_ok=True)
        shutil.rmtree(staged)


def _refuse_what_is_no_file(outputs: Mapping[str, bytes], folder: Path) -> None:
    for name in outputs:
        path = folder / name
        if os.path.lexists(path) and not _is_file(path):
            kind = "folder" if path.is_dir() else "pipe or a device"
            raise InputError(
                f"--out {str(folder)!r} holds a {kind} named {name!r} where a file belongs; "
                "move it away."
            )


def _is_file(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def _keep(path: Path, kept: Path) -> None:
    """Keep a file under a second name; where a file system knows none, a copy of it."""
    try:
        os.link(path, kept, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(path, kept, follow_symlinks=False)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # where folders cannot be synced
            raise
    finally:
        os.close(handle)
