"""Applying for a bonus, deciding, awarding and revoking, through the operations."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from common.events import _reactions
from notices.models import Notice
from store.bonuses.events import BonusRevoked
from store.bonuses.operations.giving import apply_for_bonus, approve_bonus, award_bonus, decline_bonus, revoke_bonus
from store.bonuses.operations.spending import release_bonus
from store.bonuses.posting import UnableToGiveBonus
from store.bonuses.queries import bonus_available, offers
from store.models import BonusCredit, BonusEntry
from tests.careers import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
AT = {"today": TODAY, "now": NOON}


def apply(actor, partner, rulebook, on=TODAY):
    return apply_for_bonus(actor=actor, partner=partner, rulebook=rulebook, kind="kickstart", today=on, now=NOON)


@pytest.mark.rule("B24-9a")
def test_a_kickstart_is_applied_for_and_approved(ready, applicant, manager, rulebook):
    application = apply(applicant, ready, rulebook)
    with pytest.raises(UnableToGiveBonus, match="already applied"):
        apply(applicant, ready, rulebook)
    credit = approve_bonus(actor=manager, application=application, rulebook=rulebook, **AT)
    assert (credit.amount, credit.currency) == (1000, "EUR")
    assert credit.last_day == ready.accepted_on + timedelta(days=90)
    assert bonus_available(manager, ready.pk, "EUR", on=TODAY) == 1000
    assert "€1,000.00" in Notice.objects.get(kind="bonus").body
    with pytest.raises(UnableToGiveBonus, match="already got"):
        apply(applicant, ready, rulebook)
    with pytest.raises(UnableToGiveBonus, match="already decided"):
        decline_bonus(actor=manager, application=application, reason="Too late", **AT)


@pytest.mark.rule("B24-9a")
def test_what_is_missing_is_named(fresh, applicant, rulebook):
    with pytest.raises(UnableToGiveBonus, match="NFR subscription claimed, Partner Program Tutorial completed"):
        apply(applicant, fresh, rulebook)
    (offer,) = offers(actor=applicant, partner=fresh, rulebook=rulebook, on=TODAY)
    assert len(offer.missing) == 3


@pytest.mark.rule("B24-9a")
def test_who_applied_before_2020_or_too_late_gets_none(ready, applicant, rulebook):
    ready.applied_on = date(2019, 12, 31)
    with pytest.raises(UnableToGiveBonus, match="applied to the program after"):
        apply(applicant, ready, rulebook)
    ready.applied_on = date(2020, 1, 1)
    with pytest.raises(UnableToGiveBonus, match="You could apply until"):
        apply(applicant, ready, rulebook, on=ready.accepted_on + timedelta(days=91))
    apply(applicant, ready, rulebook, on=ready.accepted_on + timedelta(days=90))


def test_a_declined_application_says_why_and_can_be_repeated(ready, applicant, manager, rulebook):
    application = apply(applicant, ready, rulebook)
    decline_bonus(actor=manager, application=application, reason="The website is down.", **AT)
    assert "The website is down." in Notice.objects.get(kind="bonus").body
    apply(applicant, ready, rulebook)


@pytest.mark.rule("B24-10a")
def test_an_award_once_a_year(alpha, award):
    assert award(alpha, 1000).last_day == date(2026, 12, 31)
    with pytest.raises(UnableToGiveBonus, match="already got this bonus"):
        award(alpha, 2000, on=date(2026, 12, 31))
    assert award(alpha, 5000, on=date(2027, 1, 1)).last_day == date(2027, 12, 31)


@pytest.mark.rule("B24-10a")
@pytest.mark.parametrize("amount", ["999.99", "5000.01", "1000.005"])
def test_an_award_outside_the_range(alpha, award, amount):
    with pytest.raises(UnableToGiveBonus, match="Enter an amount"):
        award(alpha, amount)


def test_only_managers_award(alpha, applicant, rulebook):
    with pytest.raises(PermissionDenied):
        award_bonus(
            actor=applicant, partner=alpha, rulebook=rulebook, kind="award", amount=Decimal(1000), reason="", **AT
        )


@pytest.mark.rule("B24-9c")
def test_a_revoked_bonus_is_gone_with_what_comes_back_to_it(alpha, award, hold, manager, system, monkeypatch):
    heard = []
    monkeypatch.setitem(_reactions, BonusRevoked, (heard.append, *_reactions[BonusRevoked]))
    credit = award(alpha, 1000)
    hold(alpha, 300)
    revoke_bonus(actor=manager, credit=credit, reason="Resold to itself", measures=["deactivate_products"], **AT)
    (event,) = heard
    assert (event.orders, event.measures) == (("A-1",), ("deactivate_products",))
    assert "Resold to itself" in Notice.objects.get(key=f"bonus/{credit.pk}/revoked").body
    release_bonus(actor=system, order="A-1", **AT)
    credit.refresh_from_db()
    assert (credit.available, credit.revoked_on) == (0, TODAY)
    assert bonus_available(manager, alpha.pk, "EUR", on=TODAY) == 0
    with pytest.raises(UnableToGiveBonus, match="already revoked"):
        revoke_bonus(actor=manager, credit=credit, reason="Again", **AT)


@pytest.mark.rule("B24-f")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_bonuscredit SET available = available - 1",
        "UPDATE store_bonuscredit SET amount = amount + 1",
        "DELETE FROM store_bonuscredit",
        "UPDATE store_bonusentry SET amount = amount - 1",
        "DELETE FROM store_bonusentry",
    ],
)
def test_the_database_refuses_to_edit_the_ledger(alpha, award, hold, statement):
    award(alpha)
    hold(alpha, 10)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.rule("B24-f")
def test_the_database_refuses_a_balance_below_zero(alpha, award):
    credit = award(alpha)
    row = {"program": alpha.program, "partner": alpha, "credit": credit, "on": TODAY, "posted_at": NOON}
    with pytest.raises(DatabaseError, match="store_bonus_available"), transaction.atomic():
        BonusEntry.objects.create(**row, kind="expired", amount=Decimal("-1000.01"), key="x")
    assert BonusCredit.objects.get().available == 1000
