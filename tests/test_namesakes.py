"""Names of well-known cities: beside each other, in any case, in any layout, each its own city."""

import csv
import random
import re
from pathlib import Path

import pytest

from geo.places import geocode

TABLE = (Path(__file__).parent / "cities.csv").read_text(encoding="utf-8")
CITIES = list(csv.DictReader(TABLE.splitlines()))
FORM = re.compile(r"\{(\w+)\}")
PATTERNS = {
    "en": (
        "Missiles struck {en}, {en} and {en}.", "Drones hit {en} and {en}.",
        "Explosions were heard in {en} and {en} overnight.", "Trains run from {en} to {en}.",
        "• {en}\n• {en}\n• {en}\n• {en}", "{en}\n{en}\n{en}\n", "Cities: {en}; {en}; {en}.",
        "1. {en}\n2. {en}\n3. {en}", "{en} | {en} | {en}", "Air alert: {en}, {en}.",
        "Power was cut in {en}, {en}, {en} and {en}.", "The mayors of {en} and {en} met.",
    ),
    "uk": (
        "Ракети вдарили по {uk_in}, {uk_in} та {uk_in}.", "Вибухи лунали у {uk_in} та {uk_in}.",
        "Потяги з {uk_of} до {uk_of} запізнюються.", "Над {uk_over} збили дрон, {uk} без світла.",
        "• {uk}\n• {uk}\n• {uk}\n• {uk}", "{uk}\n{uk}\n{uk}\n", "Міста: {uk}; {uk}; {uk}.",
        "1. {uk}\n2. {uk}\n3. {uk}", "{uk} | {uk} | {uk}", "Повітряна тривога: {uk}, {uk}.",
        "{uk}, {uk}, {uk}.", "Мер {uk_of} розповів про вибухи.", "Між {uk_over} та {uk_over}",
    ),
    "ru": (
        "Ракеты ударили: взрывы в {ru_in}, {ru_in} и {ru_in}.", "Шумно в {ru_in} и {ru_in}.",
        "Поезда из {ru_of} до {ru_of} опаздывают.", "Над {ru_over} сбили дрон, {ru} без света.",
        "• {ru}\n• {ru}\n• {ru}\n• {ru}", "{ru}\n{ru}\n{ru}\n", "Города: {ru}; {ru}; {ru}.",
        "1. {ru}\n2. {ru}\n3. {ru}", "{ru} | {ru} | {ru}", "Воздушная тревога: {ru}, {ru}.",
        "{ru}, {ru}, {ru}.", "Мэр {ru_of} рассказал о взрывах.", "Между {ru_over} и {ru_over}",
    ),
}  # fmt: skip


def wrong(language, *, texts):
    """Give the cities that were lost or taken for others, and how many were named."""
    rng = random.Random(1)
    failed, number = [], 0
    for _ in range(texts):
        named = rng.sample(CITIES, 4)
        parts = FORM.split(rng.choice(PATTERNS[language]))
        text, spots = parts[0], []
        for slot, after, city in zip(parts[1::2], parts[2::2], named, strict=False):
            spots.append((len(text), len(text) + len(city[slot]), city))
            text += city[slot] + after
        places = geocode(text)
        for start, end, city in spots:
            hit = next((p for p in places if p.start < end and start < p.end), None)
            number += 1
            if hit is None or hit.region != city["code"]:
                failed.append((text[start:end], hit and hit.region, text))
    return failed, number


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_lists_of_well_known_cities_are_read_right(language):
    """Fewer than 3 in 1,000 are lost or taken for a village or for a former name."""
    failed, number = wrong(language, texts=900)
    assert len(failed) < 0.003 * number, failed


@pytest.mark.parametrize("text", ["Ромни | Южне | Лебедин", "Белгород; Покров; Кола."])
def test_a_word_that_is_a_name_too_is_read_as_those_beside_it_in_a_list(text):
    """«Южне» and «Кола» among towns are towns."""
    assert [place.text for place in geocode(text)] == re.findall(r"\w+", text)
