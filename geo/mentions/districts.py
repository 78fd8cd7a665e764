"""Lead the adjective of a district back to the town it is called after."""

import re
from functools import lru_cache

from geo.gazetteer import candidates
from geo.gazetteer.forms import base_forms, is_cyrillic

_CYRILLIC = re.compile(r"(?:ск|цк|зк|ськ|цьк|зьк)(?:ий|ой)$")
_LATIN = re.compile(r"(?:sk|tsk|zk)(?:y|i|yi|iy|oy)$")
_ENDINGS = (
    "", "ск", "ськ", "цк", "цьк", "а", "я", "о", "е", "є", "ы", "и", "і", "ь", "ка", "ки", "ово",
    "ове", "ево", "еве", "ино", "іне", "ец", "ець", "ны", "ни", "ок",
)  # fmt: skip
_LATIN_ENDINGS = ("", "sk", "tsk", "a", "o", "e", "y", "i", "ka", "ky", "ovo", "ove", "ino", "yn")
_SUFFIX = re.compile(r"(?:ин|ін|ен|ан|ян|ов|ев|ів|їв|н|in|yn|an|en|ov|ev|iv)$")
_OWN = frozenset({"UA", "RU", "BY"})
_SHORTEST = 2


@lru_cache(maxsize=4096)
def towns_of(adjective: str) -> tuple[str, ...]:
    """Give the keys of towns of Ukraine, Russia and Belarus an adjective may come from.

    Raises
    ------
    DataError
        When the place-name index is missing or damaged.

    Examples
    --------
    >>> "шебекино" in towns_of("шебекинском"), "судж" in towns_of("суджанский")
    (True, False)
    """
    forms = base_forms(adjective) if is_cyrillic(adjective) else (adjective,)
    pattern, endings = (_CYRILLIC, _ENDINGS) if is_cyrillic(adjective) else (_LATIN, _LATIN_ENDINGS)
    found: dict[str, None] = {}
    for form in forms:
        if not pattern.search(form):
            continue
        stem = pattern.sub("", form)
        for root in dict.fromkeys((stem, _SUFFIX.sub("", stem))):
            if len(root) <= _SHORTEST:
                continue
            known = (root + ending for ending in endings)
            towns = [n for n in known if any(c.country in _OWN for c in candidates(n))]
            found.update(dict.fromkeys(towns))
            if towns:  # the longer root leaves less to guess
                break
    return tuple(found)
