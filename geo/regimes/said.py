"""Say a text of a regimes file in the language being read."""

from collections.abc import Mapping

Said = str | Mapping[str, str]
"""A text in one wording for all (a name, or words of any language), or one for each language."""


def in_language(text: Said, lang: str) -> str:
    """Give a text in a language: as it stands where it has one wording, else in English.

    Parameters
    ----------
    text
        One wording, or wordings by language.
    lang
        ``en``, ``uk`` or ``ru``.

    Returns
    -------
    str
        Empty where neither the language nor English is there, as in a note without them.

    Raises
    ------
    AttributeError
        When it is no text.

    Examples
    --------
    >>> in_language("ATACMS", "uk"), in_language({"en": "artillery", "uk": "артилерія"}, "uk")
    ('ATACMS', 'артилерія')
    >>> in_language({"en": "artillery"}, "ru")
    'artillery'
    """
    if isinstance(text, str):
        return text
    return text.get(lang, text.get("en", ""))
