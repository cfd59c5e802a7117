"""Forms in a browser: long lists chosen from by typing, drafts saved while typing, and Undo for ten seconds."""

from playwright.sync_api import Page, expect

from common.tenancy import bind
from partners.models import ProfileRevision
from web.undo import SHOWN

EDIT = "/dashboard/profile/edit/"


def test_languages_and_services_are_chosen_by_typing(visitor, network):
    """By another name, by code, several as chips, and a word of one's own."""
    person = visitor()
    person.sign_in()
    page = person.open(EDIT)
    languages = page.get_by_role("combobox", name="Languages")
    languages.fill("deutsch")
    page.get_by_role("option", name="German").click()
    languages.fill("pl")
    page.keyboard.press("Enter")
    chips = page.locator("search-select", has=languages).locator(".chips li")
    assert chips.all_inner_texts() == ["English", "German", "Greek", "Polish"]
    languages.press("Backspace")
    page.get_by_role("button", name="Remove English").click()
    assert chips.all_inner_texts() == ["German", "Greek"]
    services = page.get_by_role("combobox", name="Services")
    services.fill("teleph")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    services.fill("Data migration")
    person.look("form-choosing")
    page.keyboard.press("Enter")
    services.fill("zz")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/dashboard/profile/")
    with bind(network.pk):
        changes = ProfileRevision.objects.get().changes
    assert changes["languages"] == ["de", "el"]
    assert sorted(changes["services"]) == ["Customization", "Data migration", "Telephony", "Training"]


def test_one_of_many_keeps_what_was_chosen_unless_another_is_found(visitor):
    page = visitor().open("/apply/")
    country = page.get_by_role("combobox", name="Country")
    country.fill("cesko")
    country.press("Tab")
    assert country.input_value() == "Czechia"
    country.fill("nowhere at all")
    country.press("Tab")
    assert country.input_value() == "Czechia"
    assert page.locator("select[name=country]").input_value() == "CZ"


def test_without_javascript_the_selects_stay(visitor):
    page = visitor(javascript=False).open("/apply/")
    page.get_by_label("Country").select_option("CY")


def test_what_is_typed_is_saved_and_comes_back(visitor):
    person = visitor()
    person.sign_in()
    page = person.open(EDIT)
    page.get_by_label("City").fill("Paphos")
    expect(page.locator("form-draft")).to_contain_text("Draft saved")
    page = person.open(EDIT)
    expect(page.get_by_label("City")).to_have_value("Paphos")
    person.look("form-draft")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_label("City")).to_have_value("Limassol")


def test_undo_is_offered_for_ten_seconds(visitor):
    person = visitor()
    person.sign_in()
    page = person.open("/dashboard/requests/")
    page.get_by_label("What you want to use").fill("The logo on our van")
    page.get_by_role("button", name="Ask for approval").click()
    page.get_by_role("button", name="Withdraw request").click()
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.get_by_role("button", name="Withdraw request").click()
    expect(undo).to_be_visible()
    _set_age(page, SHOWN - 0.1)
    expect(undo).to_be_visible()
    _set_age(page, SHOWN)
    expect(undo).to_be_hidden()


def _set_age(page: Page, seconds: float) -> None:
    """Show the message as it is so many seconds after it came; its style sheet counts them."""
    page.locator(".undo").evaluate(
        """(form, age) => {
            const [end] = form.getAnimations();
            end.pause();
            end.currentTime = age;
        }""",
        seconds * 1000,
    )
