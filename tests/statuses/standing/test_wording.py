"""Every kind of requirement in words: how much there is, how much is needed, what is missing."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from common.numbers import number
from programs.definition.load import load
from programs.definition.requirements import Requirement
from programs.wording import Words
from statuses.engine.requirements import Finding, Measure
from statuses.standing.wording import answer
from tests.cast import PRESETS

pytestmark = pytest.mark.usefixtures("fixed_day")

SHARED = {"clause": "B24-3.1.2", "code": "x", "name": "Something"}
SALES = {"kind": "total", "of": "sale", "field": "amount", "unit": "money"}


@pytest.fixture(scope="module")
def words():
    return Words(load((PRESETS / "bitrix24.toml").read_text(encoding="utf-8")), "EUR")


def said(words, rule, have, needed, *, met=False, note=(), asked=True):
    requirement = TypeAdapter(Requirement).validate_python({**SHARED, **rule})
    start, end = date(2025, 1, 1), date(2026, 1, 1)
    measure = Measure(have, needed, met, start=start, end=end, note=note)
    return answer(Finding(requirement, asked, measure, date(2026, 5, 4)), words)


def test_money(words):
    shown = said(words, {**SALES, "at_least": 2500}, Decimal("1234.50"), Decimal(2500))
    assert (shown.have, shown.needed, shown.missing) == ("€1,234.50", "€2,500", "€1,265.50 more")
    assert shown.share == (1234.5, 2500.0)
    assert shown.by == date(2026, 5, 4)
    assert shown.window == "Jan. 1, 2025 to Dec. 31, 2025"


def test_a_quantity_has_the_programs_own_unit(words):
    rule = {"kind": "total", "of": "client_seats", "field": "quantity", "unit": "seats", "at_least": 400}
    assert said(words, rule, Decimal(393), Decimal(400)).missing == "7 seats more"


def test_a_figure_still_to_be_agreed(words):
    shown = said(words, {**SALES, "at_least": {"of": "sale"}}, Decimal(5), None)
    assert shown.needed == "not agreed yet"
    assert shown.missing == "You and your partner manager still have to agree on the figure."
    assert shown.share is None


@pytest.mark.parametrize(
    ("rule", "have", "needed", "missing"),
    [
        ({"kind": "count", "of": "course", "at_least": 1}, 0, 1, "Not done yet"),
        ({"kind": "count", "of": "course", "at_least": 3}, 1, 3, "2 more"),
        ({"kind": "count", "of": "course", "at_most": 0}, 2, 0, "2 too many"),
        ({"kind": "distinct", "of": "sale", "at_least": 2}, 1, 2, "1 more"),
        ({"kind": "points", "account": "main", "at_least": 500}, 499, 500, "1 point more"),
    ],
)
def test_missing_amount(words, rule, have, needed, missing):
    assert said(words, rule, have, needed).missing == missing


def test_quarters_are_named(words):
    shown = said(words, {"kind": "every_quarter", "of": "meeting"}, 3, 4, note=("2026 Q1",))
    assert (shown.have, shown.needed, shown.missing) == ("3 quarters", "4 quarters", "Nothing yet in 2026 Q1")


def test_a_level_of_another_track_is_named(words):
    shown = said(words, {"kind": "level", "track": "status", "at_least": "silver"}, 0, 1, note=("bronze",))
    assert (shown.have, shown.needed, shown.missing) == ("Bronze", "Silver", "Reach Silver first.")
    assert said(words, {"kind": "level", "track": "status", "at_least": "silver"}, 0, 1, note=("",)).have == "none"


def test_met_requirement_has_no_missing_amount_or_deadline(words):
    shown = said(words, {**SALES, "at_least": 10}, Decimal(11), Decimal(10), met=True)
    assert (shown.state, shown.missing, shown.by) == ("met", "", None)


def test_later_requirement_is_neither_met_nor_missing(words):
    rule = {**SALES, "at_least": 10}
    shown = said(words, {**rule, "applies_from": date(2026, 1, 1)}, Decimal(1), Decimal(10), asked=False)
    assert (shown.state, shown.missing, shown.waits) == ("later", "", "Asked from Jan. 1, 2026 on.")
    assert said(words, {**rule, "every_nth_review": 3}, 1, 10, asked=False).waits == "Asked at a later review."
    assert said(words, rule, Decimal(1), Decimal(10)).waits == ""


@pytest.mark.parametrize(
    ("value", "shown"), [(1234567, "1,234,567"), (Decimal("0.50"), "0.50"), (Decimal("10.00"), "10"), (0, "0")]
)
def test_numbers_are_grouped_and_have_decimals_only_where_there_are_any(value, shown):
    assert number(value) == shown


def test_unknown_code_is_shown_as_is(words):
    assert words.kind("dance") == "dance"
    assert words.level("status", "platinum") == "platinum"
    assert words.level("nowhere", "x") == "x"
    assert words.activity("dance", {"style": "tango_nuevo", "empty": ""}, "Ada") == "dance · tango nuevo · Ada"
    assert words.figures("client_seats", None, 1200) == "1,200 seats"
