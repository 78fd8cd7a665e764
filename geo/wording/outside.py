"""Show text from outside as text: nothing in it acts on what shows it."""


def printable(text: str) -> str:
    r"""Put a space for every character that is not seen: line ends, control and direction signs.

    What stands for a byte of a file's name that is no text goes, too.

    Raises
    ------
    AttributeError
        When it is given something else.

    Examples
    --------
    >>> printable("one\n\u202etwo\udcff")
    'one  two '
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)
