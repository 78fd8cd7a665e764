"""Show the page in every width, theme and language on one sheet: ``python tests/contact_sheet.py``.

Reads ``maps/policy-map.html`` and writes ``docs/page.jpg``; needs a Chromium.
"""

import io
import shutil
from pathlib import Path

from browser import NAMES, OPTIONS
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE, SHEET = ROOT / "maps" / "policy-map.html", ROOT / "docs" / "page.jpg"
WIDTHS = (360, 768, 1440)
HEIGHT = 1500
SHRUNK = 0.4
GAP = 16
KURSK, BORDER = "us-atacms-kursk", "us-himars-border"
VIEWS = (
    ("light", f"#regime={KURSK}&lang=en"),
    ("dark", f"#regime={KURSK}&lang=en&region=RU-KRS"),
    ("light", f"#regime={BORDER}&lang=uk"),
    ("dark", f"#regime={KURSK}&against={BORDER}&lang=uk"),
    ("light", f"#regime={KURSK}&against={BORDER}&lang=ru"),
    ("dark", f"#regime={BORDER}&lang=ru&view=all"),
)


def main() -> None:
    """Photograph every view and paste them side by side."""
    program = next(filter(None, map(shutil.which, NAMES)))
    shots = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        for scheme, fragment in VIEWS:
            for width in WIDTHS:
                tab = chromium.new_page(
                    viewport={"width": width, "height": HEIGHT},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                )
                tab.goto(PAGE.as_uri() + fragment)
                shot = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
                size = (round(width * SHRUNK), round(HEIGHT * SHRUNK))
                shots.append(shot.resize(size, Image.Resampling.LANCZOS))
                tab.close()
        chromium.close()
    column = sum(shot.width + GAP for shot in shots[: len(WIDTHS)])
    rows = len(VIEWS) // 2
    sheet = Image.new("RGB", (2 * column + GAP, rows * (shots[0].height + GAP) + GAP), "#808080")
    for n, shot in enumerate(shots):
        view, place = divmod(n, len(WIDTHS))
        left = GAP + view % 2 * column + sum(s.width + GAP for s in shots[:place])
        sheet.paste(shot, (left, GAP + view // 2 * (shot.height + GAP)))
    sheet.save(SHEET, quality=72, optimize=True)


if __name__ == "__main__":
    main()
