"""Check texts of a regimes file that may stand in each language."""

from collections.abc import Callable

from geo.regimes.fields import WrongValueError, as_line, as_text, each_once, shown
from geo.regimes.said import Said
from geo.wording import LANGUAGES

_FORM = '{ en = "..." } (en, uk, ru)'


def as_note(value: object) -> dict[str, str]:
    """Take texts by language."""
    return _by_language(value, as_text)


def as_label(value: object) -> dict[str, str]:
    """Take texts of one line by language, English among them."""
    return _with_english(value, as_line)


def as_words(value: object) -> Said:
    """Take one text of any language, or texts by language, English among them."""
    return _one_or_each(value, as_text)


def as_words_each(value: object) -> tuple[Said, ...]:
    """Take a list of such texts."""
    return each_once(value, as_words, example="What one source says; what another does.")


def as_names(value: object) -> tuple[Said, ...]:
    """Take a list of such texts of one line: names, or descriptions by language."""
    return each_once(value, lambda item: _one_or_each(item, as_line), example="ATACMS")


def _one_or_each(value: object, parse: Callable[[object], str]) -> Said:
    if isinstance(value, dict):
        return _with_english(value, parse)
    if not isinstance(value, str):
        raise WrongValueError(f"write a text, or texts by language: {_FORM}")
    return parse(value)


def _with_english(value: object, parse: Callable[[object], str]) -> dict[str, str]:
    texts = _by_language(value, parse)
    if "en" not in texts:
        raise WrongValueError('an English text is required: write { en = "..." }')
    return texts


def _by_language(value: object, parse: Callable[[object], str]) -> dict[str, str]:
    if not isinstance(value, dict):
        raise WrongValueError(f"write texts by language, e.g. {_FORM}")
    texts = {}
    for language, text in value.items():
        if language not in LANGUAGES:
            raise WrongValueError(
                f"{shown(language)} is none of the languages en, uk, ru; write texts by these, "
                "and the other fields above them"
            )
        try:
            texts[language] = parse(text)
        except WrongValueError as error:
            raise WrongValueError(f"in {language}, {error}") from error
    return texts
