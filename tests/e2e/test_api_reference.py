"""The API reference in a browser: finding operations, the address of an open one, copying, and no script at all."""

from playwright.sync_api import expect

DOCS = "/api/v1/docs/"


def test_an_operation_is_found_opened_kept_in_the_address_and_copied(visitor):
    window = visitor()
    page = window.open(DOCS)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("/")
    page.keyboard.type("claim withdraw")
    shown = page.locator(".reference__one:visible")
    expect(shown).to_have_count(1)
    shown.locator("summary").press("Enter")
    page.wait_for_url(f"**{DOCS}#withdraw_claim")
    window.look_everywhere("api-operation")
    copy = shown.get_by_role("button", name="Copy").first
    copy.click()
    expect(shown.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("{")
    page.get_by_label("Find an operation").fill("nothing like it")
    expect(page.get_by_text("No operation matches.")).to_be_visible()
    page.get_by_label("Find an operation").press("Escape")
    expect(shown.nth(80)).to_be_visible()
    page.evaluate("location.hash = 'list_partners'")
    expect(page.locator("#list_partners")).to_be_visible()


def test_a_link_opens_its_operation_without_a_script(visitor):
    page = visitor(javascript=False).open(f"{DOCS}#submit_claim")
    expect(page.locator("#submit_claim")).to_be_visible()
    expect(page.get_by_label("Find an operation")).to_be_hidden()
