"""Sites in German, in a right-to-left language, and in a pseudo-language that shows what isn't translated."""

import pytest
from babel import Locale
from playwright.sync_api import expect

from accounts.models import User
from common.tenancy import bind
from notices.models import Notice
from programs.definition.words import shown_texts
from programs.models import Site
from programs.queries import definition
from tests.careers import NOON
from tests.e2e import pseudo
from tests.e2e.conftest import ABOUT, NAMES, PLACES


def test_german(visitor, network):
    Site.objects.filter(program=network).update(language="de")
    reader = visitor()
    reader.open("/partners/")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Partner finden")
    reader.look_everywhere("german-directory")
    reader.page.goto(reader.root + "/account/login/?next=/dashboard/")
    reader.page.locator("input[type=email]").fill("alice@alpha.example")
    reader.page.locator("input[type=password]").fill("correct horse battery")
    reader.page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Übersicht")
    expect(reader.page.get_by_text("3.500 €")).to_be_visible()
    reader.look_everywhere("german-standing")


def test_right_to_left(visitor, network):
    reader = visitor()
    reader.open("/partners/alpha/?lang=ar")
    assert reader.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    reader.look("arabic-partner")
    reader.open("/partners/")  # remembered
    assert reader.page.evaluate("document.documentElement.lang") == "ar"


@pytest.fixture
def nothing_english(visitor, network, data):
    """Pages of a narrow window, each in the pseudo-language: they fit, and nothing in them is left in English."""
    Site.objects.filter(program=network).update(language=pseudo.CODE)
    with pseudo.spoken():
        reader, left = visitor(width=390), {}

        def open_pages(*paths: str) -> dict[str, list[str]]:
            for path in paths:
                page = reader.open(path)
                assert page.evaluate("document.documentElement.dir") == "rtl"
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"
                if found := pseudo.untranslated(page, data):
                    left[path] = found
            return left

        yield reader, open_pages


@pytest.fixture
def data(network):
    """What is the same in every language: texts of the program's file (it has no pseudo-language), names, places."""
    with bind(network.pk):
        rules = definition(network, NOON.date())
        notices = [text for row in Notice.objects.values_list("subject", "body") for text in row]
    users = User.objects.values_list("name", flat=True)
    names = [
        *NAMES,
        "Alpha Works",
        "Limassol",
        "Gamma Start",
        "1 Ledra Street",
        *(city for _country, city, _currency in PLACES),
    ]
    words = [*shown_texts(rules), *(entity.name for entity in rules.entities), network.name, ABOUT, "Echelon"]
    english = Locale("en")
    return [*words, *notices, *names, *users, *english.territories.values(), *english.languages.values()]


def test_nothing_on_the_main_pages_is_left_in_english_or_too_long(nothing_english):
    reader, open_pages = nothing_english
    open_pages("/", "/partners/", "/partners/alpha/", "/apply/", "/account/login/", "/certificates/")
    reader.sign_in()
    left = open_pages(
        "/dashboard/", "/dashboard/points/", "/dashboard/claims/", "/dashboard/profile/", "/dashboard/team/"
    )
    assert not left, left
