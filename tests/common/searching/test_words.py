"""Whatever a name is made of, it is found by the beginning of each of its words; the database decides."""

from unicodedata import category, normalize

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from common.searching.asking import plainly, read
from common.searching.typos import distance, nearest
from common.searching.vectors import keys, vector
from common.searching.words import LONGEST

LETTERS = st.one_of(
    st.text(max_size=30),
    st.text("aäöüßéłøŁ'’.-/ 東京システム한국Кёйщ«»\u200b\u0301", min_size=2, max_size=30),
)
_MATCHES = "SELECT %s::tsvector @@ %s::tsquery"


def words_of(text):
    """The words of a text by another way: runs of letters, digits and marks, without invisible characters."""
    visible = "".join(letter for letter in normalize("NFKC", text) if category(letter) != "Cf")
    apart = "".join(letter if category(letter)[0] in "LNM" else " " for letter in visible)
    return [word for word in apart.split() if any(category(letter)[0] in "LN" for letter in word)]


def matches(stored, query):
    with connection.cursor() as cursor:
        cursor.execute(_MATCHES, [stored, query])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@settings(deadline=None)
@example("Handel/Industrie GmbH & Co. KG")
@example("東京システム株式会社")
@example("Straße’s “Łódź”")
@given(LETTERS)
def test_every_word_is_found_by_each_of_its_beginnings(name):
    stored = vector(named=name.replace("\0", ""), facets={})
    for word in words_of(name.replace("\0", "")):
        for length in range(2, min(len(word), LONGEST) + 1):
            asked = plainly(word[:length])
            if asked:
                assert matches(stored, asked.queries().anywhere), (name, word[:length])


@pytest.mark.django_db
@settings(deadline=None)
@given(LETTERS, st.sampled_from(["", '"', "-", " near ", " in "]))
def test_any_text_is_a_query_that_the_database_reads(text, mark):
    asked = read(f"{text.replace(chr(0), '')}{mark}{text.replace(chr(0), '')}")
    if asked:
        queries = asked.queries({"country": text.replace("\0", ""), "service": "it's \\ me"}, region="#country:DE")
        for query in (queries.closest, queries.close, queries.anywhere):
            assert matches("'a':1", query) in (True, False)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("", "", 0), ("ab", "ba", 1), ("kestrel", "kestral", 1), ("abc", "", 3), ("abcd", "badc", 2), ("a", "xyzw", 3)],
)
def test_distance_counts_typos_up_to_a_limit(one, other, apart):
    assert distance(one, other, score_cutoff=2) == min(apart, 3)
    assert distance(other, one, score_cutoff=2) == min(apart, 3)


@given(st.text("abcdefgh", min_size=4, max_size=12), st.data())
def test_words_one_typo_apart_share_a_key(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    typos = [word[:at] + word[at + 1 :], word[:at] + "z" + word[at + 1 :], word[:at] + "z" + word[at:]]
    for typo in typos:
        if len(typo) >= 4:
            assert keys(word) & keys(typo)


def test_nearest_prefers_fewer_typos_then_more_frequent_words():
    assert nearest("acmo", {"acmes": 1, "acma": 1, "acme": 2}) == "acme"
    assert nearest("acme", {"=acmee": 1, "@acmee": 1, "#acmee": 1}) is None
    assert nearest("implmentaton", {"implementation": 1, "implement": 1}) == "implementation"
