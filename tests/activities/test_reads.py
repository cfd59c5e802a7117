"""An approval reads the program and its rules only once, whatever else it triggers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.claims.operations.deciding import approve_claim, decline_claim
from activities.claims.operations.submitting import submit_claim
from activities.models import Claim
from activities.operations import retract_activity
from common.tenancy import bind
from notices.models import Notice
from points.models import Entry
from programs.rulebook import read_rulebook
from tests.claims import PROJECT, at, claimed

pytestmark = pytest.mark.django_db


def reads(captured) -> tuple[int, int]:
    """Number of statements that read the programs table and the rules table."""
    said = [query["sql"] for query in captured]
    return tuple(sum(f'"{table}"' in sql for sql in said) for table in ("programs_program", "programs_revision"))


@pytest.fixture
def watched(inside, program):
    """Rules are parsed beforehand, as in any process after its first page."""
    read_rulebook(program.pk)
    return CaptureQueriesContext(connection)


def test_an_approval_reads_program_and_rules_once(watched, alpha, alice, manager):
    claim = claimed(alpha, alice)
    with watched:
        approve_claim(actor=manager, claim=claim, rulebook=read_rulebook(alpha.program_id), **at())
    assert reads(watched) == (1, 1)
    # The follow-up did happen: points were posted and the partner was notified.
    assert Entry.objects.filter(partner=alpha).exists()
    assert Notice.objects.filter(partner=alpha, kind="claim").exists()


def test_step_without_rules_reads_them_once_for_its_follow_up(watched, alpha, alice, manager):
    claim = claimed(alpha, alice)
    with watched:
        decline_claim(actor=manager, claim=claim, text="Not yours.", **at())
    assert reads(watched) == (1, 1)


def test_a_retraction_reads_program_and_rules_once(watched, alpha, alice, manager, rulebook):
    claim = approve_claim(actor=manager, claim=claimed(alpha, alice), rulebook=rulebook, **at())
    with watched:
        retract_activity(actor=manager, activity=claim.activity, reason="Not yours.", **at())
    assert reads(watched) == (1, 1)
    claim.refresh_from_db()
    assert claim.state == Claim.State.RETRACTED


def test_caller_with_rules_passes_them_on(watched, alpha, alice, claimant, rulebook):
    with watched:
        submit_claim(actor=claimant, partner=alpha, rulebook=rulebook, kind="project", given=PROJECT, **at())
    assert reads(watched) == (0, 0)


def test_the_page_that_approves_reads_them_once(program, alpha, alice, charlie, visit):
    with bind(program.pk):
        claim = claimed(alpha, alice)
    client = visit(charlie)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(f"/admin/activities/claim/{claim.pk}/approve/", {"text": ""})
    assert answer.status_code == 302
    assert reads(captured) == (1, 0), "the page before read the rules, and they are the same still"
