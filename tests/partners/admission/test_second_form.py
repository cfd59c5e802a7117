"""The application's second form, and who gets no form."""

import re
from datetime import date

import pytest

from accounts.models import User
from common.tenancy import bind
from partners.admission.operations.deciding import (
    approve_application,
)
from partners.models import Application, Document
from programs.models import Program
from tests.applicants import applicant, at, fresh
from tests.cast import open_program, person, staff_actor
from tests.common.pictures import PDF, jpeg, sent

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


LEGAL = {
    "registered_name": "Gamma Ltd",
    "registration_number": "HE 400500",
    "tax_id": "10259033P",
    "legal_address": "1 Harbour Road",
    "postal_address": "PO Box 7",
    "bank_details": "IBAN CY17",
}


@pytest.fixture
def other_program(db):
    """A program that is not open to people."""
    return open_program("bitrix-2011", people=False)


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


def decide(operation, application, manager, **said):
    with bind(application.program_id):
        return operation(actor=manager, application=fresh(application), today=TODAY, now=at(TODAY), **said)


def only() -> Application:
    with bind(Program.objects.get(code="bitrix24").pk):
        return Application.objects.get()


@pytest.mark.rule("B24-1.2.2a", "B24-1.2.2b")
def test_the_second_form_is_saved_continued_and_submitted(visit, gil, manager):
    decide(approve_application, gil.sends(TODAY), manager)
    client = visit(gil.user)
    page = client.get("/apply/company/").content.decode()
    for words in (
        "Tax ID",
        "Proof of registration",
        "Distribution Agreement, 2026",
        "This agreement is made between Alaio Cloud",
    ):
        assert words in page
    for paper in ("registration", "tax_id", "legal_address"):
        field = page[: page.index(f'name="file-{paper}"')].rpartition('<div class="field')[2]
        assert field.startswith(" field--needed"), paper
    assert re.search(r'<form [^>]*id="company" novalidate>', page)
    photo = jpeg(exif=True, comment=b"Secret Street 7")
    client.post("/apply/company/", LEGAL | {"bank_details": "", "file-tax_id": sent(photo, "me.png"), "do-save": "1"})
    page = client.get("/apply/company/").content.decode()
    assert 'value="10259033P"' in page
    assert "me.jpg" in page
    shown = texts_shown(client, "/apply/company/")
    papers = {"file-registration": sent(PDF, "../../reg<b>.exe"), "file-legal_address": sent(PDF, "address.pdf")}
    lacking = client.post("/apply/company/", LEGAL | shown | papers | {"bank_details": "", "do-send": "1"})
    page = lacking.content.decode()
    assert "This field is required." in page
    assert "Accept the agreement" in page
    assert "reg_b.pdf" in page
    whole = client.post("/apply/company/", LEGAL | shown | {"agreement-accepted": "on", "do-send": "1"})
    assert whole.headers["Location"] == "/apply/"
    assert only().state == Application.State.VERIFYING
    with bind(gil.site.program_id):
        assert b"Secret" not in bytes(Document.objects.get(purpose="tax_id").content)
    assert client.get("/apply/company/").headers["Location"] == "/apply/"
    sent_in = client.get("/apply/").content.decode()
    assert sent_in.index("Proof of the tax ID</h3>") < sent_in.index("me.jpg"), "files are listed by what they prove"


def test_the_postal_address_may_be_the_legal_one(visit, gil, manager):
    decide(approve_application, gil.sends(TODAY), manager)
    client = visit(gil.user)
    ticked = LEGAL | {"postal_address": "", "same-postal_address": "on"}
    page = client.post("/apply/company/", ticked | {"legal_address": "", "do-send": "1"}).content.decode()
    assert 'id="id_legal_address_error"' in page
    assert 'id="id_postal_address_error"' not in page, "a hidden field shows no error"
    client.post("/apply/company/", ticked | {"do-save": "1"})
    assert only().legal["postal_address"] == "1 Harbour Road"
    page = client.get("/apply/company/").content.decode()
    assert (
        page.index("Legal address</label>")
        < page.index("Same as: Legal address")
        < page.index("Postal address</label>")
    )
    assert client.get("/apply/company/").context["form"]["same-postal_address"].value() is True


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>", b"", b"%PDF-1.7 cut off", jpeg()[:90]]
)
def test_a_bad_file_is_refused_beside_its_field_and_the_rest_is_kept(visit, gil, manager, content):
    decide(approve_application, gil.sends(TODAY), manager)
    client = visit(gil.user)
    papers = {"file-registration": sent(content, "x.pdf"), "file-tax_id": sent(PDF)}
    answer = client.post("/apply/company/", LEGAL | papers | {"do-send": "1"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'id="id_file-registration_error"' in page
    assert 'id="id_agreement-accepted_error"' in page
    with bind(gil.site.program_id):
        assert Document.objects.get().purpose == "tax_id"
    assert only().legal == LEGAL


def test_a_file_can_be_removed(visit, gil, manager):
    decide(approve_application, gil.sends(TODAY), manager)
    client = visit(gil.user)
    client.post("/apply/company/", {"file-tax_id": sent(PDF), "do-save": "1"})
    with bind(gil.site.program_id):
        kept = Document.objects.get().pk
    for wrong in ("", "x", "-1", "9" * 30, "²", str(kept + 1)):
        assert client.post("/apply/company/remove/", {"document": wrong}).status_code == 302
    assert client.get(f"/documents/{kept}/").status_code == 200
    client.post("/apply/company/remove/", {"document": kept})
    assert client.get(f"/documents/{kept}/").status_code == 404


def test_before_approval_the_second_form_redirects_back(visit, gil):
    assert visit(gil.user).get("/apply/company/").headers["Location"] == "/apply/"
    gil.sends(TODAY)
    assert visit(gil.user).post("/apply/company/", LEGAL | {"do-send": "1"}).headers["Location"] == "/apply/"
    assert only().legal == {}


def test_partners_and_staff_get_no_form(visit, alice, charlie):
    assert visit(alice).get("/apply/").headers["Location"] == "/dashboard/"
    assert "You are on the program's staff" in visit(charlie).get("/apply/").content.decode()
    assert visit(charlie).post("/apply/", FILLED | {"do-send": "1"}).status_code == 200


def test_a_program_without_admission_says_so_and_has_no_link(visit, other_site, site):
    page = visit(host=other_site.host).get("/apply/").content.decode()
    assert "No applications here" in page
    assert "Become a partner</a>" not in visit(host=other_site.host).get("/").content.decode()
    assert 'href="/apply/">Become a partner</a>' in visit().get("/").content.decode()


def test_people_without_a_role_here_see_how_to_apply(visit, program):
    nina = person("nina@new.example", "Nina")
    assert 'href="/apply/"' in visit(nina).get("/dashboard/").content.decode()


def test_actions_need_a_post_request_and_an_account(visit, gil):
    for address in ("answer", "withdraw", "again", "company/remove"):
        assert visit(gil.user).get(f"/apply/{address}/").status_code == 405
        assert "/account/login/" in visit().post(f"/apply/{address}/").headers["Location"]
    assert "/account/login/" in visit().get("/apply/company/").headers["Location"]
    assert User.objects.filter(email="gil@gamma.example").exists()
