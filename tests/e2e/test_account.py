"""An account's whole life in a browser: opened by a code, secured by an app and a passkey, signed out elsewhere."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import expect

from tests.cast import hire
from tests.e2e.conftest import PASSWORD

SECURITY = "/account/security/"


def code_now(secret: str) -> str:
    """What an app with codes shows for the key at this moment."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def give_authenticator(page):
    """A phone's or laptop's own passkeys, which always find their owner."""
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


def test_somebody_signs_up_where_it_was_going(visitor):
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
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/certificates/")
    expect(page.get_by_role("link", name="Account")).to_be_visible()


def test_new_staff_sets_up_an_app_before_it_gets_in(visitor, network):
    mona = hire(network, "Mona")
    mona.set_password(PASSWORD)
    mona.save()
    Authenticator.objects.filter(user=mona).delete()
    window = visitor()
    window.sign_in(mona.email, to=SECURITY)
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


def test_a_passkey_signs_in_by_itself(visitor):
    window = visitor()
    give_authenticator(window.page)
    window.sign_in(to=SECURITY)
    page = window.open("/account/2fa/webauthn/add/")
    window.look("account-passkey")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    window.open("/account/2fa/webauthn/")
    expect(page.get_by_role("cell", name="Passkey 1")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    window.open("/account/login/?next=/dashboard/points/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/dashboard/**")
    expect(page.get_by_role("link", name="Account")).to_be_visible()


def test_a_passkey_is_the_second_step(visitor):
    window = visitor()
    give_authenticator(window.page)
    window.sign_in(to=SECURITY)
    page = window.open("/account/2fa/webauthn/add/")
    page.get_by_label("Sign in with it alone").uncheck()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
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


def test_a_browser_without_passkeys_is_told_so(visitor):
    window = visitor()
    page = window.open("/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was taken")


def test_signing_out_there(visitor):
    here, there = visitor(), visitor()
    there.sign_in()
    here.sign_in(to=SECURITY)
    page = here.open("/account/sessions/")
    here.look("account-sessions")
    page.get_by_role("button", name="Sign out there").click()
    expect(page.get_by_role("button", name="Sign out there")).to_have_count(0)
    expect(there.open("/dashboard/")).to_have_url(re.compile("/account/login/"))


def test_pages_of_the_account(visitor):
    window = visitor()
    for path in ("login", "signup", "password/reset", "password/reset/done", "inactive"):
        window.open(f"/account/{path}/")
        window.look_everywhere(f"account-{path.replace('/', '-')}")
    window.sign_in(to=SECURITY)
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
