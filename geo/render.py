"""Open the door ``python -m geo.render``: the command itself is ``geo.cli.render``."""

from collections.abc import Sequence

from policy_range_mapper import run

__all__ = ["main", "run"]


def main(argv: Sequence[str]) -> int:
    """Render as the command line asks, and give the exit code.

    Parameters
    ----------
    argv
        The arguments after the program's name.
    """
    from geo.cli import main as program  # noqa: PLC0415 - whose geo it is has to be known first

    return program(["render", *argv])


if __name__ == "__main__":
    run("render")
