"""Show a run's page while its text and its policies are written: one process, this machine only."""

import json
import os
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from string import Template
from typing import Any

from geo.cli import DONE, told, write
from geo.cli.outputs import Outputs
from geo.wording import printable

HOST, PORT = "127.0.0.1", 8000
POLL_S = 0.3
STILL_HERE_S = 15.0

_KINDS = {
    ".html": "text/html",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".json": "application/json",
    ".geojson": "application/geo+json",
}
_INERT = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

# The page itself may open no connection, so a frame around it listens for what has changed.
_FRAME = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Preview</title>
<style nonce="$nonce">
  html, body { height: 100%; margin: 0; }
  body { display: flex; flex-direction: column; font: 15px/1.5 system-ui, sans-serif; }
  header { padding: 4px 12px; background: #23272e; color: #fff; white-space: pre-line; }
  header.wrong { background: #8c1d18; }
  iframe { flex: 1; border: 0; }
</style>
<header role="status" id="said">drawing …</header>
<iframe id="map" title="The map" hidden></iframe>
<script nonce="$nonce">
  const said = document.getElementById('said');
  const map = document.getElementById('map');
  let shown = 0;
  const events = new EventSource('/events');
  events.onmessage = ({ data }) => {
    const now = JSON.parse(data);
    said.textContent = now.said;
    said.className = now.wrong ? 'wrong' : '';
    if (now.drawn === shown) return;
    if (shown) map.contentWindow.location.reload();
    else map.src = '/policy-map.html';
    map.hidden = false;
    shown = now.drawn;
  };
  events.onerror = () => {
    said.textContent = 'the preview has ended; this is the last map drawn.';
    said.className = 'wrong';
    shown = 0; // a preview begun anew counts from the beginning
  };
</script>
</html>
""")


class Preview(ThreadingHTTPServer):
    """Serve the files of the newest run from memory, on the loopback interface.

    Parameters
    ----------
    port
        Where to listen; 0 for any that is free.
    """

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Reply)
        self.nonce = secrets.token_urlsafe(16)
        self.files: Mapping[str, bytes] = {}
        self.told: dict[str, Any] = {"drawn": 0, "said": "drawing …", "wrong": False}
        self.changes = 0
        self.changed = threading.Condition()

    def server_bind(self) -> None:
        """Bind, and ask no name server what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep the terminal for what was drawn: a browser may leave in the middle."""
        if os.environ.get("GEO_DEBUG"):
            super().handle_error(request, client_address)

    def tell(self, said: str, *, files: Mapping[str, bytes] | None = None, wrong: bool) -> None:
        """Show a line in every open page, and the newest map where there is one."""
        with self.changed:
            if files is not None:
                self.files = files
            drawn = self.told["drawn"] + (files is not None)
            self.told = {"drawn": drawn, "said": said, "wrong": wrong}
            self.changes += 1
            self.changed.notify_all()

    def next_after(self, seen: int) -> tuple[int, dict[str, Any]]:
        """Wait for something newer than what was seen, a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.changes != seen, timeout=STILL_HERE_S)
            return self.changes, self.told


class _Reply(BaseHTTPRequestHandler):
    """Answer a browser of this machine; only what a run has made can be asked for."""

    server: Preview
    server_version = "policy-range-mapper"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Send the frame, its events, or a file of the newest run."""
        port = self.server.server_port
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            # a name that somebody else has pointed at this machine
            self._send(HTTPStatus.FORBIDDEN, b"this preview is for this machine only\n")
            return
        path = self.path.partition("?")[0]
        name = path.removeprefix("/")
        if path == "/":
            frame = _FRAME.substitute(nonce=self.server.nonce).encode()
            allowed = f"'nonce-{self.server.nonce}'"
            policy = (
                f"default-src 'none'; script-src {allowed}; style-src {allowed}; "
                "connect-src 'self'; frame-src 'self'; frame-ancestors 'none'"
            )
            self._send(HTTPStatus.OK, frame, ".html", policy)
        elif path == "/events":
            self._follow()
        elif path.startswith("/") and name in self.server.files:
            kind = Path(name).suffix
            policy = "frame-ancestors 'self'" if kind == ".html" else _INERT
            self._send(HTTPStatus.OK, self.server.files[name], kind, policy)
        else:
            self._send(HTTPStatus.NOT_FOUND, b"no file of this run has that name\n")

    def log_message(self, *_: Any) -> None:
        """Keep the terminal for what was drawn."""

    def _send(
        self, status: HTTPStatus, content: bytes, kind: str = ".txt", policy: str = _INERT
    ) -> None:
        self.send_response(status)
        of = _KINDS.get(kind, "application/octet-stream")
        text = of.startswith("text/")
        self.send_header("Content-Type", f"{of}; charset=utf-8" if text else of)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _follow(self) -> None:
        """Send each change as it comes, until the browser has gone."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        seen = -1
        while True:
            newest, now = self.server.next_after(seen)
            line = f"data: {json.dumps(now)}" if newest != seen else ": still here"
            seen = newest
            try:
                self.wfile.write(f"{line}\n\n".encode())
            except OSError:
                return


def serve(make: Callable[[], Outputs], watched: Sequence[Path]) -> int:
    """Show what ``make`` draws in a page that follows the files it is made of.

    Parameters
    ----------
    make
        Draws the run anew; an error of its is shown in the page, and the last map stays.
    watched
        The files whose change draws anew; one that is not there yet is waited for.

    Returns
    -------
    int
        The exit code, once interrupted: 0.
    """
    server = _listening()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    write([f"{server.url} shows the map as you write; Ctrl-C ends it."])
    try:
        while True:
            drawn_of = _stamps(watched)
            _draw(server, make)
            while _stamps(watched) == drawn_of:
                time.sleep(POLL_S)
            _settled(watched)
    except KeyboardInterrupt:
        return DONE
    finally:
        server.shutdown()
        server.server_close()


def _listening() -> Preview:
    """Listen where a browser was told to look the last time, else at any port that is free."""
    try:
        return Preview(PORT)
    except OSError:
        return Preview(0)


def _draw(server: Preview, make: Callable[[], Outputs]) -> None:
    server.tell("drawing …", wrong=False)
    try:
        made = make()
    except Exception as error:  # noqa: BLE001 - whatever it is, the page says it and lives on
        if os.environ.get("GEO_DEBUG"):
            traceback.print_exc()
        server.tell(printable(told(error)[1]), wrong=True)
    else:
        lines = [*made.notes.splitlines(), made.found]
        server.tell("\n".join(map(printable, lines)), files=made.files, wrong=False)


def _stamps(files: Sequence[Path]) -> list[tuple[int, int] | None]:
    stamps: list[tuple[int, int] | None] = []
    for file in files:
        try:
            about = file.stat()
        except (OSError, ValueError):
            stamps.append(None)
        else:
            stamps.append((about.st_mtime_ns, about.st_size))
    return stamps


def _settled(files: Sequence[Path]) -> None:
    """Wait until an editor has done with writing."""
    before = None
    while before != (before := _stamps(files)):
        time.sleep(POLL_S / 3)
