"""The pictures a newsroom orders: every size, theme, language and figure holds what it promises."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image, ImageColor
from snapshot_findings import assert_labels_stand_well, composed, found, in_language, with_regimes

from geo.display import AROUND_UKRAINE, display
from geo.errors import InputError
from geo.narrative import picture_text
from geo.regimes import Stretch
from geo.render import main
from geo.snapshot import orders, pictures
from geo.snapshot.formats import PAGES
from geo.snapshot.plan import settle
from geo.snapshot.scene import framed, stage
from geo.snapshot.style import ELLIPSIS, THEMES, drawable, width_pt
from geo.wording import LANGUAGES, Words

ROOT = Path(__file__).resolve().parents[1]
SIZES = {
    "1200x630": (1200, 630),
    "1600x900": (1600, 900),
    "1080x1080": (1080, 1080),
    "1080x1920": (1080, 1920),
    "a4": (2480, 3508),
}
SHOWN_PX = {"1200x630": 600, "1080x1080": 390, "1080x1920": 390, "1600x900": 600, "a4": 794}
LEAST_PX = {"1600x900": 7.0, "a4": 7.0}
"""How wide a picture is usually shown, and the smallest type there; nine pixels on a card."""

MARGIN_PT = 5.0
SLACK_PT = 1.5
"""A letter may hang out of its part of the page by this."""

KURSK = "us-atacms-kursk"
BORDER = "us-himars-border"


@pytest.fixture(scope="module")
def english():
    return found()


@pytest.fixture(scope="module")
def in_languages(english):
    return {lang: in_language(english, lang) for lang in LANGUAGES}


# --- every size, language and figure


def placed(sheet, box):
    """Carry a box of a sheet onto the page."""
    west, south, east, north = box
    x, y = sheet.rect.west, sheet.rect.south
    return shapely.box(west + x, south + y, east + x, north + y)


def assert_page_is_orderly(page, size):
    """No type is cut, too small, off its part or the page; no parts but a map's own overlap."""
    whole = PAGES[size]
    least_pt = LEAST_PX.get(size, 9.0) * whole.width / SHOWN_PX[size]
    paper = shapely.box(0, 0, whole.width, whole.height).buffer(-MARGIN_PT)
    parts = {}
    for sheet in page.canvas.sheets:
        part = sheet.rect.shape
        for line in sheet.letters():
            assert line.style.size_pt >= least_pt - 0.01, (sheet.gid, line.text)
            assert ELLIPSIS not in line.text, (sheet.gid, line.text)
            ink = placed(sheet, line.box)
            assert paper.contains(ink), (sheet.gid, line.text)
            assert part.buffer(SLACK_PT).contains(ink), (sheet.gid, line.text)
        if not sheet.gid.endswith("_labels"):  # they lie on their map
            parts[sheet.gid] = part
    names = list(parts)
    for n, name in enumerate(names):
        for other in names[:n]:
            common = parts[name].intersection(parts[other]).area
            assert common < 1.0, f"{name} on {other}: {common:.0f} square points"


@pytest.mark.parametrize(
    ("figure", "lang"), [("pair", "en"), ("pair", "uk"), ("pair", "ru"), (KURSK, "en")]
)
@pytest.mark.parametrize("size", PAGES)
def test_labels_stand_well_in_every_size_and_language(in_languages, size, lang, figure):
    """By the ink drawn, no label meets another, leaves its region unled, or leaves the page."""
    findings = in_languages[lang]
    pair = figure == "pair"
    if not pair:
        regimes = tuple(regime for regime in findings.regimes if regime.id == figure)
        findings = replace(findings, regimes=regimes)
    page = composed(findings, page=PAGES[size], pair=pair)
    assert_labels_stand_well(page)
    assert_page_is_orderly(page, size)
    for labels in page.labels.values():
        keys = {label.placed.key for label in labels}
        assert {"home", "capital-0", "region-RU-KRS"} <= keys
        assert any(key.startswith("reach-") for key in keys)


@pytest.mark.parametrize("size", ["1200x630", "1600x900", "1080x1080"])
@pytest.mark.parametrize(("lang", "stance"), [("en", "permits"), ("ru", "case-by-case")])
def test_six_maps_stay_orderly(english, size, lang, stance):
    """Six regimes fit on a card and on a square, and each keeps its named region's label."""
    ways = ({"reach_km": (300.0,), "stance": stance}, {"reach_km": (80.0,), "status": "confirmed"})
    changes = [ways[n % 2] for n in range(6)]
    page = composed(in_language(with_regimes(english, *changes), lang), page=PAGES[size])
    assert_labels_stand_well(page)
    assert_page_is_orderly(page, size)
    for labels in page.labels.values():
        assert "region-RU-KRS" in {label.placed.key for label in labels}


def signs_drawn(page):
    """Tell which signs stand on the maps of a page, by the ink drawn."""
    marks = [mark for sheet in page.canvas.sheets for mark in sheet.marks
             if sheet.gid.endswith(("_map", "_labels"))]  # fmt: skip
    named = " ".join(mark.gid for mark in marks if getattr(mark, "gid", ""))
    fills = {mark.ink.fill for mark in marks if hasattr(mark, "ink")}
    signs = {"place"} if THEMES["light"].mark in fills else set()
    squares = {label.placed.key for labels in page.labels.values() for label in labels}
    signs |= {"capital"} if "capital-0" in squares else set()
    for sign, layer in (("scope_text", "_scope-"), ("touched", "_touched"), ("origin", "_origin")):
        signs |= {sign} if layer in named else set()
    return signs


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", PAGES)
def test_every_sign_on_a_map_stands_in_its_key_and_reports_are_named(in_languages, size, lang):
    """In every size and language; the key has no sign that the maps lack."""
    page = composed(in_languages[lang], page=PAGES[size])
    words = Words(lang, "snapshot")
    sheets = {sheet.gid: [line.text for line in sheet.letters()] for sheet in page.canvas.sheets}
    keys = ("place", "capital", "scope_text", "touched", "origin")
    shown = {key for key in keys if words.say(f"legend_{key}") in sheets["legend"]}
    assert shown == signs_drawn(page) == set(keys)
    small_print = " ".join(sheets["small-print"])
    said = (page.story.worldview, page.story.data, page.story.credit)
    assert all(part in small_print for part in said)
    assert page.story.reports in small_print or page.story.sources in small_print


def test_the_key_has_no_mark_that_the_map_lacks(english):
    """A text that names no town leaves the key of a card without one."""
    silent = replace(english, places=english.places.iloc[:0])
    page = composed(silent, page=PAGES["1080x1080"])
    legend = next(sheet for sheet in page.canvas.sheets if sheet.gid == "legend")
    texts = {line.text for line in legend.letters()}
    words = Words("en", "snapshot")
    assert words.say("legend_place") not in texts
    assert words.say("legend_capital") in texts


def test_the_check_sees_labels_that_collide(english):
    """The same check fails once a label is moved onto its neighbour."""
    page = composed(english)
    labels = list(page.labels[KURSK])
    first, second = [label for label in labels if label.placed.leader is None][:2]
    at = second.texts[0].at
    moved = replace(first, texts=(replace(first.texts[0], at=at),))
    labels[labels.index(first)] = moved
    with pytest.raises(AssertionError, match="overlap"):
        assert_labels_stand_well(replace(page, labels={KURSK: tuple(labels)}))


@pytest.mark.parametrize("size", ["1600x900", "a4"])
def test_the_table_says_how_many_rows_it_leaves_out(english, size):
    """The rows set and those counted as left out are all regions touched or named."""
    page = composed(english, page=PAGES[size])
    table = next(sheet for sheet in page.canvas.sheets if sheet.gid == "table")
    texts = [line.text for line in table.letters()]
    told = [row for row in page.story.rows if row.name + row.mark in texts]
    left = [int(found[1]) for text in texts if (found := re.match(r"and (\d+) more:", text))]
    assert len(told) >= 4
    assert len(told) + sum(left) == len(page.story.rows)
    assert any("†" in text for text in texts) == any(text.startswith("† ") for text in texts)


@pytest.mark.parametrize("refused", [0, 1])
def test_on_a_shared_map_a_refusal_paints_nothing(english, refused):
    """What a refusal spans is crossed; the paint is that of what is permitted, near or far."""
    changes = [{"reach_km": (reach,), "scope": ()} for reach in (80.0, 300.0)]
    changes[refused]["stance"] = "refuses"
    page = composed(with_regimes(english, *changes), page=PAGES["1200x630"])
    marks = {mark.gid: mark.ink for sheet in page.canvas.sheets for mark in sheet.marks
             if mark.gid and hasattr(mark, "ink")}  # fmt: skip
    assert f"regime-{refused}_sown" in marks
    assert f"regime-{refused}_inside" not in marks
    assert marks[f"regime-{1 - refused}_inside"].fill == THEMES["light"].inside


@pytest.fixture(scope="module")
def far_off(english):
    """Show a world in which Bryansk Oblast lies far beyond Ukraine's west."""
    shown = display(english)

    def moved(frame):
        away = frame["region"] == "RU-BRY"
        there = shapely.transform(frame.geometry[away].to_numpy(), lambda at: at - (75, 25))
        return frame.assign(
            geometry=frame.geometry.where(~away, gpd.GeoSeries(there, index=frame.index[away]))
        )

    view = replace(AROUND_UKRAINE, degrees=(-90.0, 5.0, 70.0, 70.0), upright=(-9e6, -5e6, 3e6, 4e6))
    frames = {name: moved(getattr(shown, name)) for name in ("regions", "inside")}
    return replace(shown, view=view, **frames)


def test_what_lies_far_off_has_a_small_map_of_its_own(english, far_off):
    """Its frame, its scale and its name stand in the picture; the rest is as large as alone."""
    story = drawable(picture_text(english, most=2, terse=True))
    shown, land = framed(english, far_off, story.accounts)
    settled = settle(english, shown, story, land=land, width=240, height=200)
    (inset,), (_, length, bar) = settled.scene.view.insets, settled.plan.scales[0]
    place = shapely.box(*inset.box)
    assert place.contains(settled.scene.regions["RU-BRY"])
    assert place.covers(bar.shape)
    assert 0 < length < inset.view.width
    near = {*story.accounts[-1].touched_codes} - {"RU-BRY"}
    assert not any(place.intersects(settled.scene.regions[code]) for code in near)
    (name,) = (label for label in settled.plan.labels if label.key == "region-RU-BRY")
    assert place.contains(shapely.box(*name.box))
    _, whole = framed(english, display(english), story.accounts)
    assert settled.scene.view.pt_per_m > 0.6 * min(
        240 / (whole[2] - whole[0]), 200 / (whole[3] - whole[1])
    )


def test_a_place_in_a_small_map_is_marked_there_and_what_it_hides_is_not(far_off, english):
    """Points go to the map that shows them."""
    story = drawable(picture_text(english, most=2, terse=True))
    shown, land = framed(english, far_off, story.accounts)
    view = stage(english, shown, story.accounts, land=land, width=240, height=200).view
    (inset,) = view.insets
    middle = np.array(inset.box).reshape(2, 2).mean(axis=0)
    hidden = replace(view, insets=()).degrees(middle[None])[0]
    there = inset.view.degrees(middle[None] - inset.at)[0]
    at = view.points([tuple(there), tuple(hidden)])
    assert at[0] == pytest.approx(middle, abs=0.1)
    assert np.isnan(at[1]).all()


def test_the_map_holds_the_part_of_a_border_that_is_measured_from(english):
    """A country whose own regions are judged is not shown to its far end for its name."""
    shown = display(english)
    alone = replace(shown, home=shown.home.iloc[:0])
    (account, *_) = drawable(picture_text(english, most=2, terse=True)).accounts
    part = Stretch(name="east", label={})
    east = replace(account, regime=replace(account.regime, origin_part=part))
    stretch = shapely.LineString([(38.0, 49.0), (39.0, 50.0)])
    measured = replace(english, parts={"east": stretch})
    _, whole = framed(english, alone, [account])
    _, held = framed(measured, alone, [east])
    assert held[2] - held[0] < 0.8 * (whole[2] - whole[0])


def test_one_map_shows_all_that_lies_together(english):
    """Russia's west needs no small map."""
    story = drawable(picture_text(english, most=2, terse=True))
    shown = display(english)
    assert framed(english, shown, story.accounts)[0] is shown


def test_where_no_name_has_room_a_number_stands_and_a_key_says_whose_it_is(english):
    """Each number of the key is a region's name on the map, and each such name is in the key."""
    shown, story = display(english), drawable(picture_text(english, most=2, terse=True))
    shown, land = framed(english, shown, story.accounts)
    settled = settle(english, shown, story, land=land, width=104, height=88)
    key = dict(entry.split("\u00a0", 1) for entry in " ".join(settled.key).rstrip(";").split("; "))
    texts = {label.key: " ".join(label.setting.lines) for label in settled.plan.labels}
    words = Words(english.lang, "snapshot")
    names = {row.region: words.short(row.name) for row in story.rows}
    numbered = {
        text: names[code.removeprefix("region-")].replace(" ", "\u00a0")
        for code, text in texts.items()
        if code.startswith("region-") and text.isdigit()
    }
    assert numbered
    assert numbered.items() <= key.items()
    assert [*key] == [str(n) for n in range(1, len(key) + 1)]


def test_numbers_stand_for_names_where_more_than_one_in_six_would_be_led(in_languages):
    """On a square card in Ukrainian, with room in the regions for a number but not for a name."""
    page = composed(in_languages["uk"], page=PAGES["1080x1080"])
    (labels,) = page.labels.values()
    names = [label.placed for label in labels if label.placed.key.startswith("region-")]
    assert sum(name.leader is not None for name in names) * 6 <= len(names)
    assert any(name.setting.lines[0].isdigit() for name in names)


def test_the_words_of_a_wide_card_keep_to_their_column(english):
    """No line of the column is wider than it, and the map begins beyond it."""
    page = PAGES["1200x630"]
    west, east = page.margin, page.margin + page.column
    drawn = composed(english, page=page)
    sheets = {sheet.gid: sheet for sheet in drawn.canvas.sheets}
    beside = [sheet for sheet in sheets.values() if sheet.rect.west > east]
    column = [sheet for sheet in sheets.values() if sheet.rect.west < east]
    assert {"title", "caveat", "heads", "small-print"} <= {sheet.gid for sheet in column}
    assert beside
    for sheet in column:
        for line in sheet.letters():
            wide = width_pt(line.text, size_pt=line.style.size_pt, name=line.style.face)
            assert west - 0.1 <= sheet.rect.west + line.at[0]
            assert sheet.rect.west + line.at[0] + wide <= east + 0.5, line.text


def test_sizes_are_what_they_are_called():
    """A size's name gives its pixels; A4 is 210 by 297 mm at 300 dots an inch."""
    for name, page in PAGES.items():
        sides = page.width, page.height
        assert tuple(round(side * page.dpi / 72) for side in sides) == SIZES[name]
    for name, (width, height) in SIZES.items():
        if name != "a4":
            assert name == f"{width}x{height}"
    inches = PAGES["a4"].width / 72, PAGES["a4"].height / 72
    assert [round(side * 25.4) for side in inches] == [210, 297]


def test_locator_marks_ukraine_within_the_map(english):
    """On the globe, Ukraine lies inside the map's outline."""
    sheets = composed(english, page=PAGES["a4"]).canvas.sheets
    sheet = next(sheet for sheet in sheets if sheet.gid == "locator")
    layers = {mark.gid: mark for mark in sheet.marks}
    frame = shapely.Polygon(layers["locator_frame"].paths[0].vertices)
    for path in layers["locator_home"].paths:
        assert frame.contains(shapely.MultiPoint(path.vertices))


# --- what they say


def test_pair_tells_what_changes(english):
    """The comparing figure names the regions gained, the scope and the status, in words."""
    story = picture_text(english, pair=True)
    assert story.title == (
        "From 80\u00a0km to 300\u00a0km: 5 regions wholly, 13 partly within reach "
        "instead of 7, 1 named"
    )
    gained = story.change.split(":")[1].split(".")[0]
    assert set(re.split(r", | and ", gained.strip())) == {
        "Adygea", "Kaliningrad", "Kaluga", "Kalmykia", "Lipetsk", "Saratov", "Smolensk",
        "Stavropol", "Tambov", "Tula", "Volgograd",
    }  # fmt: skip
    assert "Newly named: Kursk." in story.change
    assert "Before: permission confirmed; now: permission reported." in story.change
    back = picture_text(replace(english, regimes=english.regimes[::-1]), pair=True)
    assert "No longer within reach: Kaluga" in back.change
    assert "No longer named: Kursk." in back.change


def test_pair_of_equals_says_so(english):
    """Two regimes of one reach, scope and status: the same regions."""
    same = with_regimes(english, {}, {})
    assert picture_text(same, pair=True).change == "The same regions are within reach and named."


# --- the orders


def test_orders_are_read(english):
    """Size, theme and figure, in any mixture, each once."""
    given = "1200x630, A4-dark:each,1080x1080:pair,a4-dark:us-atacms-kursk,1600x900:all"
    stems = [order.stem for order in orders(given, english.regimes)]
    assert stems == [
        "policy-map-1200x630",
        f"policy-map-a4-dark.{BORDER}",
        f"policy-map-a4-dark.{KURSK}",
        f"policy-map-1080x1080.{BORDER}+{KURSK}",
        "policy-map-1600x900",
    ]


@pytest.mark.parametrize(
    "given",
    ["", "1200x631", "1200", "a4-night", "a4,", "a4:nobody", f"a4:{KURSK}+{KURSK}",
     f"a4:{KURSK}+{BORDER}+x", "../a4", "a4:each+pair", "a4:all:all"],
)  # fmt: skip
def test_bad_orders_are_refused(english, given):
    """One line that says what was given and what to choose from."""
    with pytest.raises(InputError, match=r"--sizes holds") as refused:
        orders(given, english.regimes)
    assert re.search(r"1080x1920|each, pair", str(refused.value))


def test_pair_needs_two_regimes(english):
    """With one regime there is nothing to compare."""
    with pytest.raises(InputError, match="fewer than two"):
        orders("a4:pair", english.regimes[:1])


def test_pictures_have_their_size_ground_and_words(english):
    """What was ordered comes as ordered: pixels, dark ground, a text alternative of its own."""
    ordered = orders(f"1200x630-dark:{BORDER}+{KURSK}", english.regimes)
    files = pictures(english, ordered, formats=["png"])
    stem = f"policy-map-1200x630-dark.{BORDER}+{KURSK}"
    assert set(files) == {f"{stem}.png", f"{stem}.alt.txt"}
    picture = Image.open(BytesIO(files[f"{stem}.png"]))
    assert picture.size == SIZES["1200x630"]
    assert picture.getpixel((3, 3)) == ImageColor.getrgb(THEMES["dark"].paper)
    told = files[f"{stem}.alt.txt"].decode()
    assert "5 regions wholly, 13 partly within reach instead of 7" in told.splitlines()[0]
    assert "New within reach: Kaluga" in told


def test_command_writes_and_lists_the_sizes(tmp_path):
    """The files ordered stand in the folder and in the manifest, beside the usual ones."""
    text = tmp_path / "text.txt"
    text.write_text("Kursk and Belgorod.")
    out = tmp_path / "out"
    ordered = f"1200x630:{KURSK}"
    options = ("--formats", "png", "--regimes", "built-in", "--sizes", ordered)
    assert main([str(text), "--out", str(out), *options]) == 0
    listed = json.dumps(json.loads((out / "manifest.json").read_text()))
    for name in (f"policy-map-1200x630.{KURSK}.png", f"policy-map-1200x630.{KURSK}.alt.txt"):
        assert (out / name).is_file()
        assert f'"{name}"' in listed
    assert (out / "policy-map.png").is_file()


@pytest.mark.parametrize("more", [["--sizes", "1x1"], ["--sizes", "a4", "--formats", "csv"]])
def test_command_refuses_in_one_line(tmp_path, capsys, more):
    """Exit code 2, one line, and nothing written."""
    assert main(["--out", str(tmp_path / "out"), *more]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


# --- the colours


def luminance(colour):
    channels = np.array(ImageColor.getrgb(colour)) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    """Compare two colours as WCAG 2.2 does."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_colours_hold_for_every_reader_and_in_grey(name):
    """Type has 4.5:1 on its ground, meanings 3:1 between them or a line that has: by lightness."""
    theme = THEMES[name]
    type_on = [
        (theme.ink, theme.paper), (theme.muted, theme.paper), (theme.reach, theme.paper),
        (theme.ink, theme.home), (theme.ink, theme.halo), (theme.muted, theme.halo),
        (theme.sea_ink, theme.sea), (theme.land_ink, theme.land), (theme.land_ink, theme.outside),
        (theme.on_inside, theme.inside), (theme.on_doubted, theme.inside_doubted),
    ]  # fmt: skip
    for ink, ground in type_on:
        assert contrast(ink, ground) >= 4.5, (ink, ground)
    meanings = [
        (theme.inside, theme.touched), (theme.inside_doubted, theme.touched_doubted),
        (theme.inside, theme.outside), (theme.touched_edge, theme.touched),
        (theme.touched_edge, theme.outside), (theme.reach, theme.reach_casing),
        (theme.reach, theme.sea), (theme.reach, theme.land), (theme.scope, theme.scope_ground),
        (theme.mark, theme.mark_edge), (theme.ink, theme.home),
    ]  # fmt: skip
    for one, other in meanings:
        assert contrast(one, other) >= 3, (one, other)
    shades = (theme.inside, theme.band, theme.touched)  # the nearer the darker, in the dark, too
    assert sorted(shades, key=luminance) == list(shades)


def test_the_page_uses_the_same_colours():
    """Reach, scope and shares look on the snapshot as they do on the page, in both themes."""
    folder = ROOT / "geo" / "webmap" / "assets" / "css"
    sheets = "".join(path.read_text() for path in sorted(folder.glob("*.css")))
    page = {name: set(re.findall(rf"--{name}:\s*(#[0-9a-f]{{6}})", sheets)) for name in SHARED}
    for theme in THEMES.values():
        for name, field in SHARED.items():
            assert getattr(theme, field) in page[name], name


SHARED = {
    "ink": "ink",
    "soft": "muted",
    "sea": "sea",
    "land": "land",
    "region": "outside",
    "touched": "touched",
    "inside": "inside",
    "band": "band",
    "home": "home",
    "reach": "reach",
    "scope-dark": "scope",
    "scope-light": "scope_ground",
    "mark": "mark",
}
"""The page's names of colours, and the snapshot's."""


@pytest.mark.parametrize("theme", THEMES)
def test_bars_have_the_colour_of_their_reach_on_the_map(english, theme):
    """On a map that two policies share the farther one's ground is lighter, and so are its bars."""
    size = "1600x900" if theme == "light" else f"1600x900-{theme}"
    ordered = orders(size, english.regimes)
    drawn = pictures(english, ordered, formats=["svg"])[f"{ordered[0].stem}.svg"].decode()
    table = drawn.split('id="table"', 1)[1].split('id="small-print"', 1)[0]
    dark, lighter = (
        table.count(f"fill: {each}") for each in (THEMES[theme].inside, THEMES[theme].band)
    )
    assert 0 < dark < lighter
