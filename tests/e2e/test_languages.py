"""Sites in German and in a right-to-left language."""

import pytest
from playwright.sync_api import expect

from programs.models import Site


@pytest.mark.parametrize("width", [1440, 390])
def test_german(visitor, network, width):
    Site.objects.filter(program=network).update(language="de")
    reader = visitor(width=width)
    reader.open("/partners/")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Partner finden")
    reader.look("german-directory")
    reader.page.goto(reader.root + "/account/login/?next=/dashboard/")
    reader.page.locator("input[type=email]").fill("alice@alpha.example")
    reader.page.locator("input[type=password]").fill("correct horse battery")
    reader.page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Überblick")
    expect(reader.page.get_by_text("3.500 EUR")).to_be_visible()
    reader.look("german-standing")


@pytest.mark.parametrize("width", [1440, 390])
def test_right_to_left(visitor, network, width):
    Site.objects.filter(program=network).update(language="ar")
    reader = visitor(width=width)
    reader.open("/partners/")
    assert reader.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    reader.look("arabic-directory")
    reader.open("/partners/alpha/")
    reader.look("arabic-partner")
