"""Judge the names on every picture: sizes, languages and worlds, by the marks an SVG carries.

``python -m bench.labels`` draws every size of every world and reads each back in a Chromium: the
default in all languages, the others in one each, in turn; ``--all`` takes all in all, ``--only
WORD`` the worlds, sizes or languages that have the word; ``--svg DIR`` keeps the drawings. Each map
is judged once more with its regions named by a plain adjusting library.
"""

import argparse
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.adjusting import rename
from geo.findings import Findings, find, find_places
from geo.origins import choose_origin
from geo.reading import Text, no_text, read_text
from geo.regimes import load_regimes, select
from geo.snapshot import PAGES, draw_places, orders, pictures
from geo.wording import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
TOWNS = {
    "en": "Shells fell near Kursk, Belgorod, Bryansk, Voronezh, Rostov-on-Don, Taganrog, Oryol, "
    "Lipetsk, Smolensk, Kaluga, Tula, Krasnodar, Sudzha, Rylsk and Shebekino in Russia, and near "
    "Kharkiv, Sumy and Kherson in Ukraine.",
    "uk": "Повідомляли про Курськ, Бєлгород, Брянськ, Воронеж, Ростов-на-Дону, Таганрог, Орел, "
    "Липецьк, Смоленськ, Калугу, Тулу, Краснодар, Суджу, Рильськ і Шебекіно в Росії та про "
    "Харків, Суми й Херсон в Україні.",
    "ru": "Сообщали о городах Курск, Белгород, Брянск, Воронеж, Ростов-на-Дону, Таганрог, Орёл, "
    "Липецк, Смоленск, Калуга, Тула, Краснодар, Суджа, Рыльск и Шебекино в России и о городах "
    "Харьков, Сумы и Херсон на Украине.",
}
PLACES = {
    "en": "The two met in Vienna after talks in Prague, Bratislava, Budapest, Graz, Salzburg, "
    "Munich, Brno and Ljubljana; Austria and Hungary sent envoys.",
    "uk": "Вони зустрілися у Відні після перемовин у Празі, Братиславі, Будапешті, Граці, Лінці, "
    "Зальцбурзі, Мюнхені, Брно та Любляні; Австрія й Угорщина надіслали посланців.",
    "ru": "Они встретились в Вене после переговоров в Праге, Братиславе, Будапеште, Граце, Линце, "
    "Зальцбурге, Мюнхене, Брно и Любляне; Австрия и Венгрия прислали посланников.",
}
SLIVER_KM = 119.2
"""A reach that takes in a thousandth of two regions."""


def _text(text: str) -> Text:
    return Text(text=text, source_name="text", sha256="0" * 64, is_html=False)


def worlds(lang: str, *, every: bool) -> Iterator[tuple[str, Findings]]:
    """Find what is drawn in one language, world by world; the last has no policy.

    Unless every world is asked for, those but the default take turns with the languages.
    """
    turn = LANGUAGES.index(lang)
    built_in = load_regimes()
    given: dict[str, tuple[Text, Any]] = {
        "default": (read_text(None), built_in),
        "catalogue": (no_text(), select("catalogue")[0]),
        "towns": (_text(TOWNS[lang]), built_in),
        **{
            path.stem: (no_text(), load_regimes(path))
            for path in sorted((ROOT / "docs" / "examples").glob("*.toml"))
        },
        "sliver": (no_text(), [_sliver(built_in[0])]),
    }
    for n, (name, (text, regimes)) in enumerate(given.items()):
        if not (every or name == "default" or n % len(LANGUAGES) == turn):
            continue
        called, origin = choose_origin(home=regimes[0].origin, target=regimes[0].target)
        yield name, find(text, regimes, origin_name=called, origin=origin, lang=lang)
    if every or len(given) % len(LANGUAGES) == turn:
        yield "places", find_places(_text(PLACES[lang]), claims=(), lang=lang)


def _sliver(regime: Any) -> Any:
    from dataclasses import replace  # noqa: PLC0415

    return replace(regime, id="sliver", reach_km=(SLIVER_KM,), scope=())


def drawn(findings: Findings) -> Iterator[tuple[str, bytes]]:
    """Draw every size of one world."""
    if not findings.regimes:
        yield "places", draw_places(findings, formats=["svg"])["svg"]
        return
    for size in PAGES:
        ordered = orders(size, findings.regimes)
        yield size, pictures(findings, ordered, formats=["svg"])[f"{ordered[0].stem}.svg"]


def main() -> None:
    """Draw, judge, and print a row per picture and what is wrong in all."""
    sys.path.append(str(ROOT / "tests"))
    from browser import NAMES, OPTIONS  # noqa: PLC0415 - of the tests, as their browser is
    from label_faults import names_on  # noqa: PLC0415
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    program = next(filter(None, map(shutil.which, NAMES)))
    sums: dict[str, Counter[str]] = {"ours": Counter(), "adjustText": Counter()}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        tab = chromium.new_page()
        for lang in LANGUAGES:
            for world, findings in worlds(lang, every=options.all or bool(options.only)):
                start = time.process_time()
                for size, svg in drawn(findings):
                    title = f"{world} {size} {lang}"
                    if not re.search(options.only, title):
                        continue
                    if options.svg:
                        options.svg.mkdir(parents=True, exist_ok=True)
                        (options.svg / f"{title.replace(' ', '-')}.svg").write_bytes(svg)
                    tab.set_content(svg.decode())
                    _judge(tab, title, findings, names_on, sums)
                sums["ours"]["ms drawing"] += round(1000 * (time.process_time() - start))
        chromium.close()
    for whose, counts in sums.items():
        print(f"{whose}:", ", ".join(f"{name} {count}" for name, count in counts.items()))


def _judge(
    tab: Any, title: str, findings: Findings, names_on: Any, sums: dict[str, Counter[str]]
) -> None:
    """Judge each map of one picture, then with its regions named by the adjusting library."""
    for n in range(tab.locator("[data-map]").count()):
        panel = tab.locator("[data-map]").nth(n)
        regime = panel.get_attribute("data-map")
        found = names_on(tab, f"[data-map='{regime}']")
        table = findings.coverage
        drawn = table["standing"].ne("outside") & (table["regime"] == regime)
        keys = set(found["keys"])
        missing = [code for code in table.loc[drawn, "region"] if f"region:{code}" not in keys]
        faults = found["faults"] + [f"not named: {code}" for code in dict.fromkeys(missing)]
        sums["ours"].update(
            maps=1, faults=len(faults), regions=found["regions"], places=found["places"],
            leaders=found["led"], missing=len(missing),
        )  # fmt: skip
        led = f"{found['led']}/{found['regions']}"
        print(f"{title} {regime}: led {led}, places {found['places']}", *faults, sep="\n    ")
        took_s = rename(tab, f"[data-map='{regime}']")
        adjusted = names_on(tab, f"[data-map='{regime}']")
        sums["adjustText"].update(
            maps=1, faults=len(adjusted["faults"]), regions=adjusted["regions"],
            leaders=adjusted["led"], **{"ms placing": round(1000 * took_s)},
        )  # fmt: skip
        sums["adjustText"].update(Counter(map(_kind, adjusted["faults"])))


def _kind(fault: str) -> str:
    """Say of what kind a fault is."""
    told = fault.split(":", maxsplit=1)[0]
    return "leader crosses a name" if "leader of" in told else re.sub(r" in .*", " elsewhere", told)


if __name__ == "__main__":
    main()
