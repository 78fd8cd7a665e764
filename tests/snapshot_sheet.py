"""Draw every size, theme and language of the snapshot: ``python tests/snapshot_sheet.py``.

Writes ``docs/snapshot.jpg`` and the picture of the worked example, in about a minute.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from geo.findings import find
from geo.inputs import verified
from geo.origins import choose_origin, load_origin
from geo.reading import no_text, read_text
from geo.regimes import load_regimes
from geo.snapshot import draw, orders, pictures
from geo.snapshot.style import FILES

FIRST, LATEST = "us-himars-border", "us-atacms-kursk"
ROWS = (
    ("en", "1200x630:pair,1600x900,1080x1080:pair,1080x1920:pair,a4:pair"),
    ("en", "1200x630-dark,1600x900-dark:pair,1080x1080-dark,1080x1920-dark,a4-dark"),
    ("uk", "1200x630,1600x900,1080x1080,1080x1920,a4"),
    (
        "ru",
        "1200x630-dark:pair,1600x900-dark,1080x1080-dark:pair,1080x1920-dark:pair,a4-dark:pair",
    ),
    (
        "en",
        f"1200x630:{LATEST},1600x900:{FIRST},1080x1080:{LATEST},1080x1920:{FIRST},a4:{LATEST}",
    ),
)
HEIGHT_PX = 360
GAP_PX = 24
CAPTION_PX = 13
GROUND = "#9aa3ab"
DOCS = Path(__file__).resolve().parents[1] / "docs"
SHEET = DOCS / "snapshot.jpg"
EXAMPLES = sorted((DOCS / "examples").glob("*.toml"))


def drawn(lang: str, ordered: str) -> Iterator[tuple[str, Image.Image]]:
    """Draw what is ordered in one language, small, each with its caption."""
    regimes = load_regimes()
    findings = find(
        read_text(None),
        regimes,
        origin_name="recognised",
        origin=load_origin("recognised"),
        lang=lang,
    )
    for name, content in pictures(findings, orders(ordered, regimes), formats=["png"]).items():
        if name.endswith(".png"):
            picture = Image.open(BytesIO(content))
            width = round(picture.width * HEIGHT_PX / picture.height)
            caption = f"{name.removeprefix('policy-map-').removesuffix('.png')} · {lang}"
            yield caption, picture.resize((width, HEIGHT_PX), Image.Resampling.LANCZOS)


def draw_examples() -> None:
    """Draw the worked examples of other countries and rules beside their files."""
    for example in EXAMPLES:
        regimes = load_regimes(example)
        name, origin = choose_origin(home=regimes[0].origin, target=regimes[0].target)
        findings = find(no_text(), regimes, origin_name=name, origin=origin)
        picture = Image.open(BytesIO(draw(findings, formats=["png"])["png"]))
        picture.quantize(64).save(example.with_suffix(".png"), optimize=True)


def main() -> int:
    """Draw the example, then paste the rows onto the sheet."""
    draw_examples()
    font = ImageFont.truetype(str(verified(FILES["regular"])[0]), CAPTION_PX)
    rows = [list(drawn(lang, ordered)) for lang, ordered in ROWS]
    width = max(sum(picture.width + GAP_PX for _, picture in row) for row in rows) + GAP_PX
    step = HEIGHT_PX + GAP_PX + CAPTION_PX + 8
    sheet = Image.new("RGB", (width, len(rows) * step + GAP_PX), GROUND)
    pen = ImageDraw.Draw(sheet)
    for n, row in enumerate(rows):
        x, y = GAP_PX, GAP_PX + n * step
        for caption, picture in row:
            sheet.paste(picture, (x, y))
            words = caption
            while font.getlength(words) > picture.width:
                words = words[:-2].rstrip("…") + "…"
            pen.text((x, y + HEIGHT_PX + 4), words, fill="#101214", font=font)
            x += picture.width + GAP_PX
    sheet.save(SHEET, quality=74, optimize=True)
    sys.stdout.write(f"{SHEET}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
