"""Claim operations, from the form to the activity, points and level, and back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from activities.claims.answers import Given
from activities.claims.operations.deciding import approve_claim, approve_plan, ask_claimant, decline_claim
from activities.claims.operations.submitting import (
    add_message,
    answer_claim,
    complete_claim,
    submit_claim,
    withdraw_claim,
)
from activities.claims.queries import waiting_claims
from activities.claims.writing import UnableToClaim, UnableToDecideClaim
from activities.models import Activity, Claim, ClaimFile, ClaimMessage
from common.uploads import read_upload
from notices.models import Notice
from points.models import Account, Entry
from statuses.models import Standing
from tests.careers import CLIMB, TODAY, live
from tests.cast import partner_actor
from tests.claims import EVIDENCE, PROJECT, at, claimed
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


# Submitting


def test_a_claim_waits_for_the_vendor(alpha, alice, manager, claimant):
    claim = claimed(alpha, alice)
    assert (claim.state, claim.on, claim.quantity, claim.subject) == ("submitted", TODAY, 1, "Client One")
    assert claim.answers == {"client": "Client One", "address": "https://client-one.example", "description": "A portal"}
    assert list(waiting_claims(manager)) == [claim]
    assert list(Claim.objects.visible_to(claimant)) == [claim]
    assert kinds(claim) == ["submitted"]
    assert not Activity.objects.exists()
    assert told(alpha) == []


@pytest.mark.parametrize(
    ("kind", "given", "wrong"),
    [
        ("project", replace(PROJECT, answers={}), {"answers.client", "answers.address", "answers.description"}),
        ("project", replace(PROJECT, answers={**PROJECT.answers, "address": "javascript:x"}), {"answers.address"}),
        ("project", replace(PROJECT, answers={**PROJECT.answers, "more": "x"}), {"answers.more"}),
        ("project", replace(PROJECT, on=None), {"on"}),
        ("project", replace(PROJECT, on=TODAY + timedelta(days=1)), {"on"}),
        ("project", replace(PROJECT, on=date(1, 1, 1)), {"on"}),
        ("project", replace(PROJECT, quantity=-1), {"quantity"}),
        ("project", replace(PROJECT, quantity=2**31), {"quantity"}),
        ("project", replace(PROJECT, subject="x" * 201), {"subject"}),
        ("project", replace(PROJECT, subject="a\0b"), {"subject"}),
        ("project", replace(PROJECT, attributes={"size": "large"}), {"attributes.size"}),
        ("project", replace(PROJECT, files={"report": "a file"}), {"answers.report"}),
        ("evidence", replace(EVIDENCE, attributes={}), {"attributes.evidence"}),
        ("evidence", replace(EVIDENCE, attributes={"evidence": "magic"}), {"attributes.evidence"}),
        ("evidence", replace(EVIDENCE, attributes={"evidence": ["social"]}), {"attributes.evidence"}),
        ("evidence", replace(EVIDENCE, quantity=1), {"quantity"}),
        ("evidence", replace(EVIDENCE, answers={}, subject=""), {""}),
        ("module", Given(), {"answers.plan"}),
        ("sale", Given(on=TODAY), {""}),
        ("nothing", Given(on=TODAY), {""}),
    ],
)
def test_invalid_input_is_reported_by_field_and_not_stored(kind, given, wrong, alpha, alice):
    with pytest.raises(UnableToClaim) as refused:
        claimed(alpha, alice, kind, given)
    assert set(refused.value.problems) == wrong
    assert all(refused.value.problems.values())
    assert not Claim.objects.exists()


def test_files_are_stored_with_their_field(alpha, alice, claimant):
    claim = claimed(alpha, alice, "evidence", replace(EVIDENCE, files={"file": paper()}))
    file = ClaimFile.objects.visible_to(claimant).select_related("document").get(claim=claim)
    assert (file.field, file.document.purpose, file.document.partner_id) == ("file", "claim", alpha.pk)


@pytest.mark.parametrize("role", ["readonly", "former", "blocked"])
def test_read_only_role_cannot_claim(role, alpha, rita, rulebook):
    with pytest.raises(PermissionDenied):
        submit_claim(
            actor=partner_actor(alpha, rita, role),
            partner=alpha,
            rulebook=rulebook,
            kind="project",
            given=PROJECT,
            **at(),
        )


# Deciding


@pytest.mark.rule("B24-4.1")
def test_approval_records_activity_and_points_at_once(alpha, alice, manager, charlie, rulebook):
    claim = claimed(alpha, alice, given=replace(PROJECT, on=date(2026, 1, 5), quantity=2))
    done = approve_claim(actor=manager, claim=claim, rulebook=rulebook, text="Well done.", **at())
    activity = Activity.objects.get()
    assert (activity.kind, activity.on, activity.quantity, activity.subject) == (
        "project",
        date(2026, 1, 5),
        2,
        "Client One",
    )
    assert (activity.reference, activity.recorded_by_id) == (f"claim-{claim.pk}", charlie.pk)
    assert (done.state, done.activity_id, done.approved_on, done.decided_by_id) == (
        "approved",
        activity.pk,
        TODAY,
        charlie.pk,
    )
    assert points(alpha) == Entry.objects.get(activity=activity).points == 50
    (notice,) = told(alpha)
    assert "approved" in notice.subject
    assert "50 points" in notice.body
    assert "Well done." in notice.body
    assert notice.link == f"/dashboard/claims/{claim.pk}/"


@pytest.mark.rule("B24-up")
def test_last_evidence_upgrades_level_at_once(alpha, alice, manager, rules, rulebook):
    missing = next(deed for deed in CLIMB if deed[2].get("attributes") == {"evidence": "social"})
    live(alpha, [deed for deed in CLIMB if deed is not missing])
    before = Standing.objects.get(partner=alpha, track="status").level
    claim = claimed(alpha, alice, "evidence", EVIDENCE)
    assert Standing.objects.get(partner=alpha, track="status").level == before
    approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at())
    after = Standing.objects.get(partner=alpha, track="status")
    levels = [level.code for level in rules.track("status").levels]
    assert levels.index(after.level) == levels.index(before) + 1
    assert after.since == TODAY


def test_manager_can_correct_quantity(alpha, alice, manager, rulebook):
    claim = claimed(alpha, alice, given=replace(PROJECT, quantity=7))
    done = approve_claim(actor=manager, claim=claim, rulebook=rulebook, quantity=3, **at())
    assert done.quantity == Activity.objects.get().quantity == 3


def test_declined_claim_has_only_a_reason(alpha, alice, manager):
    claim = decline_claim(actor=manager, claim=claimed(alpha, alice), text="There is no such site.", **at())
    assert claim.state == "declined"
    assert not Activity.objects.exists()
    (notice,) = told(alpha)
    assert "There is no such site." in notice.body
    assert list(waiting_claims(manager)) == []


def test_decline_and_ask_require_text(alpha, alice, manager):
    claim = claimed(alpha, alice)
    for step in (decline_claim, ask_claimant):
        with pytest.raises(UnableToDecideClaim):
            step(actor=manager, claim=claim, text="  ", **at())
    assert kinds(claim) == ["submitted"]


def test_decided_claim_cannot_be_decided_again(alpha, alice, manager, claimant, rulebook):
    claim = claimed(alpha, alice)
    approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at())
    for step, more in (
        (approve_claim, {"rulebook": rulebook}),
        (approve_plan, {}),
        (ask_claimant, {"text": "And?"}),
        (decline_claim, {"text": "No."}),
    ):
        with pytest.raises(UnableToDecideClaim, match="approved"):
            step(actor=manager, claim=claim, **more, **at())
    for step, more in (
        (complete_claim, {"rulebook": rulebook, "given": PROJECT}),
        (withdraw_claim, {}),
        (answer_claim, {"rulebook": rulebook, "text": "Here."}),
    ):
        with pytest.raises(UnableToClaim, match="approved"):
            step(actor=claimant, claim=claim, **more, **at())
    assert Activity.objects.count() == 1
    assert kinds(claim) == ["submitted", "approved"]


def test_only_the_vendor_decides(alpha, alice, claimant, rulebook):
    claim = claimed(alpha, alice)
    for step, more in ((approve_claim, {"rulebook": rulebook}), (decline_claim, {"text": "No."}), (approve_plan, {})):
        with pytest.raises(PermissionDenied):
            step(actor=claimant, claim=claim, **more, **at())
    assert Claim.objects.get().state == "submitted"


def test_every_staff_action_is_audited(alpha, alice, manager, rules):
    claim = claimed(alpha, alice)
    ask_claimant(actor=manager, claim=claim, text="Where?", **at())
    add_message(actor=manager, claim=claim, text="By Friday, please.", **at())
    decline_claim(actor=manager, claim=claim, text="Too late.", **at())
    rows = AuditEntry.objects.filter(subject="activities.claim", subject_id=claim.pk).order_by("pk")
    assert [(row.action, row.partner_id) for row in rows] == [("claims.decide", alpha.pk)] * 3
