"""Wrong passwords sent by others never keep the owner out: a known browser and a mailed link still work."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, RESET, AGAIN = "/account/login/", "/account/password/reset/", "/account/reauthenticate/"


@pytest.fixture
def browser(site):
    """`browser(7)`: a new browser at this network address."""
    return lambda n: Client(headers={"host": site.host}, REMOTE_ADDR=f"192.0.2.{n}")


def sign_in(client, user, password=PASSWORD):
    return client.post(LOGIN, {"login": user.email, "password": password})


def lock(client, user):
    """Send wrong passwords until nobody else may try."""
    for _ in range(6):
        answer = sign_in(client, user, "not the right one")
    assert "Too many" in answer.content.decode()


@pytest.fixture
def owner(alice, with_password):
    return with_password(alice)


def test_the_owners_known_browser_signs_in_while_others_are_locked_out(browser, owner):
    mine, stranger = browser(1), browser(2)
    assert sign_in(mine, owner).status_code == 302
    mine.post("/account/logout/")
    lock(stranger, owner)
    assert "Too many" in sign_in(browser(3), owner).content.decode()
    assert sign_in(mine, owner).status_code == 302


def test_a_known_browser_has_no_more_tries_than_others(browser, owner):
    mine = browser(1)
    sign_in(mine, owner)
    mine.post("/account/logout/")
    for _ in range(5):
        assert "not correct" in sign_in(mine, owner, "not the right one").content.decode()
    assert "Too many" in sign_in(mine, owner).content.decode()


def test_a_browser_is_known_to_its_own_people_only(browser, owner, bob, with_password):
    bobs = browser(1)
    sign_in(bobs, with_password(bob))
    bobs.post("/account/logout/")
    lock(browser(2), owner)
    assert "Too many" in sign_in(bobs, owner).content.decode()


def test_a_forged_cookie_is_not_known(browser, owner):
    lock(browser(2), owner)
    mine = browser(1)
    mine.cookies["known"] = "WyJhIixbImIiXV0:1abc:forged"
    assert "Too many" in sign_in(mine, owner).content.decode()


def test_a_mailed_link_works_while_the_address_is_locked(browser, owner, django_capture_on_commit_callbacks):
    """From a browser the owner never used: the link sets a password, which signs in at once."""
    lock(browser(2), owner)
    mine = browser(1)
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(RESET, {"email": owner.email})
    link = re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]
    form = mine.get(link, follow=True).request["PATH_INFO"]
    chosen = "a quite different battery"
    assert mine.post(form, {"password1": chosen, "password2": chosen}).status_code == 302
    assert sign_in(mine, owner, chosen).status_code == 302
    assert "Too many" in sign_in(browser(3), owner, chosen).content.decode()


def test_the_owner_can_confirm_a_password_while_the_address_is_locked(browser, owner):
    mine = browser(1)
    mine.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    lock(browser(2), owner)
    assert mine.post(AGAIN, {"password": PASSWORD}).status_code == 302


def test_the_cookie_is_for_the_account_pages_only(browser, owner):
    cookie = sign_in(browser(1), owner).cookies["known"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/account/", True, "Lax")
    assert owner.email not in cookie.value
