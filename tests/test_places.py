"""Places: the article, hostile text, and what must hold of any text."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cli import main
from geo.places import geocode, geocode_many
from geo.reading import normalise

NEVER_PLACES = (
    "Austin", "Putin", "Zelenskyy", "Biden", "Axios", "Telegraph", "Taurus", "Storm Shadow",
    "Pentagon", "Mistral", "SCALP", "Starmer", "Scholz", "Macron", "Reuters", "NATO", "Trump",
    "Ukrainian", "Russian", "North Korean", "German", "ATACMS", "NYT",
)  # fmt: skip


@pytest.fixture(scope="module")
def article(shared):
    return (shared / "texts" / "article.txt").read_text(encoding="utf-8")


@pytest.mark.shared
def test_the_articles_places(article):
    """The article names these places, and everything it names is one of them."""
    found = {(p.name, p.kind, p.country, p.region) for p in geocode(article)}
    assert found == {
        ("Kursk Oblast", "region", "RU", "RU-KRS"),
        ("Ukraine", "country", "UA", None),
        ("Russia", "country", "RU", None),
        ("North Korea", "country", "KP", None),
        ("United States", "country", "US", None),
        ("Kyiv", "settlement", "UA", "UA-30"),
        ("France", "country", "FR", None),
    }


@pytest.mark.shared
def test_nothing_of_the_article_that_only_sounds_like_a_place(article):
    """No person, newspaper, weapon, institution or demonym is geocoded."""
    for place in geocode(article):
        assert place.text not in NEVER_PLACES


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Crimea is home to Sevastopol.", "Crimea"),
        ("Shells fell on Sevastopol.", "Sevastopol"),
        ("В Крыму и в Севастополе прогремели взрывы.", "Crimea"),
    ],
)
def test_crimea_is_ukraine(text, name):
    """Crimea and Sevastopol are Ukraine, whoever names them."""
    found = geocode(text)
    assert name in {p.name for p in found}
    assert {p.country for p in found} == {"UA"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0Kyiv\0",
        "\ud800Kyiv\udfff",
        "Ки\u0456\u0308в",
        "Kyiv\u200f and \u202eLviv\u202c",
        "&nbsp;Kyiv&amp;Lviv",
        "Kyiv" * 1000,
        "\r\n\r\n",
        "🇺🇦 Kyiv",
        "À" * 5000,
        "Kursk-" * 3000,
        "(" * 3000,
        "Kyiv\u0301",
        "\ufeffKyiv",
    ],
)
def test_broken_text_is_answered(text):
    """Whatever the text, offsets index it as given."""
    for place in geocode(text):
        assert text[place.start : place.end] == place.text


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.characters(), max_size=80),
    st.sampled_from(["Kyiv", "Курська область", "the US"]),
)
def test_offsets_index_any_text(noise, name):
    """Mentions are in order, do not overlap, and are what stands at their offsets."""
    text = f"{noise} {name} {noise}"
    end = 0
    for place in geocode(text):
        assert place.start >= end
        assert text[place.start : place.end] == place.text
        assert place.sentence in normalise(text).text
        assert 0 <= place.confidence <= 1
        end = place.end


def test_many_texts_are_read_each_by_itself():
    """A batch gives what each text gives alone."""
    texts = ["Kyiv", "Talks in Moscow, Idaho.", ""]
    assert geocode_many(texts) == [geocode(text) for text in texts]


def test_command_prints_one_object_a_line(tmp_path, capsys):
    """The command gives every mention as one line of JSON."""
    file = tmp_path / "text.txt"
    file.write_text("From Kharkiv to Lviv.", encoding="utf-8")
    assert main(["places", str(file)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines] == ["Kharkiv", "Lviv"]


@pytest.mark.parametrize("content", [b"\xff\xfeK\x00", None])
def test_command_refuses_what_is_no_text(tmp_path, capsys, content):
    """Bad input gives exit code 2 and one line."""
    file = tmp_path / "text.txt"
    if content is not None:
        file.write_bytes(content)
    assert main(["places", str(file)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Kirov, a small town in Kaluga Oblast, was hit.", "RU-KLU"),
        ("A shell fell on Donetsk in Russia's Rostov Oblast.", "RU-ROS"),
        ("В городе Донецк Ростовской области тихо.", "RU-ROS"),
        ("Snow fell in western New York, in Ohio and in Vermont.", "US-NY"),
        ("The Bulgarian town of Nikopol lies on the Danube.", "BG-15"),
        ("Police in Paris, Texas, closed a road.", "US-TX"),
    ],
)
def test_the_words_around_say_where_a_place_lies(text, region):
    """Apposition, genitive, demonym and quarter of the sky lead to the lesser-known place."""
    assert geocode(text)[0].region == region


def test_states_in_a_list_are_states():
    """Like stands with like: a state that shares its name with a city, among states."""
    places = geocode("Maine, Vermont, New Hampshire and New York wrote to the president.")
    assert [p.kind for p in places] == ["region"] * 4


def test_the_seat_of_the_government_is_no_town():
    """The White House is neither a town in Tennessee nor Casablanca."""
    found = geocode("The White House and Washington were quiet.")
    assert [p.name for p in found] == ["Washington, D.C."]


@pytest.mark.parametrize("piece", ["Kursk, ", "Kyiv\n", "Курской и ", "University of ", "N.C."])
def test_time_grows_with_the_text_and_no_faster(piece):
    """A text of one name a thousand times over costs no more a name than a short one."""

    def seconds(times):
        start = time.process_time()
        geocode(piece * times)
        return time.process_time() - start

    seconds(10)
    assert seconds(8000) < 6 * seconds(2000) + 0.5


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Hofstade", "resolved"),  # 33 km apart
        ("Mahabaleshwar", "resolved"),  # 49
        ("Oelsnitz", "ambiguous"),  # 51
        ("Spytkowice", "ambiguous"),  # 52
    ],
)
def test_two_towns_of_one_name_are_two_places_from_fifty_kilometres_on(name, status):
    """Nearer than that they are one place to a reader of a map, whichever is meant."""
    (place,) = geocode(f"The train left {name} late.")
    assert place.alternatives[0].share > 0.3
    assert place.status == status


def test_a_much_likelier_place_is_not_ambiguous():
    """Another of the name matters when it is more than six tenths as likely."""
    (paris,) = geocode("The train left Paris late.")
    assert paris.status == "resolved"
    assert any(other.country == "US" for other in paris.alternatives)
    assert paris.confidence > 0.5


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("Voronezh, Sumy and Chernihiv were hit.", "Voronezh", "RU-VOR"),
        ("Вибухи у Воронежі та Сумах.", "Воронежі", "RU-VOR"),
        ("Взрывы в Костроме и Полтаве.", "Костроме", "RU-KOS"),
        ("Trains ran from Lviv to Poznań.", "Poznań", "PL-30"),
        ("Missiles fired from Saratov hit Pokrovsk.", "Pokrovsk", "UA-14"),
        ("Missiles struck Mykolaiv, Donetsk and Kherson.", "Mykolaiv", "UA-48"),
        ("У Слов'янську пролунали вибухи.", "Слов'янську", "UA-14"),
        ("Дороги в Ставрополе и Самаре чисты.", "Ставрополе", "RU-STA"),
        ("Drones hit Volchansk and Belgorod.", "Volchansk", "UA-63"),
        ("They moved from Eugene to Yakima, Washington, in May.", "Washington", "US-WA"),
        ("The New York senate voted.", "New York", "US-NY"),
    ],
)
def test_neighbours_advise_and_do_not_overrule(text, name, region):
    """A large place keeps its present name beside cities across the border."""
    (place,) = [p for p in geocode(text) if p.text == name]
    assert place.region == region


@pytest.mark.parametrize(
    ("text", "name", "region"),
    [
        ("He was held in Macon, Georgia, on Friday.", "Georgia", "US-GA"),
        ("They met in Batumi, Georgia, on Friday.", "Georgia", None),
        ("Cases in Washington, Pennsylvania and California rose.", "Washington", "US-WA"),
        ("The Columbia City Council met in Missouri.", "Missouri", "US-MO"),
        ("Roads in Cobb and Fulton counties are icy.", "Cobb", "US-GA"),
        ("Cook County courts are closed.", "Cook County", "US-IL"),
        ("A fire in Newport, Co. Mayo, was put out.", "Newport", "IE-C"),
        ("He farms near Newcastle, County Down.", "Newcastle", "GB-NIR"),
        ("Fire in Co. Cork.", "Co. Cork", "IE-CO"),
        ("Пожар в Каменском потушен.", "Каменском", "UA-12"),
        ("Дым над Каменском рассеялся.", "Каменском", "RU-SVE"),
        ("12 над Ростовской областью, 9 — над Волгоградской.", "Волгоградской", "RU-VGG"),
        ("В Івано-Франківській та Закарпатській областях тихо.", "Івано", "UA-26"),
        ("У Шосткинському та Конотопському районах тихо.", "Шосткинському", "UA-59"),
        ("The mayor of Nizhny\nNovgorod spoke.", "Nizhny", "RU-NIZ"),
        ("Barges hope to reach Warsaw by the canal.", "Warsaw", "PL-14"),
        ("Мер Сум і мер Черкас просять про допомогу.", "Сум", "UA-59"),
        ("Мэр Читы попросил о помощи.", "Читы", "RU-ZAB"),
    ],
)
def test_what_holds_a_place_and_what_acts_on_it_tell_which_it_is(text, name, region):
    """States by their towns, towns by their mayors or counties, regions by a noun they share."""
    (place,) = [p for p in geocode(text) if p.text.startswith(name)]
    assert place.region == region


def test_a_name_settled_once_stays_settled():
    """Where a text has said which town it means, it is meant again."""
    places = geocode("A man from Troy, N.C., was held. Police in Troy found the car.")
    assert [p.region for p in places if p.text == "Troy"] == ["US-NC", "US-NC"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Wichita Police Department closed the case.", "Wichita"),
        ("She studied at the University of Kansas.", "Kansas"),
        ("Dynamo Kyiv won.", "Kyiv"),
    ],
)
def test_names_inside_other_names_are_found_when_asked_for(text, name):
    """They have a role of their own and are no places otherwise."""
    assert geocode(text) == []
    (inside,) = geocode(text, inside_names=True)
    assert (inside.text, inside.role) == (name, "inside")


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("N. Korea spoke to S. Ossetia.", ["KP", "GE"]),
        ("W. Virginia and N. Carolina voted.", ["US-WV", "US-NC"]),
        ("Sen. Ann Doe, D-N.H., and Rep. Bob Roe, R-S.D., voted no.", ["US-NH", "US-SD"]),
        ("Snow is expected across N.B. this week.", ["CA-NB"]),
    ],
)
def test_shortened_names_are_read(text, regions):
    """Quarters of the sky, parties' tags and states' letters."""
    assert [p.region or p.country for p in geocode(text)] == regions


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("В Актюбинской и Западно-Казахстанской областях паводок.", ["KZ-15", "KZ-27"]),
        ("У Люблінському та Підкарпатському воєводствах тривога.", ["PL-06", "PL-18"]),
        ("У воєводствах Люблінському та Підляському тривога.", ["PL-06", "PL-20"]),
        ("Из Ферганской, а также Наманганской областей.", ["UZ-FA", "UZ-NG"]),
        ("З Пльзенського, Устецького та Ліберецького країв.", ["CZ-32", "CZ-42", "CZ-51"]),
        ("Бургасская и Варненская области горят.", ["BG-02", "BG-03"]),
        ("В Ненецком и Ямало-Ненецком автономных округах.", ["RU-NEN", "RU-YAN"]),
        ("В Алматинской области сошёл сель.", ["KZ-19"]),
        ("У Луцьку та Рівненській області тихо.", ["UA-07", "UA-56"]),
        ("Завод в Чапаевске Самарской области.", ["RU-SAM", "RU-SAM"]),
        ("В Залесской и Курской областях.", [None, "RU-KRS"]),  # there is no such region
    ],
)
def test_adjectives_that_share_a_noun_name_a_region_each(text, regions):
    """Of every country; what no list has stays unresolved, and a town among them a town."""
    found = geocode(text)
    assert [p.region for p in found] == regions
    assert {p.kind for p in found if p.text[:4] not in {"Луць", "Чапа"}} == {"region"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("На реке Белая в Уфе ледоход.", "Belaya River", "water"),
        ("На реке Урал ледоход.", "River Ural", "water"),
        ("Река Урал прибывает. Вода из Урала затопила дома в Орске.", "River Ural", "water"),
        ("У річці Міссурі повінь.", "Missouri River", "water"),
        ("Над озером Ван туман.", "Lake Van", "water"),
        ("Яхта в море Лаптевых.", "Laptev Sea", "water"),
        ("На горе Арарат снег.", "Mount Ararat", "area"),
        ("На реке Псков лёд.", None, "water"),
        ("За річкою Ромен поле.", None, "water"),
        ("Реки Германии обмелели.", "Germany", "country"),
        ("На реке Украина строит мост.", "Ukraine", "country"),
    ],
)
def test_what_is_told_to_be_a_river_is_no_town(text, name, kind):
    """A name no list has as one stays unresolved; a country is not called a river."""
    found = [p for p in geocode(text) if p.name not in {"Ufa", "Orsk"}]
    assert {p.kind for p in found} == {kind}
    assert {p.name if p.lat is not None else None for p in found} == {name}
