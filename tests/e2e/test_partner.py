"""Alice signs in for Alpha, reads her dashboard and points statement, and downloads the certificate."""

import re
from pathlib import Path

from playwright.sync_api import expect


def test_sign_in_and_read_the_dashboard(visitor):
    alice = visitor()
    alice.sign_in_by_password()
    page = alice.page
    expect(page.get_by_role("heading", name="Silver", exact=True)).to_be_visible()
    keep = page.locator(".card", has=page.get_by_role("heading", name="To keep Silver"))
    expect(keep).to_contain_text("€3,500 more · due by June 8, 2026")
    keep.get_by_text("1 activity counts").click()
    expect(keep).to_contain_text("Paid sale · Client Two")
    alice.look("standing-open")


def test_wrong_password_shows_error_and_keeps_the_email(visitor):
    alice = visitor(width=390)
    page = alice.open("/account/login/")
    page.get_by_label("Email").fill("alice@alpha.example")
    page.get_by_label("Password").fill("not hers")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Email")).to_have_value("alice@alpha.example")
    alice.look("sign-in-refused")


def test_view_another_day(visitor):
    alice = visitor()
    alice.sign_in()
    page = alice.page
    page.get_by_label("Show my status on").fill("2025-06-08")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Your status on June 8, 2025")).to_be_visible()
    expect(page.get_by_role("heading", name="Bronze", exact=True)).to_be_visible()
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_role("heading", name="Silver", exact=True)).to_be_visible()


def test_read_the_statement(visitor):
    alice = visitor()
    alice.sign_in()
    page = alice.page
    page.get_by_role("link", name="Points", exact=True).click()
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("Client Two")
    expect(first).to_contain_text("+150")
    expect(first).to_contain_text("273")
    page.get_by_label("Show").select_option("Expired")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("No points yet")).to_be_visible()


def test_download_the_certificate_and_check_it(visitor, tmp_path):
    alice = visitor()
    alice.sign_in()
    with alice.page.expect_download() as coming:
        alice.page.get_by_role("link", name="Download the certificate").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert Path(file).read_bytes().startswith(b"%PDF-")
    serial = re.search(r"certificate-(.+)\.pdf", file.name)[1]
    anybody = visitor(width=390)
    anybody.open("/certificates/")
    anybody.page.get_by_label("Serial number").fill(serial)
    anybody.page.get_by_role("button", name="Check").click()
    expect(anybody.page.get_by_text("This certificate is genuine and valid.")).to_be_visible()
    anybody.look("certificate-valid")


def test_sign_out_closes_every_page(visitor):
    alice = visitor()
    alice.sign_in()
    alice.page.locator("summary", has_text="Account").click()
    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.goto(alice.root + "/dashboard/")
    expect(alice.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_whole_menu_is_in_sight(visitor, network):
    """On a screen 900 px high, down to the last group."""
    window = visitor()
    window.sign_in()
    page = window.open("/dashboard/")
    ends = page.locator("#sections a").last.evaluate("each => each.getBoundingClientRect().bottom")
    side = page.locator(".frame__side").evaluate("each => each.getBoundingClientRect().bottom")
    assert ends <= min(side, 900)
