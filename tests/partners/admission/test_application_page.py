"""The applicant's path through the pages: form, account, status, second form, files."""

import re
from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress

from common.tenancy import bind
from partners.admission.operations.deciding import (
    accept_application,
    approve_application,
    ask_applicant,
    decline_application,
)
from partners.models import Application
from programs.models import Program
from tests.applicants import applicant, at, fresh
from tests.cast import staff_actor

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
TODAY = date(2026, 2, 16)
FILLED = {
    "company": "Gamma & <b>Sons</b>",
    "country": "CY",
    "kind": "Integrator",
    "contact": "Gil",
    "email": "gil@gamma.example",
    "phone": "25 654321",
    "website": "gamma.example",
    "affiliation-declared": "no",
    "affiliation-named": "",
    "confirm-data": "on",
    "confirm-privacy": "on",
}
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def gil(site):
    return applicant(site)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


def texts_shown(client, address="/apply/") -> dict[str, str]:
    """The hidden field with the digest of the texts, as the page sent it."""
    page = client.get(address).content.decode()
    return {"texts-shown": re.search(r'name="texts-shown" value="([0-9a-f]+)"', page)[1]}


def send(client, **changes):
    return client.post("/apply/", FILLED | texts_shown(client) | {"do-send": "1"} | changes)


def decide(operation, application, manager, **said):
    with bind(application.program_id):
        return operation(actor=manager, application=fresh(application), today=TODAY, now=at(TODAY), **said)


def only() -> Application:
    with bind(Program.objects.get(code="bitrix24").pk):
        return Application.objects.get()


@pytest.mark.rule("B24-1.1")
def test_the_form_asks_what_the_program_requires(visit):
    page = visit().get("/apply/").content.decode()
    for label in ("Company", "Country", "Kind of company", "Contact person", "Email", "Phone", "Website", "Developer"):
        assert label in page
    assert "within 7 business days" in page
    assert "I agree with the Privacy Policy." in page
    assert "Privacy Policy, 2026" in page


@pytest.mark.django_db(transaction=True)
def test_a_visitor_fills_in_the_form_signs_up_and_finds_it_filled_in(visit, mailoutbox):
    client = visit()
    answer = send(client)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/account/signup/?email=gil%40gamma.example&next=%2Fapply%2F"
    assert 'value="gil@gamma.example"' in client.get(answer.headers["Location"]).content.decode()
    person = {"name": "Gil", "email": "gil@gamma.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", person | {"next": "/apply/"})
    code = re.search(r"^([A-Z0-9-]{6,})$", mailoutbox[0].body, re.MULTILINE)[1]
    assert client.post("/account/confirm-email/", {"code": code}).headers["Location"] == "/apply/"
    page = client.get("/apply/").content.decode()
    assert "Check your answers, and submit your application." in page
    ticked = re.findall(r'<input type="checkbox" name="confirm-(\w+)"[^>]* checked', page)
    assert ticked == ["data", "privacy"], "what was ticked before signing up stays so"
    refused = send(client, **{"confirm-privacy": ""})
    assert "1 field needs your attention" in refused.content.decode(), "the page says it, not the browser's bubble"
    assert re.search(r'<form [^>]*action="/apply/" novalidate>', page)
    assert 'value="Gamma &amp; &lt;b&gt;Sons&lt;/b&gt;"' in page
    assert '<option value="no" selected>' in page
    assert send(client).headers["Location"] == "/apply/"
    assert only().state == Application.State.SUBMITTED
    assert only().applicant.email == "gil@gamma.example"
    assert EmailAddress.objects.get(user=only().applicant).verified
    assert "application" not in client.session


def test_a_visitors_errors_are_beside_their_fields_and_nothing_is_lost(visit, program):
    client = visit()
    answer = send(client, email="nobody", website="", **{"confirm-privacy": ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Enter an email address, for example name@example.com." in page
    assert 'value="nobody"' in page
    assert "Gamma &amp; &lt;b&gt;Sons" in page
    assert "Confirm this to continue." in page
    assert "application" not in client.session
    with bind(program.pk):
        assert not Application.objects.exists()


def test_the_public_form_is_rate_limited(visit):
    client = visit()
    codes = [client.post("/apply/", {}, headers={"x-forwarded-for": f"9.9.9.{n}"}).status_code for n in range(21)]
    assert codes == [200] * 20 + [429]


def test_an_incomplete_draft_is_saved_and_found_on_another_device(visit, gil):
    visit(gil.user).post(
        "/apply/", {"company": "Gam", "email": "nobody", "do-save": "1", "affiliation-declared": "yes"}
    )
    page = visit(gil.user).get("/apply/").content.decode()
    assert 'value="Gam"' in page
    assert 'value="nobody"' in page
    assert '<option value="yes" selected>' in page
    assert "Only you see this until you submit it. Last saved:" in page
    assert visit(gil.user).get("/dashboard/").headers["Location"] == "/apply/"
    assert send(visit(gil.user)).status_code == 302


@pytest.mark.parametrize("name", ["company", "email", "phone", "country", "kind", "website", "affiliation-named"])
@pytest.mark.parametrize("text", ["a\0b", "x" * 5000, "\u202egnp.exe", "{{ 7|add:7 }}{% csrf_token %}", "=1+1"])
def test_hostile_text_is_refused_or_shown_as_text(visit, gil, name, text):
    client = visit(gil.user)
    for button in ("do-save", "do-send"):
        answer = client.post("/apply/", FILLED | {name: text, button: "1", "affiliation-declared": "yes"})
        assert answer.status_code in (200, 302)
    assert client.get("/apply/").status_code == 200


def test_texts_that_changed_since_the_page_was_opened_must_be_read_again(visit, gil):
    client = visit(gil.user)
    answer = send(client, **{"texts-shown": "0" * 32})
    page = answer.content.decode()
    assert "have changed" in page
    assert texts_shown(client)["texts-shown"] in page


@pytest.mark.rule("B24-7.1", "B24-1.2.2c")
def test_the_dashboard_shows_only_the_application_until_acceptance(visit, gil, manager):
    client = visit(gil.user)
    application = gil.sends(TODAY)
    dashboard = (
        "/dashboard/",
        "/dashboard/points/",
        "/dashboard/activities/",
        "/dashboard/notices/",
        "/dashboard/team/",
    )
    for page in dashboard:
        assert client.get(page).headers["Location"] == "/apply/"
    page = client.get("/apply/").content.decode()
    assert "Your application is under review" in page
    assert "Waiting for us" in page
    assert "ll get an answer by Feb. 26, 2026. 7 business days are left." in page
    decide(approve_application, application, manager)
    assert "Action needed" in (page := client.get("/apply/").content.decode())
    assert "The application was approved" in page
    gil.hands_in(TODAY)
    assert "Your company is being verified" in client.get("/apply/").content.decode()
    assert client.get("/dashboard/").headers["Location"] == "/apply/"
    decide(accept_application, application, manager)
    assert client.get("/apply/").headers["Location"] == "/dashboard/"
    for page in dashboard:
        assert client.get(page).status_code == 200


@pytest.mark.rule("B24-1.2.2c")
def test_a_question_is_shown_and_answered_on_the_same_page(visit, gil, manager):
    application = gil.sends(TODAY)
    decide(ask_applicant, application, manager, stage="review", question="Who owns <i>you</i>?")
    client = visit(gil.user)
    page = client.get("/apply/").content.decode()
    assert "Who owns &lt;i&gt;you&lt;/i&gt;?" in page
    assert "Action needed" in page
    empty = client.post("/apply/answer/", {"text": "  "})
    assert empty.status_code == 200
    assert "Write an answer of at most 4000 characters." in empty.content.decode()
    odd = client.post("/apply/answer/", {"text": "Gil \u202edoes."})
    assert "Character 5 can&#39;t be seen: U+202E RIGHT-TO-LEFT OVERRIDE." in odd.content.decode()
    assert client.post("/apply/answer/", {"text": "Gil does."}).headers["Location"] == "/apply/"
    page = client.get("/apply/").content.decode()
    assert "Gil does." in page
    assert "Waiting for us" in page
    assert "There is no question" in client.post("/apply/answer/", {"text": "More"}, follow=True).content.decode()


def test_a_form_submitted_in_another_window_shows_its_status(visit, gil):
    gil.sends(TODAY)
    answer = visit(gil.user).post("/apply/", FILLED | {"do-save": "1"}, follow=True)
    assert answer.redirect_chain == [("/apply/", 302)]
    assert "has been sent already" in answer.content.decode()


def test_an_overdue_decision_is_shown_as_overdue(visit, gil):
    gil.sends(TODAY)
    with time_machine.travel("2026-03-09 12:00Z", tick=False):
        assert "late with this" in visit(gil.user).get("/apply/").content.decode()


def test_declined_applicants_see_the_message_and_may_apply_again(visit, gil, manager):
    application = gil.sends(TODAY)
    decide(decline_application, application, manager, stage="review", text="Not now.", reason="Owes us money")
    client = visit(gil.user)
    page = client.get("/apply/").content.decode()
    assert "Your application was declined" in page
    assert "Not now." in page
    assert "Owes us" not in page
    assert client.get("/dashboard/").headers["Location"] == "/apply/"
    client.post("/apply/again/")
    assert 'value="Gamma Systems"' in client.get("/apply/").content.decode()
    assert send(client).status_code == 302


def test_an_application_can_be_withdrawn_once(visit, gil):
    gil.sends(TODAY)
    client = visit(gil.user)
    assert "was withdrawn" in client.post("/apply/withdraw/", follow=True).content.decode()
    assert "no open application" in client.post("/apply/withdraw/", follow=True).content.decode()
    assert only().state == Application.State.WITHDRAWN


def test_a_company_name_that_certificates_cannot_print_asks_for_a_printable_one(visit, gil):
    client, rocket = visit(gil.user), "Gamma \U0001f680"
    page = client.get("/apply/").content.decode()
    assert "Company name on certificates" not in page
    page = send(client, company=rocket).content.decode()
    assert "(U+1F680 ROCKET). Enter the company name as certificates should show it." in page
    assert 'name="printable_name"' in page
    assert send(client, company=rocket, printable_name="Gamma Rocket").headers["Location"] == "/apply/"
    assert (only().company, only().answers["printable_name"]) == (rocket, "Gamma Rocket")
