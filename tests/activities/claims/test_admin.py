"""Claims in the admin: the queue, the claim page, and its decisions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from activities.claims.operations.deciding import approve_claim, decline_claim
from activities.claims.queries import waiting_claims
from activities.models import Claim, ClaimMessage
from common.tenancy import bind
from common.uploads import read_upload
from points.models import Account
from programs.rulebook import read_rulebook
from tests.careers import NOON
from tests.cast import staff_actor
from tests.claims import EVIDENCE, PLAN, PROJECT, at, claimed
from tests.common.pictures import PDF, sent

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

LIST = "/admin/activities/claim/"
HOSTILE = "<script>alert(1)</script>{{ request }}{% now 'Y' %}"


@pytest.fixture
def claim(climbed, alice):
    with bind(climbed.program_id):
        return claimed(climbed, alice, now=NOON - timedelta(hours=1))


@pytest.fixture
def plan(climbed, alice):
    with bind(climbed.program_id):
        return claimed(climbed, alice, "seminar", PLAN)


def page(claim, step="change"):
    return f"{LIST}{claim.pk}/{step}/"


def now_is(claim):
    with bind(claim.program_id):
        return Claim.objects.get(pk=claim.pk)


def said(claim):
    with bind(claim.program_id):
        return ClaimMessage.objects.filter(claim=claim).last()


def text_of(response):
    return response.content.decode()


def test_oldest_claim_comes_first(desk, climbed, alice, claim, plan):
    with bind(climbed.program_id):
        old = claimed(climbed, alice, given=replace(PROJECT, subject="The oldest"), now=NOON - timedelta(days=9))
        decided = claimed(climbed, alice, given=replace(PROJECT, subject="Long gone"), now=NOON - timedelta(days=99))
        decline_claim(actor=staff_actor(climbed.program, alice), claim=decided, text="No.", **at())
    rows = desk.get(LIST).context["cl"].result_list
    assert [row.pk for row in rows] == [old.pk, claim.pk, plan.pk, decided.pk]
    waiting = text_of(desk.get(f"{LIST}?state=waiting"))
    assert "1\xa0week" in waiting
    assert "Long gone" not in waiting


@pytest.mark.parametrize(("query", "count"), [("?state=planned", 1), ("?kind=project", 1), ("?state=approved", 0)])
def test_the_queue_is_filtered(query, count, desk, claim, plan):
    assert len(desk.get(LIST + query).context["cl"].result_list) == count


def test_page_shows_what_a_decision_needs(desk, climbed, alice, claim):
    with bind(climbed.program_id):
        other = claimed(climbed, alice, given=replace(PROJECT, subject="Earlier site"))
        rulebook = read_rulebook(climbed.program_id)
        approve_claim(actor=staff_actor(climbed.program, alice), claim=other, rulebook=rulebook, **at())
    shown = text_of(desk.get(page(claim)))
    for words in (
        "Client One",
        "https://client-one.example",
        "A portal",
        "Alpha Works",
        "What it would earn",
        "50",
        "no limit",
        "Earlier site",
        "Needs your decision",
    ):
        assert words in shown


def test_approve_with_one_click(desk, claim, climbed, charlie):
    with bind(climbed.program_id):
        before = Account.objects.get(partner=climbed, code="main").points
    response = desk.post(page(claim, "approve"), {}, follow=True)
    assert "Approved. Points and levels are updated." in text_of(response)
    row = now_is(claim)
    assert (row.state, row.decided_by_id, row.quantity) == ("approved", charlie.pk, 1)
    with bind(climbed.program_id):
        assert Account.objects.get(partner=climbed, code="main").points == before + 50


def test_manager_can_correct_quantity_when_approving(desk, claim):
    assert desk.get(page(claim, "approve")).context["form"]["quantity"].value() == 1
    desk.post(page(claim, "approve"), {"quantity": "2", "text": "Two sites."})
    assert (now_is(claim).quantity, said(claim).text) == (2, "Two sites.")


def test_a_plan_is_approved(desk, plan):
    assert "Approve the plan" in text_of(desk.get(page(plan)))
    desk.post(page(plan, "approve-plan"), {"text": ""})
    assert (now_is(plan).state, now_is(plan).planned) == ("plan_approved", True)


@pytest.mark.parametrize(("step", "state"), [("ask", "asked"), ("decline", "declined"), ("message", "submitted")])
def test_step_sends_its_message(step, state, desk, claim):
    wrong = desk.post(page(claim, step), {"text": "  "})
    assert wrong.context["form"].errors
    assert now_is(claim).state == "submitted"
    desk.post(page(claim, step), {"text": "Which one?"})
    assert (now_is(claim).state, said(claim).text, said(claim).by_vendor) == (state, "Which one?", True)


@pytest.mark.parametrize("text", ["a\0b", "x" * 4001, "a\u202eb"])
def test_invalid_message_shows_field_error(text, desk, claim):
    response = desk.post(page(claim, "decline"), {"text": text})
    assert set(response.context["form"].errors) == {"text"}
    assert now_is(claim).state == "submitted"


def test_a_manager_attaches_files(desk, claim):
    form = desk.get(page(claim, "message"))
    assert 'enctype="multipart/form-data"' in text_of(form)
    desk.post(page(claim, "message"), {"text": "See here.", "attached": [sent(PDF), sent(PDF, "two.pdf")]})
    with bind(claim.program_id):
        assert said(claim).files.count() == 2
    wrong = desk.post(page(claim, "message"), {"text": "", "attached": sent(b"<svg onload=alert(1)>", "x.png")})
    assert set(wrong.context["form"].errors) == {"attached"}


def test_step_on_decided_claim_shows_error(desk, claim):
    desk.post(page(claim, "decline"), {"text": "No."})
    late = desk.post(page(claim, "approve"), {})
    assert "declined" in text_of(late)
    assert now_is(claim).state == "declined"
    assert "Needs your decision" not in text_of(desk.get(page(claim)))


def test_reversing_activity_reverses_claim(desk, claim):
    desk.post(page(claim, "approve"), {})
    activity = now_is(claim).activity_id
    desk.post(f"/admin/activities/activity/{activity}/take-back/", {"reason": "The client denies it."})
    assert (now_is(claim).state, said(claim).text) == ("retracted", "The client denies it.")


def test_user_text_is_escaped(desk, climbed, alice):
    answers = {"address": "https://alpha.example/?q=<script>", "note": HOSTILE}
    given = replace(
        EVIDENCE, answers=answers, subject=HOSTILE, files={"file": read_upload(sent(PDF, "<b>.pdf"), formats=["pdf"])}
    )
    with bind(climbed.program_id):
        claim = claimed(climbed, alice, "evidence", given)
    for address in (LIST, page(claim), page(claim, "decline")):
        shown = text_of(desk.get(address))
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_claim_of_other_program_is_not_found(desk, delta, dora):
    with bind(delta.program_id):
        foreign = claimed(
            delta, dora, "case_study", replace(EVIDENCE, answers={"address": "https://d.example"}, attributes={})
        )
    for step in ("change", "approve", "approve-plan", "ask", "decline", "message"):
        assert desk.post(page(foreign, step), {"text": "Hello"}).status_code in (302, 403, 404)
        assert desk.get(page(foreign, step)).status_code in (302, 404)
    assert now_is(foreign).state == "submitted"


def test_home_counts_waiting_claims(climbed, claim, plan, charlie, alice):
    with bind(climbed.program_id):
        manager = staff_actor(climbed.program, charlie)
        assert waiting_claims(manager).count() == 2
        decline_claim(actor=manager, claim=claim, text="No.", **at())
        assert list(waiting_claims(manager)) == [plan]
