"""An account in a browser: sign-up by code, authenticator app and passkey, signing out other sessions."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import expect

from tests.cast import hire
from tests.e2e.conftest import PASSWORD

SECURITY = "/account/security/"


def code_now(secret: str) -> str:
    """The code an authenticator app shows for the key now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def give_authenticator(page):
    """Add a virtual platform authenticator that always verifies its user."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_sign_up_returns_to_the_requested_page(visitor):
    window = visitor()
    page = window.open("/account/login/?next=/certificates/")
    page.get_by_role("link", name="Create one").click()
    page.get_by_label("Your name").fill("Nina Vale")
    page.get_by_label("Email").fill("nina@new.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    window.look("account-signup")
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url("**/account/confirm-email/")
    window.look("account-code")
    page.get_by_label("Code").fill(re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE)[1])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/certificates/")
    expect(page.locator("summary", has_text="Account")).to_be_visible()


def test_new_staff_must_set_up_an_app_first(visitor, network):
    mona = hire(network, "Mona")
    mona.set_password(PASSWORD)
    mona.save()
    Authenticator.objects.filter(user=mona).delete()
    window = visitor()
    window.sign_in_by_password(mona.email, to=SECURITY)
    page = window.open("/admin/")
    expect(page).to_have_url(re.compile(SECURITY))
    window.look("account-one-more-step")
    page.get_by_role("link", name="Set it up").click()
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Authenticator code").fill(code_now(secret))
    page.get_by_role("button", name="Switch it on").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    expect(page.locator(".codes code")).to_have_count(10)
    window.look("account-recovery-codes")
    expect(window.open("/admin/")).to_have_url(re.compile("/admin/$"))


def test_sign_in_with_a_passkey_alone(visitor):
    window = visitor()
    give_authenticator(window.page)
    window.sign_in_by_password(to=SECURITY)
    page = window.open("/account/2fa/webauthn/add/")
    window.look("account-passkey")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    window.open("/account/2fa/webauthn/")
    expect(page.get_by_role("cell", name="Passkey 1")).to_be_visible()
    page.locator("summary", has_text="Account").click()
    page.get_by_role("button", name="Sign out").click()
    window.open("/account/login/?next=/dashboard/points/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/dashboard/**")
    expect(page.locator("summary", has_text="Account")).to_be_visible()


def test_passkey_as_second_factor(visitor):
    window = visitor()
    give_authenticator(window.page)
    window.sign_in_by_password(to=SECURITY)
    page = window.open("/account/2fa/webauthn/add/")
    page.get_by_label("Sign in with it alone").uncheck()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    page.locator("summary", has_text="Account").click()
    page.get_by_role("button", name="Sign out").click()
    window.open("/account/login/?next=/dashboard/")
    form = page.locator("form", has=page.locator("[type=password]"))
    form.locator("[type=email]").fill("alice@alpha.example")
    form.locator("[type=password]").fill(PASSWORD)
    form.get_by_role("button").click()
    page.wait_for_url("**/account/2fa/authenticate/")
    window.look("account-second-step")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/dashboard/")


def test_browser_without_passkeys_shows_a_message(visitor):
    window = visitor()
    page = window.open("/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used")


def test_sign_out_another_session(visitor):
    here, there = visitor(), visitor()
    there.sign_in_by_password()
    here.sign_in_by_password(to=SECURITY)
    page = here.open("/account/sessions/")
    here.look("account-sessions")
    page.get_by_role("button", name="Sign out there").click()
    expect(page.get_by_role("button", name="Sign out there")).to_have_count(0)
    expect(there.open("/dashboard/")).to_have_url(re.compile("/account/login/"))


def test_account_pages(visitor):
    window = visitor()
    for path in ("login", "signup", "password/reset", "password/reset/done", "inactive"):
        window.open(f"/account/{path}/")
        window.look_everywhere(f"account-{path.replace('/', '-')}")
    window.sign_in_by_password(to=SECURITY)
    pages = (
        "security",
        "email",
        "password/change",
        "sessions",
        "2fa/webauthn",
        "2fa/webauthn/add",
        "2fa/totp/activate",
        "logout",
    )
    for path in pages:
        window.open(f"/account/{path}/")
        window.look_everywhere(f"account-{path.replace('/', '-')}")
