"""Ask about policy regimes: list, show, on a day, the difference of two, check a file, draft one.

Examples
--------
Run ``python -m geo.regimes --help`` for all commands.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from geo.boundaries import country_names, load_regions, region_names
from geo.cli import DONE, EXIT_CODES, REFUSED, OneLineParser, tell, write
from geo.errors import InputError
from geo.narrative import account, as_values, columns, full_account, on_day, overview, share_numeral
from geo.regimes import (
    Regime,
    RegimesFileError,
    catalogue,
    in_doubt,
    in_force,
    load_regimes,
    proposed,
    schema_file,
    select,
)
from geo.wording import LANGUAGES, Words, printable

if TYPE_CHECKING:
    from geo.coverage import Difference

_HELP = """\
Ask about reported policies: how far weapons reach, which regions a permission names, whether it
permits or refuses, and how sure that is, each kept apart; check a file of your own, draft one.
"""
_EXAMPLES = f"""\
examples:
  python -m geo.regimes list                             every regime of the catalogue
  python -m geo.regimes list --regimes us                those of one government
  python -m geo.regimes show us-atacms-kursk             one of them, with its sources
  python -m geo.regimes on 2024-11-18                    what was in force that day
  python -m geo.regimes diff us-himars-border us-atacms-kursk
  python -m geo.regimes validate mine.toml               is this file right?
  python -m geo.regimes schema > regimes.schema.json     for editors that check as you write
  python -m geo.regimes draft article.txt > mine.toml    a file to be edited

exit codes: 0 done; {EXIT_CODES}
"""


def answer_regimes(argv: Sequence[str], *, prog: str) -> int:
    """Answer as the command line asks, and give the exit code."""
    arguments = _arguments(argv, prog=prog)
    if arguments.command == "validate":
        return _validate(arguments, prog=prog)
    write(printable(line) for line in arguments.answer(arguments))
    return DONE


def _list(arguments: argparse.Namespace) -> Iterable[str]:
    regimes, _ = select(arguments.regimes)
    if arguments.json:
        return _json([as_values(regime) for regime in regimes])
    return columns(overview(regimes, lang=arguments.lang))


def _show(arguments: argparse.Namespace) -> Iterable[str]:
    regime = _found(arguments.id, arguments.regimes)
    if arguments.json:
        return _json(as_values(regime))
    return full_account(regime, _names(regime, lang=arguments.lang), lang=arguments.lang)


def _on(arguments: argparse.Namespace) -> Iterable[str]:
    regimes, _ = select(arguments.regimes)
    day = arguments.date
    if not arguments.json:
        return on_day(regimes, on=day, lang=arguments.lang)
    known = [(r, "in force") for r in in_force(regimes, on=day)]
    known += [(r, "not known") for r in in_doubt(regimes, on=day)]
    known += [(r, "proposed") for r in proposed(regimes, on=day)]
    if not known:  # an empty list must not read as "nothing was in force"
        sys.stderr.writelines(f"{line}\n" for line in on_day(regimes, on=day, lang=arguments.lang))
    order = sorted(known, key=lambda pair: (pair[0].grantor, pair[0].status))
    return _json([as_values(regime) | {"known": answer} for regime, answer in order])


def _diff(arguments: argparse.Namespace) -> Iterable[str]:
    from geo.coverage import regime_difference  # noqa: PLC0415 - measures; nothing else here does
    from geo.origins import country_origin  # noqa: PLC0415 - same

    before, after = pair = [_found(name, arguments.regimes) for name in (arguments.a, arguments.b)]
    if (before.origin, before.target) != (after.origin, after.target):
        raise InputError(
            f"{before.id!r} and {after.id!r} have another origin or target; "
            "give two of the same countries."
        )
    regions = load_regions(before.target)
    if "within_1000_km" in regions:
        regions = regions[regions["within_1000_km"]]
    found = regime_difference(
        before, after, regions=regions, origin=country_origin(before.origin, target=before.target)
    )
    if arguments.json:
        return _json(
            {
                "before": before.id,
                "after": after.id,
                "measured": all(each.reach_km and each.grants for each in pair),
                "stance": [each.stance for each in pair],
                "reach_km": [each.reach_km[-1] if each.reach_km else None for each in pair],
                "entered": found.entered,
                "left": found.left,
                "changed": {code: list(pair) for code, pair in found.changed.items()},
                "named_before": list(found.named_before),
                "named_after": list(found.named_after),
            }
        )
    return _told(found, lang=arguments.lang)


def _told(found: "Difference", *, lang: str) -> list[str]:
    """Tell a difference: the two regimes, the regions that change, the regions named."""
    words = Words(lang, "regimes")
    names = _names(found.before, lang=lang)
    pair = (found.before, found.after)
    lines = []
    for each in pair:
        told = account(each, (), names=names, lang=lang)
        stance = words.say("diff.stance", stance=told.stance, status=told.status)
        reach = words.say("diff.reach", reach=told.reach_stated)
        lines += [f"{each.id}: {told.label}", f"  {stance}", f"  {reach}"]
    standings = (found.standings_before, found.standings_after)
    bounds = (found.bounds_before, found.bounds_after)

    def share(code: str, value: float, *, after: bool) -> str:
        numeral = share_numeral([value], [standings[after][code]], [bounds[after][code]])
        return words.say("percent", n=numeral)

    tables = {
        "entered": [(names[c], share(c, new, after=True)) for c, new in _largest(found.entered)],
        "left": [(names[c], share(c, old, after=False)) for c, old in _largest(found.left)],
        "changed": [
            (names[c], f"{share(c, old, after=False)} → {share(c, new, after=True)}")
            for c, (old, new) in _largest(found.changed)
        ],
    }
    measured = all(each.reach_km and each.grants for each in pair)
    if not measured or not any(tables.values()):
        both_state_one = all(each.reach_km for each in pair)
        key = "same" if measured else "unlike" if both_state_one else "unmeasured"
        lines += ["", words.say(f"diff.{key}")]
    for key, rows in tables.items():
        if rows:
            lines += ["", words.say(f"diff.{key}", n=len(rows)), *columns(rows)]
    if measured and any(len(each.reach_km) > 1 for each in pair):
        lines += ["", words.say("diff.farther")]
    lines.append("")
    none = Words(lang, "narrative").say("no_scope")
    for key, scope in (("named_before", found.named_before), ("named_after", found.named_after)):
        said = words.listing([names.get(code, code) for code in scope]) or none
        lines.append(words.say(f"diff.{key}", names=said))
    return lines


def _largest(shares: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(shares.items(), key=lambda item: (item[1], item[0]), reverse=True)


def _validate(arguments: argparse.Namespace, *, prog: str) -> int:
    """Check files: every mistake of each a line on standard error; for programs one document."""
    words = Words(arguments.lang, "regimes")
    documents: list[dict[str, Any]] = []
    for file in arguments.files:
        try:
            regimes = load_regimes(file)
        except InputError as error:
            found = error.problems if isinstance(error, RegimesFileError) else (str(error),)
            documents.append({"file": file, "problems": list(found)})
            continue
        unsourced = [regime.id for regime in regimes if not regime.sources]
        ids = [regime.id for regime in regimes]
        documents.append({"file": file, "regimes": ids, "unsourced": unsourced})
        if not arguments.json:
            lines = [words.say("valid", file=file, n=len(regimes))]
            if unsourced:
                lines.append(words.say("unsourced", ids=", ".join(unsourced)))
            write(map(printable, lines))
    wrong = [problem for each in documents for problem in each.get("problems", [])]
    if arguments.json:
        write(_json(documents if len(documents) > 1 else documents[0]))
    else:
        name = prog.removeprefix("python -m ")
        tell("".join(f"{name}: {printable(problem)}\n" for problem in wrong))
    return REFUSED if wrong else DONE


def _schema(_: argparse.Namespace) -> Iterable[str]:
    return schema_file().read_text(encoding="utf-8").splitlines()


def _draft(arguments: argparse.Namespace) -> Iterable[str]:
    from geo.claims import as_toml, draft, draft_values  # noqa: PLC0415 - reads the gazetteer
    from geo.reading import read_text  # noqa: PLC0415 - same

    text = read_text(arguments.text)
    found = draft(text.text)
    if arguments.json:
        return _json(draft_values(found))
    return as_toml(found, source_name=text.source_name).splitlines()


def _found(name: str, which: str | None) -> Regime:
    """Find a regime by its id: in what was chosen, else in the catalogue and the built-in pair."""
    regimes = select(which)[0] if which else [*catalogue(), *load_regimes()]
    for regime in regimes:
        if regime.id == name:
            return regime
    close = get_close_matches(name, [regime.id for regime in regimes], n=1)
    there = f" --regimes {which}" if which else ""
    raise InputError(
        f"no regime is called {name!r}; "
        + (f"write {close[0]}, or see " if close else "see ")
        + f"`python -m geo.regimes list{there}` for those there are."
    )


def _names(regime: Regime, *, lang: str) -> dict[str, str]:
    known = {**country_names(), **region_names(regime.target)}
    return {code: names[lang] for code, names in known.items()}


def _json(document: object) -> list[str]:
    """Write JSON that a terminal may show: what is not to be seen is escaped, not lost."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return ["".join(map(_escaped, line)) for line in text.split("\n")]


def _escaped(char: str) -> str:
    return char if char.isprintable() else json.dumps(char)[1:-1]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # a week or eight bare digits is a slip here
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2024-11-18")
    return day


def _arguments(argv: Sequence[str], *, prog: str) -> argparse.Namespace:
    parser = OneLineParser(prog=prog, description=_HELP, epilog=_EXAMPLES)
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")

    def command(name: str, answer: Callable[..., object], said: str) -> Callable[..., Any]:
        made = commands.add_parser(name, help=said, description=f"{said[0].upper()}{said[1:]}.")
        made.set_defaults(answer=answer)
        made.add_argument("--json", action="store_true", help="for programs")
        if answer is not _draft:
            made.add_argument("--lang", default="en", choices=LANGUAGES, help="language of labels")
        if answer in (_list, _show, _on, _diff):
            made.add_argument(
                "--regimes",
                default="catalogue" if answer in (_list, _on) else None,
                metavar="WHICH",
                help="catalogue (the default), a government (us), DATE, DATE..DATE, or a file",
            )
        return made.add_argument

    command("list", _list, "list regimes, in order of time")
    command("show", _show, "show one regime with its sources")("id", metavar="ID")
    command("on", _on, "say what is known of a day, by grantor and status")(
        "date", metavar="DATE", type=_day
    )
    add = command("diff", _diff, "say which regions two regimes reach and name differently")
    add("a", metavar="A")
    add("b", metavar="B")
    command("validate", _validate, "check regimes files: every mistake, and its remedy")(
        "files", metavar="FILE", nargs="+"
    )
    command("schema", _schema, "print the JSON Schema of a regimes file")
    command("draft", _draft, "draft a regimes file from an article, to be edited")(
        "text", metavar="TEXT", help="a UTF-8 text, Markdown or HTML file, or -"
    )
    return parser.parse_args(argv)
