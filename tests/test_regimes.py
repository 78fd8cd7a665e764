"""Policy regimes: what a file may say, and how a mistake in it is told."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.regimes import (
    STANCES,
    RegimesFileError,
    Stretch,
    in_language,
    load_regimes,
    select,
)

GOOD = """
[[regime]]
id = "one"
label = { en = "One" }
grantor = "US"
systems = ["ATACMS"]
reach_km = 300
scope = ["RU-KRS"]
status = "reported"
from = 2024-11-17
until = 2024-11-25
[[regime.source]]
publisher = "P"
title = "T"
date = 2024-11-17
url = "https://example.org/a"
says = "S"
"""


def read(tmp_path: Path, text: str):
    file = tmp_path / "regimes.toml"
    file.write_text(text, encoding="utf-8")
    return load_regimes(file)


def test_built_in_regimes_keep_reach_scope_and_status_apart():
    """The two built-in regimes say what their sources say, each thing in its own field."""
    first, second = load_regimes()
    assert (first.reach_km, first.scope, first.status) == ((80.0,), (), "confirmed")
    assert (second.reach_km, second.scope, second.status) == ((300.0,), ("RU-KRS",), "reported")
    assert second.start == date(2024, 11, 17)
    assert "100 km" in first.note["en"]
    assert all(set(regime.label) == {"en", "uk", "ru"} for regime in (first, second))


def test_built_in_sources_stand_in_the_timeline(shared: Path):
    """Every source of a built-in regime is one the sourced timeline lists, with its publisher."""
    timeline = (shared / "policy" / "timeline.json").read_text(encoding="utf-8")
    for regime in load_regimes():
        assert len(regime.sources) >= 2
        for source in regime.sources:
            assert source.url in timeline
            assert source.title in timeline


def test_a_good_file_is_read_as_written(tmp_path):
    """All fields arrive, in their own types."""
    (regime,) = read(tmp_path, GOOD)
    assert regime.reach_km == (300.0,)
    assert regime.until == date(2024, 11, 25)
    assert regime.sources[0].says == "S"


def test_a_reach_may_be_an_interval_and_dates_may_stay_open(tmp_path):
    """Two distances make a band; without `until` a regime is still open."""
    text = GOOD.replace("reach_km = 300", "reach_km = [300, 306.5]").replace(
        "until = 2024-11-25\n", ""
    )
    (regime,) = read(tmp_path, text)
    assert regime.reach_km == (300.0, 306.5)
    assert regime.until is None


def test_words_may_stand_in_one_wording_or_in_each_language(tmp_path):
    """A plain text is everybody's; of a table each reader has their own, or the English."""
    text = GOOD.replace('["ATACMS"]', '["ATACMS", { en = "guns", uk = "гармати" }]').replace(
        "[[regime.source]]",
        '[[regime.conflicts]]\nen = "No"\nru = "Нет"\n[[regime.conflicts]]\nen = "Why"\n'
        "[[regime.source]]",
    )
    (regime,) = read(tmp_path, text)
    told = {
        lang: [in_language(each, lang) for each in (*regime.systems, *regime.conflicts)]
        for lang in ("en", "uk", "ru")
    }
    assert told == {
        "en": ["ATACMS", "guns", "No", "Why"],
        "uk": ["ATACMS", "гармати", "No", "Why"],
        "ru": ["ATACMS", "guns", "Нет", "Why"],
    }
    assert [in_language(regime.sources[0].says, lang) for lang in told] == ["S"] * 3


MISTAKES = {
    "negative reach": ("reach_km = 300", "reach_km = -3", "reach_km"),
    "reach as text": ("reach_km = 300", 'reach_km = "300"', "reach_km"),
    "reach not a number": ("reach_km = 300", "reach_km = nan", "reach_km"),
    "infinite reach": ("reach_km = 300", "reach_km = inf", "reach_km"),
    "true as reach": ("reach_km = 300", "reach_km = true", "reach_km"),
    "reach too long": ("reach_km = 300", "reach_km = 6001", "reach_km"),
    "reach of three": ("reach_km = 300", "reach_km = [1, 2, 3]", "reach_km"),
    "reach reversed": ("reach_km = 300", "reach_km = [306, 300]", "reach_km"),
    "no reach": ("reach_km = 300\n", "", "reach_km"),
    "unknown region": ("RU-KRS", "RU-XXX", "scope"),
    "Crimea as Russia's": ("RU-KRS", "UA-43", "scope"),
    "region twice": ('["RU-KRS"]', '["RU-KRS", "RU-KRS"]', "scope"),
    "scope as text": ('["RU-KRS"]', '"RU-KRS"', "scope"),
    "unknown status": ('"reported"', '"rumoured"', "status"),
    "dates reversed": ("until = 2024-11-25", "until = 2024-11-16", "until"),
    "date as text": ("from = 2024-11-17", 'from = "2024-11-17"', "from"),
    "date with time": ("from = 2024-11-17", "from = 2024-11-17T10:00:00", "from"),
    "impossible country": ('"US"', '"XX"', "grantor"),
    "label without English": ('en = "One"', 'uk = "Один"', "label"),
    "label in a fourth language": ('en = "One"', 'en = "One", de = "Eins"', "label"),
    "empty label": ('en = "One"', 'en = " "', "label"),
    "bad id": ('id = "one"', 'id = "One!"', "id"),
    "script as address": ("https://example.org/a", "javascript:alert(1)", "url"),
    "address with a blank": ("https://example.org/a", "https://example.org/a b", "url"),
    "broken address": ("https://example.org/a", "https://[", "url"),
    "source without words": ('says = "S"\n', "", "says"),
    "misspelt field": ("reach_km", "reach", "reach"),
    "systems as text": ('["ATACMS"]', '"ATACMS"', "systems"),
    "no status": ('status = "reported"\n', "", "status"),
    "no first day": ("from = 2024-11-17\n", "", "from"),
    "unknown precision": (
        "from = 2024-11-17",
        'from = 2024-11-17\nfrom_precision = "soon"',
        "from_precision",
    ),
    "precision of no day": ("until = 2024-11-25", 'until_precision = "about"', "until_precision"),
    "unknown kind of reach": ("reach_km = 300", 'reach_km = 300\nreach_of = "hope"', "reach_of"),
    "kind of no reach": ("reach_km = 300", 'reach_km = "none"\nreach_of = "limit"', "reach_of"),
    "no such origin": ("reach_km = 300", 'reach_km = 300\norigin = "XX"', "origin"),
    "region of another target": ("reach_km = 300", 'reach_km = 300\ntarget = "KP"', "scope"),
    "replaces itself": ("reach_km = 300", 'reach_km = 300\nreplaces = ["one"]', "replaces"),
    "replaces as text": ("reach_km = 300", 'reach_km = 300\nreplaces = "one"', "replaces"),
    "conflicts as text": ("reach_km = 300", 'reach_km = 300\nconflicts = "none"', "conflicts"),
    "no such month": ("date = 2024-11-17", 'date = "2024-13"', "date"),
    "copy as text": ('says = "S"', 'says = "S"\ncopy = "yes"', "copy"),
    "port of no address": ("https://example.org/a", "https://example.org:99999/a", "url"),
    "label too long": ('en = "One"', f'en = "{"x" * 2001}"', "label"),
    "note without languages": ('grantor = "US"', 'grantor = "US"\nnote = "text"', "note"),
    "reach of zero": ("reach_km = 300", "reach_km = 0", "reach_km"),
    "reach of one end too far": ("reach_km = 300", "reach_km = [300, 1e300]", "reach_km"),
    "reach of equal ends": ("reach_km = 300", "reach_km = [300, 300]", "reach_km"),
    "reach of no ends": ("reach_km = 300", "reach_km = []", "reach_km"),
    "reach nested": ("reach_km = 300", "reach_km = [[300]]", "reach_km"),
    "reach as table": ("reach_km = 300", "reach_km = { km = 300 }", "reach_km"),
    "reach unknown": ("reach_km = 300", 'reach_km = "unknown"', "reach_km"),
    "reach of endless digits": ("reach_km = 300", f"reach_km = 0x{'f' * 5000}", "reach_km"),
    "one end true": ("reach_km = 300", "reach_km = [1, true]", "reach_km"),
    "country in small letters": ('"US"', '"us"', "grantor"),
    "country as list": ('"US"', '["US"]', "grantor"),
    "country as table": ('"US"', "{ code = 1 }", "grantor"),
    "country by name": ('"US"', '"United States"', "grantor"),
    "region in small letters": ("RU-KRS", "ru-krs", "scope"),
    "region of another country": ("RU-KRS", "UA-63", "scope"),
    "region by name": ("RU-KRS", "Kursk Oblast", "scope"),
    "region as number": ('["RU-KRS"]', "[46]", "scope"),
    "status in capitals": ('"reported"', '"Reported"', "status"),
    "status misspelt": ('"reported"', '"confimed"', "status"),
    "status as list": ('"reported"', '["reported"]', "status"),
    "date without day": ("from = 2024-11-17", 'from = "2024-11"', "from"),
    "date with zone": ("from = 2024-11-17", "from = 2024-11-17T00:00:00+02:00", "from"),
    "time as date": ("from = 2024-11-17", "from = 07:32:00", "from"),
    "year of long ago": ("from = 2024-11-17", "from = 1024-11-17", "from"),
    "year far ahead": ("until = 2024-11-25", "until = 9999-12-31", "until"),
    "ends the day it begins": ("until = 2024-11-25", "until = 2024-11-17", "until"),
    "date as number": ("until = 2024-11-25", "until = 20241125", "until"),
    "id as number": ('id = "one"', "id = 1", "id"),
    "id too long": ('id = "one"', f'id = "{"x" * 65}"', "id"),
    "id empty": ('id = "one"', 'id = ""', "id"),
    "id of a path": ('id = "one"', 'id = "../one"', "id"),
    "escape in label": ('en = "One"', 'en = "\\u001b[2J"', "label"),
    "NUL in label": ('en = "One"', 'en = "a\\u0000b"', "label"),
    "turned label": ('en = "One"', 'en = "a\u202eb"', "label"),
    "label of two lines": ('en = "One"', 'en = "a\\nb"', "label"),
    "label of a number": ('en = "One"', "en = 1", "label"),
    "label without languages": ('{ en = "One" }', '"One"', "label"),
    "turned source": ('says = "S"', 'says = "a\u2067b"', "says"),
    "words without English": ('says = "S"', 'says = { uk = "Є" }', "says"),
    "words in a fourth language": ('says = "S"', 'says = { en = "S", de = "S" }', "says"),
    "words empty in one language": ('says = "S"', 'says = { en = "S", uk = " " }', "says"),
    "words turned in one language": ('says = "S"', 'says = { en = "S", ru = "\u202e" }', "says"),
    "words as list": ('says = "S"', 'says = ["S"]', "says"),
    "words nested": ('says = "S"', 'says = { en = { en = "S" } }', "says"),
    "source's field below its words": (
        'says = "S"',
        '[regime.source.says]\nen = "S"\ncopy = true',
        "says",
    ),
    "conflict of a number": ("reach_km = 300", "reach_km = 300\nconflicts = [3]", "conflicts"),
    "conflict without English": (
        "reach_km = 300",
        'reach_km = 300\nconflicts = [{ ru = "а" }]',
        "conflicts",
    ),
    "conflict twice": (
        "reach_km = 300",
        'reach_km = 300\nconflicts = [{ en = "a" }, { en = "a" }]',
        "conflicts",
    ),
    "regime's field below a conflict": (
        "[[regime.source]]",
        '[[regime.conflicts]]\nen = "a"\norigin = "UA"\n[[regime.source]]',
        "conflicts",
    ),
    "system in a fourth language": ('["ATACMS"]', '[{ en = "a", de = "b" }]', "systems"),
    "system of two lines": ('["ATACMS"]', '[{ en = "a", uk = "a\\nb" }]', "systems"),
    "systems nested": ('["ATACMS"]', '[["ATACMS"]]', "systems"),
    "system twice": ('["ATACMS"]', '["ATACMS", "ATACMS"]', "systems"),
    "regime's field below the source": ('says = "S"', 'says = "S"\nstatus = "denied"', "status"),
    "source without title": ('title = "T"\n', "", "title"),
    "source without date": ("date = 2024-11-17\n", "", "date"),
    "source of one table": ("[[regime.source]]", "[regime.source]", "source"),
    "no address": ('"https://example.org/a"', '"example.org/a"', "url"),
    "local file as address": ("https://example.org/a", "file:///etc/passwd", "url"),
    "data as address": ("https://example.org/a", "data:text/html,x", "url"),
    "name in address": ("https://example.org/a", "https://me:secret@example.org/a", "url"),
    "no host in address": ("https://example.org/a", "https:///a", "url"),
    "markup in address": ("https://example.org/a", "https://example.org/<b>", "url"),
    "backslash in address": ("https://example.org/a", "https://example.org\\\\a", "url"),
    "unseen in address": ("https://example.org/a", "https://example.org/\u200b", "url"),
    "origin without regions": ("reach_km = 300", 'reach_km = 300\norigin = "AQ"', "origin"),
    "target without regions": ("reach_km = 300", 'reach_km = 300\ntarget = "AQ"', "target"),
    "misspelt status field": ("status =", "staus =", "staus"),
    "unknown stance": ("reach_km = 300", 'reach_km = 300\nstance = "allows"', "stance"),
    "stance as list": ("reach_km = 300", 'reach_km = 300\nstance = ["permits"]', "stance"),
    "excluded and in scope": (
        "reach_km = 300",
        'reach_km = 300\nexcluded = ["RU-KRS"]',
        "excluded",
    ),
    "excluded elsewhere": ("reach_km = 300", 'reach_km = 300\nexcluded = ["UA-63"]', "excluded"),
    "whole as text": ("reach_km = 300", 'reach_km = 300\nwhole = "RU-BEL"', "whole"),
    "whole and excluded": (
        "reach_km = 300",
        'reach_km = 300\nwhole = ["RU-BEL"]\nexcluded = ["RU-BEL"]',
        "excluded",
    ),
    "part of no border": ("reach_km = 300", 'reach_km = 300\norigin_part = "sea"', "origin_part"),
    "part of the target": (
        "reach_km = 300",
        'reach_km = 300\norigin_part = "RU-KRS"',
        "origin_part",
    ),
    "misspelt source field": ("publisher", "publsher", "publsher"),
}


def test_at_least_thirty_mistakes_are_planted():
    """More than were promised, each of its own kind."""
    assert len(MISTAKES) >= 80
    assert len({mistake[:2] for mistake in MISTAKES.values()}) == len(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_the_entry_and_the_field(tmp_path, mistake):
    """One line says which file, which entry, which field, and what to write."""
    old, new, field = MISTAKES[mistake]
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    message = str(caught.value)
    assert "regimes.toml" in message
    assert "entry 1" in message
    assert f"field {field}" in message.replace("'", "")
    assert "\n" not in message
    assert re.search(
        r"(write|add|use|keep|name|mend|move|known are|lies between|leave|start each)", message
    )
    assert message.isprintable()


@pytest.mark.parametrize(
    ("mistake", "meant"),
    [
        ("misspelt field", "reach_km"),
        ("misspelt status field", "write status"),
        ("misspelt source field", "write publisher"),
        ("status misspelt", "did you mean confirmed?"),
        ("status in capitals", "did you mean reported?"),
        ("country in small letters", '"US"'),
        ("region in small letters", '"RU-KRS"'),
        ("regime's field below the source", "above the first [[regime.source]]"),
        ("words without English", 'write { en = "..." }'),
        ("words empty in one language", "in uk, write a text"),
        ("words turned in one language", "in ru, leave out U+202E"),
        ("source's field below its words", "'copy' is none of the languages en, uk, ru"),
        ("conflict of a number", "in item 1, write a text, or texts by language"),
        ("regime's field below a conflict", "'origin' is none of the languages en, uk, ru"),
        ("system of two lines", "in item 1, in uk, write it in one line"),
        ("ends the day it begins", "the first day it was no more in force"),
    ],
)
def test_a_slip_of_the_pen_is_guessed(tmp_path, mistake, meant):
    """Where one can tell what was meant, the message does."""
    old, new, _ = MISTAKES[mistake]
    with pytest.raises(InputError) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert meant in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("reach_km = 300", "reach_km = [300]"),
        lambda text: text.replace("reach_km = 300", "reach_km = 3e2"),
        lambda text: text.replace('systems = ["ATACMS"]\n', ""),
        lambda text: text.replace("RU-KRS", "UA-63").replace("300", '300\ntarget = "UA"'),
        lambda text: text.replace('says = "S"', 'says = """S,\nand more."""'),
        lambda text: text.replace('says = "S"', 'says = { en = "S", uk = "Є" }'),
        lambda text: text.replace('says = "S"', 'says.en = "S"\nsays.ru = "Ы"'),
        lambda text: text.replace('["ATACMS"]', '["ATACMS", { en = "guns", uk = "гармати" }]'),
        lambda text: text.replace('en = "One"', 'en = "80\u00a0km", uk = "м\u02bcяч"'),
        lambda text: text.replace("example.org/a", "пример.рф/%D0%B0?b=c#d"),
        lambda text: text.replace("example.org/a", "example.org.:443/a"),
    ],
)
def test_what_is_right_in_another_way_is_read(tmp_path, change):
    """Line ends and marks of Windows, other notations, other scripts, texts of several lines."""
    file = tmp_path / "regimes.toml"
    file.write_bytes(change(GOOD).encode())
    assert len(load_regimes(file)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no regime"),
        ("regime = []", "holds no regime"),
        ("regime = 3", "holds no regime"),
        (GOOD.replace("[[regime]]", "[regime]"), "two brackets"),
        (GOOD.replace("= 300", f"= {'9' * 5000}"), "not valid TOML"),
        (GOOD.replace("\n", "\r"), "not valid TOML"),
        (GOOD.replace("2024-11-17", "2024-02-30"), "not valid TOML"),
        ("a." * 100_000 + "a = 1", "a key of many parts"),
        ("\n# x\n" + "'a'." * 100_000 + "a = 1", "a key of many parts at line 3"),
        ("[" + "a . " * 100_000 + "a]", "a key of many parts"),
        ("x = " + "{a=" * 5000 + "1" + "}" * 5000, "not valid TOML"),
        ("regime = [3]", "list of tables"),
        ("[[regime", "not valid TOML"),
        ("x = 1", "only [[regime]]"),
        ("a = " + "[" * 5000, "not valid TOML"),
        (GOOD + GOOD, "taken by entry 1"),
        (GOOD + "[[strecth]]\n", "only [[regime]] and [[stretch]] tables"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(tmp_path, text, words):
    """Empty files, other formats, double ids and disorder are each told in one line."""
    with pytest.raises(InputError, match=r"regimes\.toml") as caught:
        read(tmp_path, text)
    assert words in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    """Missing files, folders and binary files raise the same kind of error."""
    with pytest.raises(InputError, match="cannot be read"):
        load_regimes(tmp_path / "none.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load_regimes(tmp_path / "\0")
    with pytest.raises(InputError, match="is a folder"):
        load_regimes(tmp_path)
    binary = tmp_path / "b.toml"
    binary.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(InputError, match="UTF-8"):
        load_regimes(binary)
    binary.write_bytes(b"#" * 5_000_001)
    with pytest.raises(InputError, match="more than 5,000,000 bytes"):
        load_regimes(binary)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path):
    """Nothing waits for a writer, nothing drains what never ends."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for source in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(InputError, match="a pipe or a device"):
            load_regimes(source)
    with pytest.raises(InputError, match="cannot be read"):
        load_regimes(tmp_path / "loop")


SECOND = GOOD.replace('"one"', '"two"').replace("from = 2024-11-17\nuntil = 2024-11-25", "{}")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ('from = 2024-11-26\nreplaces = ["one"]', "'one' ends on 2024-11-25"),
        ('from = 2024-11-25\nreplaces = ["three"]', "'three' is no entry of this file"),
        ('from = 2024-11-25\nreplaces = ["two"]', "'two' has no until"),
        ('from = 2024-11-25\norigin = "BY"', "got 'BY' where entry 1 has 'UA'"),
        ('from = 2024-11-25\ntarget = "BY"\nscope = []', "got 'BY' where entry 1 has 'RU'"),
    ],
)
def test_what_is_wrong_between_entries_is_told(tmp_path, fields, words):
    """Successions must meet on a day; one file has one origin and one target."""
    second = SECOND.replace("{}", fields)
    if "scope = []" in fields:
        second = second.replace('scope = ["RU-KRS"]\n', "", 1)
    with pytest.raises(InputError, match=r"entry 2 \('two'\), field") as caught:
        read(tmp_path, GOOD + second)
    assert words in str(caught.value)


def test_every_mistake_of_a_file_is_told_at_once(tmp_path):
    """Fields of all entries, of sources and of stretches, and what is wrong between entries."""
    text = GOOD.replace("reach_km = 300", "reach_km = -3").replace('"reported"', '"rumoured"')
    second = SECOND.replace("{}", 'from = 2024-11-25\nreplaces = ["three"]')
    second = second.replace('publisher = "P"\n', "").replace("RU-KRS", "RU-XXX")
    stretch = '[[stretch]]\nname = "Bad name"\nregions = ["UA-63"]\nfile = "../line.geojson"\n'
    with pytest.raises(RegimesFileError) as caught:
        read(tmp_path, text + second + stretch)
    told = [
        re.search(r"(entry|stretch) (\d).*?field (\w+)", line).groups()
        for line in caught.value.problems
    ]
    assert sorted(told) == [
        *[("entry", "1", "reach_km"), ("entry", "1", "status")],
        *[("entry", "2", "publisher"), ("entry", "2", "replaces"), ("entry", "2", "scope")],
        *[("stretch", "1", key) for key in ("file", "name", "regions")],
    ]
    assert str(caught.value).startswith(caught.value.problems[0])
    assert "And 7 more" in str(caught.value)


def test_entries_may_stand_in_any_order(tmp_path):
    """They are read in order of their first days; a successor may stand before what it ends."""
    second = SECOND.replace("{}", 'from = 2024-11-25\nreplaces = ["one"]')
    assert [regime.id for regime in read(tmp_path, second + GOOD)] == ["one", "two"]


def test_a_stance_and_what_it_leaves_out_are_read(tmp_path):
    """Left out it permits; regions left out and whole ones stand in fields of their own."""
    (plain,) = read(tmp_path, GOOD)
    assert (plain.stance, plain.excluded, plain.whole, plain.origin_part) == (
        "permits",
        (),
        (),
        None,
    )
    for stance in STANCES:
        more = f'300\nstance = "{stance}"\nexcluded = ["RU-MOW"]\nwhole = ["RU-BEL"]'
        (regime,) = read(tmp_path, GOOD.replace("300", more))
        assert (regime.stance, regime.excluded, regime.whole) == (stance, ("RU-MOW",), ("RU-BEL",))
        assert regime.drawable == (stance != "proposed")


STRETCHES = """
[[stretch]]
name = "east"
label = { en = "the border of two regions" }
regions = ["UA-63", "UA-09"]
[[stretch]]
name = "mine"
file = "lines/mine.geojson"
"""


def test_a_part_of_the_border_is_named_or_defined(tmp_path):
    """By land, along a region of the origin, or a stretch of the file: regions or a line."""

    def part(name):
        text = GOOD.replace("300", f'300\norigin_part = "{name}"') + STRETCHES
        return read(tmp_path, text)[0].origin_part

    assert part("land-border") == Stretch(name="land-border", label={})
    assert part("UA-63") == Stretch(name="UA-63", label={}, regions=("UA-63",))
    assert part("east").regions == ("UA-63", "UA-09")
    assert part("east").label == {"en": "the border of two regions"}
    assert part("mine").file == tmp_path / "lines" / "mine.geojson"
    for wrong, words in (
        ('name = "east"\n', "it is missing"),
        ('"UA-09"', "no ISO 3166-2 code of a region of UA, the origin"),
        ('name = "mine"', "is taken"),
    ):
        new = {'"UA-09"': '"RU-KRS"', 'name = "mine"': 'name = "east"'}.get(wrong, "")
        text = GOOD.replace("300", '300\norigin_part = "east"') + STRETCHES.replace(wrong, new)
        with pytest.raises(RegimesFileError) as caught:
            read(tmp_path, text)
        assert any(words in line for line in caught.value.problems), wrong


def test_the_last_report_is_told_apart_from_the_end(tmp_path):
    """It is the latest of the sources, of one day the first; without any there is none."""
    later = GOOD[GOOD.index("[[regime.source]]") :].replace("2024-11-17", "2024-12-01")
    (regime,) = read(tmp_path, GOOD.replace("[[regime.source]]", later + "[[regime.source]]"))
    assert (regime.last_report.date, regime.until) == (date(2024, 12, 1), date(2024, 11, 25))
    again = GOOD[GOOD.index("[[regime.source]]") :]
    (twice,) = read(tmp_path, GOOD + again.replace("publisher = ", 'publisher = "Another" # '))
    assert [source is twice.last_report for source in twice.sources] == [True, False]
    (bare,) = read(tmp_path, GOOD[: GOOD.index("[[regime.source]]")])
    assert bare.last_report is None


def test_a_good_succession_and_what_only_a_catalogue_has_are_read(tmp_path):
    """Reach none, precision, kind, successions, conflicts, a month, a copy: each in its field."""
    second = SECOND.replace("{}", 'from = 2024-11-25\nfrom_precision = "placeholder"')
    second = second.replace("reach_km = 300", 'reach_km = "none"\nreplaces = ["one"]')
    second = second.replace('status = "reported"', 'status = "denied"\nconflicts = ["a", "b"]')
    second = second.replace("date = 2024-11-17", 'date = "2024-11"\ncopy = true')
    first, second = read(tmp_path, GOOD + second)
    assert (second.reach_km, second.replaces, second.conflicts) == ((), ("one",), ("a", "b"))
    assert (first.start_precision, second.start_precision) == ("day", "placeholder")
    (source,) = second.sources
    assert (source.date, source.date_precision, source.copy) == (date(2024, 11, 1), "month", True)


def test_regimes_are_chosen_by_name(tmp_path, monkeypatch):
    """The catalogue, one government, a stretch of time; a file of that name by its folder."""
    everything, file = select("catalogue")
    assert file.name == "catalogue.toml"
    assert [r.id for r in select("US")[0]] == [r.id for r in everything if r.grantor == "US"]
    november, _ = select("2024-11-17..2024-12-31")
    assert {"us-atacms-kursk", "gb-storm-shadow-reported"} < {r.id for r in november}
    assert not {"gb-storm-shadow-claimed", "us-review"} & {r.id for r in november}
    assert "us-review" in {r.id for r in select("2025-05-10")[0]}  # within a month of June 2025
    assert "us-kharkiv-border" not in {r.id for r in select("2024-05-29")[0]}
    with pytest.raises(InputError, match="knows nothing; it begins on 2024-05-02"):
        select("2024-04-01")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "us").write_text(GOOD, encoding="utf-8")
    assert [r.id for r in select("./us")[0]] == ["one"]
    assert len(select("us")[0]) > 1
    with pytest.raises(InputError, match="no government of the catalogue"):
        select("ru")
    with pytest.raises(InputError, match="is no file; give the path of one, built-in, catalogue"):
        select("catalog")
