"""A manager decides applications in a browser: queues and one application at three widths, light and dark."""

import pytest
from playwright.sync_api import expect

from common.tenancy import bind
from partners.models import Application
from programs.models import Site
from tests.applicants import applicant
from tests.careers import TODAY
from tests.cast import hire

LIST = "/admin/partners/application/"


@pytest.fixture
def manager(visitor, network):
    mona = hire(network, "Mona")

    def open_window(**options):
        window = visitor(**options)
        window.sign_in(mona.email, to="/admin/")
        return window

    return open_window


@pytest.fixture
def applications(network):
    """Two companies with the same phone and domain; one declares the other as an affiliate."""
    site = Site.objects.get(program=network, host="bitrix24.localhost")
    gil = applicant(site).sends(TODAY)
    gus = applicant(
        site,
        "Gus",
        company="Gamma Trading with a rather long name for a narrow page GmbH & Co. KG",
        affiliates="Gamma Systems Ltd",
    ).sends(TODAY)
    return gil, gus


def state_of(application):
    with bind(application.program_id):
        return Application.objects.get(pk=application.pk).state


def test_queue_pages(manager, applications):
    own = f"{LIST}{applications[1].pk}"
    pages = {
        "applications": LIST,
        "application": f"{own}/change/",
        "application-decline": f"{own}/decline/",
        "application-clear": f"{own}/clear/",
    }
    window = manager()
    for picture, path in pages.items():
        window.open(path)
        window.look_everywhere(picture)


def test_a_manager_approves_one_and_declines_the_other(manager, applications):
    gil, gus = applications
    page = manager().open(f"{LIST}?queue=review")
    page.get_by_role("link", name="Gamma Systems").click()
    page.locator('a[href$="/approve/"]').click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved. We emailed Gamma Systems the next steps.")).to_be_visible()
    assert state_of(gil) == "approved"
    other = page.url.replace(f"/{gil.pk}/", f"/{gus.pk}/")
    page.goto(other)
    page.get_by_role("link", name="Decline").last.click()
    page.locator("[name=text]").fill("One application for the group, please.")
    page.locator("[name=reason]").fill("Affiliate of Gamma Systems")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("Declined. We emailed")).to_be_visible()
    page.goto(other)
    expect(page.get_by_text("Affiliate of Gamma Systems")).to_be_visible()
    assert state_of(gus) == "declined"
