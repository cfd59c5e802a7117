"""Plans, messages and reversals of claims."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from activities.claims.answers import Given
from activities.claims.operations.deciding import approve_claim, approve_plan, ask_claimant, decline_claim
from activities.claims.operations.submitting import (
    add_message,
    answer_claim,
    complete_claim,
    withdraw_claim,
)
from activities.claims.queries import waiting_claims
from activities.claims.writing import UnableToClaim, UnableToDecideClaim
from activities.models import Activity, Claim, ClaimMessage
from activities.operations import retract_activity
from common.uploads import read_upload
from notices.models import Notice
from points.models import Account
from statuses.models import Standing
from tests.careers import CLIMB, TODAY, live
from tests.claims import EVIDENCE, PLAN, PROJECT, at, claimed
from tests.common.pictures import PDF, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


def paper():
    return read_upload(sent(PDF), formats=["pdf"])


def points(partner):
    return Account.objects.get(partner=partner, code="main").points


def kinds(claim):
    return list(ClaimMessage.objects.filter(claim=claim).values_list("kind", flat=True))


def told(partner):
    return list(Notice.objects.filter(partner=partner, kind__in=["claim", "activity"]).order_by("pk"))


def test_the_plan_is_approved_before_the_result_is_claimed(alpha, alice, manager, claimant, rulebook):
    claim = claimed(alpha, alice, "seminar", PLAN)
    assert (claim.state, claim.on, claim.answers) == ("planned", None, dict(PLAN.answers))
    with pytest.raises(UnableToDecideClaim):
        approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at())
    claim = approve_plan(actor=manager, claim=claim, text="Go ahead.", **at())
    assert (claim.state, claim.planned) == ("plan_approved", True)
    assert list(waiting_claims(manager)) == []
    result = Given(
        answers={"held_on": "2026-02-10"}, files={"report": paper()}, on=date(2026, 2, 10), subject="Seminar in June"
    )
    claim = complete_claim(actor=claimant, claim=claim, rulebook=rulebook, given=result, **at())
    assert (claim.state, claim.answers) == ("submitted", {**PLAN.answers, "held_on": "2026-02-10"})
    approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at())
    assert points(alpha) == 1000
    assert kinds(claim) == ["submitted", "plan_approved", "submitted", "approved"]
    assert ["plan was approved" in told(alpha)[0].subject, "approved" in told(alpha)[1].subject] == [True, True]


def test_result_must_answer_every_field(alpha, alice, manager, claimant, rulebook):
    claim = approve_plan(actor=manager, claim=claimed(alpha, alice, "seminar", PLAN), **at())
    with pytest.raises(UnableToClaim) as refused:
        complete_claim(actor=claimant, claim=claim, rulebook=rulebook, given=Given(answers=PLAN.answers), **at())
    assert set(refused.value.problems) == {"answers.plan", "answers.held_on", "answers.report", "on"}
    assert Claim.objects.get().state == "plan_approved"


def test_answered_plan_is_a_plan_again(alpha, alice, manager, claimant, rulebook):
    claim = ask_claimant(actor=manager, claim=claimed(alpha, alice, "seminar", PLAN), text="For whom?", **at())
    given = replace(PLAN, answers={"plan": "A seminar for lawyers."})
    claim = answer_claim(actor=claimant, claim=claim, rulebook=rulebook, text="", given=given, **at())
    assert (claim.state, claim.answers) == ("planned", {"plan": "A seminar for lawyers."})


def test_answer_stores_corrections(alpha, alice, manager, claimant, rulebook):
    claim = ask_claimant(actor=manager, claim=claimed(alpha, alice), text="The address is wrong.", **at())
    assert (claim.state, list(waiting_claims(manager))) == ("asked", [])
    given = replace(PROJECT, answers={**PROJECT.answers, "address": "https://two.example"}, quantity=2)
    later = at()["now"] + timedelta(hours=5)
    claim = answer_claim(
        actor=claimant,
        claim=claim,
        rulebook=rulebook,
        text="Sorry.",
        given=given,
        files=[paper()],
        today=TODAY,
        now=later,
    )
    assert (claim.state, claim.waits_since) == ("submitted", later)
    answer = ClaimMessage.objects.get(kind="answered")
    assert answer.changes == {
        "answers.address": ["https://client-one.example", "https://two.example"],
        "quantity": [1, 2],
    }
    assert answer.files.get().field == ""


def test_empty_answer_is_refused(alpha, alice, manager, claimant, rulebook):
    claim = ask_claimant(actor=manager, claim=claimed(alpha, alice), text="Really?", **at())
    with pytest.raises(UnableToClaim):
        answer_claim(actor=claimant, claim=claim, rulebook=rulebook, text=" ", given=PROJECT, **at())
    assert Claim.objects.get().state == "asked"


def test_both_sides_can_message_in_any_state(alpha, alice, manager, claimant):
    claim = decline_claim(actor=manager, claim=claimed(alpha, alice), text="No.", **at())
    add_message(actor=claimant, claim=claim, text="Why not?", files=[paper()], **at())
    add_message(actor=manager, claim=claim, text="Because.", **at())
    assert [notice.subject.split(":")[0] for notice in told(alpha)] == [
        "Your claim was declined",
        "A message about your claim",
    ]
    with pytest.raises(UnableToClaim):
        add_message(actor=claimant, claim=claim, text="", **at())


def test_number_of_files_is_limited(alpha, alice, claimant, monkeypatch):
    monkeypatch.setattr("activities.claims.writing.MOST_FILES", 2)
    claim = claimed(alpha, alice)
    add_message(actor=claimant, claim=claim, text="", files=[paper(), paper()], **at())
    with pytest.raises(UnableToClaim) as refused:
        add_message(actor=claimant, claim=claim, text="", files=[paper()], **at())
    assert set(refused.value.problems) == {"files"}


def test_a_claim_is_withdrawn_before_it_is_decided(alpha, alice, claimant, manager):
    claim = withdraw_claim(actor=claimant, claim=claimed(alpha, alice), **at())
    assert claim.state == "withdrawn"
    assert list(waiting_claims(manager)) == []
    assert told(alpha) == []


def test_reversal_removes_points_and_level_with_reason(alpha, alice, manager, charlie, rulebook):
    missing = next(deed for deed in CLIMB if deed[2].get("attributes") == {"evidence": "social"})
    live(alpha, [deed for deed in CLIMB if deed is not missing])
    before = Standing.objects.get(partner=alpha, track="status").level, points(alpha)
    evidence, project = claimed(alpha, alice, "evidence", EVIDENCE), claimed(alpha, alice)
    for claim in (evidence, project):
        approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at())
    assert points(alpha) == before[1] + 50
    for claim, reason in ((project, "The client denies it."), (evidence, "The page is gone.")):
        claim.refresh_from_db()
        retract_activity(actor=manager, activity=claim.activity, reason=reason, **at())
    assert (Standing.objects.get(partner=alpha, track="status").level, points(alpha)) == before
    evidence.refresh_from_db()
    last = ClaimMessage.objects.filter(claim=evidence).last()
    assert (evidence.state, last.kind, last.text, last.by_id) == (
        "retracted",
        "retracted",
        "The page is gone.",
        charlie.pk,
    )
    notice = told(alpha)[-1]
    assert "reversed" in notice.subject
    assert "The page is gone." in notice.body


def test_reversal_without_claim_sends_notice(alpha, manager):
    live(alpha, CLIMB[-1:])
    retract_activity(actor=manager, activity=Activity.objects.get(), reason="Paid back.", **at())
    (notice,) = told(alpha)
    assert "Reversed" in notice.subject
    assert "Paid back." in notice.body


def test_notice_uses_the_partners_language(alpha, alice, manager, settings):
    settings.ALLOWED_HOSTS = ["*"]
    alpha.country = "DE"
    alpha.save(update_fields=["country"])
    decline_claim(actor=manager, claim=claimed(alpha, alice), text="Nein.", **at())
    assert told(alpha)[-1].subject == "Ihre Meldung wurde abgelehnt: Abgeschlossenes Projekt, Client One"


def test_claim_text_is_not_a_template_or_header(alpha, alice, manager):
    hostile = "{% load x %}{{ program }}<script>alert(1)</script>"
    claim = claimed(alpha, alice, given=replace(PROJECT, subject=hostile))
    decline_claim(actor=manager, claim=claim, text=f"{hostile}\nBcc: all@example.com", **at())
    notice = told(alpha)[-1]
    assert "\n" not in notice.subject
    assert hostile in notice.body
