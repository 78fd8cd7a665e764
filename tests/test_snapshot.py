"""The snapshot: what it says, where its labels stand, that it is the same everywhere."""

import base64
import hashlib
import os
import pickle
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from snapshot_findings import (
    assert_labels_stand_well,
    composed,
    found,
    in_language,
    with_places,
    with_regimes,
)

from geo.crs import GEOD
from geo.display import display
from geo.inputs import records, verified
from geo.narrative import alt_text, choose, picture_text, share_numeral
from geo.snapshot import PAGES, Order, draw
from geo.snapshot import pictures as ordered
from geo.snapshot.formats import house_settings, written
from geo.snapshot.legend import SCALE_AT, scale_bar, scale_box, scale_text
from geo.snapshot.plan import plan
from geo.snapshot.scene import framed, stage
from geo.snapshot.style import FILES, clipped, face, legible, width_pt, wrapped
from geo.wording import LANGUAGES, Words, per_cents, plural, wording

BASELINE = Path(__file__).parent / "baseline" / "snapshot-en.png"
BASELINE_SIZE = (400, 225)
BLOCK = 5
TOLERANCE = 9.0
"""Greatest difference of the mean colour of any block of the picture, of 255."""

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def english():
    return found()


@pytest.fixture(scope="module", params=LANGUAGES)
def findings(request, english):
    return in_language(english, request.param)


@pytest.fixture(scope="module")
def pictures(english):
    return draw(english, formats=("png", "svg", "pdf"))


@pytest.fixture(scope="module")
def page_drawn(findings):
    return composed(findings)


# --- what it says


def test_alternative_tells_the_finding(english):
    """A blind reader learns reach, status, scope, every share, the caveat, sources and error."""
    text = alt_text(english)
    first = text.splitlines()[0]
    assert "United States: 7 regions partly within a weapon range of 80\u00a0km" in first
    assert "; 5 regions wholly, 13 partly within 300\u00a0km." in first
    before, after = text.split("ATACMS, reported for Kursk Oblast", 1)
    assert "Permission confirmed; it names: no region. Time: since 30 May 2024" in before
    assert "last reported on 17 November 2024. Reach: 80\u00a0km." in before
    assert "Within reach: 7 regions partly." in before
    assert "- Kursk Oblast: 48–49%\n" in before
    assert "- Kursk Oblast: 100%, named by the policy" in after
    assert re.search(r"- Kaliningrad Oblast: <1% \(the shortest line crosses: .*Poland\)", after)
    assert wording("en")["narrative"]["caveat"] in text
    assert "greatest measured error" in text
    assert "Kyiv Independent, 18 November 2024" in text
    assert "OpenStreetMap" in text
    assert "Crimea and Sevastopol are Ukraine" in text
    assert re.search(r"- (Crimea|Sevastopol)", text) is None


def test_alternative_lists_the_shares_of_the_table(findings):
    """In every language, each region of coverage.csv within reach has its whole per cent."""
    text = alt_text(findings)
    words = Words(findings.lang, "snapshot")
    for regime in findings.regimes:
        touched = findings.coverage[
            (findings.coverage["regime"] == regime.id) & (findings.coverage["share"] > 0)
        ]
        for row in touched.itertuples():
            bounds = [(row.share_low, row.share_high)]
            told = share_numeral([row.share], [row.standing], bounds)
            assert f"- {row.name}: {words.say('percent', n=told)}" in text
    assert "{" not in text
    assert text.endswith("\n")


def test_title_comes_from_the_data(english):
    """Another regime makes another title; none is written down anywhere."""
    changed = with_regimes(
        english,
        {"reach_km": (80.0,), "scope": (), "status": "denied"},
    )
    assert (
        picture_text(changed).title
        == "United States: permission claimed, denied; weapon range 80\u00a0km: "
        "7 regions partly within it, none named"
    )
    untouched = replace(
        changed,
        coverage=changed.coverage.assign(share=0.0, standing="outside"),
        inside=changed.inside.iloc[:0],
    )
    assert (
        picture_text(untouched).title
        == "United States: permission claimed, denied; weapon range 80\u00a0km: "
        "no region of Russia within it"
    )
    assert len(draw(untouched, formats=["png"])["png"]) > 10_000


def test_band_gives_both_ends(english):
    """Where sources differ on the reach, counts and shares are given for both ends."""
    banded = with_regimes(english, {"reach_km": (80.0, 300.0)})
    assert picture_text(banded).title.startswith(
        "United States: permission reported for Kursk Oblast; weapon range 80–300\u00a0km: "
        "0–5 regions wholly, 7–13 partly"
    )
    assert "- Kursk Oblast: 48–100%, named by the policy" in alt_text(banded)
    svg = draw(banded, formats=["svg"])["svg"].decode()
    assert 'id="regime-0_band"' in svg
    assert 'id="regime-0_inside-farther"' in svg


def test_percents_never_lie_at_the_ends():
    """A part is never 0, less than all never 100; what stands inside by the contract is 100."""
    assert per_cents([0.00004]) == "<1"
    assert per_cents([0.9994]) == ">99"
    assert per_cents([0.9995], ["inside"]) == "100"
    assert per_cents([0.9995], ["partly"]) == ">99"
    assert per_cents([0.0], ["partly"]) == "<1"
    assert per_cents([0.125, 0.125]) == "13"


@given(st.floats(min_value=0, max_value=1))
def test_percents_stay_within_half_a_percent(share):
    """A whole per cent is the share's own, to half a per cent."""
    written = per_cents([share])
    if written.isdigit():
        assert abs(int(written) - share * 100) <= 0.5 + 1e-9


@pytest.mark.parametrize(
    ("count", "form"), [(1, "one"), (2, "few"), (4, "few"), (5, "many"), (11, "many"), (14, "many")]
)
def test_slavic_plurals(count, form):
    """Counts take the form CLDR gives them, hundreds included."""
    for lang in ("uk", "ru"):
        assert plural(count, lang=lang) == form
        assert plural(count + 100, lang=lang) == form


def test_many_regimes_are_thinned_and_it_is_said(english):
    """Of thirty regimes six are drawn, smallest, largest and latest reach among them."""
    regimes = [
        replace(english.regimes[0], id=f"r{n}", reach_km=(float(20 + n),), start=date(2024, 1, 1))
        for n in range(30)
    ]
    latest = replace(regimes[11], start=date(2025, 1, 1), id="latest")
    chosen = choose([*regimes, latest])
    assert len(chosen) == 6
    assert {"r0", "r29", "latest"} <= {regime.id for regime in chosen}
    assert len({regime.reach_km for regime in chosen}) == 6
    few = with_regimes(english, *[{"reach_km": (80.0,)}, {"reach_km": (300.0,)}] * 4)
    assert [regime.id for regime in choose(few.regimes)] == ["regime-6", "regime-7"]
    assert picture_text(few).shown.startswith(
        "2 of 8 regimes are drawn: the latest of each distinct reach"
    )
    assert "policy-map.alt.txt" in picture_text(few).shown
    assert alt_text(few).count("Within reach:") == 8


# --- where labels stand


def test_ink_is_where_the_boxes_say(english):
    """The boxes that the labels are judged by hold the letters' own dots, closely."""
    page = composed(english)
    sheet = next(sheet for sheet in page.canvas.sheets if sheet.gid.endswith("_labels"))
    for line in sheet.letters()[:8]:
        alone = replace(line, style=replace(line.style, halo="", colour="#000000"))
        canvas = replace(page.canvas, paper="#ffffff", sheets=[replace(sheet, marks=[alone])])
        with house_settings():
            content = written(canvas, formats=["png"], title="", lang="en")["png"]
        dark = np.asarray(Image.open(BytesIO(content)).convert("L")) < 250
        rows, columns = np.nonzero(dark.any(axis=1))[0], np.nonzero(dark.any(axis=0))[0]
        found = np.array(
            [columns[0], len(dark) - rows[-1] - 1, columns[-1] + 1, len(dark) - rows[0]]
        )
        west, south = sheet.rect.west, sheet.rect.south
        assert found / (page.canvas.dpi / 72) - (west, south, west, south) == pytest.approx(
            alone.box, abs=0.6
        )


def test_labels_stand_in_their_regions_and_apart(page_drawn):
    """By the ink drawn, no label meets another, nor leaves its region unless it is led."""
    page = page_drawn
    assert_labels_stand_well(page)
    for labels in page.labels.values():
        keys = {label.placed.key for label in labels}
        regions = {f"region-{row.region}" for row in page.story.rows}
        assert regions <= keys
        assert {"home", "part-crimea", "capital-0", "country-BY", "country-MD"} <= keys
        assert any(key.startswith("reach-") for key in keys)
        assert any(key.startswith("sea-") for key in keys)
        assert any(key.startswith("place-") for key in keys)


@pytest.mark.parametrize("count", [1, 3])
def test_labels_stand_well_on_any_number_of_maps(english, count):
    """One policy or three, of which two are drawn: every region touched or named has its label."""
    statuses = ("reported", "confirmed", "denied", "disputed", "reported", "confirmed")
    changes = [
        {"reach_km": ((300.0,), (80.0,))[n % 2], "status": status}
        for n, status in enumerate(statuses[:count])
    ]
    page = composed(with_regimes(english, *changes), page=PAGES["a4"])
    assert_labels_stand_well(page)
    assert len(page.labels) == min(count, 2)
    listed = {f"region-{row.region}" for row in page.story.rows}
    for labels in page.labels.values():
        assert listed <= {label.placed.key for label in labels}


@pytest.mark.parametrize("page", ["1600x900", "a4"])
@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_no_title_is_cut(english, lang, page):
    """However much a policy names, its end says what it names and whose word it is."""
    change = {"reach_km": (80.0, 300.0), "status": "denied", "stance": "case-by-case"}
    scope = ("RU-KRS", "RU-BRY", "RU-BEL", "RU-VOR", "RU-ROS", "RU-KDA")
    findings = replace(with_regimes(english, change | {"scope": scope}), lang=lang)
    drawn = composed(findings, page=PAGES[page])
    lines = [line for sheet in drawn.canvas.sheets for line in sheet.letters()]
    title = [line.text for line in lines if line.gid.startswith("title")]
    assert " ".join(title) == drawn.story.title == legible(picture_text(findings).title)


def test_scale_bar_is_true_for_its_latitude(english):
    """The bar's ends lie its distance apart on the ellipsoid; the CRS's own metres would not."""
    story = picture_text(english)
    shown = display(english)
    shown, land = framed(english, shown, story.accounts)
    scene = stage(english, shown, story.accounts, land=land, width=280, height=250)
    km, length, latitude, _ = plan(english, scene, story.accounts, story.rows).bar

    def measured_km(length_pt):
        ends = scene.view.degrees(
            np.array([[SCALE_AT, SCALE_AT], [SCALE_AT + length_pt, SCALE_AT]])
        )
        return GEOD.inv(*ends[0], *ends[1])[2] / 1000, ends[:, 1].mean()

    found_km, found_latitude = measured_km(length)
    assert found_km == pytest.approx(km, rel=2e-5)
    assert found_latitude == pytest.approx(latitude, abs=0.2)
    naive_km, _ = measured_km(km * 1000 * scene.view.pt_per_m)
    assert naive_km != pytest.approx(km, rel=2e-5)


def test_the_scale_bar_keeps_off_regions_in_reach(english):
    """It stands at the left, and at the right where it would hide what is in reach."""
    story, shown = picture_text(english), display(english)
    shown, land = framed(english, shown, story.accounts)
    view = stage(english, shown, story.accounts, land=land, width=280, height=250).view
    words = Words("en", "snapshot")
    left = scale_box(scale_bar(view, [], words), words)
    assert (left.west, left.south) == (3, 3)
    right = scale_box(scale_bar(view, [left.shape], words), words)
    assert right.west > view.width / 2
    assert right.west + right.width <= view.width - 2


@pytest.mark.parametrize(("latitude", "side"), [(49.6, "50° N"), (-33.4, "33° S")])
def test_the_scale_names_its_latitude(latitude, side):
    """On either side of the equator."""
    assert scale_text((100.0, 50.0, latitude), Words("en", "snapshot")).endswith(side)


# --- text from outside

HOSTILE = (
    "$\\frac{1}{0}$ <script>alert(1)</script> &amp; ${x} `y` </text> \x00\x1b[31m "
    "\u202egnirts\u202c line\none\r\nline\u2028two \u4e2d\u6587 \U0001f4a3 e"
    + "\u0301" * 40
    + " ]]> "
    + "long " * 60
)


def test_hostile_text_stays_text(english):
    """Labels, names and publishers from outside are set as they are, and nothing warns or fails."""
    regime = replace(english.regimes[-1], label={"en": HOSTILE})
    source = replace(regime.sources[0], publisher=HOSTILE)
    regimes = (english.regimes[0], replace(regime, sources=(source,)))
    hostile = with_places(
        replace(
            english,
            regimes=regimes,
            origin_name=HOSTILE,
            regions=english.regions.assign(name=HOSTILE),
            countries=english.countries.assign(name=HOSTILE),
            sea=english.sea.assign(name="$\\alpha_{"),
        ),
        [HOSTILE, "$^$", "\u202e", ""],
    )
    files = ordered(hostile, [Order(size="a4")], formats=("png", "svg"))
    root = etree.fromstring(files["policy-map-a4.svg"])
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert any("<script>alert(1)</script>" in text for text in texts)
    assert root.find(f".//{SVG}script") is None
    assert all(unicodedata.category(c)[0] != "C" for text in texts for c in text)
    assert any("$\\frac{1}{0}$" in text for text in texts)
    alternative = alt_text(hostile)
    assert all(unicodedata.category(c)[0] != "C" for c in alternative.replace("\n", ""))
    lines = alternative.splitlines()
    assert not any(line.startswith(("one", "two")) for line in lines)


def test_letters_the_faces_lack_are_transcribed():
    """A publisher's name in another script can be read, and is never a row of signs."""
    assert legible("한국어") == "HanGugEo"
    assert "\N{REPLACEMENT CHARACTER}" not in legible("中文 \N{BOMB} عربي")
    assert legible("Курськ é") == "Курськ é"


@given(st.text(max_size=400))
def test_legible_text_can_be_drawn(text):
    """Whatever comes in, one line of known letters comes out, no longer than asked."""
    line = legible(text, longest=50)
    assert len(line) <= 50
    assert line == legible(line, longest=50)
    assert all(unicodedata.category(c)[0] != "C" for c in line)
    assert width_pt(line, size_pt=10) >= 0


@given(st.text(alphabet="abc ґєї.", max_size=80), st.floats(min_value=10, max_value=300))
def test_cut_and_broken_lines_fit(text, width):
    """A clipped or wrapped line is never wider than asked."""
    assert width_pt(clipped(text, width=width, size_pt=8), size_pt=8) <= width
    lines = wrapped(text, width=width, size_pt=8, lines=3)
    assert len(lines) <= 3
    assert all(width_pt(line, size_pt=8) <= width for line in lines)


def test_a_number_stays_with_what_it_counts_and_no_line_begins_with_a_dash():
    """Unless a line has no room for both."""
    text = "a range — 80 km: 7 regions within it"
    for width in range(40, 140, 4):
        lines = wrapped(text, width=width, size_pt=8, lines=20)
        assert " ".join(lines) == text
        assert not any(line.endswith("7") or line.startswith("—") for line in lines)
    assert "7" in wrapped(text, width=12, size_pt=8, lines=20)


# --- the files


def test_png_has_the_promised_size_and_no_software_tag(pictures):
    """1600 by 900 pixels, opaque, with nothing but its resolution said of it."""
    picture = Image.open(BytesIO(pictures["png"]))
    assert picture.size == (1600, 900)
    assert picture.mode == "RGB"
    assert set(picture.info) == {"dpi"}


def test_svg_keeps_text_and_names_its_layers(pictures, english):
    """An illustrator finds words as words, and a group for each layer of each regime."""
    root = etree.fromstring(pictures["svg"])
    texts = {"".join(node.itertext()) for node in root.iter(f"{SVG}text")}
    assert any(picture_text(english).title.startswith(text) for text in texts)
    assert {"Kursk", "UKRAINE", "Crimea", "Kursk Oblast", "300\u00a0km"} <= texts
    identifiers = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(identifiers) == len(set(identifiers))
    layers = "sea neighbours outside touched inside home origin reach labels"
    for layer in layers.split():
        assert f"us-atacms-kursk_{layer}" in identifiers
    assert {"us-himars-border_inside", "us-himars-border_reach"} <= set(identifiers)
    assert "us-atacms-kursk_scope-RU-KRS-hatch" in identifiers
    assert {"title", "heads", "table", "legend", "small-print"} <= set(identifiers)
    assert root.findtext(f"{SVG}title") == picture_text(english).title
    assert root.findtext(f"{SVG}desc") == alt_text(english)
    assert "us-atacms-kursk_inside-RU-KRS" in identifiers


def test_rivers_and_lakes_are_drawn_and_what_is_within_reach_lies_over_a_lake(page_drawn):
    """The Dnieper crosses home from edge to edge; a reservoir in reach is painted as its shores."""
    sheet = next(sheet for sheet in page_drawn.canvas.sheets if sheet.gid.endswith("_map"))
    layers = {mark.gid: mark for mark in sheet.marks}
    order = [name.partition("_")[2] for name in layers]
    assert order.index("lakes") < order.index("inside") < order.index("home")
    assert order.index("home") < order.index("rivers") < order.index("origin")
    boxes = [path.get_extents() for path in layers["us-atacms-kursk_rivers"].paths]
    home = layers["us-atacms-kursk_home"].paths[0].get_extents()
    assert any(box.height > 0.6 * home.height for box in boxes)


def test_svg_says_what_its_shapes_and_names_stand_for(english):
    """One map per regime, home and every region drawn once in each, every name and leader told."""
    drawn = ordered(english, [Order(size="a4")], formats=["svg"])["policy-map-a4.svg"]
    root = etree.fromstring(drawn)
    identifiers = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(identifiers) == len(set(identifiers))
    assert "us-himars-border_scope-RU-KRS-hatch" not in identifiers
    maps = root.findall(".//*[@data-map]")
    assert [each.get("data-map") for each in maps] == ["us-himars-border", "us-atacms-kursk"]
    for each in maps:
        regions = [node.get("data-region") for node in each.findall(".//*[@data-region]")]
        assert len(regions) == len(set(regions))
        assert {"RU-KRS", "RU-KGD", "RU-MOS"} <= set(regions)
        assert [node.get("data-home") for node in each.findall(".//*[@data-home]")] == ["UA"]
        names = {node.get("data-map-label"): node for node in each.findall(".//*[@data-map-label]")}
        assert {"region:RU-KRS", "country:UA", "place:crimea"} <= set(names)
        assert all(any(True for _ in node.iter(f"{SVG}text")) for node in names.values())
        assert names["place:crimea"].get("data-in") == "UA-43"
        leaders = {node.get("data-leader") for node in each.findall(".//*[@data-leader]")}
        assert leaders <= set(names)


def test_svg_asks_for_nothing(pictures):
    """The faces travel inside; no address is fetched, no date or maker is named."""
    text = pictures["svg"].decode()
    addresses = re.findall(r"url\(([^)]{1,20})", text)
    assert addresses
    assert all(address.startswith(("#", "data:font/ttf")) for address in addresses)
    assert "<dc:date>" not in text
    assert "matplotlib.org" not in text
    faces = re.findall(r"data:font/ttf;base64,([A-Za-z0-9+/=]+)", text)
    assert len(faces) == len(FILES)
    assert all(base64.b64decode(data)[:4] == b"\0\1\0\0" for data in faces)


def test_pdf_embeds_its_faces_and_no_date(pictures):
    """Type stays type: TrueType inside, no Type 3 drawings of letters."""
    content = pictures["pdf"]
    assert b"/FontFile2" in content
    assert b"/CIDFontType2" in content
    assert b"/Type3" not in content
    assert b"CreationDate" not in content
    assert b"RobotoCondensed" in content


def test_pdf_is_tagged(pictures, english):
    """Each line of type is a tagged element; the page has its language and its alternative."""
    content = pictures["pdf"]
    lines = sum(len(sheet.letters()) for sheet in composed(english).canvas.sheets)
    assert b"/MarkInfo << /Marked true >>" in content
    assert b"/Lang (en)" in content
    assert content.count(b"/Type /StructElem /S /P ") + content.count(b"/S /H1 ") == lines
    assert (b"\xfe\xff" + alt_text(english).encode("utf-16-be")).hex().encode() in content
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[start:].startswith(b"xref\n")


def test_denied_and_disputed_look_it(english):
    """A denied regime is drawn dashed and struck out, a reported one is not."""
    denied = with_regimes(english, {"status": "denied"}, {"status": "reported"})
    root = etree.fromstring(draw(denied, formats=["svg"])["svg"])

    def style(gid):
        group = next(node for node in root.iter() if node.get("id") == gid)
        return etree.tostring(group, encoding="unicode")

    assert "stroke-dasharray" in style("regime-0_reach")
    assert "stroke-dasharray" not in style("regime-1_reach")


def test_nothing_asked_for_gives_nothing():
    """No format, no work."""
    assert draw(None, formats=()) == {}


def test_unknown_format_is_refused(english):
    """Only the three formats are written."""
    with pytest.raises(ValueError, match="jpeg"):
        draw(english, formats=["png", "jpeg"])


ELSEWHERE = """
import hashlib, os, pickle, sys, time
from pathlib import Path
if hasattr(time, "tzset"):
    time.tzset()
import matplotlib
assert matplotlib.rcParams["font.size"] == 33, "the hostile settings file was not read"
from geo.narrative import alt_text, choose, picture_text
from geo.snapshot import draw
findings = pickle.loads(Path(sys.argv[1]).read_bytes())
for name, content in draw(findings, formats=("png", "svg", "pdf")).items():
    print(name, hashlib.sha256(content).hexdigest())
print("txt", hashlib.sha256(alt_text(findings).encode()).hexdigest())
print("pyplot", "matplotlib.pyplot" in sys.modules)
"""


def test_same_bytes_in_another_folder_zone_and_locale(english, pictures, tmp_path):
    """Neither the place nor the user's own matplotlibrc changes a byte; pyplot is never loaded."""
    stored = tmp_path / "findings.pickle"
    stored.write_bytes(pickle.dumps(english))
    settings = ("font.size: 33", "axes.facecolor: red", "svg.fonttype: path", "savefig.dpi: 40")
    (tmp_path / "matplotlibrc").write_text("\n".join((*settings, "lines.linewidth: 9")))
    root = Path(__file__).resolve().parents[1]
    environment = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]),
    }
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(stored)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = dict(line.split() for line in run.stdout.splitlines())
    expected = {name: hashlib.sha256(content).hexdigest() for name, content in pictures.items()}
    expected["txt"] = hashlib.sha256(alt_text(english).encode()).hexdigest()
    assert found == expected | {"pyplot": "False"}


def test_drawing_leaves_settings_alone():
    """The caller's matplotlib settings are as they were."""
    before = dict(mpl.rcParams)
    with house_settings():
        assert dict(mpl.rcParams) != before
    assert dict(mpl.rcParams) == before


# --- the faces


def test_every_face_is_recorded_and_speaks_all_three_languages():
    """The packaged files are what their records say, and have every letter we need."""
    assert {record.file for record in records("fonts")} >= {
        Path(name).name for name in FILES.values()
    }
    alphabet = "ҐґЄєІіЇї'ʼЁёЪъЫыЭэАЯая—–·†…°©№"
    for name, file in FILES.items():
        path, record = verified(file)
        assert record.licence == "Apache-2.0"
        assert face(name).get_file() == str(path)
    assert legible(alphabet) == alphabet


# --- the picture


def blocks(content):
    """Return the mean colour of each block of the picture, for comparison."""
    picture = (
        Image.open(BytesIO(content)).convert("RGB").resize(BASELINE_SIZE, Image.Resampling.BOX)
    )
    pixels = np.asarray(picture, dtype=float)
    rows, columns = BASELINE_SIZE[1] // BLOCK, BASELINE_SIZE[0] // BLOCK
    return pixels.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


def difference(one, other):
    return float(np.abs(blocks(one) - blocks(other)).max())


def steady(findings):
    """Fix what may change without a change of the picture: the measured error, the small print."""
    return replace(findings, envelopes=findings.envelopes.assign(max_error_m=0.5), records=())


def test_picture_looks_as_it_did(english, tmp_path):
    """The picture is the baseline but for the grain of letters; a missing baseline fails."""
    content = draw(steady(english), formats=["png"])["png"]
    fresh = tmp_path / BASELINE.name
    small = Image.open(BytesIO(content)).resize(BASELINE_SIZE, Image.Resampling.BOX)
    small.save(fresh, optimize=True)
    assert BASELINE.is_file(), f"no baseline: look at {fresh} and put it at {BASELINE}"
    found = difference(BASELINE.read_bytes(), content)
    assert found <= TOLERANCE, f"{found:.1f} > {TOLERANCE}: look at {fresh}; if right, keep it"


@pytest.mark.parametrize("change", ["scope", "reach", "digit"])
def test_picture_comparison_sees_a_change(english, change):
    """The same comparison fails for a picture that says something else."""
    first, last = english.regimes
    if change == "scope":
        named = (english.coverage["regime"] == last.id) & (english.coverage["region"] == "RU-BRY")
        changed = replace(
            english,
            regimes=(first, replace(last, scope=("RU-BRY",))),
            coverage=english.coverage.assign(in_scope=named),
        )
    elif change == "reach":
        kept = english.inside[english.inside["region"] != "RU-TUL"]
        share = english.coverage["share"].where(english.coverage["region"] != "RU-TUL", 0.0)
        coverage = english.coverage.assign(share=share)
        changed = replace(english, inside=kept, coverage=coverage)
    else:
        kursk = english.coverage["region"] == "RU-KRS"
        share = english.coverage["share"].where(~kursk, english.coverage["share"] - 0.01)
        changed = replace(english, coverage=english.coverage.assign(share=share))
    content = draw(steady(changed), formats=["png"])["png"]
    assert difference(BASELINE.read_bytes(), content) > TOLERANCE
