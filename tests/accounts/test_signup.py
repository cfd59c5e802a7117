"""Sign-up: open to anyone, verified by a code, and back to the start page with everything kept."""

import re

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

NEW = {"name": "Nina Vale", "email": "Nina@new.example", "password1": PASSWORD, "password2": PASSWORD}
CODE_PAGE = "/account/confirm-email/"


def code_in(mail) -> str:
    return re.search(r"^([A-Z0-9-]{6,})$", mail.body, re.MULTILINE)[1]


def test_sign_up_creates_an_account_with_a_name(visit, mailoutbox):
    response = visit().post("/account/signup/", NEW)
    assert (response.status_code, response.headers["Location"]) == (302, CODE_PAGE)
    user = User.objects.get(email="nina@new.example")
    assert user.name == "Nina Vale"
    assert not EmailAddress.objects.get(user=user).verified


def test_without_the_code_the_user_is_not_signed_in(visit, mailoutbox):
    client = visit()
    client.post("/account/signup/", NEW)
    assert client.get("/dashboard/").status_code == 302
    client.post(CODE_PAGE, {"code": "WRONGX"})
    assert client.get("/dashboard/").status_code == 302
    assert not EmailAddress.objects.get(email="nina@new.example").verified


def test_the_code_signs_in_and_returns_to_the_start_page(visit, mailoutbox):
    client = visit()
    client.post("/account/signup/", NEW | {"next": "/certificates/"})
    response = client.post(CODE_PAGE, {"code": code_in(mailoutbox[0])})
    assert (response.status_code, response.headers["Location"]) == (302, "/certificates/")
    assert EmailAddress.objects.get(email="nina@new.example").verified
    assert client.get("/account/security/").status_code == 200


def test_sign_up_keeps_the_session_data(visit, mailoutbox):
    client = visit()
    session = client.session
    session["kept"] = {"company": "New & Co"}
    session.save()
    client.post("/account/signup/", NEW)
    client.post(CODE_PAGE, {"code": code_in(mailoutbox[0])})
    assert "_auth_user_id" in client.session
    assert client.session["kept"] == {"company": "New & Co"}


def test_sign_in_keeps_the_session_data(visit, alice, with_password):
    client = visit()
    session = client.session
    session["kept"] = "a draft"
    session.save()
    client.post("/account/login/", {"login": with_password(alice).email, "password": PASSWORD})
    assert client.session["kept"] == "a draft"
    assert "_auth_user_id" in client.session


def test_signing_in_before_verification_sends_another_code(visit, mailoutbox):
    visit().post("/account/signup/", NEW)
    from django.core.cache import cache

    cache.clear()  # ten seconds later
    client = visit()
    response = client.post("/account/login/", {"login": "nina@new.example", "password": PASSWORD, "next": "/"})
    assert response.headers["Location"] == CODE_PAGE
    assert client.post(CODE_PAGE, {"code": code_in(mailoutbox[1])}).headers["Location"] == "/"


def test_three_wrong_codes_end_the_sign_up(visit, mailoutbox):
    client = visit()
    client.post("/account/signup/", NEW)
    for _ in range(3):
        client.post(CODE_PAGE, {"code": "WRONGX"})
    response = client.post(CODE_PAGE, {"code": code_in(mailoutbox[0])})
    assert response.headers["Location"] == "/account/login/"
    assert not EmailAddress.objects.get(email="nina@new.example").verified


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "x" * 250 + "@new.example"),
        ("email", "no address"),
        ("email", "a\0b@new.example"),
        ("name", "\0"),
        ("name", "x" * 201),
        ("name", ""),
        ("password2", "another one entirely"),
        ("password1", "short"),
    ],
)
def test_errors_are_shown_beside_fields_and_input_is_kept(visit, site, field, value):
    response = visit().post("/account/signup/", NEW | {field: value})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert 'value="Nina' in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "http://bitrix-2011.localhost/x"])
def test_sign_up_redirects_to_no_other_host(visit, mailoutbox, other_site, address):
    client = visit()
    client.post("/account/signup/", NEW | {"next": address})
    response = client.post(CODE_PAGE, {"code": code_in(mailoutbox[0])})
    assert response.headers["Location"] == "/dashboard/"


def test_the_email_is_from_the_program(visit, mailoutbox, program):
    visit().post("/account/signup/", NEW)
    (mail,) = mailoutbox
    assert program.name in mail.subject
    assert program.name in mail.body
    assert mail.to == ["nina@new.example"]
    assert [kind for _html, kind in mail.alternatives] == ["text/html"]
    assert code_in(mail) in mail.alternatives[0][0]


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("who@new.example\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\uff57ho@new.example", "U+FF57 FULLWIDTH LATIN SMALL LETTER W"),
        ("wh\u0131@new.example", "U+0131 LATIN SMALL LETTER DOTLESS I"),
    ],
)
def test_an_address_with_a_foreign_character_is_refused_beside_the_field(visit, email, said):
    response = visit().post("/account/signup/", NEW | {"email": email})
    assert response.status_code == 200
    assert said in "".join(response.context["form"].errors["email"])
    assert not User.objects.exists()


def test_one_mailbox_has_one_account(visit, mailoutbox):
    visit().post("/account/signup/", NEW | {"email": "who@b\u00fccher.example"})
    visit().post("/account/signup/", NEW | {"email": "WHO@xn--bcher-kva.example"})
    assert [user.email for user in User.objects.all()] == ["who@xn--bcher-kva.example"]


def test_the_mailed_code_is_read_however_it_is_typed(visit, mailoutbox):
    client = visit()
    client.post("/account/signup/", NEW)
    code = code_in(mailoutbox[0]).lower().replace("-", "")
    client.post(CODE_PAGE, {"code": f"\u200b{code[:3]} \u2013\u2011{code[3:]}"})
    assert EmailAddress.objects.get(email="nina@new.example").verified
