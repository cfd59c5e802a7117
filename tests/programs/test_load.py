"""Loading a file: a definition, or a list of everything that is wrong with it."""

from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from functools import reduce
from operator import getitem

import pytest

from programs.definition.load import load, parse, reread, validated
from programs.definition.problems import DefinitionInvalid
from tests.programs.files import SMALL, changed


def problems(text: str) -> dict[str, str]:
    """Return the problems that `load` finds, by key path."""
    with pytest.raises(DefinitionInvalid) as caught:
        load(text)
    return {problem.where: problem.what for problem in caught.value.problems}


def test_a_small_file_is_a_definition():
    definition = load(SMALL)
    assert definition.program.name == "The Club"
    assert definition.track_codes == ("status",)
    assert definition.track("status").level("second").reach[0].at_least == Decimal(100)


def test_a_published_definition_is_loaded_unchanged():
    assert reread(SMALL) == load(SMALL)


def test_a_syntax_error_is_reported_with_line_and_column():
    with pytest.raises(DefinitionInvalid, match=r"not valid TOML.*line 2"):
        load('[program]\ncode = "club\n')


def test_an_unknown_key_error_lists_the_allowed_ones():
    found = problems(changed(SMALL, "at_least = 100", "at_lest = 100"))
    assert found["tracks.status.levels.second.reach.sales.at_lest"].startswith("unknown key 'at_lest'; allowed: ")
    assert "at_least" in found["tracks.status.levels.second.reach.sales.at_lest"]
    assert found["tracks.status.levels.second.reach.sales.at_least"] == "is missing"


def test_an_unknown_part_error_lists_the_allowed_ones():
    found = problems(SMALL + "\n[shop]\nopen = true\n")
    assert "unknown key 'shop'" in found["shop"]
    assert "store" in found["shop"]


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("every = 10", 'every = "10 EUR"', "points.rules.sale.every", "plain number"),
        ("points = 1", "points = 1.5", "points.rules.sale.points", "whole number"),
        ("points = 1", "points = 0", "points.rules.sale.points", "at least 1"),
        ("review = true", 'review = "yes"', "tracks.status.levels.second.review", "true or false"),
        ("at_least = 100", "at_least = -1", "tracks.status.levels.second.reach.sales.at_least", "at least 0"),
        ('name = "Second"', "name = 2", "tracks.status.levels.second.name", "text in quotes"),
        ('name = "Second"', 'name = ""', "tracks.status.levels.second.name", "shorter than 1"),
        ('life = "year"', 'life = "month"', "points.accounts.main.life", "not known; allowed: year, forever"),
        ('kind = "total"', 'kind = "sum"', "tracks.status.levels.second.reach.sales", "allowed: total, count"),
        ('currencies = ["EUR"]', 'currencies = ["Euro"]', "program.currencies[1]", "three capital letters"),
        ('currencies = ["EUR"]', "currencies = []", "program.currencies", "at least 1"),
        ('time_zone = "Europe/Berlin"', 'time_zone = "Mars"', "program.time_zone", "unknown time zone 'Mars'"),
        ('clause = "C-5"', 'clause = "see above"', "tracks.status.levels.second.clause", "a clause such as"),
        ('language = "de"', 'language = "German"', "sites.club.localhost.language", "a language code"),
        ('field = "amount"\n', "", "points.rules.sale", "every and field belong together"),
    ],
)
def test_an_invalid_value_error_says_what_is_allowed(old, new, where, says):
    found = problems(changed(SMALL, old, new))
    assert says in found[where]


def test_mistakes_of_every_kind_are_listed_together():
    text = changed(SMALL, "points = 1\n", "points = 1\nfoo = 2\n")
    text = changed(text, 'account = "main"\nentry', 'account = "mian"\nentry')
    text = changed(text, "at_least = 200", 'at_least = "two hundred"')
    text = changed(text, 'unit = "money", at_least = 100', 'unit = "EUR", at_least = 100')
    text = changed(text, 'kind = "total", of = "sale"', 'kind = "total", of = "sael"')
    assert set(problems(text)) >= {
        "points.rules.sale.foo",
        "tracks.status.account",
        "tracks.status.levels.second.keep.sales.at_least",
        "tracks.status.levels.second.reach.sales.of",
    }


def test_an_invalid_part_causes_no_further_problems():
    """The invalid kind is still known by name, so references to it cause no further problems."""
    assert set(problems(changed(SMALL, 'amount = "required"', 'amount = "requird"'))) == {"activities.sale.amount"}


def places(data, path=()):
    """Yield every key and list entry below a value."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        yield (*path, step)
        yield from places(value, (*path, step))


@pytest.mark.parametrize("odd", [5, [1, {}], None], ids=repr)
def test_any_value_anywhere_is_valid_or_a_problem_with_a_path(odd):
    """No file content causes an internal error."""
    whole = parse(SMALL)
    for path in list(places(whole)):
        data = deepcopy(whole)
        holder = reduce(getitem, path[:-1], data)
        if odd is None:
            del holder[path[-1]]
        else:
            holder[path[-1]] = odd
        with suppress(DefinitionInvalid):
            validated(data)
