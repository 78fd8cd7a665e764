"""Tell whether a text speaks of this war, or of other countries' arms."""

from geo.drafting.cues import cues
from geo.drafting.record import Article


def is_about(article: Article, around: tuple[int, int]) -> bool:
    """Tell whether a stretch names one of the two at war, a weapon given, or a border of theirs.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    words, named = cues().words, {place.country for place in article.mentions(*around)}
    return (
        article.target in named
        or bool(words["about"].search(article.text, *around))
        or bool(cues().systems.pattern.search(article.text, *around))
        or (not named - {None, *cues().grantors.names} and _borders(article.text, around))
    )


def is_of_others(article: Article, sentence: tuple[int, int]) -> bool:
    """Tell a sentence of other countries, in which neither of the two at war is named.

    Raises
    ------
    KeyError
        When the packaged words are damaged.
    """
    words, named = cues().words, {place.country for place in article.mentions(*sentence)}
    strangers = named - {None, article.origin, article.target, *cues().grantors.names}
    return bool(
        (strangers or words["strangers"].search(article.text, *sentence))
        and not named & {article.origin, article.target}
        and not words["about"].search(article.text, *sentence)
    )


def _borders(text: str, around: tuple[int, int]) -> bool:
    """Tell whether some government and a border are named."""
    return all(
        pattern.search(text, *around)
        for pattern in (cues().words["border"], cues().grantors.pattern)
    )
