"""Know the words of policies, and find the countries a sentence names with the part each has."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from geo.claims.patterns import Pattern


@dataclass(frozen=True)
class Names:
    """Hold what texts call each of several things, as one pattern with a group for each."""

    names: Sequence[str]
    pattern: Pattern

    def within(self, text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Give the name, start and end of each in a stretch of text."""
        for match in self.pattern.finditer(text, start, end):
            yield self.names[(match.lastindex or 1) - 1], match.start(), match.end()


@cache
def anywhere(part: str, key: str) -> Pattern:
    """Give the pattern that finds some words anywhere; words.toml has them by part and key.

    Examples
    --------
    >>> anywhere("cues", "permit").search("Washington allowed it").group()
    'allowed'
    """
    return Pattern((_table()[part][key],))


@cache
def at_end(part: str, key: str) -> Pattern:
    """Give the pattern that finds some words only at the end of a stretch."""
    return Pattern((_table()[part][key],), r"(?<!\w)(?:{})[\s,]{0,3}(?:the\s{1,3})?\Z")


@cache
def at_start(part: str, key: str) -> Pattern:
    """Give the pattern that finds some words only at the beginning of a stretch."""
    return Pattern((_table()[part][key],), r"[\s(]{0,3}(?:{})")


@cache
def weekdays() -> Sequence[re.Pattern[str]]:
    """Give the patterns of the days of the week, Monday first."""
    days = _table()["time"]["weekday"]
    return [re.compile(rf"(?<!\w)(?:{'|'.join(each)})", re.IGNORECASE) for each in days]


@cache
def statuses() -> Names:
    """Give the words by which texts say how sure something is."""
    return _names(_table()["status"])


@cache
def systems() -> Names:
    """Give what texts call weapons."""
    return _names(_table()["systems"])


@cache
def states() -> Names:
    """Give what texts call countries and their governments, by ISO 3166-1 codes."""
    return _names(_table()["names"], flags=0)  # "us" is no country


@cache
def adjectives() -> Names:
    """Give the adjectives of countries."""
    return _names(_table()["adjectives"])


def made_by(country: str) -> frozenset[str]:
    """Give the weapons that a country makes.

    Examples
    --------
    >>> "ATACMS" in made_by("US"), made_by("PE")
    (True, frozenset())
    """
    return frozenset(_table()["makers"].get(country, ()))


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    here = files("geo.claims")
    table: dict[str, dict[str, list[str]]] = {}
    for name in ("words.toml", "governments.toml"):
        table |= tomllib.loads(here.joinpath(name).read_text(encoding="utf-8"))
    table["about"]["arms"] += [word for words in table["systems"].values() for word in words]
    return table


def _names(table: Mapping[str, Sequence[str]], *, flags: int = re.IGNORECASE) -> Names:
    return Names(names=tuple(table), pattern=Pattern(tuple(table.values()), flags=flags))


_FOLLOWING, _PRECEDING = 60, 40
_LAND = (
    r"territor|soil\b|land\b|side\b|regions?\b|oblast|provinc|bases?\b|airfield|airspace|area|"
    r"cit(?:y|ies)|position|targets?\b|object|sites?\b|waters|ships|coast|depots?|refiner|heartland|"
    r"mainland|interior|villages|skies|border|launch|rear|"
    r"територ|землі|земл|бік|боці|област|баз|аеродром|цілі|цілям|цілей|об.єкт|позиці|міст|тил\b|тилу|"
    r"территор|сторон|аэродром|цел[иям]|объект|позиц|город|тыл|границ|кордон"
)
_FORCES = (
    r"forces?\b|troops|army|armies|military\b|pilots|crews|gunners|commanders|units|soldiers|navy|"
    r"strikes?\b|attacks?\b|use\b|launchers|hands|"
    r"військ|армі|підрозділ|сил[аиі]?\b|сили\b|удар|застосуван|командир|льотчик|бойц|"
    r"войск|арми|подразделен|силы?\b|силам|военны|примен|командир|л[её]тчик"
)
_ARMS = (
    r"(?:-?\s?(?:made|supplied|donated|provided|built|produced|given))|weapons?\b|arms\b|"
    r"missiles?\b|rockets?\b|"
    r"jets?\b|aircraft|howitzer|artillery|munition|ammunition|bombs?\b|drones?\b|systems?\b|"
    r"launcher|guns?\b|equipment|aid\b|assistance|F-16|Storm|Taurus|SCALP|HIMARS|ATACMS|GMLRS|MARS|rifles|"
    r"guidance parts|components|armaments|shells|"
    r"збро|ракет|снаряд|боєприпас|бомб|дрон|літак|винищувач|гаубиц|артилер|озброєн|техні|детал|систем|"
    r"установ|допомог|помощ|"
    r"оруж|боеприпас|самол[её]т|истребит|артиллер|вооружен"
)
_HEADS = {
    key: re.compile(rf"(?:[’']s?)?-?\s*(?:[\w’'.-]+\s+){{0,{most}}}?(?:{pattern})", re.IGNORECASE)
    for key, pattern, most in (
        ("arms", _ARMS, 1), ("land", _LAND, 1), ("forces", _FORCES, 1),
    )
}  # fmt: skip
_OFFICE_AFTER = r"(?:[’']s?)?\s*(?:[\w’'.-]+\s+){0,2}?"
_PREPOSITION = re.compile(
    r"(?<!\w)(?:in|at|from|to|into|against|inside|on|of|with|over|for|across|within|near|towards?|about|under|"
    r"outside|via|deep|between|around|throughout|inside of|"
    r"в|у|во|на|по|із|з|зі|від|до|для|проти|углиб|вглиб|всередині|щодо|над|через|про|біля|під|поза|"
    r"из|с|со|от|к|против|вглубь|внутри|об?|для|под|возле|между)"
    r"(?:\s+the)?\s+\Z",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"(?<!\w)(?:into|against|inside|in|on|at|of|across|within|over|deep|towards?|past|"
    r"hit|hits|strike|strikes|attack|attacks|bomb|shell|target|hitting|striking|attacking|bombing|"
    r"по|в|у|во|на|проти|углиб|вглиб|всередині|против|вглубь|внутри|над|бити|бить|атакувати|атаковать|"
    r"вдарити|ударить|вразити|поразить)"
    r"(?:\s+(?:the|targets?|sites?|military|deep|sites|forces|positions|any|other|oil|цілях|цілям|цілей|целям|целей|цели|цілі|"
    r"території|територію|территории|территорию|територією|территорией|об.єктах|объектам|військових|военным|проти|против|"
    r"військовим|військам|в|у|на|in|on|inside|into|facilities|objects|цілями|целями|военных))*"
    r"\s+(?:the\s+)?(?:[\w’'-]+\s+)?\Z",
    re.IGNORECASE,
)
LONG_AGO = re.compile(r"\b19[0-8]\ds?\b(?!\s?(?:km|mi|kilo|км|кіло|кило))", re.IGNORECASE)
OF_STRIKES = re.compile(
    r"(?:удар|атак|обстр[іе]л|бомбардир|застосуван|применени|використан|использован)\w*\s+\Z",
    re.IGNORECASE,
)
_ONTO = re.compile(r"\s[^.;]{0,80}?(?:по|проти|против|в|на)\s", re.IGNORECASE)
_BY = re.compile(r"(?<!\w)by\s+(?:the\s+)?(?:\w+\s+)?\Z", re.IGNORECASE)
_GIVEN_BY = re.compile(
    r"(?:given|donated|supplied|provided|made|delivered|sent|built|confirmed|reported)\s+by\s",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?<!\w)(?:for|to|let|lets|letting|allow\w*|permit\w*|authori[sz]\w*|by)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(
    r"(?:президент|прем.?.?єр|премьер|канцлер|міністр|министр|міністерств|министерств|уряд|правительств|речни|представител|"
    r"представни|посадов|чиновни|посол|посл|адміністрац|администрац|радник|советник|держсекретар|госсекретар|"
    r"голов|глав|очільни|МЗС|МИД|міноборони|минобороны|мін|заступни|замминистр|прессекретар|пресс.секретар|"
    r"president|government|minister|secretary|ministry|ambassador|leader|chancellor|embassy)\w*"
    r"(?:\s+(?:of|the|оборони|обороны|закордонних|иностранных|справ|дел|з|по|нацбезпеки|нацбезопасности|нацбезпеки|совета|ради|национальной|національної|безпеки|безопасности|defen[cs]e))*\s+\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Hold one naming of a country or its government.

    Attributes
    ----------
    country
        ISO 3166-1 code.
    start, end
        Offsets of its words.
    kind
        ``state``; or what stands beside it makes of it: ``office``, ``arms``, ``land``,
        ``forces``, ``press``, ``adjective``.
    led
        Whether a preposition leads to it.
    """

    country: str
    start: int
    end: int
    kind: str
    led: bool


def actors(text: str, start: int, end: int) -> list[Actor]:
    """Find the countries that a sentence names, in its order.

    Examples
    --------
    >>> text = "The US government let Kyiv use American missiles on Russian soil."
    >>> [(each.country, each.kind) for each in actors(text, 0, len(text))]
    [('US', 'office'), ('UA', 'state'), ('US', 'arms'), ('RU', 'land')]
    """
    found = [(first, last, code, False) for code, first, last in states().within(text, start, end)]
    taken = {spot for first, last, _, _ in found for spot in range(first, last)}
    found += [
        (first, last, code, True)
        for code, first, last in adjectives().within(text, start, end)
        if first not in taken
    ]
    return [
        _actor(text, code, (first, last), (start, end), adjective=adjective)
        for first, last, code, adjective in sorted(found)
    ]


def _actor(
    text: str, code: str, at: tuple[int, int], sentence: tuple[int, int], *, adjective: bool
) -> Actor:
    first, last = at
    while last < sentence[1] and text[last].isalpha() and adjective:
        last += 1
    follows = text[last : min(sentence[1], last + _FOLLOWING)]
    leads = text[max(sentence[0], first - _PRECEDING) : first]
    kind = _kind(
        follows, leads, attributive=adjective or _is_attributive(text[first:last], follows)
    )
    return Actor(
        country=code,
        start=first,
        end=last,
        kind=kind or ("adjective" if adjective else "state"),
        led=bool(_PREPOSITION.search(leads)),
    )


def _is_attributive(name: str, follows: str) -> bool:
    """Tell "US officials", "Germany's chancellor" and "Belgian-supplied" from a country alone."""
    if re.match(r"[’']s?\s|-(?:made|supplied|donated|provided|built)", follows):
        return True
    return name.rstrip(".") in ("US", "U.S", "UK", "U.K", "White House", "Pentagon", "Bundestag")


def _kind(follows: str, leads: str, *, attributive: bool) -> str:
    if attributive:
        phrase = re.split(r"[,;:.()«»\"“”](?:\s|\Z)", follows)[0]
        if at_start("press", "names").match(re.sub(r"^[’']s?", "", phrase)):
            return "press"
        if _offices().match(phrase):
            return "office"
        for kind, pattern in _HEADS.items():
            if pattern.match(phrase):
                return kind
    if _TITLE_BEFORE.search(leads):
        return "office"
    if re.search(r"(?:територі|территори)\w+\s+\Z", leads):
        return "land"
    return ""


@cache
def _offices() -> Pattern:
    return Pattern((_table()["about"]["offices"],), _OFFICE_AFTER + "(?:{})")


@lru_cache(maxsize=256)
def against(text: str, actor: Actor, start: int, *, onto: bool = True) -> bool:
    """Tell whether an actor is one that something is aimed at: "into Russia", "hit Iran"."""
    lead = text[max(start, actor.start - 70) : actor.start]
    if (
        onto and OF_STRIKES.search(lead) and _ONTO.match(text, actor.end)
    ):  # "удари Ізраїлю по Ірану"
        return False
    return bool(_AGAINST.search(lead))


def agent(text: str, actor: Actor, start: int) -> bool:
    """Tell whether something is done by an actor."""
    lead = text[max(start, actor.start - _PRECEDING) : actor.start]
    return bool(_BY.search(lead)) and not _GIVEN_BY.search(lead)


def beneficiary(text: str, actor: Actor, start: int) -> bool:
    """Tell whether an actor is one that somebody lets do something."""
    return bool(_FOR.search(text[max(start, actor.start - _PRECEDING) : actor.start]))


def maker_among(systems: Iterable[str], countries: Sequence[str] = ()) -> str:
    """Name the country that alone makes some weapons; '' where none or several do.

    Examples
    --------
    >>> maker_among(["ATACMS", "HIMARS"]), maker_among(["Jericho"])
    ('US', '')
    """
    named = set(systems)
    makers = [
        code for code in (countries or ("US", "GB", "FR", "DE", "SE")) if named & made_by(code)
    ]
    return makers[0] if len(makers) == 1 else ""
