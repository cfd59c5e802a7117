"""One reviewer's day: the queue, an application, a question, an approval; and what is not the reviewer's to see."""

import pytest
from playwright.sync_api import expect

from common.tenancy import bind
from partners.models import Partner
from programs.models import Site
from tests.applicants import applicant
from tests.careers import TODAY
from tests.cast import admit, hire, open_program


@pytest.fixture
def gil(network):
    """An applicant whose company waits for the preliminary review."""
    gil = applicant(Site.objects.get(program=network, host="bitrix24.localhost"))
    gil.sends(TODAY)
    return gil


def test_a_reviewer_finds_asks_and_approves_and_sees_nothing_else(visitor, network, gil):
    rhea = visitor()
    rhea.sign_in(hire(network, "Rhea").email, to="/admin/")
    page = rhea.page
    page.get_by_role("navigation", name="Waiting").get_by_role("link", name="Preliminary review").click()
    expect(page).to_have_url(rhea.root + "/admin/partners/application/?queue=review")
    page.get_by_role("link", name="Gamma Systems").click()
    page.get_by_role("link", name="Assign", exact=True).click()
    page.get_by_label("Assignee").select_option("Rhea")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("Assigned.")).to_be_visible()
    rhea.open("/admin/partners/application/?queue=review&who=me")
    page.get_by_role("link", name="Gamma Systems").click()
    page.get_by_role("link", name="Ask for more").last.click()
    page.get_by_label("Question").fill("Who owns you?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("The question was sent.")).to_be_visible()

    applying = visitor(width=390)
    applying.sign_in(gil.user.email, to="/apply/")
    expect(applying.page.get_by_text("Who owns you?").first).to_be_visible()
    applying.page.get_by_label("Your answer").fill("Gil alone.")
    applying.page.get_by_role("button", name="Send the answer").click()
    expect(applying.page.get_by_text("Waiting for us")).to_be_visible()

    rhea.open("/admin/partners/application/?queue=review")
    page.get_by_role("link", name="Gamma Systems").click()
    expect(page.get_by_text("Gil alone.")).to_be_visible()
    page.locator('a[href$="/approve/"]').click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved. We emailed Gamma Systems the next steps.")).to_be_visible()
    applying.open("/apply/")
    expect(applying.page.get_by_role("link", name="Complete the application")).to_be_visible()
    rhea.open("/admin/partners/application/?queue=review")
    expect(page.get_by_role("link", name="Gamma Systems")).to_have_count(0)

    elsewhere = open_program("bitrix-2011")
    delta = admit(elsewhere, "delta", "Delta House")
    expect(page.locator("#nav-sidebar").get_by_role("link", name="Staff", exact=True)).to_have_count(0)
    for path in ("/admin/programs/staff/", "/admin/programs/staff/invite/", "/admin/partners/apitoken/make/"):
        assert rhea.refused(path) == 403, path
    rhea.open("/admin/partners/partner/?q=delta")
    expect(page.get_by_role("link", name="Delta House")).to_have_count(0)
    rhea.open(f"/admin/partners/partner/{delta.pk}/change/")
    expect(page.get_by_text("Delta House")).to_have_count(0)
    with bind(network.pk):
        alpha = Partner.objects.get(code="alpha")
    rhea.open(f"/admin/partners/partner/{alpha.pk}/change/")
    expect(page.get_by_role("heading", name="Alpha Works").first).to_be_visible()
    rhea.open("/dashboard/")
    expect(page.get_by_role("heading", name="You are on the program's staff")).to_be_visible()
