"""A visitor searches the directory: results update while typing, or with a button without JavaScript."""

import re

from playwright.sync_api import expect


def names(page):
    return page.get_by_role("article").get_by_role("heading")


def test_typing_filters_the_list_and_updates_the_url(visitor):
    anybody = visitor()
    page = anybody.open("/partners/")
    expect(names(page)).to_have_count(5)
    page.get_by_label("Search").press_sequentially("lodz")
    expect(names(page)).to_have_text(["Łódź Automation Works"])
    expect(page.get_by_role("status")).to_have_text("1 partner")
    expect(page).to_have_url(re.compile(r"q=lodz"))
    page.get_by_label("Search").fill("")
    page.get_by_label("Country").select_option("Spain")
    expect(names(page)).to_have_text(["Consultoría Alameda"])
    page.reload()
    expect(names(page)).to_have_text(["Consultoría Alameda"])
    page.get_by_label("Search").fill("zeppelin")
    expect(page.get_by_role("heading", name="No partners found")).to_be_visible()
    anybody.look("directory-nothing")
    page.get_by_role("link", name="Show all partners").click()
    expect(names(page)).to_have_count(5)


def test_back_button_restores_the_earlier_list(visitor):
    page = visitor().open("/partners/")
    page.get_by_label("Country").select_option("Spain")
    expect(names(page)).to_have_count(1)
    names(page).first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="Consultoría Alameda")).to_be_visible()
    page.go_back()
    expect(names(page)).to_have_count(1)
    expect(page.get_by_label("Country")).to_have_value("ES")


def test_without_javascript_the_form_does_the_same(visitor):
    page = visitor(width=390, javascript=False).open("/partners/")
    page.get_by_label("Search").fill("kestrel")
    page.get_by_role("button", name="Search").click()
    expect(names(page)).to_have_text(["Kestrel and Finch Digital Partners"])


def test_page_works_by_keyboard(visitor):
    page = visitor().open("/partners/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_role("article").first.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_typo_shows_the_nearest_and_the_list_can_be_sorted(visitor):
    anybody = visitor()
    page = anybody.open("/partners/?q=trainig")
    expect(page.get_by_text("Showing results for training.")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("5 partners")
    page.get_by_role("navigation", name="Sort by").get_by_role("link", name="Name").click()
    expect(names(page).first).to_have_text("Alpha Works")
    anybody.look_everywhere("directory-corrected")
    page.get_by_label("Search").fill("tele")
    expect(page.get_by_role("status")).to_have_text("5 partners")
    expect(names(page).first).to_have_text("Alpha Works")
    anybody.open("/partners/?q=trainig")
    page.get_by_role("link", name="Search for trainig instead").click()
    expect(page.get_by_role("heading", name="No partners found")).to_be_visible()


def test_typing_on_before_an_answer_has_come_leaves_no_error(visitor):
    """The visitor's window fails on any error in its console; a request that is taken back would be one."""
    page = visitor().open("/partners/")
    page.evaluate("""() => {
        const send = XMLHttpRequest.prototype.send;
        XMLHttpRequest.prototype.send = function (body) { setTimeout(() => send.call(this, body), 700) };
    }""")
    page.get_by_label("Search").press_sequentially("lodz", delay=400)
    expect(names(page)).to_have_text(["Łódź Automation Works"])
    expect(page).to_have_url(re.compile(r"q=lodz"))
