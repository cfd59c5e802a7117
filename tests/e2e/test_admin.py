"""A manager's work in the admin: pages at three widths, light and dark; recording a sale after a mistake."""

import re

import pytest
from playwright.sync_api import expect

from common.tenancy import bind
from partners.models import Partner
from statuses.models import StatusChange
from tests.cast import hire
from tests.e2e.conftest import PASSWORD


@pytest.fixture
def mona(network):
    mona = hire(network, "Mona")
    mona.set_password(PASSWORD)
    mona.save()
    return mona


@pytest.fixture
def manager(visitor, mona):
    def open_window(**options):
        window = visitor(**options)
        window.sign_in(mona.email, to="/admin/")
        return window

    return open_window


def test_manager_signs_in_with_a_second_step(visitor, mona):
    window = visitor()
    expect(window.open("/admin/")).to_have_url(re.compile("/account/login/"))
    window.sign_in_by_password(mona.email, to="/admin/")


def test_manager_pages(manager, network):
    with bind(network.pk):
        partner = Partner.objects.get(code="alpha")
        change = StatusChange.objects.get(partner=partner, cause="upgrade")
    own = f"/admin/partners/partner/{partner.pk}"
    pages = {
        "admin": "/admin/",
        "admin-partners": "/admin/partners/partner/",
        "admin-partner": f"{own}/change/",
        "admin-explanation": f"{own}/explanation/",
        "admin-exception": f"{own}/exception/",
        "admin-verdict": f"/admin/statuses/statuschange/{change.pk}/change/",
        "admin-reviews": "/admin/statuses/standing/?due=90",
        "admin-kinds": "/admin/activities/activity/add/",
    }
    window = manager()
    for picture, path in pages.items():
        window.open(path)
        window.look_everywhere(picture)


def test_a_sale_is_recorded_after_a_mistake(manager):
    page = manager().open("/admin/activities/activity/add/?kind=sale&partner=alpha")
    page.locator("[name=amount]").fill("-5")
    page.locator("[name=subject]").fill("Client Nine")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("greater than or equal to 0").last).to_be_visible()
    expect(page.locator("[name=subject]")).to_have_value("Client Nine")
    page.locator("[name=amount]").fill("500")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Recorded for Alpha Works: Paid sale")).to_be_visible()


def test_the_effect_of_a_sale_follows_typing(manager):
    window = manager()
    alpha = window.open("/admin/partners/partner/").get_by_role("link", name="Alpha Works").get_attribute("href")
    page = window.open(alpha.split("change/")[0] + "record/")
    effect, button = page.locator("live-effect"), page.locator("form:has(live-effect) [type=submit]")
    expect(button).to_have_text("Show the effect")
    page.locator("[name=amount]").fill("-5")
    page.wait_for_timeout(900)
    expect(effect).to_be_empty()
    page.locator("[name=amount]").fill("500")
    expect(effect).to_contain_text("This is what changes when you record it")
    expect(button).to_have_text("Record")
    page.locator("[name=amount]").fill("5000")
    expect(button).to_have_text("Show the effect")
    expect(button).to_have_text("Record")
    page.wait_for_timeout(600)  # whoever clicks at once meant to look first
    button.click()
    expect(page.get_by_text("Recorded.")).to_be_visible()


def test_list_is_filtered_in_its_panel(manager):
    page = manager().open("/admin/partners/partner/")
    page.get_by_text("Filters").first.click()
    page.locator("select[name=level]").select_option("silver")
    page.get_by_role("button", name="Apply Filters").click()
    page.wait_for_url("**level=silver**")
    expect(page.get_by_role("link", name="Alpha Works")).to_be_visible()
    expect(page.get_by_role("link", name="Gamma Start")).to_have_count(0)
    _ask_the_palette(page)


def _ask_the_palette(page):
    """Ctrl+K finds nothing, then everything, without an error in the console, which would fail the test."""
    page.keyboard.press("Control+k")
    box = page.locator("#search-input-command")
    expect(box).to_be_focused()
    for text in ("zzzzqq", ""):
        with page.expect_response("**/admin/search/**"):
            box.fill(text)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_an_icon_keeps_its_distance_in_arabic(manager):
    """The theme is written for left to right alone (web/theme_styles.py)."""
    page = manager().open("/admin/?lang=ar")
    gaps = page.locator("#nav-sidebar-apps a").evaluate_all(
        """all => all.map(entry => {
            const [icon, words] = entry.children
            return icon.getBoundingClientRect().left - words.getBoundingClientRect().right
        })"""
    )
    assert gaps
    assert min(gaps) >= 8


def test_a_partner_page_says_whole_where_it_is(manager, network):
    with bind(network.pk):
        partner = Partner.objects.get(code="alpha")
    page = manager().open(f"/admin/partners/partner/{partner.pk}/change/")
    crumbs = page.locator(".v-crumbs > :not(.material-symbols-outlined)")
    expect(crumbs).to_have_text(["Partners", "Alpha Works"])
    assert crumbs.evaluate_all("all => all.every(each => each.scrollWidth <= each.clientWidth || !each.clientWidth)")


def test_a_card_on_a_phone_has_the_fields_that_matter(manager):
    window = manager(width=390)
    page = window.open("/admin/partners/partner/")
    card = page.locator("#result_list tr.data-row").first
    every, shown = card.locator("td:not(.action-checkbox)"), card.locator("td:not(.action-checkbox):visible")
    assert every.count() > 4
    expect(shown).to_have_count(4)
    styles = "[getComputedStyle(each, '::before').display, getComputedStyle(each, '::first-letter').textTransform]"
    assert shown.first.evaluate(f"each => {styles}") == ["inline", "uppercase"], "labels begin with a capital"
    page.get_by_label("Show all fields").check()
    expect(shown).to_have_count(every.count())


def test_a_report_fits_a_phone(manager):
    """Its figures are stacked by row: nothing scrolls sideways."""
    window = manager(width=390)
    page = window.open("/admin/reports/reportmail/")
    links = page.locator("a.v-report").evaluate_all("all => all.map(each => each.href)")
    assert links
    shown = 0
    for link in links:
        page.goto(link)
        if page.locator(".v-figures").count():
            shown += 1
            wide = page.evaluate(
                "[document.scrollingElement, ...document.querySelectorAll('.v-scroll')]"
                ".filter(each => each.scrollWidth > each.clientWidth).length"
            )
            assert not wide, link
    assert shown
