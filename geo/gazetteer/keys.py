"""Bring every way of writing one name to one key."""

import unicodedata

# Latin letters that no decomposition takes apart.
_LETTERS = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ı": "i", "ə": "e", "ħ": "h", "ŧ": "t", "ŋ": "ng", "ĸ": "k", "ё": "е", "ґ": "г", "ѓ": "г",
    "&": " and ",
}  # fmt: skip
_DROPPED = "'’‘ʼʻ`´′″ʹʺ\"“”«».,()\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SPACES = "-‐‑‒–—/\u00a0\u2007\u202f\t\n\r"
# Four romanisations of one ending: Khmelnytskyi, Khmelnytskyy, Khmelnitskiy, Khmelnickij.
_ADJECTIVES = frozenset({"yi", "yy", "iy", "ij"})
_SHORTEST = 4
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code).lower())
        kept = "".join(c for c in base if not unicodedata.combining(c))
        if kept != chr(code):
            table[code] = kept
    for letter, plain in _LETTERS.items():
        table[ord(letter)] = plain
        if letter.upper() != letter and len(letter.upper()) == 1:
            table[ord(letter.upper())] = plain
    table.update(dict.fromkeys(map(ord, _DROPPED)))
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    table.update(dict.fromkeys((*range(0x300, 0x370), *range(0x202A, 0x202F))))
    table.update(dict.fromkeys(range(0x2066, 0x206A)))
    return table


_TABLE = _table()


def key(name: str) -> str:
    """Give the key under which a name is filed, whatever its spelling.

    Case, accents, apostrophes, stress marks and invisible characters do not
    count; hyphens are spaces; ``St.`` is ``saint``, ``Mt`` is ``mount``; the Slavic endings
    ``-yi``, ``-yy``, ``-iy`` and ``-ij`` are all ``-y``.

    Parameters
    ----------
    name
        A name as a text has it, or as a list of names has it.

    Returns
    -------
    The key; empty when nothing of the name is left.

    Examples
    --------
    >>> key("Rostov-on-Don"), key("Pryp’yat’"), key("St. Petersburg"), key("Орёл")
    ('rostov on don', 'prypyat', 'saint petersburg', 'орел')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    return " ".join([_word(word) for word in name.translate(_TABLE).lower().split()])


def _word(word: str) -> str:
    if word[-2:] in _ADJECTIVES and len(word) > _SHORTEST:
        return word[:-2] + "y"
    return _SHORT.get(word, word)
