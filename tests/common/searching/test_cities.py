"""Cities by the names that people call them, and what is kept of the package that knows them."""

import pytest

from common.searching.cities import FILE, city_near, city_words, find_city, latin_name
from common.searching.cities_file import City, cities


@pytest.mark.parametrize(
    ("city", "country", "called"),
    [
        ("München", "DE", {"Munich", "Munique", "Monachium", "Мюнхен", "ميونخ"}),
        ("Koln", "DE", {"Köln", "Cologne", "Colonia"}),
        ("KOELN", "de", {"Köln", "Cologne"}),
        ("Köln-Deutz", "DE", {"Köln", "Cologne"}),
        ("Köln/Bonn", "DE", {"Cologne"}),
        ("Frankfurt (Oder)", "DE", {"Frankfurt (Oder)"}),
        ("London EC2A", "GB", {"Londres", "Londyn"}),
        ("New York, NY", "US", {"Nueva York", "Nowy Jork"}),
        ("دبي", "AE", {"Dubai"}),
        ("札幌市", "JP", {"Sapporo", "札幌"}),
        ("서울시", "KR", {"Seoul", "서울"}),
        ("Алматы", "KZ", {"Almaty"}),
        ("Αθήνα", "GR", {"Athens", "Ateny"}),
    ],
)
def test_a_city_has_its_other_names(city, country, called):
    found = find_city(city, country)
    assert found is not None
    assert called <= set(found.names)


def test_the_words_of_a_city_leave_out_the_name_as_it_is_written():
    assert city_words("Köln", "DE").split()[:3] == ["Colonia", "Kolonia", "Cologne"]


@pytest.mark.parametrize(
    ("city", "country"), [("", "DE"), ("Nowhere", "DE"), ("München", ""), ("München", "FR"), ("?", "DE")]
)
def test_an_unknown_city_has_none(city, country):
    assert city_words(city, country) == ""


def test_names_are_few_and_no_codes():
    words = city_words("München", "DE").split()
    assert len(words) < 15
    assert not {"MUC", "Monaco"} & set(words), "an airport, and another city"


def test_a_city_in_other_letters_has_a_latin_name():
    assert (latin_name("دبي", "AE"), latin_name("札幌市", "JP"), latin_name("Москва", "RU")) == (
        "Dubai",
        "Sapporo",
        "Moscow",
    )
    assert (latin_name("München", "DE"), latin_name("", "DE"), latin_name("غير معروف", "AE")) == ("", "", "")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Berlin", ("Berlin", "DE", True)),
        ("berln", ("Berlin", "DE", False)),
        ("Warszawa", ("Warszawa", "PL", True)),
        ("new yrok", ("New York", "US", False)),
        ("stutgrat", ("Stuttgart", "DE", False)),
        ("acme", None),
        ("portals", None),
        ("", None),
    ],
)
def test_a_big_city_is_near_its_misspelt_name(typed, near):
    assert city_near(typed) == near


def row(name, country, *others, population=200_000):
    return {"name": name, "countrycode": country, "population": population, "alternatenames": list(others)}


def test_what_is_kept_of_a_city():
    others = [
        "CGN",
        "Cologne",
        "Colonia",
        "koln",
        "Keln",
        "Colonia Agrippina",
        "Köln",
        "Кёльн",
        "Келн",
        "كولونيا",
        "کلن",
        "科隆",
    ]
    assert cities([row("Köln", "DE", *others)]) == [
        City("DE", 200, "Köln", ("Cologne", "Colonia", "Келн", "Кёльн", "كولونيا"))
    ]


def test_small_towns_keep_the_letters_of_their_country():
    assert cities([row("Brühl", "DE", "Bruehlstadt", "Брюль", population=40_000)])[0].others == ("Bruehlstadt",)
    assert cities([row("Brühl", "DE", "Брюль", population=60_000)])[0].others == ("Брюль",)
    assert cities([row("Talas", "KG", "Талас", population=40_000)])[0].others == ("Талас",)


def test_a_name_within_another_is_enough():
    assert cities([row("Tokyo", "JP", "東京都", "東京")])[0].others == ("東京",)


def test_the_file_is_sorted_and_small():
    lines = FILE.read_text(encoding="utf-8").splitlines()
    keys = [(line.split("\t")[0], -int(line.split("\t")[1])) for line in lines]
    assert keys == sorted(keys)
    assert FILE.stat().st_size < 1_500_000
