"""Clause → its word of permission and what it says: permits, refuses, proposed, case by case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.claims.sentences import clauses, joints
from geo.claims.words import anywhere, at_end, at_start, states, systems

PERMITS, REFUSES, PROPOSED, CASE = "permits", "refuses", "proposed", "case-by-case"
_SIGN = {
    **dict.fromkeys(("permit", "grant", "lift", "unlimited", "ability", "limit", "permission"), 1),
    **dict.fromkeys(("forbid", "home"), -1),
    "case": 1,
}
_BY_ITSELF = ("case", "lift", "unlimited", "grant", "forbid", "permit")
_ONLY_BESIDE = ("home", "ability", "limit", "permission")
_LEAD, _LATER = 110, 30
_INFINITIVE = re.compile(r"\bto\s+(?:\w+ly\s+)?\Z", re.IGNORECASE)
_INFINITIVE_ENDS = re.compile(
    r"дозв[оі]л(?:у|ом)?\b|згод[уи]\b|разрешени|согласи[ея]\b|(?:ити|яти|ати|ути)\b|(?:ить|ать|ять|еть)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"(?i)(?:дозвол[ия]ть|разреш[иа]т|позвол[ия]т)\b")
_CYRILLIC = re.compile(r"[а-яіїєґё]", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:will|ll|shall)(?: (?:now|soon|also|then|again|finally))*\s+\Z", re.IGNORECASE
)
_REFLEXIVE = re.compile(r"(?:тися|тись|ться)\Z|\b(?:бути|быть)\b", re.IGNORECASE)
_WOULD = re.compile(r"\bwould(?: (?:soon|also|now|then|again|only|be|have))*\s+\Z", re.IGNORECASE)
_NEGATED_ABILITY = re.compile(r"(?i)\b(?:not|never|cannot|can.t|mustn.t|no right|no longer)\b")
_PASSIVE = re.compile(
    r"(?<!\w)(?:is|are|was|were|be|been|being|get|gets|got)\s+(?:(?:not|now|also|still|never|only|finally|again|"
    r"officially|formally|already)\s+){0,2}\Z", re.IGNORECASE
)  # fmt: skip
_BE_USED = re.compile(r"\bbe (?:used|fired|launched|employed|turned|flown)", re.IGNORECASE)
_PRONOUN = re.compile(r"\W*(?:they|it|вони|вона|он[аи]|воно|оно)\s+\Z", re.IGNORECASE)
_WHICH = re.compile(r"(?:which|that|котор\w+|як\w+)\s+\Z", re.IGNORECASE)
_ABROAD = re.compile(r"outside|beyond|поза|за\s|вне", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b|n.t\b|\bnever\b|\bне\b", re.IGNORECASE)
_IMPERATIVE = re.compile(r"(?:Let|Allow|Permit|Lift|Authori[sz]e|Give|Grant|Drop|End|Scrap)\b")
_SPARES = re.compile(  # "the permission does not cover ATACMS"
    r"[^.;,]{0,40}?(?:(?:does|do|did|will|would|has|have)(?: not|n.t)|(?<!\w)не)\s(?:\w+ )?"
    r"(?:cover|exten[dt]|appl[yi]|includ|concern|поширю|стосу|каса|распростран|охоплю|охватыв|включа|вход)\w*",
    re.IGNORECASE,
)
_SCARE = (("«", "»"), ("“", "”"), ('"', '"'))
_CAN = re.compile(r"(?i)(?:can|could|мож\w+|могут)\s(?!now|тепер|теперь|также|також)")
_DISTANCE = re.compile(r"[^.,;\d]{0,30}\d[\d,.]*\s?(?:km|kilomet|mi|км|кіло|кило)")
_OFFERED = re.compile(r"(?:may|might|could|мо[жг]\w+)\s", re.IGNORECASE)
_AGREES = re.compile(r"(?i)погоди|согласи|agree")  # "and Jerusalem agreed."
_ALONE = re.compile(r"[\s»”\"]*(?:[.;)]|,(?! (?:що|чтоб|что|щоб|аби))|\Z)")
_LETS = re.compile(r"allow|permit|let|дозвол|разреш|позвол", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Cue:
    """Hold the word by which a clause is one of a policy.

    Attributes
    ----------
    kind
        As in words.toml: ``permit``, ``forbid``, ``lift``, …
    start, end
        Offsets of the word; ``clause`` has those of its clause.
    stance
        What it says; empty where it says nothing by itself.
    passive
        Whether the one before it is allowed, not the one that allows.
    asked
        Whether somebody only asks for it.
    """

    kind: str
    start: int
    end: int
    clause: tuple[int, int]
    stance: str = ""
    passive: bool = False
    asked: bool = False


@lru_cache(maxsize=8)
def cues_of(text: str, sentence: tuple[int, int]) -> tuple[Cue, ...]:
    """Give the cues of a sentence, at most one per thought, each with its clause.

    Examples
    --------
    >>> text = "London allowed strikes, but Berlin refused to permit them."
    >>> [(text[cue.start : cue.end], cue.stance) for cue in cues_of(text, (0, len(text)))]
    [('allowed', 'permits'), ('permit', 'refuses')]
    """
    parts = clauses(text, *sentence)
    return tuple(c for part in parts for c in _of_clause(text, part, sentence))


def _of_clause(text: str, part: tuple[int, int], sentence: tuple[int, int]) -> Iterator[Cue]:
    found = _matches(text, part)
    strong = [each for each in found if each[0] in _BY_ITSELF]
    if not strong:
        weak = sorted(found, key=lambda each: _ONLY_BESIDE.index(each[0]))
        for kind, match in weak[:1]:
            yield _cue(text, kind, match, part, sentence)
        return
    start = part[0]
    for n, (kind, match) in enumerate(strong):
        end = part[1]
        if n + 1 < len(strong):
            cut = _own_subject(text, match.end(), strong[n + 1][1].start())
            if cut is None:
                if kind == "permit" or strong[n + 1][0] not in ("lift", "case", "unlimited"):
                    strong[n + 1] = (kind, match)  # the first one of a thought tells it
                continue
            end = cut
        yield _cue(text, kind, match, (start, end), sentence)
        start = end


def _own_subject(text: str, start: int, end: int) -> int | None:
    """Find where, between two cues, another government takes the word."""
    breaks = joints(text, start, end)
    for at in reversed(breaks):
        if states().pattern.search(text, at, end):
            return at
    return None


def _matches(text: str, part: tuple[int, int]) -> list[tuple[str, re.Match[str]]]:
    """Find the cues in a clause, of those that overlap the one that says more."""
    kept: list[tuple[str, re.Match[str]]] = []
    for kind in (*_BY_ITSELF, *_ONLY_BESIDE):
        for match in anywhere("cues", kind).finditer(text, *part):
            apart = all(match.end() <= m.start() or match.start() >= m.end() for _, m in kept)
            if apart and (kind == "home" or not _is_other(text, match, part[1])):
                kept.append((kind, match))
    return sorted(kept, key=lambda each: each[1].start())


def _is_other(text: str, match: re.Match[str], end: int) -> bool:
    """Tell whether what is allowed or limited is no matter of arms: "restricted flights"."""
    follows = text[match.end() : min(end, match.end() + 30)]
    starts = [0, *(m.start() for m in re.finditer(r"(?<!\S)\S", follows))][:3]
    return any(at_start("about", "other").match(follows, at) for at in starts)


def _cue(
    text: str,
    kind: str,
    match: re.Match[str],
    part: tuple[int, int],
    sentence: tuple[int, int],
) -> Cue:
    lead = text[max(part[0], match.start() - _LEAD) : match.start()]
    whole = lead
    lead = re.split(r"[«“„]|(?<=[a-z]),\s(?=which|who|where|після|after)", lead)[-1]
    stance = _stance(text, kind, match, lead, sentence)
    if _weighed_before(match.group(), whole):
        stance = PROPOSED
    dashed = anywhere("turns", "dashed").search(text, *sentence)
    if dashed and stance and dashed.start() < match.start() < dashed.end():
        stance = REFUSES
    return Cue(
        kind=kind,
        start=match.start(),
        end=match.end(),
        clause=part,
        stance=stance,
        passive=_is_passive(kind, match.group(), lead),
        asked=stance == PROPOSED and bool(at_end("turns", "asked").search(lead)),
    )


def _weighed_before(said: str, lead: str) -> bool:
    """Tell "is weighing sending them, and letting" by its first verb."""
    gerund = said.split(maxsplit=1)[0].endswith("ing") and re.search(r"\b(?:and|or)\s+\Z", lead)
    return bool(gerund and anywhere("turns", "gerund").search(lead))


def _stance(
    text: str, kind: str, match: re.Match[str], lead: str, sentence: tuple[int, int]
) -> str:
    """Say what a cue says, by what stands before it; '' where it says nothing."""
    said, sign = match.group(), _SIGN[kind]
    home = anywhere("cues", "home").search(text, match.start(), sentence[1]) if sign > 0 else None
    at_home = home is not None and not _ABROAD.match(home.group())
    shut = kind == "home" and (not _ABROAD.match(said) or _NOT.search(lead[-60:]))
    spared = _SPARES.match(text, match.end(), sentence[1]) if kind == "permission" else None
    beyond = (spared.end(), spared.end() + _LATER) if spared else (0, 0)
    if shut or systems().pattern.search(text, *beyond):
        return REFUSES
    if kind == "case":
        return CASE
    so_called = (text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1])
    elsewhere = states().pattern.search(text, *beyond)  # "does not extend to Poland"
    follows = text[match.end() : match.end() + _LEAD]
    if elsewhere or so_called in _SCARE or _says_nothing(kind, said, lead, follows):
        return ""
    if kind == "ability":
        denied = _NEGATED_ABILITY.search(said) or at_end("turns", "no").search(lead[-70:])
        return REFUSES if denied or at_home else PERMITS
    refused = at_end("turns", "no").search(lead) if kind != "home" else None
    if (
        refused is None
        and kind == "permit"
        and at_start("hangs", "no_one").match(text, match.end())
    ):
        sign = -sign  # "permitted neither"
    if refused:
        sign, lead = -sign, lead[: refused.start()]
    if _is_proposed(text, match, lead, sentence, refused=bool(refused), sign=sign):
        return PROPOSED
    return PERMITS if sign > 0 and not at_home else REFUSES


def _says_nothing(kind: str, said: str, lead: str, follows: str) -> bool:
    """Tell a weapon that is able to, or lets one strike, and what is only spoken of."""
    demanded = _IMPERATIVE.match(said) and not lead.strip(" \n\t“”\"'«»*_—–-")
    if (
        demanded
        or (_AGREES.match(said) and _ALONE.match(follows))
        or at_end("hangs", "somebody").search(lead)
        or (kind == "permission" and at_end("hangs", "nobody").search(lead))
        or (kind == "forbid" and at_end("hangs", "unable").search(lead))
        or at_start("hangs", "of_the_kind").match(follows)
        or anywhere("hangs", "asked_whether").search(lead)
        or at_end("hangs", "that_they").search(lead)
    ):
        return True
    if kind == "ability":
        open_to_all = (
            _BE_USED.search(said)
            or _REFLEXIVE.search(said)
            or said.lower().startswith(("можна", "можно"))
        )
        named = [m.end() for m in systems().pattern.finditer(lead)][-1:] == [len(lead.rstrip())]
        ranged = named and _CAN.match(said) and _DISTANCE.match(follows)  # "ATACMS can fly 300 km"
        return not open_to_all and bool(
            _PRONOUN.match(lead) or at_end("hangs", "capable").search(lead) or ranged
        )
    if (
        kind == "permit"
        and _LETS.match(said)
        and at_end("hangs", "capable").search(lead)
        and not _WHICH.search(lead)
    ):
        return True
    return _as_subject(said, lead, follows) or (
        kind in ("permission", "lift") and bool(at_start("hangs", "would_be").match(follows))
    )


def _is_proposed(
    text: str,
    match: re.Match[str],
    lead: str,
    sentence: tuple[int, int],
    *,
    refused: bool,
    sign: int,
) -> bool:
    """Tell what is weighed, wished for, asked for, foretold, or hangs on a condition."""
    if refused and at_end("turns", "no").search(lead):  # "does not rule out allowing"
        return True
    if re.match(r"\s(?:б|би|бы)\b", text[match.end() : match.end() + 4]):  # «дозволив би»
        return not refused
    if _hangs(text, lead, match, sentence) or _OFFERED.match(match.group()):
        return True
    if not refused and at_end("turns", "settled").search(lead):
        return False
    said = match.group()
    if sign > 0 and _is_foretold(text, match, lead, sentence):
        return True
    weighed = _weighed(lead, said, cyrillic=bool(_CYRILLIC.search(said)))
    return weighed and not (refused and sign < 0)


def _as_subject(said: str, lead: str, follows: str) -> bool:
    """Tell "easing the limits would not change much", which tells of nothing done."""
    if not said.split(maxsplit=1)[0].lower().endswith("ing") or lead.rstrip().endswith(","):
        return False
    return bool(re.match(r"[^.;,]*?\b(?:would|could|might|will|was|is)\b", follows))


def _weighed(lead: str, said: str, *, cyrillic: bool) -> bool:
    """Tell whether it is weighed, wished or foretold: by the words that govern the cue's."""
    would = _WOULD.search(lead)
    if would:
        return not anywhere("turns", "said").search(lead[: would.start()])
    if (
        cyrillic
        and not _INFINITIVE_ENDS.search(said)
        and not re.search(r"\b(?:б|би|бы|чи|ли)\s\Z", lead)
    ):
        return False
    if not cyrillic and not _governed(lead, said):
        return False
    return bool(at_end("turns", "weighed").search(lead) or at_end("turns", "asked").search(lead))


def _governed(lead: str, said: str) -> bool:
    """Tell "to allow", "may allow" and "consider allowing" from "allowed"."""
    first = said.split(maxsplit=1)[0].lower()
    if _INFINITIVE.search(lead) or first.endswith("ing"):
        return True
    return not first.endswith(("ed", "s", "gave", "put", "let")) or bool(
        re.search(
            r"\b(?:may|might|could|should|whether|if|that|on|of|for)\s+(?:\w+\s+){0,3}\Z", lead
        )
    )


def _is_foretold(text: str, match: re.Match[str], lead: str, sentence: tuple[int, int]) -> bool:
    """Tell "does not rule out that it will", and what will be only if something comes about."""
    if not (_FUTURE.match(match.group()) or _WILL.search(lead)):
        return False
    if anywhere("hangs", "unsure").search(lead):
        return True
    condition = anywhere("hangs", "if").search(text, match.end(), sentence[1])
    return condition is not None and not anywhere("hangs", "attacked").search(
        text, condition.start(), min(sentence[1], condition.end() + _LEAD)
    )


def _hangs(text: str, lead: str, match: re.Match[str], sentence: tuple[int, int]) -> bool:
    """Tell what hangs on a condition: "would allow it if", "if Berlin allows it"."""
    condition = anywhere("hangs", "if")
    if condition.search(lead[-60:]):
        return True
    would = re.search(
        r"\b(?:would|could|might)\b|\b(?:би|б|бы)\b",
        f"{lead} {match.group()}{text[match.end() : match.end() + 6]}",
    )
    return bool(would and condition.search(text, *sentence))


def _is_passive(kind: str, said: str, lead: str) -> bool:
    """Tell whether the one before the cue is allowed: "Ukraine has been allowed"."""
    first = said.split(maxsplit=1)[0].lower()
    if kind == "ability" or first == "вправе":
        return True
    if kind in ("limit", "permission", "unlimited", "home", "case", "lift"):
        return False
    impersonal = said.lower().endswith("ено")
    return impersonal or (not first.endswith("ing") and bool(_PASSIVE.search(lead)))
