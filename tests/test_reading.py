"""Reading a text: what counts as one, what a web page shows, and where sentences begin."""

import io
import itertools
import os
import sys
import textwrap
import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.places import geocode
from geo.reading import normalise, read_text, sentence_at, sentence_starts
from geo.reading.page import read_page, visible_text


def test_text_is_taken_as_given(tmp_path):
    """Line ends and a byte-order mark stay, so that offsets index the file's characters."""
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffKyiv\r\nі Харків".encode())
    text = read_text(str(file))
    assert text.text == "\ufeffKyiv\r\nі Харків"
    assert (text.source_name, text.is_html) == ("a.txt", False)


def test_standard_input_is_read_for_a_dash(monkeypatch):
    """`-` reads standard input and recognises HTML by its beginning."""
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"<!DOCTYPE html><title>x</title><p>Kyiv"))
    )
    text = read_text("-")
    assert (text.text, text.is_html) == ("Kyiv\n", True)


def test_a_file_whose_name_is_no_text_has_a_name_that_can_be_written(tmp_path):
    """A name of bytes that are not UTF-8 reaches no output as such."""
    file = tmp_path / "a\udcff.txt"
    file.write_text("Kursk Oblast.")
    assert read_text(str(file)).source_name == "a .txt"


def test_html_gives_its_visible_text_only(tmp_path):
    """Scripts, styles, comments, hidden parts and the head are not read; blocks break lines."""
    file = tmp_path / "page.html"
    file.write_text(
        "<html><head><title>No</title><style>No</style><body><!-- No --><p>Kursk <b>Obl</b>ast"
        "<p hidden>No</p><script>No</script><ul><li>Kyiv<li>S&uuml;d &lt;b&gt;</ul><br>end",
        encoding="utf-8",
    )
    assert read_text(str(file)).text == "Kursk Oblast\nKyiv\nSüd <b>\nend\n"


@pytest.mark.parametrize("tag", ["html hidden", "html aria-hidden='true'", "body hidden"])
def test_a_page_hidden_as_a_whole_is_read(tmp_path, tag):
    """Its script shows it once it is laid out; what is hidden in it stays so."""
    file = tmp_path / "page.html"
    name = tag.split()[0]
    file.write_text(f"<!doctype html><{tag}><p>Kursk<p hidden>No</p></{name}>", encoding="utf-8")
    assert read_text(str(file)).text == "Kursk\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "not UTF-8"),
        (b"Kyiv\x00", "NUL"),
        ("Kyiv".encode("utf-16"), "UTF-16"),
        ("Kyiv".encode("utf-16-le"), "UTF-16"),
        ("Київ".encode("cp1251"), "not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, content, words):
    """Empty, binary and otherwise encoded files are told apart and named."""
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.txt") as caught:
        read_text(str(file))
    assert words in str(caught.value)


def test_a_page_without_text_a_folder_and_a_missing_file_are_refused(tmp_path):
    """Each says what it is and what to give instead."""
    page = tmp_path / "a.html"
    page.write_text("<p><script>x</script>", encoding="utf-8")
    for source, words in [
        (page, "shows no text"),
        (tmp_path, "is a folder"),
        (tmp_path / "none", "does not exist"),
        (page / "under", "cannot be read"),
    ]:
        with pytest.raises(InputError, match=words):
            read_text(str(source))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_markup_gives_a_text(markup):
    """However broken the markup is, the answer is text without control characters of ours."""
    markup = markup.replace("\0", "")
    assert "\0" not in visible_text(markup)
    assert set(read_page(markup).text.splitlines()) <= set(visible_text(markup).splitlines())


def test_a_file_of_any_name_is_called_by_one_that_can_be_written(tmp_path):
    """A name on disk is bytes; what is no text, or cannot be seen, does not reach an output."""
    file = tmp_path / os.fsdecode(b"\xfe\n.txt")
    file.write_text("From Sumy.", encoding="utf-8")
    assert read_text(str(file)).source_name == "  .txt"


def test_abbreviations_and_initials_end_no_sentence():
    """Gen., St., г. and initials stay inside their sentence."""
    text = "Gen. J. Smith left St. Louis. В г. Орле тихо. Next line\nAnother."
    found = [text[slice(*sentence_at(text, sentence_starts(text), i))] for i in (0, 31, 47, 60)]
    assert found == ["Gen. J. Smith left St. Louis.", "В г. Орле тихо.", "Next line", "Another."]


def test_a_text_without_full_stops_gives_a_short_piece():
    """A sentence never grows with the text."""
    text = "word " * 10_000
    start, end = sentence_at(text, sentence_starts(text), 25_000)
    assert start <= 25_000 <= end
    assert end - start <= 600


@pytest.mark.parametrize("piece", [".", "!\u201d", "_", "*", "# ", "[a]", "x://a/", "\n> "])
def test_a_sign_again_and_again_takes_no_longer_each_time(piece):
    """Of what no other test repeats; each mark is looked at with few around it."""
    text = piece * 60_000
    began = time.process_time()
    sentence_starts(normalise(text).text)
    assert time.process_time() - began < 4


def test_a_long_style_takes_no_longer_for_each_of_its_signs():
    """A page's rules are read once, whatever stands in them."""
    began = time.process_time()
    page = f"<html><style>{'Z' * 200_000} p{{{' ' * 200_000}</style><body><p>From Sumy."
    assert visible_text(page).strip() == "From Sumy."
    assert time.process_time() - began < 4


@given(st.text(max_size=200), st.integers(0, 200))
def test_every_offset_has_a_sentence(text, offset):
    """Bounds lie inside the text and hold no blank at their ends."""
    offset = min(offset, len(text))
    start, end = sentence_at(text, sentence_starts(text), offset)
    assert 0 <= start <= end <= len(text)
    assert text[start:end] == text[start:end].strip()


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("drones over Russia's\nKursk region.", "drones over Russia's Kursk region."),
        ("Khar-\nkiv, Хар-\r\nків", "Kharkiv, Харків"),
        ("Ivano-\nFrankivsk", "Ivano-Frankivsk"),
        ("Rostov-\non-Don", "Rostov-on-Don"),
        ("long-\nrange, US-\nmade, Saudi-\nled", "long-range, US-made, Saudi-led"),
        ("Washing-\nton, Mon-\nday", "Washington, Monday"),
        ("кто-\nто, воздуш-\nный", "кто-то, воздушный"),
        ("Shef\ufb01eld o\ufb03cials", "Sheffield officials"),
        (
            "Khar\u00adkiv, Ха\u0301рьков, Ки\u0456\u0308в, caf\u0065\u0301",
            "Kharkiv, Харьков, Київ, café",
        ),
        ("300\u2009km, Kryvyi\u3000Rih, 300\u2011km", "300 km, Kryvyi Rih, 300-km"),
        ("Кам\u00b4янське, Côte d’Ivoire, Ust’-Luga", "Кам'янське, Côte d'Ivoire, Ust'-Luga"),
        ("Kursk¹ and Sumy2, Lviv[3] and Brest<sup>4</sup>.", "Kursk and Sumy, Lviv and Brest."),
        ("300 km² and 20 km2 near a T-72 and an X1", "300 km² and 20 km2 near a T-72 and an X1"),
        ("Kovel\tVolyn Oblast", "Kovel | Volyn Oblast"),
        (
            "**Kursk** and _Sumy_, __Lviv__, snake_case, 5 * 3",
            "Kursk and Sumy, Lviv, snake_case, 5 * 3",
        ),
        ("see [a report](https://example.org/Moscow) on Sumy", "see a report on Sumy"),
        (
            "see [a report][1] on Sumy\n\n[1]: https://example.org/Moscow",
            "see a report on Sumy\n\n",
        ),
        ("at https://example.org/Moscow/1 today", "at example.org today"),
        ("## Kursk\n> said so", "Kursk\n\nsaid so"),
        (
            "Bra&#537;ov &amp; Kursk&nbsp;Oblast, Khar&shy;kiv, &foo;",
            "Brașov & Kursk Oblast, Kharkiv, &foo;",
        ),
        ("<b>Kursk</b><br>Sumy, 3 < 4", "Kursk\n\nSumy, 3 < 4"),
        ("- Kursk\n- Sumy", "- Kursk\n\n- Sumy"),
        ("Sumy\nKyiv\nLutsk", "Sumy\n\nKyiv\n\nLutsk"),
        (
            "shells\nfell on\nSumy and the villages around.",
            "shells fell on Sumy and the villages around.",
        ),
    ],
)
def test_how_a_text_is_set_is_not_read(given, read):
    """Line ends, hyphens, ligatures, marks, blanks, Markdown, tags and entities are folded."""
    assert normalise(given).text == read


MARKS = [
    "-\n",
    "\n",
    "\r\n\r\n",
    "\u00ad",
    "¹",
    "&nbsp;",
    "**",
    "_",
    "[1]",
    "\ufb01",
    "’",
    "<b>",
    "\t",
    "\u0301",
]


@given(
    st.lists(st.sampled_from(["Khar", "kiv", " ", "On ", "1", "Київ", ", ", *MARKS]), max_size=30)
)
def test_every_stretch_of_a_reading_leads_back_to_the_text(pieces):
    """Offsets lie in order inside the text as given; what was not folded leads back to itself."""
    text = "".join(pieces)
    reading = normalise(text)
    bounds = [reading.to_given(at, at + 1) for at in range(len(reading.text))]
    assert all(0 <= start < end <= len(text) for start, end in bounds)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(bounds))
    for at, (start, end) in enumerate(bounds):
        if end - start == 1 and text[start] == reading.text[at]:
            first, last = reading.to_text(start, end)
            assert first <= at < last


@pytest.mark.shared
@pytest.mark.parametrize("width", [28, 40, 55, 66, 72, 80, 100, 120])
def test_hard_wrapping_changes_nothing(shared, width):
    """An article wrapped at any width is read as it was, and reading it again changes nothing."""
    article = (shared / "texts" / "article.txt").read_text(encoding="utf-8")
    wrapped = "\n".join(textwrap.fill(line, width) for line in article.splitlines())
    reading = normalise(wrapped)
    assert reading.text.split() == normalise(article).text.split()
    assert normalise(reading.text).text == reading.text
    for place in geocode(wrapped):
        assert wrapped[place.start : place.end] == place.text
    assert [p.name for p in geocode(wrapped)] == [p.name for p in geocode(article)]


FRAME = """<!doctype html><html><head><style>.later {{ display: none }}</style></head>
<body><nav><a href="/">Home</a> <a href="/w">Warsaw</a></nav>
<div class="cookie-notice">Our offices are in Dublin.</div>{article}
<div class="related"><a href="/a">Tokyo votes</a></div><footer>Printed in Berlin</footer>
</body></html>"""


def page_of(tmp_path, markup, name="page.html"):
    file = tmp_path / name
    file.write_text(markup, encoding="utf-8")
    return read_text(str(file))


def test_the_article_is_read_and_not_the_page(tmp_path):
    """Menus, notices, related links, footers and hidden text are left out, and said to be."""
    article = (
        "<article><h1>Shelling in Sumy</h1><p>Drones hit Sumy and Kursk overnight, officials said "
        "on Monday.</p><p class='later'>Riga<p style='display:none'>Oslo</p><table><tr><td>Kovel"
        "<td>Volyn Oblast</table><p>Read more: <a href='/x'>Floods in Lima</a></p></article>"
    )
    read = page_of(tmp_path, FRAME.format(article=article))
    assert read.text == (
        "Shelling in Sumy\nDrones hit Sumy and Kursk overnight, officials said on Monday.\n"
        "Kovel | Volyn Oblast\n"
    )
    assert "left out" in read.note
    assert [p.name for p in geocode(read.text)] == [
        "Sumy",
        "Sumy",
        "Kursk",
        "Kovel",
        "Volyn Oblast",
    ]


def test_a_page_without_an_article_is_read_whole(tmp_path):
    """What no article is found in is read as it stands, with a word about it."""
    read = page_of(tmp_path, FRAME.format(article=""))
    assert "Warsaw" in read.text
    assert "no article was found" in read.note


@pytest.mark.parametrize(
    ("name", "markup", "is_html"),
    [
        ("a.txt", '<?xml version="1.0"?>\n<html><body><p>Kursk burned.</p></body></html>', True),
        ("a.txt", "<!-- saved --><p>Kursk burned.</p>", True),
        ("a.txt", "HTTP/1.1 200 OK\n\n<html><body><p>Kursk burned.</p></body></html>", True),
        ("a.txt", "3 < 4 and <b>Kursk</b> burned.", False),
        ("a.md", "Kursk burned.\n<details><p>And <b>Sumy</b></p></details>", False),
    ],
)
def test_a_page_is_known_whatever_it_begins_with(tmp_path, name, markup, is_html):
    """Declarations, comments and headers before the markup do not make it a plain text."""
    assert page_of(tmp_path, markup, name).is_html is is_html


def test_the_number_of_a_note_is_raised(tmp_path):
    """A number set above the line stays apart from the name it stands at."""
    assert page_of(tmp_path, "<p>Kursk<sup>12</sup> burned.</p>").text == "Kursk¹² burned.\n"


def test_a_paragraph_broken_anywhere_by_hand_is_one():
    """Where most of its lines go on, so do those before a name; a list of names stays a list."""
    text = (
        "Until now, officials in Wash-\nington said, Ukraine had been allowed to fire\n"
        "US-supplied rockets about 50 miles\ninto Russia. On 17 November the United\n"
        "States lifted that limit in\nKursk oblast. Britain has not said whether it\nwill follow."
    )
    assert normalise(text).text.count("\n") == 0
    cities = "Shelled on Monday\nSumy\nShostka\nKonotop and others\nNikopol."
    assert len(normalise(cities).text.split("\n\n")) == 5


@pytest.mark.parametrize("lead", ["Читайте также", "Читайте також", "Читайте ещё", "Read also"])
def test_a_line_that_leads_elsewhere_is_no_part_of_the_article(lead):
    """Whatever block it stands in; a sentence that begins so is one."""
    page = f"<article><p>{'A train left Batumi. ' * 20}</p></article><div>{lead}: Курск</div>"
    assert "Курск" not in read_page(page).text
    assert "Сумах" in read_page("<article><p>Читайте газеты в Сумах.</p></article>").text
