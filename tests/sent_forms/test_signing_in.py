"""A sign-in page sent twice, from one tab or from two, leads inside both times; other forms keep their CSRF check."""

import pytest
from django.test import Client

from accounts.models import User
from tests.sent_forms.pages import forms_in

pytestmark = [pytest.mark.usefixtures("fresh_cache"), pytest.mark.django_db]
LOGIN, SIGNUP = "/account/login/", "/account/signup/"
PASSWORD = "a long enough pass phrase"
NEW = {"name": "Nina Vale", "email": "nina@new.example", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def browser(site, alice):
    """A browser that isn't signed in; CSRF is checked as on a server."""
    alice.set_password(PASSWORD)
    alice.save()
    return Client(headers={"host": site.host}, enforce_csrf_checks=True)


def opened(browser: Client, page: str = LOGIN, **filled: str) -> dict[str, str]:
    """The form of the page in a new tab, filled in."""
    shown = forms_in(browser.get(page).content.decode(), at=page)
    fields = next(each.fields for each in shown if each.action == page.partition("?")[0])
    return {**fields, "login": "alice@alpha.example", "password": PASSWORD, **filled}


def before_the_answer(browser: Client) -> Client:
    """The same browser with today's cookies: it never gets the answer to what is sent meanwhile."""
    twin = Client(headers={"host": browser.defaults["HTTP_HOST"]}, enforce_csrf_checks=True)
    for name, morsel in browser.cookies.items():
        twin.cookies[name] = morsel.value
    return twin


def inside(browser: Client) -> bool:
    return browser.get("/dashboard/").status_code == 200


def test_two_tabs_land_inside(browser):
    first, second = opened(browser), opened(browser)
    assert browser.post(LOGIN, first).headers["Location"] == "/dashboard/"
    assert browser.post(LOGIN, second).headers["Location"] == "/dashboard/"
    assert inside(browser)


def test_the_second_tab_goes_where_its_page_would_have_led(browser):
    first, second = opened(browser), opened(browser, f"{LOGIN}?next=/dashboard/points/")
    browser.post(LOGIN, first)
    assert browser.post(LOGIN, second).headers["Location"] == "/dashboard/points/"


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_second_tab_never_leads_to_another_host(browser, foreign):
    first, second = opened(browser), opened(browser, next=foreign)
    browser.post(LOGIN, first)
    assert browser.post(LOGIN, second).headers["Location"] == "/dashboard/"


def test_a_lost_answer_and_a_second_click_land_inside(browser):
    """The browser drops the first answer, with the cookie of its session, and shows the second."""
    form = opened(browser)
    twin = before_the_answer(browser)
    assert twin.post(LOGIN, form).status_code == 302
    second = browser.post(LOGIN, form)
    assert second.headers["Location"] == "/dashboard/"
    assert inside(browser)
    assert inside(twin)
    assert browser.cookies["sessionid"].value == twin.cookies["sessionid"].value


def test_a_repeat_after_signing_out_signs_in_anew(browser):
    form = opened(browser)
    twin = before_the_answer(browser)
    twin.post(LOGIN, form)
    twin.session.flush()
    assert browser.post(LOGIN, form).headers["Location"] == "/dashboard/"
    assert inside(browser)


def test_another_browser_with_the_same_form_gets_no_session(browser):
    form = opened(browser)
    browser.post(LOGIN, form)
    thief = Client(headers={"host": browser.defaults["HTTP_HOST"]})
    thief.post(LOGIN, {**form, "password": "guessed"})
    assert not inside(thief)


def test_signing_up_twice_creates_one_account_and_goes_on(browser, mailoutbox):
    form = {**opened(browser, SIGNUP), **NEW}
    twin = before_the_answer(browser)
    first = twin.post(SIGNUP, form)
    second = browser.post(SIGNUP, form)
    assert first.headers["Location"] == second.headers["Location"] == "/account/confirm-email/"
    assert User.objects.filter(email="nina@new.example").count() == 1
    assert browser.get("/account/confirm-email/").status_code == 200


def test_control_other_forms_with_an_old_token_are_refused(browser):
    first = opened(browser)
    stale = opened(browser)["csrfmiddlewaretoken"]
    browser.post(LOGIN, first)
    for address in ("/dashboard/tokens/", "/account/password/change/", "/account/logout/"):
        assert browser.post(address, {"csrfmiddlewaretoken": stale}).status_code == 403


def test_control_a_visitor_with_a_wrong_token_is_refused(browser):
    assert browser.post(LOGIN, {**opened(browser), "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert not inside(browser)
