"""The live preview: it follows the files, tells mistakes, and answers this machine alone."""

import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from geo.cli import main
from geo.cli import serve as module
from geo.cli.outputs import Outputs
from geo.cli.serve import Preview, serve
from geo.errors import InputError

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = "<img src=x onerror=window.ran=1>"


@pytest.fixture
def following(tmp_path, monkeypatch):
    """Serve a page made of one file; what the file says is drawn, refused or an end."""
    file = tmp_path / "text.txt"
    file.write_text("first", encoding="utf-8")
    urls, ready = [], threading.Event()

    def make():
        said = file.read_text(encoding="utf-8")
        if said == "end":
            raise KeyboardInterrupt
        if said.startswith("wrong"):
            raise InputError(said)
        page = f"<!doctype html><title>map</title><p id=map>{said}"
        return Outputs(
            files={"policy-map.html": page.encode(), "coverage.csv": b"a,b\n"},
            summary="",
            found=f"found {said}",
            notes="not drawn: x\n",
        )

    monkeypatch.setattr(module, "PORT", 0)
    monkeypatch.setattr(module, "POLL_S", 0.02)
    monkeypatch.setattr(module, "write", lambda lines: (urls.extend(lines), ready.set()))
    ended = []
    thread = threading.Thread(target=lambda: ended.append(serve(make, [file])))
    thread.start()
    assert ready.wait(10)
    yield urls[0].split()[0], file
    saved(file, "end")
    thread.join(10)
    assert ended == [0]


def saved(file, text):
    """Put a file in place whole: a slow machine may look between its emptying and its filling."""
    new = file.with_name("new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def events(url):
    """Read what the page is told, one after the other."""
    with urlopen(f"{url}events", timeout=10) as stream:  # noqa: S310 - our own address
        for line in stream:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))


def test_it_draws_anew_when_a_file_changes_and_tells_what_is_wrong(following):
    """The last map stays while the text is wrong; what is not drawn is told as in a run."""
    url, file = following
    heard = events(url)
    now = next(each for each in heard if each["said"] != "drawing …")
    assert now == {"drawn": 1, "said": "not drawn: x\nfound first", "wrong": False}
    saved(file, "wrong: no day")
    now = next(each for each in heard if each["wrong"])
    assert now == {"drawn": 1, "said": "wrong: no day", "wrong": True}
    assert b"first" in asked(url, "/policy-map.html").content
    saved(file, "second")
    assert next(each for each in heard if each["drawn"] == 2)["said"].endswith("found second")
    assert b"second" in asked(url, "/policy-map.html").content


def asked(url, path, *, method="GET", host=None):
    """Ask as no browser would."""
    place = urlsplit(url).netloc
    connection = http.client.HTTPConnection(place, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or place)
    connection.endheaders()
    answer = connection.getresponse()
    answer.content = answer.read()
    connection.close()
    return answer


def test_only_what_the_run_made_is_served_and_to_this_machine_alone(following):
    """No path leads to another file, and no other name to this machine."""
    url, file = following
    next(each for each in events(url) if each["drawn"])
    for path in (
        *("/../text.txt", "/..%2f..%2fetc/passwd", "//etc/passwd", f"/{file}", f"/{file.name}"),
        *("/policy-map.html/", "coverage.csv", "http://elsewhere.example/", "/events/"),
    ):
        assert asked(url, path).status == 404, path
    port = urlsplit(url).port
    for host in ("elsewhere.example", f"elsewhere.example:{port}", "127.0.0.1", f"0.0.0.0:{port}"):
        assert asked(url, "/coverage.csv", host=host).status == 403, host
    assert asked(url, "/coverage.csv", host=f"localhost:{port}").status == 200
    assert asked(url, "/", method="POST").status == 501
    csv = asked(url, "/coverage.csv?x=1")
    assert csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert csv.headers["X-Content-Type-Options"] == "nosniff"
    assert csv.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_who_leaves_in_the_middle_or_sends_noise_is_no_failure(following, capfd):
    """Nothing is printed, and the next is answered."""
    at = urlsplit(following[0])
    head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % at.port
    for sent in (head + b"\r\n", b"\0\xff\r\n\r\n", head + b"A: b\r\n" * 200 + b"\r\n"):
        for _ in range(20):
            with socket.create_connection((at.hostname, at.port), timeout=5) as left:
                left.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                left.sendall(sent)
    with urlopen(following[0], timeout=10) as answer:  # noqa: S310 - this machine's own
        assert answer.status == 200
    assert capfd.readouterr().err == ""


def test_it_listens_on_this_machine_and_where_a_port_is_free(monkeypatch):
    """A second preview finds a port of its own."""
    with Preview(0) as first:
        assert first.server_address[0] == "127.0.0.1"
        monkeypatch.setattr(module, "PORT", first.server_port)
        with module._listening() as second:  # noqa: SLF001 - what it decides is not seen elsewhere
            assert second.server_port not in (0, first.server_port)


@pytest.mark.browser
def test_the_page_follows_and_shows_mistakes_as_text(following, chromium):
    """The map within the frame changes by itself; a hostile message stays text."""
    url, file = following
    tab = chromium.new_page()
    tab.goto(url)
    shown = tab.frame_locator("#map").locator("#map")
    shown.get_by_text("first").wait_for()
    saved(file, f"wrong {HOSTILE}")
    tab.locator("#said.wrong").get_by_text(HOSTILE).wait_for()
    assert tab.evaluate("window.ran") is None
    saved(file, "second")
    shown.get_by_text("second").wait_for()
    assert tab.locator("#said.wrong").count() == 0
    tab.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-"], "save the text and give its name"),
        (["x.txt", "--check"], "leave one out"),
        (["x.txt", "--formats", "csv"], "add html"),
    ],
)
def test_what_cannot_be_followed_is_refused(capsys, options, words):
    """In one line, before anything listens."""
    assert main(["render", "--serve", *options]) == 2
    assert words in capsys.readouterr().err


def test_the_command_follows_a_policy_and_ends_cleanly(tmp_path):
    """Started as a program; Ctrl-C is its end, no failure, and nothing was written."""
    text, policies = tmp_path / "text.txt", tmp_path / "mine.toml"
    text.write_text("From Lyon to Geneva.", encoding="utf-8")
    policies.write_text("[[regime]]\n", encoding="utf-8")
    command = [sys.executable, "-m", "geo.render", text, "--regimes", policies, "--serve"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        url = program.stdout.readline().split()[0]
        heard = events(url)
        assert "mine.toml" in next(each for each in heard if each["wrong"])["said"]
        policies.unlink()
        assert next(each for each in heard if each["wrong"])["said"]
        program.send_signal(signal.SIGINT)
        assert program.wait(20) == 0
        assert program.stderr.read() == ""
    assert [file.name for file in tmp_path.iterdir()] == ["text.txt"]
