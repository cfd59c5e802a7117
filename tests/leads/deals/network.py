"""A program that registers deals, its partners, and a deal: what the tests of deals share."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from common.actor import Actor
from common.tenancy import bind
from leads.deals.operations.registering import DealForm, register_deal
from leads.models import Deal
from programs.rulebook import read_rulebook
from statuses.models import Standing
from tests import cast

NOW = datetime(2026, 2, 16, 10, tzinfo=UTC)  # a Monday
TODAY = date(2026, 2, 16)
HOST = "1c-bitrix-kz.localhost"
FORM = {
    "company": "Kaspi Logistics LLP",
    "country": "KZ",
    "website": "https://www.kaspi-logistics.example",
    "tax_id": "",
    "name": "Aida Nurlan",
    "email": "aida@kaspi-logistics.example",
    "phone": "",
    "project": "An intranet for 1,200 people.",
    "products": "Enterprise Intranet Portal, 1,000 users",
    "value": "25000000",
    "expected_on": "2026-06-30",
    "begins_on": "",
    "specialists": "Regular audits",
    "accepts": "on",
    "answer_interest": "They saw the demo.",
}


@pytest.fixture
def kz(db):
    """The program of the preset that registers deals."""
    return cast.open_program("1c-bitrix-kz")


def rulebook_for(program):
    """The program's rules."""
    with bind(program.pk):
        return read_rulebook(program.pk)


def competent(program, code, name):
    """A partner with the competence, and its main user."""
    partner = cast.admit(program, code, name, country="KZ", currency="KZT")
    with bind(program.pk):
        Standing.objects.create(
            program_id=program.pk, partner=partner, track="enterprise", level="base", assessed_on=TODAY
        )
    return partner, cast.join(partner, f"{name.split()[0]}")


def register(partner, user, *, today=TODAY, now=NOW, **given):
    """A deal, as the page registers it."""
    form = {
        "company": FORM["company"],
        "country": "KZ",
        "project": FORM["project"],
        "products": FORM["products"],
        "value": Decimal(25_000_000),
        "expected_on": date(2026, 6, 30),
        "website": FORM["website"],
        "name": FORM["name"],
        "email": FORM["email"],
        "accepts": True,
        "answers": {"interest": "The demo."},
    }
    actor = cast.partner_actor(partner, user)
    with bind(partner.program_id, partner.pk, user.pk):
        return register_deal(
            actor=actor,
            partner=partner,
            rulebook=rulebook_for(partner.program),
            given=DealForm(**{**form, **given}),
            today=today,
            now=now,
        )


def given(program, user=None, *, today=TODAY, now=NOW):
    """What the vendor's operations take: by a manager, or by the system."""
    actor = cast.staff_actor(program, user) if user else Actor.system(program.pk)
    return {"actor": actor, "rulebook": rulebook_for(program), "today": today, "now": now}


def again(deal):
    """The deal as it stands now."""
    with bind(deal.program_id):
        return Deal.objects.get(pk=deal.pk)
