"""What a person may type to find a company."""

import pytest

from programs.definition.load import load
from statuses.directory.queries import Filters
from statuses.directory.searching import search
from tests.cast import PRESETS, open_program
from tests.scenes import scene
from tests.statuses.directory.listed import publish

pytestmark = [pytest.mark.django_db]


def listed_companies():
    """The program, with companies whose names the first search did not find."""
    program = open_program("bitrix24")
    for code, name, fields in (
        ("tt-slash", "Slashco Handel/Industrie", {"services": ["CRM/ERP"], "city": "Köln", "country": "DE"}),
        ("tt-dot", "Dotco.example", {"level": "gold", "languages": ["pl"], "country": "PL"}),
        ("tt-quote", "„Quoteco“ GmbH", {"city": "Bonn", "country": "DE", "points": 5}),
        ("tt-guil", "ООО «Кавычки»", {"country": "RU"}),
        ("tt-dash", "Nordco—Westco", {"services": ["Implementation"], "points": 10}),
        ("tt-apos", "Aposco’s Partner", {"country": "GB"}),
        ("tt-cjk", "東京システム株式会社", {"country": "JP"}),
        ("tt-ko", "주식회사 한국시스템", {"country": "KR"}),
        ("tt-th", "บริษัทไทย", {"country": "TH"}),
        ("tt-zw", "Zero\u200bco", {"city": "München", "country": "DE"}),
        ("umlaut", "Müller Grün", {"city": "Koeln", "country": "DE", "points": 7}),
        ("lodz", "Łódź Works", {"words": "We set up telephony", "website": "https://www.lodzworks.example/"}),
        ("arabic", "شركة الأندلس", {"country": "AE"}),
        ("hindi", "हिन्दी सेवा", {"country": "IN"}),
        ("dubai", "Creekside", {"city": "دبي", "country": "AE"}),
    ):
        publish(program, code, name, **fields)
    return program


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker):
    yield from scene(django_db_blocker, listed_companies)


def codes(program, text, **given):
    """The codes of the companies found, in order."""
    return [card.code for card in search(program_id=program.pk, text=text, size=50, **given).cards]


FOUND = [
    # words split at any punctuation
    ("slashco", ["tt-slash"]),
    ("industrie", ["tt-slash"]),
    ("handel/industrie", ["tt-slash"]),
    ("handelindustrie", ["tt-slash"]),
    ("dotco", ["tt-dot"]),
    ("dotco.example", ["tt-dot"]),
    ("quoteco", ["tt-quote"]),
    ("„Quoteco“", ["tt-quote"]),
    ("кавычки", ["tt-guil"]),
    ("«Кавычки»", ["tt-guil"]),
    ("westco", ["tt-dash"]),
    ("nordco—westco", ["tt-dash"]),
    ("nordco-westco", ["tt-dash"]),
    ("aposco", ["tt-apos"]),
    ("aposco's", ["tt-apos"]),
    ("aposco’s partner", ["tt-apos"]),
    ("aposcos", ["tt-apos"]),
    ("zeroco", ["tt-zw"]),
    ("zero\u200bco", ["tt-zw"]),
    # parts of words as they are typed
    ("slas", ["tt-slash"]),
    ("handel/ind", ["tt-slash"]),
    ("par apos", ["tt-apos"]),
    ("quot gm", ["tt-quote"]),
    # CJK and others by parts
    ("東京", ["tt-cjk"]),
    ("システム", ["tt-cjk"]),
    ("株式会社", ["tt-cjk"]),
    ("社", ["tt-cjk"]),
    ("京", ["tt-cjk"]),
    ("ｼｽﾃﾑ", ["tt-cjk"]),
    ("京都", []),
    ("시스", ["tt-ko"]),
    ("한국", ["tt-ko"]),
    ("ไทย", ["tt-th"]),
    # accents and transliterations
    ("Müller", ["umlaut"]),
    ("Muller", ["umlaut"]),
    ("Mueller", ["umlaut"]),
    ("MÜLL", ["umlaut"]),
    ("gruen", ["umlaut"]),
    ("Köln", ["umlaut", "tt-slash"]),
    ("Koeln", ["umlaut", "tt-slash"]),
    ("koln", ["umlaut", "tt-slash"]),
    ("lodz", ["lodz"]),
    ("ŁÓDŹ", ["lodz"]),
    ("kavychki", ["tt-guil"]),
    ("الاندلس", ["arabic"]),
    ("सेवा", ["hindi"]),
    # country, level, service and language words, codes and cities
    ("Poland", ["tt-dot"]),
    ("Polen", ["tt-dot"]),
    ("Polska", ["tt-dot"]),
    ("united kingdom", ["tt-apos"]),
    ("日本", ["tt-cjk"]),
    ("gold", ["tt-dot"]),
    ("polski", ["tt-dot"]),
    ("Polish", ["tt-dot"]),
    ("crm", ["tt-slash"]),
    ("erp", ["tt-slash"]),
    ("implement", ["tt-dash"]),
    ("tt-slash", ["tt-slash"]),
    ("bonn", ["tt-quote"]),
    ("München", ["tt-zw"]),
    ("lodzworks.example", ["lodz"]),
    # other names of cities
    ("Munich", ["tt-zw"]),
    ("munique", ["tt-zw"]),
    ("Мюнхен", ["tt-zw"]),
    ("Cologne", ["umlaut", "tt-slash"]),
    ("Dubai", ["dubai"]),
    ("Дубай", ["dubai"]),
    # countries and languages by their names in the portal's languages
    ("Polonia", ["tt-dot"]),
    ("poloni", ["tt-dot"]),
    ("Polônia", ["tt-dot"]),
    ("Польша", ["tt-dot"]),
    ("بولندا", ["tt-dot"]),
    ("Reino Unido", ["tt-apos"]),
    ("Wielka Brytania", ["tt-apos"]),
    ("Corea del Sur", ["tt-ko"]),
    ("polaco", ["tt-dot"]),
    ("польский", ["tt-dot"]),
    ("gold w Polonia", ["tt-dot"]),
    # operators
    ('"set up"', ["lodz"]),
    ('"up set"', []),
    ("köln -slashco", ["umlaut"]),
    ("& | ! : ' (", []),
    ("", None),
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_company_is_found(network, text, found):
    listed = codes(network, text, exactly=True)
    assert listed == found if found is not None else len(listed) == 15


@pytest.mark.parametrize(
    ("typed", "meant", "found"),
    [
        ("slahsco", "Slashco", ["tt-slash"]),
        ("quotecco", "Quoteco", ["tt-quote"]),
        ("qoteco", "Quoteco", ["tt-quote"]),
        ("implmentaton", "Implementation", ["tt-dash"]),
        ("implemenattion", "Implementation", ["tt-dash"]),
        ("Muenchn", "München", ["tt-zw"]),
        ("Polnad", "Poland", ["tt-dot"]),
        ("slashco industrei", "slashco Industrie", ["tt-slash"]),
        ("кавычик", "Кавычки", ["tt-guil"]),
        ("Munihc", "Munich", ["tt-zw"]),
        # another ending
        ("implementing", "Implementation", ["tt-dash"]),
        # words that say nothing here, and one name in two words
        ("partner in Poland", "Poland", ["tt-dot"]),
        ("компании Польша", "Польша", ["tt-dot"]),
        ("west co", "westco", ["tt-dash"]),
    ],
)
def test_a_typo_finds_the_nearest(network, typed, meant, found):
    result = search(program_id=network.pk, text=typed, size=50)
    assert (result.corrected, [card.code for card in result.cards]) == (meant, found)
    assert search(program_id=network.pk, text=typed, size=50, exactly=True).total == 0


@pytest.mark.parametrize("text", ["zeppelin", "xq", "slashco zeppelin", "東海"])
def test_nothing_near_finds_nothing(network, text):
    result = search(program_id=network.pk, text=text, size=50)
    assert (result.corrected, result.total) == ("", 0)


def test_near_a_place_lists_that_place_first_then_its_country(network):
    publish(network, "far", "Erp Elsewhere", services=["ERP"], country="FR", city="Lyon", points=900)
    publish(network, "mid", "Erp Land", services=["ERP"], country="DE", city="Kiel", points=800)
    assert codes(network, "erp near Köln") == ["tt-slash", "mid"]
    assert codes(network, "erp in Köln") == ["tt-slash"]
    assert codes(network, "erp near Germany") == ["mid", "tt-slash"]
    assert codes(network, "near Bonn")[0] == "tt-quote"
    assert codes(network, "erp near Cologne") == ["tt-slash", "mid"]
    assert codes(network, "erp in Colonia") == ["tt-slash"]
    assert codes(network, "zeroco near Munich") == codes(network, "zeroco near München") == ["tt-zw"]


def test_japanese_cities_are_found_by_their_names_in_other_letters_and_not_by_their_parts(network):
    publish(network, "sapporo", "Kitaco", country="JP", city="札幌市")
    publish(network, "tokyo", "Higashico", country="JP", city="東京")
    assert codes(network, "Sapporo", exactly=True) == codes(network, "札幌", exactly=True) == ["sapporo"]
    assert codes(network, "Tokio", exactly=True) == ["tokyo"]
    assert codes(network, "京都", exactly=True) == [], "a part of 東京都, and another city"


def test_a_service_is_found_by_its_names_in_other_languages(network):
    rules = load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8"))
    publish(network, "phones", "Ringco", services=["Telephony"], country="CH")
    publish(network, "movers", "Moveco", services=["Data migration", "Own tool"], country="CH")
    for text in ("Telefonie", "telefon", "телефония", "telefonía"):
        assert codes(network, text, exactly=True, rules=rules) == ["phones"], text
    for text in ("Datenmigration", "migración de datos", "own tool", "Datenmigration Suiza"):
        assert codes(network, text, exactly=True, rules=rules) == ["movers"], text
    assert codes(network, "Telefonie", exactly=True) == [], "its rules name no services"


def test_filters_narrow_a_search(network):
    assert codes(network, "tt", filters=Filters(country="DE", service="CRM/ERP")) == ["tt-slash"]
    assert codes(network, "tt", filters=Filters(level="gold", language="pl")) == ["tt-dot"]
    assert codes(network, "tt", filters=Filters(level="gold", language="de")) == []


def test_another_program_finds_nothing(network, other_program):
    assert search(program_id=other_program.pk, text="slashco", size=50).total == 0
    assert search(program_id=other_program.pk, text="slahsco", size=50).total == 0
