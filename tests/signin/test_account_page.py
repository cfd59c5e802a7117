"""Sign-in and account pages."""

import pytest

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

PASSWORD = "correct horse battery"


@pytest.fixture
def known(alice):
    """Alice has a password."""
    alice.set_password(PASSWORD)
    alice.save()
    return alice


def test_sign_in_redirects_to_the_dashboard(visit, known):
    response = visit().post("/account/login/", {"login": known.email, "password": PASSWORD})
    assert response.status_code == 302
    assert response.url == "/dashboard/"


def test_wrong_password_shows_error_and_keeps_the_email(visit, known):
    page = visit().post("/account/login/", {"login": known.email, "password": "not hers"}).content.decode()
    assert 'role="alert"' in page
    assert f'value="{known.email}"' in page


def test_unknown_email_gets_the_same_answer_as_a_wrong_password(visit, known):
    texts = [
        visit().post("/account/login/", {"login": who, "password": "not hers"}).context["form"].non_field_errors()
        for who in (known.email, "nobody@nowhere.example")
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("page", ["email", "password/change", "security", "sessions", "2fa/webauthn"])
def test_account_pages(visit, known, page):
    client = visit()
    client.post("/account/login/", {"login": known.email, "password": PASSWORD})
    response = client.get(f"/account/{page}/")
    assert response.status_code == 200
    assert "Sign-in and security" in response.content.decode()


@pytest.mark.parametrize("page", ["login", "password/reset", "password/reset/done"])
def test_sign_in_pages(visit, program, page):
    assert 'class="card entrance"' in visit().get(f"/account/{page}/").content.decode()


def test_password_reset_by_email(visit, known, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        visit().post("/account/password/reset/", {"email": known.email})
    assert len(mailoutbox) == 1
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_sign_out_requires_a_form(visit, known):
    client = visit(known)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/dashboard/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/dashboard/").status_code == 302
