"""Which calendar applies: the contracting entity's, else the first entity's, else the company's own."""

from dataclasses import dataclass
from datetime import date

import pytest

from partners.terms import calendar_country, term
from programs.definition.forms import Deadline
from programs.definition.load import load
from tests.programs.files import preset


@dataclass
class Company:
    entity: str = ""
    country: str = "DE"


@pytest.mark.rule("B24-1.2.1b")
@pytest.mark.parametrize(
    ("entity", "country", "due"),
    [
        ("limited", "CY", "2026-04-20"),  # Orthodox Good Friday and Easter Monday, Cyprus
        ("inc", "US", "2026-04-16"),
        ("me", "BH", "2026-04-16"),  # the weekend is Friday and Saturday
        ("", "CY", "2026-04-20"),  # no entity given, so the first one's
        ("closed_long_ago", "CY", "2026-04-20"),
    ],
)
def test_the_contracting_entitys_calendar_applies(entity, country, due):
    definition = load(preset("bitrix24"))
    company = Company(entity=entity)
    assert calendar_country(definition, company) == country
    review = term(definition, definition.admission.application.review, company)
    assert review.due_on(date(2026, 4, 7)) == date.fromisoformat(due)
    assert review.days_left(date(2026, 4, 7), review.due_on(date(2026, 4, 7))) == 7


def test_without_entities_the_companys_own_calendar_applies():
    definition = load(preset("1c-bitrix")).model_copy(update={"entities": []})
    assert calendar_country(definition, Company(country="KZ")) == "KZ"


def test_a_deadline_may_name_its_own_country():
    definition = load(preset("bitrix24"))
    deadline = Deadline(clause="B24-1.2.1b", days=7, country="US")
    assert term(definition, deadline, Company(entity="limited")).due_on(date(2026, 4, 7)) == date(2026, 4, 16)
