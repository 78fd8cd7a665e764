"""Scoring and corpora: every figure checked by hand."""

import json

import pytest

from bench.corpora import read_corpus
from bench.scoring import Mention, calibration, calibration_error, score
from data.build.corpus import annotated
from geo.places import geocode


def test_a_score_counts_what_it_says():
    """One exact hit near, one overlap far away, one miss, one false alarm."""
    gold = [Mention(0, 4, 50.0, 30.0, "UA"), Mention(10, 15, 10.0, 10.0), Mention(20, 25, 0.0, 0.0)]
    found = [
        Mention(0, 4, 50.5, 30.0, "UA"),
        Mention(11, 15, 40.0, 10.0),
        Mention(30, 33, 1.0, 1.0),
    ]
    figures = score(gold, found).figures()
    assert figures["exact F1"] == pytest.approx(1 / 3)
    assert figures["overlap F1"] == pytest.approx(2 / 3)
    assert figures["acc@161km"] == pytest.approx(1 / 2)
    assert figures["end-to-end F1"] == pytest.approx(1 / 3)
    assert figures["country"] == 1.0


def test_a_place_without_a_point_counts_for_recognition_only():
    """What was found there is not held against resolution."""
    figures = score([Mention(0, 4)], [Mention(0, 4, 50.0, 30.0)]).figures()
    assert figures["exact F1"] == 1.0
    assert figures["end-to-end P"] != figures["end-to-end P"]  # nothing to count


def test_calibration_error_is_the_mean_over_the_bins():
    """Half the points a tenth off and half right on make a twentieth."""
    points = [(1.0, True)] * 10 + [(0.9, True)] * 8 + [(0.9, False)] * 2
    assert calibration_error(points) == pytest.approx(0.05)


def test_confidence_means_what_it_says():
    """On held-out texts it is off by less than five hundredths in the mean."""
    points = []
    for text in annotated("heldout"):
        gold = [
            Mention(p.start, p.end, p.place and p.place.lat, p.place and p.place.lon)
            for p in text.places
        ]
        found = [
            Mention(p.start, p.end, p.lat, p.lon, confidence=p.confidence)
            for p in geocode(text.text)
        ]
        points += score(gold, found).calibration
    assert calibration_error(points) < 0.05


def test_calibration_sorts_into_tenths():
    """Each tenth gives its mean confidence and the share right."""
    assert calibration([(0.95, True), (0.95, False), (0.15, False)]) == [
        (0.15, 0.0, 1),
        (0.95, 0.5, 2),
    ]


def test_published_formats_are_read(tmp_path):
    """XML of LGL and TR-News, stand-off of GeoWebNews, JSON lines."""
    xml = tmp_path / "a.xml"
    xml.write_text(
        "<articles><article><text>In Troy.</text><toponyms><toponym><start>3</start><end>7</end>"
        "<gaztag><lat>35.3</lat><lon>-79.9</lon><country>US</country></gaztag></toponym></toponyms>"
        "</article></articles>"
    )
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "1.txt").write_text("In Troy. Trojans.")
    (folder / "1.ann").write_text(
        "T1\tLiteral 3 7\tTroy\n#1\tAnnotatorNotes T1\t35.3, -79.9\nT2\tDemonym 9 16\tTrojans\n"
    )
    lines = tmp_path / "a.jsonl"
    record = {"text": "In Troy.", "mentions": [{"start": 3, "end": 7, "lat": 35.3, "lon": -79.9}]}
    lines.write_text(json.dumps(record) + "\n")
    for source in (xml, folder, lines):
        ((text, (place,)),) = read_corpus(source)
        assert text[place.start : place.end] == "Troy"
        assert (place.lat, place.lon) == (35.3, -79.9)


@pytest.mark.parametrize("part", ["train", "heldout"])
def test_every_annotation_names_a_place_of_the_index(part):
    """The corpus is whole: three languages, every target known, nothing in both parts."""
    texts = list(annotated(part))
    assert {t.language for t in texts} == {"en", "uk", "ru"}
    other = {t.text for t in annotated("heldout" if part == "train" else "train")}
    assert not other & {t.text for t in texts}
    for text in texts:
        assert "|" not in text.text.replace(" | ", "")
        for place in text.places:
            assert text.text[place.start : place.end].strip()
