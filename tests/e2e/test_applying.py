"""A company applies in a browser, with and without JavaScript: both forms, files, agreement, a question."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from common.tenancy import bind
from partners.models import Application
from programs.models import Site
from tests.applicants import applicant
from tests.common.pictures import PDF, jpeg
from tests.e2e.conftest import PASSWORD, search_box

TODAY = date(2026, 2, 16)
LEGAL = {
    "Registered name": "Gamma Ltd",
    "Registration number": "HE 400500",
    "Tax ID": "12345",
    "Legal address": "1 Harbour Road",
    "Postal address": "PO Box 7",
    "Bank details": "IBAN CY17",
}


@pytest.fixture
def gil(network):
    gil = applicant(Site.objects.get(host="bitrix24.localhost"))
    gil.user.set_password(PASSWORD)
    gil.user.save()
    return gil


def turn(gil, **changes):
    with bind(gil.site.program_id):
        Application.objects.filter(applicant=gil.user).update(due_on=None, **changes)


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_form_to_the_agreement(visitor, gil, javascript):
    one = visitor(width=1440 if javascript else 390, javascript=javascript)
    one.sign_in_by_password(gil.user.email, to="/apply/")
    page = one.page
    page.get_by_label("Company", exact=True).fill("Gamma & Sons")
    page.get_by_role("button", name="Save and continue later").click()
    expect(page.get_by_text("Saved. You can continue here")).to_be_visible()
    expect(page.get_by_label("Company", exact=True)).to_have_value("Gamma & Sons")
    if javascript:
        search_box(page, "Country").fill("zypern")
        page.keyboard.press("Enter")
    else:
        page.get_by_label("Country").select_option("Cyprus")
    page.get_by_label("Kind of company").select_option("Integrator")
    for label, text in (("Contact person", "Gil"), ("Email", "g@gamma.example"), ("Phone", "25 654321")):
        page.get_by_label(label).fill(text)
    page.get_by_label("Website").fill("https://gamma.example")
    page.get_by_label("Is your company affiliated").select_option("no")
    page.get_by_label("The information in this application").check()
    page.get_by_label("I agree with the Privacy Policy.").check()
    page.get_by_role("button", name="Submit application").click()
    expect(page.get_by_role("heading", name="Your application is under review")).to_be_visible()

    turn(gil, state="approved")
    one.open("/apply/")
    page.get_by_role("link", name="Complete the application").click()
    for label, text in LEGAL.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Legal address", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Same as: Legal address")).to_be_checked()
    expect(page.get_by_label("Postal address", exact=True)).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Bank details", exact=True)).to_be_focused()
    page.get_by_label("Proof of registration").set_input_files(file("register.pdf", PDF))
    page.get_by_label("Proof of the tax id").set_input_files(file("tax.jpg", jpeg()))
    page.get_by_label("Proof of the legal address").set_input_files(file("address.pdf", PDF))
    page.get_by_label("I accept this agreement").check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Enter a valid tax ID for Cyprus, for example CY10259033P.", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="register.pdf")).to_be_visible()
    page.get_by_label("Tax ID", exact=True).fill("10259033P")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Your company is being verified")).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the agreement (PDF)").click()
    assert Path(downloading.value.path()).read_bytes().startswith(b"%PDF")


def test_every_state_fits_and_is_readable(visitor, gil):
    gil.sends(TODAY)
    window = visitor()
    window.sign_in(gil.user.email, to="/apply/")
    window.look_everywhere("apply-sent")
    states = {
        "asked": ({"question": "Who owns you?\n\nSince when?"}, "/apply/"),
        "approved": ({"question": "", "state": "approved"}, "/apply/"),
        "company": ({}, "/apply/company/"),
        "declined": ({"state": "declined"}, "/apply/"),
    }
    for name, (changes, address) in states.items():
        turn(gil, **changes)
        window.open(address)
        window.look_everywhere(f"apply-{name}", unfolded=True)
