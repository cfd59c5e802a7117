"""Listed partners in any number for the search, generated in SQL from a vocabulary that the normalizer has cut.

Names are two words of 20,000 made-up ones and a legal form; one in twenty is Chinese or Japanese. Each has a city, a
country, services and a language. Words are drawn unevenly, as in real networks: few are frequent, most are rare.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from django.db import connections

from common.searching.vectors import vector
from common.searching.vocabulary import country_words, language_words
from common.tenancy import bind
from programs.models import Program
from statuses.directory.tiers import refresh_tiers
from statuses.directory.words import refresh_words

WORDS, UNSPACED, CITIES = 20_000, 4_000, 300
CITY_NAMES = 7  # as many as a big city has on average, with its other names
FORMS = (
    "GmbH",
    "Ltd",
    "Inc",
    "SARL",
    "AG",
    "Solutions",
    "Systems",
    "Consulting",
    "Digital",
    "Partners",
    "Group",
    "Labs",
)
COUNTRIES = ("DE", "FR", "ES", "IT", "PL", "CY", "GR", "BR", "AE", "GB", "US", "IN", "MX", "JP")
SERVICES = ("Implementation", "Training", "CRM", "Websites", "Automation", "Telephony", "Migration", "Support")
_SYLLABLES = [one + two for one, two in product("bdfgklmnprstvwz", "aeiou")]
_ENDS = ("n", "r", "s", "x", "th", "ck", "ll", "m", "")
_HAN = (
    "東京大阪名古屋神戸福岡札幌仙台広島横浜川崎千葉埼玉新潟浜松静岡熊"
    "本岡山相模原堺北九州情報通信技術開発設計電子機械工業商事物産建設"
)
_KANA = "システムソフトウェアテクノロジーデータネットワークサービスクラウド"

_TABLE = "CREATE TEMPORARY TABLE crowd_{0} (n int PRIMARY KEY, words text, search tsvector)"
_PARTNERS = """
INSERT INTO partners_partner (program_id, code, name, country, currency, accepted_on, entry_level, entity, website,
                              email, phone, city, address, description, services, languages, listed, moderated_on)
SELECT %(program)s, 'c' || n, 'Company ' || n, 'DE', 'EUR', '2020-01-01'::date + n %% 2000,
       '', '', '', '', '', '', '', '', '{}', '{}', true, '2020-01-01'
FROM generate_series(%(from)s::int, %(to)s::int) n
"""
# A word's number is drawn so that small ones are frequent: the square of an even draw.
_DRAWN = """
CREATE TEMPORARY TABLE crowd_drawn AS
SELECT p.id, p.code, p.accepted_on, n,
       CASE WHEN n %% 20 = 0 THEN %(words)s + (%(unspaced)s * power(random(), 2))::int %% %(unspaced)s
            ELSE (%(words)s * power(random(), 2))::int %% %(words)s END AS one,
       (%(words)s * power(random(), 2))::int %% %(words)s AS two,
       (random() * 1000)::int %% %(forms)s AS form,
       (%(tails)s * random())::int %% %(tails)s AS tail,
       (100000 * power(random(), 3))::int AS points
FROM (SELECT id, code, accepted_on, substr(code, 2)::int AS n FROM partners_partner WHERE program_id = %(program)s) p
WHERE n BETWEEN %(from)s AND %(to)s
"""
_CARDS = """
INSERT INTO partners_card (program_id, partner_id, code, name, country, city, website, email, phone, description,
                           services, languages, level, level_rank, featured, points, accepted_on, sort_name)
SELECT %(program)s, d.id, d.code, concat_ws(' ', one.words, two.words, form.words), 'DE', '', '', '', '', '',
       '{}', '{}', 'silver', 1, false, d.points, d.accepted_on, lower(concat_ws(' ', one.words, two.words))
FROM crowd_drawn d JOIN crowd_word one ON one.n = d.one JOIN crowd_word two ON two.n = d.two
JOIN crowd_form form ON form.n = d.form
"""
_TEXTS = """
INSERT INTO partners_cardtext (card_id, program_id, tier, search, services)
SELECT d.id, %(program)s, 4,
       one.search || two.search || form.search || format('%%L:1 %%L', d.code, '=' || d.code)::tsvector || tail.search,
       '{}'
FROM crowd_drawn d JOIN crowd_word one ON one.n = d.one JOIN crowd_word two ON two.n = d.two
JOIN crowd_form form ON form.n = d.form JOIN crowd_tail tail ON tail.n = d.tail
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename IN ('partners_cardtext', 'partners_card') AND indexname NOT LIKE '%%_pkey'
    AND indexname <> 'partners_card_code'
"""


@dataclass(frozen=True)
class Vocabulary:
    """The words that names are made of: spaced ones, and names without spaces."""

    spaced: Sequence[str]
    unspaced: Sequence[str]


def vocabulary() -> Vocabulary:
    """The same words in every run."""
    draw = Random(9)
    spaced: dict[str, None] = {}
    while len(spaced) < WORDS:
        spaced["".join(draw.choices(_SYLLABLES, k=draw.choice((2, 3, 3, 4)))) + draw.choice(_ENDS)] = None
    unspaced: dict[str, None] = {}
    while len(unspaced) < UNSPACED:
        unspaced["".join(draw.choices(_HAN, k=draw.choice((2, 3, 4)))) + "".join(draw.choices(_KANA, k=4))] = None
    return Vocabulary([word.capitalize() for word in spaced], list(unspaced))


def grow(program: Program, known: Vocabulary, *, already: int, to: int) -> None:
    """Add listed partners until there are so many, then sort them into tiers."""
    given = {
        "program": program.pk,
        "from": already + 1,
        "to": to,
        "words": WORDS,
        "unspaced": UNSPACED,
        "forms": len(FORMS),
        "tails": CITIES,
    }
    with connections["owner"].cursor() as cursor, _bare(cursor):
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SELECT setseed(0.5)")
        _fill(cursor, known)
        for statement in (_PARTNERS, _DRAWN, _CARDS, _TEXTS):
            cursor.execute(statement, given)
        cursor.execute("DROP TABLE crowd_drawn, crowd_word, crowd_form, crowd_tail")
        with bind(program.pk):
            refresh_tiers(program_id=program.pk)  # before there are indexes, which would take ten times as long
    with bind(program.pk):
        refresh_words(program_id=program.pk)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE partners_cardword")
        cursor.execute("VACUUM ANALYZE partners_cardanswer")
        cursor.execute("VACUUM ANALYZE partners_card")
        cursor.execute("VACUUM ANALYZE partners_cardtext")


def _fill(cursor: Any, known: Vocabulary) -> None:
    draw = Random(10)
    named = [(word, vector(named=word, facets={})) for word in (*known.spaced, *known.unspaced)]
    forms = [(form, vector(named=form, facets={})) for form in FORMS]
    for table, rows in (("word", named), ("form", forms), ("tail", list(_tails(draw)))):
        cursor.execute(_TABLE.format(table))
        with cursor.copy(f"COPY crowd_{table} (n, words, search) FROM STDIN") as copy:
            for number, (words, search) in enumerate(rows):
                copy.write_row((number, words, search))


def _tails(draw: Random) -> Iterator[tuple[str, str]]:
    """What else is searched of a partner: a city in a country, services, a level, a language."""
    for _ in range(CITIES):
        city, *others = ("".join(draw.choices(_SYLLABLES, k=3)).capitalize() for _name in range(CITY_NAMES))
        country, services = draw.choice(COUNTRIES), draw.sample(SERVICES, 2)
        place = " ".join([city, *others, country_words(country)])
        offer = f"{' '.join(services)} Silver {language_words('en')}"
        facets: dict[str, Any] = {"country": country, "level": "silver", "service": services, "language": ["en"]}
        yield city, vector(placed=place, others=offer, facets=facets)


@contextmanager
def _bare(cursor: Any) -> Iterator[None]:
    """Drop the indexes of the cards and their texts, and build them again afterwards."""
    cursor.execute(_INDEXES, ())
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in indexes:
        cursor.execute(definition)
