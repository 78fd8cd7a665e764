"""Survey the names on pages: `python tests/label_survey.py PAGE...`, exits 1 where one is amiss.

Every policy, in three languages, at five widths, as a reader meets it.
"""

import shutil
import sys
from pathlib import Path

from browser import NAMES, OPTIONS, settled
from label_faults import names_on

WIDTHS = {360: 740, 768: 1024, 1024: 768, 1280: 900, 1920: 1080}
LED = 6  # of so many region names one may be led to, from 768 pixels on


def survey(browser, path):
    """Give the faults of a page, and how many names it shows in all."""
    faults, total = [], {"maps": 0, "regions": 0, "places": 0, "wide": 0, "led": 0}
    for width, height in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        tab = context.new_page()
        tab.goto(path.resolve().as_uri())
        regimes = tab.eval_on_selector_all("input[name=regime]", "all => all.map((r) => r.value)")
        for lang in ("en", "uk", "ru"):
            for regime in regimes:
                tab.evaluate(f"location.hash = 'regime={regime}&lang={lang}'")
                tab.wait_for_selector(f"[data-map='{regime}']:not([aria-busy])")
                settled(tab)
                found = names_on(tab)
                at = f"{path.parent.name} {width} {lang} {regime}"
                faults += [f"{at}: {fault}" for fault in found["faults"]]
                touched = tab.eval_on_selector_all(
                    "path.region.touched", "all => all.map((p) => `region:${p.dataset.region}`)"
                )
                if width >= 768:
                    faults += [f"{at}: no name of {key}" for key in {*touched} - {*found["keys"]}]
                total["wide"] += found["regions"] if width >= 768 else 0
                total["led"] += found["led"] if width >= 768 else 0
                for kind in ("regions", "places"):
                    total[kind] += found[kind]
                total["maps"] += 1
        context.close()
    if total["led"] * LED > total["wide"]:
        faults.append(f"{path.parent.name}: {total['led']} of {total['wide']} led")
    return faults, total


def main():
    """Survey the pages named."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this command needs it

    wrong = []
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, NAMES)))
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        for name in sys.argv[1:]:
            faults, total = survey(browser, Path(name))
            sys.stdout.write(f"{name}: {total}, {len(faults)} faults\n")
            wrong += faults
        browser.close()
    sys.stdout.write("".join(f"{fault}\n" for fault in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
