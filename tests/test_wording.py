"""The words of the outputs: complete and alike in all three languages."""

import string

import pytest

from geo.errors import InputError
from geo.wording import LANGUAGES, wording


def flat(table, path=()):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, (*path, key))
        else:
            yield (*path, key), value


def slots(value):
    given = value if isinstance(value, list) else [value]
    texts = [text for text in given if isinstance(text, str)]
    return [sorted(name for _, name, _, _ in string.Formatter().parse(t) if name) for t in texts]


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_every_language_says_everything(lang):
    """A message of one language is there in the others, with the same slots to fill."""
    english, other = dict(flat(wording("en"))), dict(flat(wording(lang)))
    assert english.keys() == other.keys()
    for key, value in english.items():
        if key[-1] in ("none", "one"):  # a language may write such a count as a word
            continue
        assert [set(s) for s in slots(value)] == [set(s) for s in slots(other[key])], key


def test_an_unknown_language_is_refused():
    """Only the three languages are known."""
    with pytest.raises(InputError, match="choose one of en, uk, ru"):
        wording("de")
