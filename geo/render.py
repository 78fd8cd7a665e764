"""Open the door ``python -m geo.render``: the command itself is ``geo.cli.render``."""

from collections.abc import Sequence

from geo.cli import main as program
from geo.cli import run

__all__ = ["main", "run"]


def main(argv: Sequence[str]) -> int:
    """Render as the command line asks, and give the exit code.

    Parameters
    ----------
    argv
        The arguments after the program's name.
    """
    return program(["render", *argv])


if __name__ == "__main__":
    run("render")
