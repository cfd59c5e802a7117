"""A claim's page, its roles and messages, and links to it from the dashboard."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from activities.claims.operations.deciding import approve_claim, ask_claimant, decline_claim
from activities.models import Claim, ClaimFile, ClaimMessage
from common.tenancy import bind
from programs.rulebook import read_rulebook
from tests.careers import CLIMB, TODAY, live
from tests.cast import join, staff_actor
from tests.claims import EVIDENCE, PLAN, at, claimed, open_capped_program
from tests.common.pictures import PDF, sent

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


CLAIMS, NEW = "/dashboard/claims/", "/dashboard/claims/new/"


GOOD = {
    "answer_client": "Client One",
    "answer_address": "https://client-one.example",
    "answer_description": "A portal",
    "quantity": "1",
    "on": "2026-02-01",
}


HOSTILE = "<script>alert(1)</script>{{ request }}{% now 'Y' %}"


@pytest.fixture
def client(visit, alice):
    return visit(alice)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


@pytest.fixture
def claim(alpha, alice):
    with bind(alpha.program_id):
        return claimed(alpha, alice)


def text_of(response):
    return response.content.decode()


def errors(response, form=None):
    form = form or response.context["form"]
    return {name: list(said) for name, said in form.errors.items()}


def claims_of(partner):
    with bind(partner.program_id):
        return list(Claim.objects.filter(partner=partner).order_by("pk"))


def act(operation, claim, manager, **more):
    with bind(claim.program_id):
        return operation(actor=manager, claim=claim, **more, **at())


@pytest.mark.parametrize(("role", "status"), [("manager", 302), ("sales", 302), ("readonly", 403)])
def test_which_roles_may_submit(role, status, visit, alpha, claim):
    client = visit(join(alpha, "Una", role))
    assert client.get(CLAIMS).status_code == 200
    assert client.get(f"{CLAIMS}{claim.pk}/").status_code == 200
    assert client.post(f"{NEW}project/", GOOD).status_code == status
    assert client.post(f"{CLAIMS}{claim.pk}/", {"step": "message", "text": "Hello"}).status_code == status


def test_read_only_role_sees_no_forms(visit, rita, claim):
    shown = text_of(visit(rita).get(f"{CLAIMS}{claim.pk}/"))
    assert 'name="step"' not in shown
    assert f"{NEW}project/" not in text_of(visit(rita).get(CLAIMS))


def test_claim_of_other_partner_is_not_found(visit, bob, claim):
    for method in ("get", "post"):
        assert getattr(visit(bob), method)(f"{CLAIMS}{claim.pk}/").status_code == 404
    assert "Client One" not in text_of(visit(bob).get(CLAIMS))


def test_answer_with_corrections_and_files(client, claim, manager, alpha):
    act(ask_claimant, claim, manager, text="The address leads nowhere.")
    page = client.get(f"{CLAIMS}{claim.pk}/")
    assert "The address leads nowhere." in text_of(page)
    form = page.context["forms"]["answer"]
    assert form["answer_address"].value() == "https://client-one.example"
    empty = {name: form[name].value() for name in form.fields if name != "attached"} | {"step": "answer", "text": ""}
    response = client.post(f"{CLAIMS}{claim.pk}/", empty)
    assert set(errors(response, response.context["forms"]["answer"])) == {"text"}
    data = empty | {
        "text": "Now it does.",
        "answer_address": "https://one.example",
        "attached": [sent(PDF), sent(PDF, "b.pdf")],
    }
    shown = text_of(client.post(f"{CLAIMS}{claim.pk}/", data, follow=True))
    assert "<del>https://client-one.example</del>" in shown
    assert "<ins>https://one.example</ins>" in shown
    (claim,) = claims_of(alpha)
    assert (claim.state, claim.answers["address"]) == ("submitted", "https://one.example")
    with bind(alpha.program_id):
        assert ClaimFile.objects.filter(claim=claim).count() == 2


def test_messages_and_withdrawal(client, claim, alpha):
    wrong = client.post(f"{CLAIMS}{claim.pk}/", {"step": "message", "text": ""})
    assert wrong.context["forms"]["message"].errors
    too_many = {"step": "message", "text": "x", "attached": [sent(PDF) for _ in range(6)]}
    assert set(client.post(f"{CLAIMS}{claim.pk}/", too_many).context["forms"]["message"].errors) == {"attached"}
    client.post(f"{CLAIMS}{claim.pk}/", {"step": "message", "text": "One more thing."})
    shown = text_of(client.post(f"{CLAIMS}{claim.pk}/", {"step": "withdraw", "text": "Sent twice."}, follow=True))
    assert "You withdrew this claim." in shown
    with bind(alpha.program_id):
        kinds = list(ClaimMessage.objects.filter(claim=claim).values_list("kind", flat=True))
    assert kinds == ["submitted", "message", "withdrawn"]


@pytest.mark.parametrize("step", ["complete", "answer", "withdraw", "approve", "", "\0"])
def test_unavailable_step_changes_nothing(step, client, claim, manager):
    act(decline_claim, claim, manager, text="No.")
    shown = text_of(client.post(f"{CLAIMS}{claim.pk}/", {"step": step, "text": "x"}, follow=True))
    assert "the claim has changed" in shown
    with bind(claim.program_id):
        assert Claim.objects.get().state == "declined"


def test_the_list_is_filtered(client, claim, alpha, alice):
    with bind(alpha.program_id):
        claimed(alpha, alice, "seminar", PLAN)
    for query, count in (("", 2), ("?state=planned", 1), ("?kind=project", 1), ("?state=approved", 0), ("?state=x", 2)):
        assert len(client.get(CLAIMS + query).context["page"].rows) == count
    assert "No claims found" in text_of(client.get(f"{CLAIMS}?state=approved"))


def test_user_text_is_escaped(client, alpha, alice, manager):
    answers = {"address": "https://alpha.example/?q=<script>", "note": HOSTILE}
    with bind(alpha.program_id):
        claim = claimed(alpha, alice, "evidence", replace(EVIDENCE, answers=answers, subject=HOSTILE))
    act(ask_claimant, claim, manager, text=HOSTILE)
    for path in (CLAIMS, f"{CLAIMS}{claim.pk}/", "/dashboard/notices/", "/dashboard/"):
        shown = text_of(client.get(path))
        assert "<script>alert(1)" not in shown
        assert "{{ request }}" in shown or path.endswith(("notices/", "dashboard/"))


class TestCapped:
    """A program that approves one project a year."""

    @pytest.fixture
    def program(self, db):
        return open_capped_program(at_most=1)

    def test_cap_and_usage_are_shown(self, client, alpha, claim, manager):
        assert "0 of 1 approved within the last year" in text_of(client.get(CLAIMS))
        with bind(alpha.program_id):
            act(approve_claim, claim, manager, rulebook=read_rulebook(alpha.program_id))
        shown = text_of(client.get(CLAIMS))
        assert "1 of 1 approved within the last year" in shown
        assert "You can claim again from" in shown
        assert f'{NEW}project/"' not in shown

    def test_submission_over_the_cap_shows_error(self, client, alpha, claim, manager):
        with bind(alpha.program_id):
            act(approve_claim, claim, manager, rulebook=read_rulebook(alpha.program_id))
        response = client.post(f"{NEW}project/", GOOD)
        assert "approves 1 claim of “Project completed” within a year" in text_of(response)
        assert len(claims_of(alpha)) == 1


@pytest.mark.rule("B24-up")
def test_missing_requirement_links_to_claim_form(client, alpha, alice):
    live(alpha, CLIMB[:3])
    shown = text_of(client.get("/dashboard/"))
    links = re.findall(rf'href="({NEW}[^"]*)"', shown)
    assert f"{NEW}evidence/?evidence=website" in links
    form = client.get(f"{NEW}evidence/?evidence=website").context["form"]
    assert form["attribute_evidence"].value() == "website"
    assert client.get(f"{NEW}evidence/?evidence=magic&on=x").context["form"]["attribute_evidence"].value() is None


def test_pending_claim_is_shown_at_its_requirement(client, alpha, alice):
    live(alpha, CLIMB[:3])
    with bind(alpha.program_id):
        claim = claimed(alpha, alice, "evidence", replace(EVIDENCE, attributes={"evidence": "website"}))
    shown = text_of(client.get("/dashboard/"))
    assert f'href="{CLAIMS}{claim.pk}/"' in shown
    assert f"{NEW}evidence/?evidence=website" not in shown


def test_role_without_permission_sees_no_claim_link(visit, rita, alpha):
    live(alpha, CLIMB[:3])
    assert NEW not in text_of(visit(rita).get("/dashboard/"))
    past = (TODAY - timedelta(days=100)).isoformat()
    assert NEW not in text_of(visit(rita).get(f"/dashboard/?as_of={past}"))
