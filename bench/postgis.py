"""Draw envelopes with PostGIS, in a private cluster that lives as long as the benchmark.

The server listens on a socket in a temporary folder and on no network; where the benchmark runs
as root it runs as a user without rights, as it must. It is stopped afterwards.
"""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

DEBIAN = Path("/usr/lib/postgresql")
PLAIN_USER = "nobody"

Buffered = Callable[[int], Callable[[float], BaseGeometry]]


class MissingError(Exception):
    """Say that PostGIS is not there to be measured."""


@contextmanager
def postgis(origin: BaseGeometry) -> Iterator[Buffered]:
    """Start a cluster that holds an origin; give the ways to draw its envelopes.

    Raises
    ------
    MissingError
        When the server or the extension is not installed, or does not start.
    """
    with tempfile.TemporaryDirectory(prefix="postgis-") as name:
        run = _runner(Path(name))
        data = f"{name}/data"

        def sql(text: str) -> str:
            # a folder in the place of a host is where the socket lies
            return run(
                "psql", "-h", name, "-d", "postgres", "-XqtA", "-vON_ERROR_STOP=1", text=text
            )

        def buffered(segments: int) -> Callable[[float], BaseGeometry]:
            def buffer(reach_km: float) -> BaseGeometry:
                grown = f"ST_Buffer(shape, {reach_km * 1000.0}, 'quad_segs={segments}')"
                answer = sql(f"SELECT encode(ST_AsBinary({grown}), 'hex') FROM origin;")  # noqa: S608 -- of numbers
                return shapely.from_wkb(answer.strip())

            return buffer

        run("initdb", "-D", data, "-A", "trust", "--no-sync")
        settings = f"-c listen_addresses= -c unix_socket_directories={name} -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-s", "-l", f"{name}/log", "-o", settings, "start")
        try:
            binary = shapely.to_wkb(origin).hex()
            sql("CREATE EXTENSION postgis; CREATE TABLE origin (shape geography);")
            shape = f"ST_GeogFromWKB(decode('{binary}', 'hex'))"
            sql(f"INSERT INTO origin VALUES ({shape});")  # noqa: S608 -- of hexadecimal digits
            yield buffered
        finally:
            run("pg_ctl", "-D", data, "-s", "-m", "immediate", "stop")


def _runner(folder: Path) -> Callable[..., str]:
    """Return a way to run the server's programs in a folder."""
    found = sorted(DEBIAN.glob("*/bin/initdb"))
    if not found or not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        raise MissingError("PostgreSQL and PostGIS are not installed")
    user = None
    if os.geteuid() == 0:
        user = pwd.getpwnam(PLAIN_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(program: str, *arguments: str, text: str | None = None) -> str:
        done = subprocess.run(
            [found[-1].with_name(program), *arguments],
            check=False,
            capture_output=True,
            text=True,
            input=text,
            cwd=folder,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
        if done.returncode:
            raise MissingError(f"{program}: {' '.join(done.stderr.split())[-200:]}")
        return done.stdout

    return run
