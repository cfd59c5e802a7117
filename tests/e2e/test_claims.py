"""Alice submits a claim, the manager asks and approves, and the requirement is met; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import hire
from tests.common.pictures import png

CLAIM = re.compile("Claim it.*Public webinar")


@pytest.fixture
def mona(network):
    return hire(network, "Mona")


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (768, False)])
def test_claim_from_dashboard_to_met_requirement(visitor, mona, width, javascript):
    alice = visitor(width=width, javascript=javascript)
    look = alice.look_everywhere if javascript else (lambda picture: None)  # the check itself runs a script
    alice.sign_in()
    page = alice.page
    page.get_by_role("link", name=CLAIM).click()
    expect(page.get_by_label("Evidence")).to_have_value("webinar")
    page.get_by_label("Address or title").fill("CRM in an hour")
    page.get_by_label("Web address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Submit claim").click()
    expect(page.get_by_text("Enter a web address, for example https://example.com.", exact=True)).to_be_visible()
    expect(page.get_by_label("Address or title")).to_have_value("CRM in an hour")
    look("claim-wrong")
    page.get_by_label("Web address").fill("https://video.example/crm")
    page.get_by_label("File").set_input_files({"name": "slide.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_role("button", name="Submit claim").click()
    expect(page.get_by_text("Claim submitted.")).to_be_visible()
    expect(page.get_by_role("link", name="slide.png").first).to_be_visible()
    look("claim-sent")

    manager = visitor(width=width)
    manager.sign_in(mona.email, to="/admin/activities/claim/")
    desk = manager.page
    manager.look_everywhere("admin-claims")
    desk.get_by_role("link", name=re.compile("webinar")).click()
    expect(desk.get_by_text("Needs your decision")).to_be_visible()
    manager.look_everywhere("admin-claim")
    desk.locator("#main, body").get_by_role("link", name="Ask", exact=True).last.click()
    desk.get_by_label("Question").fill("How many came?")
    desk.get_by_role("button", name="Send the question").click()
    expect(desk.get_by_text("The question was sent.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("How many came?")).to_be_visible()
    page.get_by_label("Message").first.fill("Forty-two.")
    look("claim-asked")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("The answer was sent.")).to_be_visible()

    desk.reload()
    expect(desk.get_by_text("Forty-two.")).to_be_visible()
    desk.locator('a[href$="/approve/"]').click()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Approved. Points and levels are updated.")).to_be_visible()
    alice.open("/dashboard/")
    expect(page.get_by_role("link", name=CLAIM)).to_have_count(0)
    expect(page.get_by_text("Your claim was approved")).to_be_visible()
