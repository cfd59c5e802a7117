"""Claim caps: counted by approval day, in any year or overall; a reversal frees room."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from activities.claims.operations.deciding import approve_claim
from activities.claims.queries import claimable, claimable_kinds
from activities.claims.writing import UnableToClaim, UnableToDecideClaim
from activities.models import Claim
from activities.operations import retract_activity
from tests.careers import NOON
from tests.cast import partner_actor
from tests.claims import PROJECT, claimed, open_capped_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.fixture
def window():
    return "year"


@pytest.fixture
def program(db, window):
    """Two projects a year, or two overall."""
    return open_capped_program(window=window, at_most=2)


@pytest.fixture
def approved(alpha, alice, manager, rulebook):
    """Claim a project and approve it on a day."""

    def approve(on: date, claim: Claim | None = None) -> Claim:
        when = {"today": on, "now": NOON}
        claim = claim or claimed(alpha, alice, given=replace(PROJECT, on=on), **when)
        return approve_claim(actor=manager, claim=claim, rulebook=rulebook, **when)

    return approve


@pytest.fixture
def found(alpha, alice, rules):
    """How much of the cap is used on a day."""
    kind = rules.activities["project"]
    return lambda on: claimable(partner_actor(alpha, alice), alpha.pk, "project", kind, on=on)


@pytest.mark.rule("B24-4.1")
def test_approvals_within_a_year_stop_at_the_cap(approved, found, alpha, alice):
    first, second = date(2025, 4, 10), date(2025, 9, 1)
    late = claimed(alpha, alice, given=replace(PROJECT, on=first), today=second)
    approved(first)
    approved(second)
    with pytest.raises(UnableToDecideClaim, match="2 claims of “Project completed” within a year"):
        approved(second, late)
    with pytest.raises(UnableToClaim, match="You can claim again from"):
        claimed(alpha, alice, given=replace(PROJECT, on=second), today=second)
    assert (found(second).used, found(second).left, found(second).free_on) == (2, 0, date(2026, 4, 10))
    with pytest.raises(UnableToDecideClaim):
        approved(date(2026, 4, 9), late)
    assert found(date(2026, 4, 10)).left == 1
    approved(date(2026, 4, 10), late)


def test_a_day_in_february_counts_through_the_next_28th(approved, found, alpha, alice):
    waiting = claimed(alpha, alice, given=replace(PROJECT, on=date(2028, 2, 29)), today=date(2028, 2, 29))
    approved(date(2028, 2, 29))
    approved(date(2028, 2, 29))
    assert found(date(2029, 2, 28)).full
    with pytest.raises(UnableToDecideClaim):
        approved(date(2029, 2, 28), waiting)
    assert found(date(2029, 2, 28)).free_on == date(2029, 3, 1)
    approved(date(2029, 3, 1))


@pytest.mark.parametrize("window", ["ever"])
def test_cap_without_window_never_resets(approved, found, alpha, alice):
    approved(date(2025, 4, 10))
    late = claimed(alpha, alice, given=replace(PROJECT, on=date(2025, 4, 10)), today=date(2025, 4, 10))
    approved(date(2025, 4, 11))
    with pytest.raises(UnableToDecideClaim, match="2 claims of “Project completed” for a partner"):
        approved(date(2035, 4, 11), late)
    assert (found(date(2035, 1, 1)).full, found(date(2035, 1, 1)).free_on) == (True, None)


def test_reversal_frees_room(approved, found, manager):
    day = date(2025, 5, 5)
    first = approved(day)
    approved(day)
    assert found(day).full
    retract_activity(actor=manager, activity=first.activity, reason="A mistake.", today=day, now=NOON)
    assert found(day).left == 1
    approved(day)


def test_cap_applies_per_partner(approved, beta, bob, manager, rules):
    day = date(2025, 5, 5)
    approved(day)
    approved(day)
    claim = claimed(beta, bob, given=replace(PROJECT, on=day), today=day)
    assert approved(day, claim).state == "approved"


def test_row_stores_cap_in_force_at_approval(approved):
    claim = approved(date(2025, 5, 5))
    assert (claim.cap, claim.cap_window) == (2, "year")


def test_changing_any_column_checks_the_cap(approved, alpha):
    first, second = approved(date(2024, 5, 5)), approved(date(2025, 5, 5))
    approved(date(2025, 5, 6))
    for change in ({"approved_on": date(2025, 5, 5)}, {"cap": 1}, {"approved_on": None}, {"cap_window": "week"}):
        row = first if "approved_on" in change else second
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=row.pk).update(**change)


def test_kind_without_cap_is_not_counted(alpha, alice, rules):
    kinds = claimable_kinds(partner_actor(alpha, alice), alpha.pk, rules, on=date(2025, 5, 5))
    assert "project" in [found.code for found in kinds if found.cap]
    assert {found.left for found in kinds if not found.cap} == {None}
    assert not any(found.full for found in kinds)
