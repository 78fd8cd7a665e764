"""Replacing files whole or not at all, and telling how they differ."""

import errno
import hashlib
import itertools
import json
import os
import signal
import sys
import warnings

import pytest

from geo.errors import InputError
from geo.files import compare, repair, replace_files, unfinished
from geo.files.replace import content_of
from geo.wording import printable

TABLE = "regime,reach_km,region,name,share\na,80,RU-KRS,Kursk Oblast,{}\n"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_put_in_place_and_nothing_else_is_left(tmp_path):
    """All files stand afterwards, with their content; no temporary file remains."""
    out = tmp_path / "new" / "maps"
    replace_files({"a.csv": b"1", "b.json": b"2"}, out)
    replace_files({"a.csv": b"3"}, out)
    assert names(out) == ["a.csv", "b.json"]
    assert (out / "a.csv").read_bytes() == b"3"


def test_what_cannot_be_written_changes_nothing(tmp_path):
    """When one file cannot be put in place, the others keep their old content."""
    out = tmp_path / "maps"
    replace_files({"a.csv": b"old"}, out)
    (out / "b.csv").mkdir()
    with pytest.raises(InputError, match=r"b\.csv"):
        replace_files({"a.csv": b"new", "b.csv": b"new"}, out)
    assert (out / "a.csv").read_bytes() == b"old"
    assert names(out) == ["a.csv", "b.csv"]


def test_a_file_as_large_as_may_be_is_read(tmp_path):
    """One byte more, and it is taken for no manifest of this program's."""
    (tmp_path / "a").write_bytes(b"12345")
    assert content_of(tmp_path / "a", largest_bytes=5) == b"12345"
    assert content_of(tmp_path / "a", largest_bytes=4) is None


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    """A file in the way of the folder is told in one line."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        replace_files({"a": b""}, tmp_path / "file" / "maps")


def manifest(outputs, **more):
    """Give a manifest as the program writes it."""
    document = {"package": {"name": "policy-range-mapper", "version": "1"}, **more}
    document["outputs"] = {
        name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in outputs.items()
    }
    return json.dumps(document).encode()


def whole(outputs, **more):
    """Give a set of files with its manifest."""
    return {**outputs, "manifest.json": manifest(outputs, **more)}


OLD = whole({"coverage.csv": b"old", "policy-map.html": b"old page", "layers.gpkg": b"old"})
NEW = whole({"coverage.csv": b"new", "policy-map.html": b"new page", "text.txt": b"new"})


def standing(folder):
    """Read the set that stands: everything the user did not put there."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.name != "mine.txt"
    }


def hidden(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_files_of_an_earlier_run_go_and_the_users_own_stay(tmp_path):
    """What the old manifest lists and this run does not make is removed; no other file is."""
    (tmp_path / "mine.txt").write_text("mine")
    replace_files(OLD, tmp_path)
    replace_files(NEW, tmp_path)
    assert standing(tmp_path) == NEW
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["../outside.txt", "thesis.docx", "sub/coverage.csv", "", "."])
def test_no_manifest_can_have_other_files_removed(tmp_path, name):
    """Only names this program writes are removed, whatever a manifest lists."""
    folder = tmp_path / "out"
    for path in (tmp_path / "outside.txt", folder / "thesis.docx", folder / "sub" / "coverage.csv"):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("stays")
    (folder / "manifest.json").write_bytes(manifest({name: b""}))
    replace_files(NEW, folder)
    assert (tmp_path / "outside.txt").read_text() == "stays"
    assert (folder / "thesis.docx").read_text() == "stays"
    assert (folder / "sub" / "coverage.csv").read_text() == "stays"


def test_a_manifest_of_another_program_removes_nothing(tmp_path):
    """A web application's manifest lists what it likes."""
    (tmp_path / "coverage.csv").write_text("of another")
    (tmp_path / "manifest.json").write_text('{"outputs": {"coverage.csv": {}}}')
    replace_files({"text.txt": b"new"}, tmp_path)
    assert (tmp_path / "coverage.csv").read_text() == "of another"


FILE_OPERATIONS = {
    *("open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "tempfile.mkdtemp"),
    *("fcntl.flock", "os.scandir", "os.listdir", "shutil.rmtree", "shutil.copyfile"),
}


def at_operation(number, act, fail):
    """Run something in a child; at its n-th file operation, fail. Give the child's exit code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking where threads sleep
        child = os.fork()
    if child == 0:
        count = 0

        def hook(event, _):
            nonlocal count
            if event in FILE_OPERATIONS:
                count += 1
                if count == number:
                    fail()

        sys.addaudithook(hook)
        try:
            act()
        except InputError:
            os._exit(2)
        except BaseException:  # noqa: BLE001 - the child ends here in any case
            os._exit(99)
        os._exit(0 if count >= number else 50)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def broken():
    raise OSError(errno.EIO, "Input/output error")


def every_operation(act, fail):
    """Fail at the first file operation, the second …, until there are no more."""
    for number in itertools.count(1):
        code = at_operation(number, act, fail)
        if code == 50:
            assert number > 30
            return
        yield code


def test_killed_at_any_file_operation_no_mixed_set_passes_for_whole(tmp_path):
    """Old, new, or one that says it is unfinished; the next run leaves its own files and no others.

    Every file that both sets have can be read at any moment, whole.
    """
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    replace_files(OLD, folder)
    states = set()
    for code in every_operation(lambda: replace_files(NEW, folder), killed):
        assert code == -signal.SIGKILL
        found = standing(folder)
        state = "old" if found == OLD else "new" if found == NEW else "unfinished"
        states.add(state)
        for name in ("coverage.csv", "policy-map.html", "manifest.json"):
            assert name in found
        if state == "unfinished":
            assert unfinished(folder)
            (line,) = compare(NEW, folder)
            assert "a run was stopped" in line
            repair(folder)
            assert standing(folder) == OLD
        replace_files(OLD, folder)
        assert standing(folder) == OLD
        assert hidden(folder) == []
        assert (folder / "mine.txt").read_text() == "mine"
    assert states == {"old", "new", "unfinished"}


def test_an_error_at_any_file_operation_leaves_the_old_set_or_the_new(tmp_path):
    """Told in one line where the files are not in place; what is hidden goes with the next run."""
    replace_files(OLD, tmp_path)
    codes = set()
    for code in every_operation(lambda: replace_files(NEW, tmp_path), broken):
        codes.add(code)
        assert standing(tmp_path) == {0: NEW, 2: OLD}[code]
        assert not unfinished(tmp_path)
        replace_files(OLD, tmp_path)
        assert hidden(tmp_path) == []
    assert codes == {0, 2}


def test_a_repair_that_is_killed_is_repaired(tmp_path):
    """At any of its operations; what stood before the first run comes back."""
    replace_files(OLD, tmp_path)
    # the last file has changed places, the manifest has not
    codes = []
    for number in itertools.count(1):
        at_operation(number, lambda: replace_files(NEW, tmp_path), killed)
        if unfinished(tmp_path):
            codes.append(number)
            for code in every_operation_of_repair(tmp_path):
                assert code in (0, -signal.SIGKILL)
            assert standing(tmp_path) == OLD
        elif codes:
            break
        replace_files(OLD, tmp_path)
    assert len(codes) > 3


def every_operation_of_repair(folder):
    for number in itertools.count(1):
        code = at_operation(number, lambda: repair(folder), killed)
        if code == 50:
            return
        yield code


def test_a_folder_without_links_keeps_the_old_files_by_copy(tmp_path, monkeypatch):
    """Where a file system has no second names, all is as it is elsewhere."""

    def none(*_, **__):
        raise OSError(errno.EPERM, "Operation not permitted")

    replace_files(OLD, tmp_path)
    monkeypatch.setattr(os, "link", none)
    replace_files(NEW, tmp_path)
    assert standing(tmp_path) == NEW


def test_of_two_runs_at_once_one_wins_whole(tmp_path):
    """Many of each, at the same time: what stands in the end is of one run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        children = []
        for number in range(8):
            child = os.fork()
            if child == 0:
                for _ in range(5):
                    replace_files(NEW if number % 2 else OLD, tmp_path)
                os._exit(0)
            children.append(child)
    assert {os.waitpid(child, 0)[1] for child in children} == {0}
    assert standing(tmp_path) in (OLD, NEW)
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("name", ["coverage.csv", "manifest.json"])
def test_a_pipe_where_a_file_belongs_is_refused_and_never_waited_for(tmp_path, name):
    """Neither opened nor replaced."""
    os.mkfifo(tmp_path / name)
    assert f"{name}: missing" in list(compare(NEW, tmp_path))
    with pytest.raises(InputError, match="holds a pipe or a device"):
        replace_files(NEW, tmp_path)
    assert (tmp_path / name).is_fifo()
    assert names(tmp_path) == [name]


def test_other_versions_and_options_are_told_instead(tmp_path):
    """Where they explain what differs, they are named and digests are not."""
    page = {"policy-map.html": b"1", "coverage.csv": TABLE.format("0.4911").encode()}
    replace_files(whole(page, libraries={"shapely": "2.1"}, options={"formats": "csv"}), tmp_path)
    other = {"policy-map.html": b"2", "coverage.csv": page["coverage.csv"]}
    new = whole(other, libraries={"shapely": "2.2"}, options={"formats": "csv"})
    assert list(compare(new, tmp_path)) == [
        "manifest.json: made with other versions of libraries: shapely 2.1 → 2.2"
    ]
    new = whole(other, libraries={"shapely": "2.1"}, options={"formats": "csv,html"})
    assert list(compare(new, tmp_path)) == [
        "manifest.json: made with other options: formats csv → csv,html"
    ]
    options = {"libraries": {"shapely": "2.1"}, "options": {"formats": "csv"}}
    new = whole(other, **options, inputs={"compared_with": "x", "lang": "uk"})
    assert list(compare(new, tmp_path)) == [
        "manifest.json: made with other options: compared_with null → x, lang null → uk"
    ]


def test_a_file_changed_by_hand_is_told_beside_other_versions(tmp_path):
    """Versions do not explain what is not as the run left it; a share they move is told, too."""
    page = {"policy-map.html": b"1", "coverage.csv": TABLE.format("0.4911").encode()}
    replace_files(whole(page, libraries={"shapely": "2.1"}), tmp_path)
    (tmp_path / "policy-map.html").write_bytes(b"by hand")
    other = {"policy-map.html": b"1", "coverage.csv": TABLE.format("0.4952").encode()}
    lines = list(compare(whole(other, libraries={"shapely": "2.2"}), tmp_path))
    assert lines[0] == "coverage.csv: a 80 RU-KRS share 0.4911 → 0.4952"
    assert lines[1].startswith("manifest.json: made with other versions")
    assert lines[2].startswith("policy-map.html: differs (sha256 ")


def test_what_an_earlier_run_left_is_named(tmp_path):
    """A file of the old manifest that this run would not make is a difference."""
    replace_files(OLD, tmp_path)
    lines = list(compare({"coverage.csv": b"old", "policy-map.html": b"old page"}, tmp_path))
    assert lines == ["layers.gpkg: left by an earlier run; this one does not make it"]


def test_equal_files_have_no_differences(tmp_path):
    """What stands as it should is not mentioned."""
    replace_files({"a.csv": b"1"}, tmp_path)
    assert list(compare({"a.csv": b"1"}, tmp_path)) == []


def test_differences_name_file_region_old_and_new(tmp_path):
    """A changed share is told by regime, region and column; other files by digest."""
    old = {"coverage.csv": TABLE.format("0.4911").encode(), "page.html": b"1"}
    replace_files(old, tmp_path)
    new = {"coverage.csv": TABLE.format("0.4952").encode(), "page.html": b"2", "more": b""}
    lines = list(compare(new, tmp_path))
    assert lines[0] == "coverage.csv: a 80 RU-KRS share 0.4911 → 0.4952"
    assert lines[1] == "more: missing"
    assert lines[2].startswith("page.html: differs (sha256 ")


def test_what_of_many_differences_is_not_shown_is_counted(tmp_path):
    """Of 15 libraries twelve are named, of 205 regions as many as fit; the rest is a number."""
    libraries = [{f"lib-{n:02}": version for n in range(15)} for version in ("1", "2")]
    head = TABLE.partition("\n")[0]
    tables = [
        f"{head}\n" + "".join(f"a,80,R-{n:03},N,{share}\n" for n in range(205)) for share in "01"
    ]
    old, new = (
        whole({"coverage.csv": table.encode()}, libraries=each)
        for table, each in zip(tables, libraries, strict=True)
    )
    replace_files(old, tmp_path)
    lines = list(compare(new, tmp_path))
    said = "\n".join(lines)
    assert "lib-11 1 → 2, and 3 more" in said
    assert "lib-12" not in said
    assert {"coverage.csv: a 80 R-199 share 0 → 1", "coverage.csv: … and 5 more"} <= set(lines)
    assert "R-200" not in said


def test_regions_that_come_and_go_are_named(tmp_path):
    """A row only one table has is told, even when the standing file is damaged."""
    replace_files({"coverage.csv": b"\xff\x1b[2J,,\nregime\n"}, tmp_path)
    lines = list(compare({"coverage.csv": TABLE.format(1).encode()}, tmp_path))
    assert any("RU-KRS appears" in line for line in lines)
    assert all("\x1b" not in line for line in lines)


def test_one_line_stays_one_line():
    """Escape sequences, line ends and direction marks of outside text do not reach a terminal."""
    assert printable("a\r\nb\x1b]0;x\x07\u202ec") == "a  b ]0;x  c"
