"""Name what can go wrong, by meaning."""


class GeoError(Exception):
    """Stand for every failure this package announces on purpose."""


class InputError(GeoError, ValueError):
    """Say that something a user handed over cannot be used as it is.

    The message is one line: what was given, what is wrong, what to do.
    """


class DataError(GeoError):
    """Say that a file shipped with the package is missing or not what its record says."""
