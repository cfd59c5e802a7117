"""A claim is decided once, and a cap is kept, however many managers decide at the same time."""

from contextlib import contextmanager
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connections

from activities.claims.operations import deciding as claim_decisions
from activities.claims.operations.deciding import approve_claim, decline_claim
from activities.claims.writing import UnableToDecideClaim
from activities.models import Activity, Claim, ClaimMessage
from common.tenancy import bind
from notices.models import Notice
from partners.models import Partner
from points.models import Account
from points.recount import recount
from portal.opening import open_days
from programs.models import Program
from programs.rulebook import read_rulebook
from tests import cast
from tests.careers import NOON, TODAY
from tests.claims import at, claimed, open_capped_program
from tests.races.crowd import at_once
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]
CAP = 2


@pytest.fixture
def program(db):
    """A program that caps projects."""
    return open_capped_program(at_most=CAP)


@pytest.fixture
def managers(program, charlie):
    return [cast.staff_actor(program, charlie), cast.staff_actor(program, cast.hire(program, "Conrad"))]


@pytest.fixture
def waiting(alpha, alice):
    """Four claims by one partner."""
    with bind(alpha.program_id):
        return [claimed(alpha, alice) for _ in range(4)]


def approve(manager, claim):
    with bind(claim.program_id):
        rulebook = read_rulebook(claim.program_id)
        return approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at()).state


def decline(manager, claim):
    with bind(claim.program_id):
        return decline_claim(actor=manager, claim=claim, text="No.", **at()).state


def won(found):
    """The successful results. All others must be refusals with a message."""
    failed = [result for result in found if isinstance(result, Exception)]
    assert [type(error) for error in failed if not isinstance(error, UnableToDecideClaim)] == []
    return [result for result in found if result not in failed]


def test_only_one_of_many_managers_decides_a_claim(managers, waiting, alpha):
    claim = waiting[0]
    found = at_once(lambda n: (approve if n % 2 else decline)(managers[n % 2], claim), people=sample(4, campaign=16))
    (state,) = won(found)
    with bind(alpha.program_id):
        stored = Claim.objects.get(pk=claim.pk)
        assert stored.state == state
        assert Activity.objects.count() == (state == "approved")
        assert list(ClaimMessage.objects.filter(claim=claim).values_list("kind", flat=True)) == ["submitted", state]
        assert Notice.objects.filter(kind="claim").count() == 1


def test_control_without_the_lock_it_is_both_approved_and_declined(managers, waiting, alpha, monkeypatch):
    both = Barrier(2)

    def look(actor, claim):
        row = Claim.objects.get(pk=claim.pk)
        both.wait(timeout=10)
        return row

    monkeypatch.setattr(claim_decisions, "hold_claim", look)
    found = at_once(lambda n: (approve if n else decline)(managers[n], waiting[0]), people=2)
    assert found == ["declined", "approved"]


def test_a_cap_is_kept_when_many_claims_are_approved_at_once(managers, waiting, alpha):
    found = at_once(lambda n: approve(managers[n % 2], waiting[n]), people=len(waiting))
    assert won(found) == ["approved"] * CAP
    assert {str(error) for error in found if isinstance(error, Exception)} == {
        f"The limit is reached: the program approves {CAP} claims of “Project completed” within a year."
    }
    with bind(alpha.program_id):
        assert Activity.objects.count() == CAP
        assert Account.objects.get(partner=alpha, code="main").points == CAP * 50
        assert Claim.objects.filter(state="submitted").count() == len(waiting) - CAP
        assert recount(program_id=alpha.program_id) == []


@contextmanager
def without_trigger():
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE activities_claim DISABLE TRIGGER hold_claim_cap")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE activities_claim ENABLE TRIGGER hold_claim_cap")


def test_control_without_the_trigger_the_cap_is_exceeded(managers, waiting):
    with without_trigger():
        found = at_once(lambda n: approve(managers[n % 2], waiting[n]), people=len(waiting))
    assert won(found) == ["approved"] * len(waiting)


def test_the_database_keeps_the_cap_by_itself(waiting, alpha):
    """Rows are inserted at the same time without any operation."""
    with bind(alpha.program_id):
        deeds = [
            Activity.objects.create(
                program=alpha.program, partner=alpha, kind="project", on=TODAY, reference=str(n), recorded_at=NOON
            )
            for n in range(len(waiting))
        ]

    def write(n):
        with bind(alpha.program_id):
            return Claim.objects.filter(pk=waiting[n].pk).update(
                state="approved", approved_on=TODAY, cap=CAP, cap_window="ever", activity=deeds[n]
            )

    found = at_once(write, people=len(waiting))
    assert found.count(1) == CAP
    assert [type(result) for result in found].count(IntegrityError) == len(waiting) - CAP


def test_approvals_while_days_are_opened(managers, waiting, alpha):
    """There are no deadlocks, and exactly the approved claims are stored."""
    with bind(alpha.program_id):
        Program.objects.update(opened_on=TODAY)
        Partner.objects.filter(pk=alpha.pk).update(accepted_on=TODAY - timedelta(days=360))

    def work(n):
        if n % 2:
            return approve(managers[0], waiting[n // 2])
        return open_days(program_id=alpha.program_id, until=TODAY + timedelta(days=3), now=NOON)

    found = at_once(work, people=2 * CAP)
    assert [result for result in found if isinstance(result, Exception)] == []
    assert sorted(day for result in found if isinstance(result, list) for day in result) == [
        date.fromordinal(TODAY.toordinal() + n) for n in (1, 2, 3)
    ]
    with bind(alpha.program_id):
        assert recount(program_id=alpha.program_id) == []
