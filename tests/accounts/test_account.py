"""Account pages: email, password, second factors and sessions change only with proof by their owner."""

import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.utils import timezone
from django.utils.http import int_to_base36

from accounts.models import User
from accounts.operations import UnableToOpenAccount, open_account, prove_address, renew_recovery_codes
from common.actor import Actor
from tests import cast
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

SYSTEM = Actor.system(None)
CODE_PAGE, EMAIL = "/account/confirm-email/", "/account/email/"


def code_now(secret=cast.TOTP_SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def code_in(mail):
    return re.search(r"^([A-Z0-9-]{6,})$", mail.body, re.MULTILINE)[1]


@pytest.fixture
def enter(visit, with_password):
    """A client of someone who has just signed in with every required step."""

    def entered(user):
        client = visit()
        answer = client.post("/account/login/", {"login": with_password(user).email, "password": PASSWORD})
        if "2fa" in answer.headers["Location"]:
            client.post("/account/2fa/authenticate/", {"code": renew_recovery_codes(actor=SYSTEM, user=user)[0]})
        assert "_auth_user_id" in client.session
        return client

    return entered


def test_a_new_email_is_verified_and_the_old_one_is_notified(enter, alice, mailoutbox):
    client = enter(alice)
    assert client.post(EMAIL, {"email": "new@alpha.example", "action_add": ""}).headers["Location"] == CODE_PAGE
    assert User.objects.get(pk=alice.pk).email == "alice@alpha.example"
    assert [mail.to for mail in mailoutbox] == [["new@alpha.example"]]
    client.post(CODE_PAGE, {"code": "WRONGX"})
    assert User.objects.get(pk=alice.pk).email == "alice@alpha.example"
    client.post(CODE_PAGE, {"code": code_in(mailoutbox[0])})
    assert User.objects.get(pk=alice.pk).email == "new@alpha.example"
    assert list(EmailAddress.objects.filter(user=alice).values_list("email", "verified")) == [
        ("new@alpha.example", True)
    ]
    assert mailoutbox[1].to == ["alice@alpha.example"]
    assert "new@alpha.example" in mailoutbox[1].body


def test_another_users_email_cannot_be_taken_even_with_its_code(enter, alice, bob, mailoutbox):
    client = enter(alice)
    client.post(EMAIL, {"email": bob.email, "action_add": ""})
    sent = [mail for mail in mailoutbox if mail.to == [bob.email]]
    client.post(CODE_PAGE, {"code": code_in(sent[0])})
    assert User.objects.get(pk=alice.pk).email == "alice@alpha.example"


def test_changing_the_email_needs_a_recent_password(enter, alice):
    client = enter(alice)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=6), tick=True):
        answer = client.post(EMAIL, {"email": "new@alpha.example", "action_add": ""})
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


def test_a_reset_link_works_once(visit, alice, with_password, mailoutbox):
    with_password(alice)
    open_session = visit(alice)
    visit().post("/account/password/reset/", {"email": "ALICE@alpha.example"})
    (mail,) = mailoutbox
    assert mail.alternatives[0][1] == "text/html"
    path = re.search(r"http://bitrix24.localhost:8000(/account/password/reset/key/\S+)", mail.body)[1]
    client = visit()
    form = client.get(path, follow=True)
    assert path not in form.request["PATH_INFO"]
    new = {"password1": "a whole new password", "password2": "a whole new password"}
    done = client.post(form.request["PATH_INFO"], new)
    assert done.headers["Location"] == "/account/password/reset/key/done/"
    assert User.objects.get(pk=alice.pk).check_password("a whole new password")
    assert open_session.get("/dashboard/").status_code == 302
    assert "no longer works" in visit().get(path).content.decode()
    assert "was changed" in mailoutbox[1].subject


@pytest.mark.parametrize("email", ["nobody@x.example", "bob@beta.example"])
def test_an_unknown_email_gets_no_link(visit, site, bob, mailoutbox, email):
    User.objects.filter(pk=bob.pk).update(is_active=False)
    visit().post("/account/password/reset/", {"email": email})
    assert mailoutbox == []


def test_a_reset_link_ignores_a_forged_port(visit, site, alice, mailoutbox):
    visit(host=f"{site.host}:6666").post("/account/password/reset/", {"email": alice.email})
    assert "6666" not in mailoutbox[0].body


def test_sign_in_asks_for_the_second_step_and_each_code_works_once(visit, charlie, with_password):
    with_password(charlie)
    codes = [code_now(), code_now()]
    client = visit()
    client.post("/account/login/", {"login": charlie.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert client.get("/admin/").status_code == 200
    again = visit()
    again.post("/account/login/", {"login": charlie.email, "password": PASSWORD})
    again.post("/account/2fa/authenticate/", {"code": codes[1]})
    assert again.get("/admin/").status_code == 302


def test_staff_cannot_remove_their_last_factor(enter, charlie):
    client = enter(charlie)
    page = client.post("/account/2fa/totp/deactivate/").content.decode()
    assert "Set up another one before you remove this" in page
    assert client.get("/admin/").status_code == 200


def test_staff_cannot_remove_their_last_passkey(enter, charlie):
    client = enter(charlie)
    Authenticator.objects.filter(user=charlie).delete()
    key = Authenticator.objects.create(user=charlie, type="webauthn", data={"name": "laptop", "credential": {}})
    client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()
    cast.secure(charlie)
    client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_staff_of_another_program_cannot_remove_it_here_either(enter, erin):
    client = enter(erin)  # on the first program's host, where she is a visitor
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=erin, type="totp").exists()


def test_a_partner_may_remove_the_last_factor(enter, alice, mailoutbox):
    cast.secure(alice)
    client = enter(alice)
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=alice).exists()
    assert "Authenticator app removed" in mailoutbox[-1].subject


def test_an_authenticator_app_is_set_up_with_its_first_code(enter, alice):
    client = enter(alice)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret">(\w+)<', page)[1]
    client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert not Authenticator.objects.filter(user=alice).exists()
    cache.clear()
    answer = client.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/account/2fa/recovery-codes/"
    assert sorted(Authenticator.objects.filter(user=alice).values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_adding_a_first_factor_ends_older_sessions(enter, alice):
    here, there = enter(alice), enter(alice)
    page = here.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret">(\w+)<', page)[1]
    here.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
    assert here.get("/dashboard/").status_code == 200
    assert there.get("/dashboard/").status_code == 302


def test_passkey_options_are_json(visit, site):
    answer = visit().get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    options = answer.json()["request_options"]["publicKey"]
    assert options["rpId"] == site.host
    assert options["userVerification"] == "required"


MADE_UP = [
    "",
    "{}",
    "[]",
    "null",
    "7",
    '"x"',
    "\0",
    '{"id": "x"}',
    '{"response": {"userHandle": "AQ"}}',
    '{"rawId": 7, "id": 7}',
    '{"id": "AQ", "rawId": "AQ", "type": "public-key", "clientExtensionResults": {}, "response": {'
    '"clientDataJSON": "AQ", "authenticatorData": "AQ", "signature": "AQ", "userHandle": "MQ"}}',
]


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_forged_passkey_is_refused(visit, alice, credential):
    client = visit()
    client.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    answer = client.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_forged_passkey_is_not_added(enter, alice, credential):
    client = enter(alice)
    client.get("/account/2fa/webauthn/add/")
    answer = client.post("/account/2fa/webauthn/add/", {"credential": credential, "name": "x"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_forged_passkey_is_not_a_second_step(visit, charlie, with_password, credential):
    client = visit()
    client.post("/account/login/", {"login": with_password(charlie).email, "password": PASSWORD})
    client.get("/account/2fa/authenticate/")
    assert client.post("/account/2fa/authenticate/", {"credential": credential}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_passkey_pages_follow_the_content_security_policy(enter, alice):
    client = enter(alice)
    for path in ("/account/2fa/webauthn/add/", "/account/2fa/webauthn/", "/account/2fa/totp/activate/"):
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        for script in re.findall(r"<script\b[^>]*>", page):
            assert " src=" in script or 'type="application/json"' in script, script
        assert not re.findall(r"\s(?:style|on\w+)=", page)


def test_a_session_can_be_ended_from_another_one(enter, alice, bob):
    here, there, other = enter(alice), enter(alice), enter(bob)
    theirs = UserSession.objects.get(session_key=there.session.session_key)
    assert other.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert there.get("/dashboard/").status_code == 200
    assert here.get(f"/account/sessions/{theirs.pk}/end/").status_code == 405
    here.post(f"/account/sessions/{theirs.pk}/end/")
    assert there.get("/dashboard/").status_code == 302
    assert here.get("/dashboard/").status_code == 200


def test_all_other_sessions_can_be_ended_together(enter, alice):
    here, *others = [enter(alice) for _ in range(3)]
    here.post("/account/sessions/")
    assert [client.get("/dashboard/").status_code for client in (here, *others)] == [200, 302, 302]


def test_an_account_with_a_verified_email_can_sign_in_immediately(visit, site):
    user = open_account(actor=SYSTEM, email=" Ivy@New.example ", name="Ivy", password=PASSWORD)
    assert (user.email, user.name, user.is_staff) == ("ivy@new.example", "Ivy", False)
    client = visit()
    client.post("/account/login/", {"login": "ivy@new.example", "password": PASSWORD})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["alice@alpha.example", "ALICE@alpha.example", "no address", "a\0@b.example", ""])
def test_no_account_is_created_for_a_known_or_invalid_email(alice, email):
    with pytest.raises(UnableToOpenAccount):
        open_account(actor=SYSTEM, email=email, name="X", password=PASSWORD)
    assert User.objects.count() == 1


def test_an_unverified_account_is_taken_over_by_the_owner_of_the_email(visit, site):
    own = "mallory's own"
    client = visit()
    client.post("/account/signup/", {"name": "M", "email": "ivy@new.example", "password1": own, "password2": own})
    user = open_account(actor=SYSTEM, email="ivy@new.example", name="Ivy", password=PASSWORD)
    assert (User.objects.get().pk, user.name) == (user.pk, "Ivy")
    assert client.get("/dashboard/").status_code == 302
    client.post("/account/login/", {"login": "ivy@new.example", "password": own})
    client.get(CODE_PAGE)
    assert "_auth_user_id" not in client.session


def test_a_verified_email_beats_an_unverified_one(alice, bob):
    EmailAddress.objects.filter(user=alice).delete()
    EmailAddress.objects.create(user=bob, email=alice.email, verified=False)
    prove_address(actor=SYSTEM, user=alice)
    found = EmailAddress.objects.filter(email=alice.email).values_list("user", "verified", "primary")
    assert list(found) == [(alice.pk, True, True)]


@pytest.mark.parametrize("whose", ["own", "another's"])
def test_a_link_for_a_new_password_asks_a_signed_in_person_to_sign_out(visit, alpha, beta, alice, bob, whose):
    owner = bob if whose == "own" else alice
    asked = visit(bob).get(f"/account/password/reset/key/{int_to_base36(owner.pk)}-0-0/", follow=True)
    assert asked.redirect_chain == [("/account/logout/", 302)]
    assert "Sign out first." in asked.content.decode()
    assert visit().get(f"/account/password/reset/key/{int_to_base36(owner.pk)}-0-0/").status_code == 200
