"""Decisions on applications in the admin."""

import pytest
import time_machine

from common.tenancy import bind
from notices.models import Mail
from partners.admission.identifiers import note_partners
from partners.admission.operations.deciding import approve_application
from partners.models import Application, ApplicationEvent, Partner
from tests.applicants import applicant, at, fresh
from tests.partners.admission.desk import EARLIER, LATELY, LIST, TODAY, company, page, shown, text_of

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture
def desk(visit, charlie, site):
    return visit(charlie)


@pytest.mark.rule("B24-1.2.1c")
def test_one_click_approves(desk, queues, charlie):
    response = desk.post(page(queues["new"], "approve"), follow=True)
    assert "Approved. We emailed New Systems the next steps." in text_of(response)
    assert fresh(queues["new"]).state == "approved"
    with bind(queues["new"].program_id):
        step = ApplicationEvent.objects.get(application=queues["new"], kind="approved")
    assert (step.by, step.stage) == (charlie, "review")


@pytest.mark.rule("B24-1.3a")
def test_one_click_accepts(desk, queues):
    response = desk.post(page(queues["proof"], "accept"), follow=True)
    assert "is a partner from today" in text_of(response)
    partner = fresh(queues["proof"]).partner
    assert partner.accepted_on == TODAY
    words = text_of(desk.get(f"/admin/partners/partner/{partner.pk}/change/"))
    assert "Bronze" in words
    assert f"/admin/partners/partner/{partner.pk}/change/" in desk.get(page(queues["proof"])).content.decode()


@pytest.mark.rule("B24-1.2.1c")
def test_declining_from_its_page(desk, queues, program):
    form = desk.get(page(queues["new"], "decline")).context["form"]
    given = {"stage": form["stage"].value(), "text": "Not this year.", "reason": "Too small"}
    assert "Declined. We emailed New Systems." in text_of(desk.post(page(queues["new"], "decline"), given, follow=True))
    words = text_of(desk.get(page(queues["new"])))
    assert "Not this year." in words
    assert "Too small" in words
    assert 'id="a-decision"' not in words
    with bind(program.pk):
        texts = Mail.objects.filter(key__startswith=f"application/{queues['new'].pk}/").values_list("text", flat=True)
        assert texts
        assert not any("Too small" in text for text in texts)


def test_asking_from_its_page(desk, queues):
    path = page(queues["new"], "ask")
    form = desk.get(path).context["form"]
    given = {"stage": form["stage"].value(), "question": ""}
    refused = desk.post(path, given)
    assert set(refused.context["form"].errors) == {"question"}
    desk.post(path, given | {"question": "Who are you?"})
    assert fresh(queues["new"]).question == "Who are you?"
    assert shown(desk, "?queue=applicant") == ["New", "Form"]
    assert "Who are you?" in text_of(desk.get(page(queues["new"])))


def test_matches_are_linked_and_can_be_cleared(desk, queues, site, program):
    with bind(program.pk):
        other = Partner.objects.create(
            program=program,
            code="proof-group",
            name="Proof Group",
            country="CY",
            currency="EUR",
            accepted_on=EARLIER,
            website="https://proof.example",
            legal={"tax_id": "10259033P"},
        )
    note_partners(program_id=program.pk, partner_ids=[other.pk])
    application = queues["proof"]
    assert "same legal entity" in text_of(desk.get(LIST))
    response = desk.get(page(application))
    words = text_of(response)
    for said in ("Proof Group", f"/admin/partners/partner/{other.pk}/change/", "tax ID: CY10259033P", "proof.example"):
        assert said in words, said
    assert "Accept as a partner" not in words
    refused = desk.post(page(application, "accept"))
    assert "matches others" in text_of(refused)
    form = desk.get(page(application, "clear")).context["form"]
    given = {"seen": form["seen"].value(), "reason": "Two brands of one owner."}
    assert "matches were accepted" in text_of(desk.post(page(application, "clear"), given, follow=True))
    words = text_of(desk.get(page(application)))
    assert "Two brands of one owner." in words
    assert "checked" in words
    assert "Accept as a partner" in words
    assert desk.post(page(application, "accept")).status_code == 302
    assert fresh(application).state == "accepted"


@pytest.mark.parametrize(("what", "said"), [("approve", {}), ("decline", {"stage": "review"})])
def test_a_late_click_says_who_decided_first(what, said, desk, queues, program, manager):
    with bind(program.pk):
        approve_application(actor=manager, application=queues["new"], today=TODAY, now=at(TODAY))
    response = desk.post(page(queues["new"], what), said)
    assert response.status_code == 200
    assert "Charlie approved it at" in text_of(response)
    assert fresh(queues["new"]).state == "approved"


@pytest.mark.parametrize("what", ["decline", "ask"])
def test_a_form_opened_too_late_says_who_decided_first(what, desk, queues):
    stage = desk.get(page(queues["gone"], what)).context["form"]["stage"].value()
    response = desk.post(page(queues["gone"], what), {"stage": stage, "question": "Why?"})
    assert "Charlie declined it at" in text_of(response)
    assert fresh(queues["gone"]).question == ""


def test_a_get_request_decides_nothing(desk, queues):
    for what in ("approve", "accept", "decline", "ask", "clear"):
        for name in ("new", "proof"):
            desk.get(page(queues[name], what))
    assert [fresh(queues[name]).state for name in ("new", "proof")] == ["submitted", "verifying"]


@pytest.mark.parametrize(
    ("what", "given"),
    [
        ("approve", {"text": "x" * 4001}),
        ("decline", {"stage": "review", "reason": "x" * 4001}),
        ("ask", {"stage": "review", "question": "\0"}),
        ("ask", {"question": "Why?"}),
        ("decline", {"stage": "\0"}),
        ("clear", {"reason": "x", "seen": "\0"}),
        ("clear", {"reason": "x"}),
        ("decline", {"stage": "x" * 500}),
        ("decline", {"stage": "verification"}),
    ],
)
def test_invalid_input_is_refused_beside_the_field(what, given, desk, queues):
    response = desk.post(page(queues["new"], what), given)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert fresh(queues["new"]).state == "submitted"


def test_hostile_answers_are_shown_as_text(desk, site):
    evil = '<script>alert(1)</script>{{ 7|add:7 }}"><img src=x onerror=alert(1)>'
    application = company(site, "Evil", company=evil, affiliates=evil).sends(LATELY)
    for path in (LIST, page(application), page(application, "decline"), page(application, "clear")):
        body = desk.get(path).content.decode()
        assert "<script>alert(1)" not in body
        assert "<img src=x" not in body
        assert "{{ 7|add:7 }}" in body


@pytest.mark.parametrize("what", ["change", "approve", "accept", "decline", "ask", "clear"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_application_of_another_program_is_not_found(what, method, desk, other_site):
    stranger = applicant(other_site, "Sam")
    with bind(other_site.program_id):
        foreign = Application.objects.create(
            program=other_site.program,
            applicant=stranger.user,
            state="submitted",
            company="Foreign",
            started_at=at(TODAY),
            saved_at=at(TODAY),
            submitted_at=at(TODAY),
        )

    def seen(pk):
        response = getattr(desk, method)(f"{LIST}{pk}/{what}/")
        return response.status_code, response.headers.get("Location")

    assert seen(foreign.pk) == seen(987654321)
    assert fresh(foreign).state == "submitted"


def test_more_applications_need_no_more_queries(desk, queues, site, django_assert_max_num_queries):
    desk.get(LIST)
    with django_assert_max_num_queries(18):
        desk.get(LIST)
    with time_machine.travel(at(LATELY), tick=False):
        for name in ("Ada", "Bea", "Cleo", "Dee"):
            company(site, name).sends(LATELY)
    with django_assert_max_num_queries(18):
        assert len(shown(desk)) == 9
