"""The API token page: the secret is shown once, and revoked tokens stop working."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.html import escape

from common.tenancy import bind
from partners.models import ApiToken
from partners.tokens.operations import authenticate_token
from partners.tokens.scopes import PARTNER_SCOPES
from tests import cast
from tests.careers import NOON, TODAY

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

TOKENS = "/dashboard/tokens/"
NEW = {"name": "Our shop", "scopes": ["points:read", "claims:write"], "expires_on": ""}


@pytest.fixture
def browser(visit, alice):
    return visit(alice)


def secret_in(answer):
    return answer.context["secret"]


def stored(program):
    with bind(program.pk):
        return ApiToken.objects.get()


def test_the_secret_is_shown_once(browser, program, alpha):
    answer = browser.post(TOKENS, NEW)
    secret = secret_in(answer)
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    page = browser.get(TOKENS).content.decode()
    assert secret not in page
    assert stored(program).prefix in page
    token, actor = authenticate_token(program_id=program.pk, secret=secret, now=NOON)
    assert (actor.partner_id, sorted(token.scopes)) == (alpha.pk, ["claims:write", "points:read"])


def test_a_token_is_valid_through_its_last_day_in_the_programs_time_zone(browser, program):
    secret = secret_in(browser.post(TOKENS, {**NEW, "expires_on": TODAY.isoformat()}))
    end = stored(program).expires_at
    assert authenticate_token(program_id=program.pk, secret=secret, now=end - timedelta(seconds=1))
    assert authenticate_token(program_id=program.pk, secret=secret, now=end) is None
    assert end.astimezone(UTC) > datetime(2026, 2, 16, 20, tzinfo=UTC)


def test_last_use_is_shown(browser, program):
    secret = secret_in(browser.post(TOKENS, NEW))
    assert "never" in browser.get(TOKENS).content.decode()
    authenticate_token(program_id=program.pk, secret=secret, now=NOON)
    assert "Feb. 16, 2026, " in browser.get(TOKENS).content.decode()


def test_a_revoked_token_stops_working(browser, program):
    secret = secret_in(browser.post(TOKENS, NEW))
    address = f"{TOKENS}{stored(program).pk}/revoke/"
    assert browser.post(address).status_code == 302
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOON) is None
    assert "Revoked" in browser.get(TOKENS).content.decode()
    assert "already revoked" in browser.post(address, follow=True).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "\0"},
        {"scopes": []},
        {"scopes": ["partners:read"]},
        {"scopes": ["points:read", "\0"]},
        {"expires_on": "2026-02-15"},
        {"expires_on": "9999-12-31"},
        {"expires_on": "nonsense"},
    ],
)
def test_an_invalid_form_creates_no_token_and_keeps_what_was_typed(browser, program, wrong):
    answer = browser.post(TOKENS, {**NEW, **wrong})
    assert answer.status_code == 400
    assert not secret_in(answer)
    if "name" not in wrong:
        assert 'value="Our shop"' in answer.content.decode()
    with bind(program.pk):
        assert not ApiToken.objects.exists()


def test_another_partners_token_is_not_found(browser, visit, beta, bob, program):
    secret = secret_in(visit(bob).post(TOKENS, NEW))
    assert browser.post(f"{TOKENS}{stored(program).pk}/revoke/").status_code == 404
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOON)
    assert stored(program).prefix not in browser.get(TOKENS).content.decode()


def test_a_hostile_name_is_shown_as_text(browser):
    answer = browser.post(TOKENS, {**NEW, "name": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.content.decode()


def test_staff_cannot_create_a_token_for_a_partner(visit, program, alpha):
    chief = visit(cast.hire(program, "Ada", "administrator"))
    chief.post(TOKENS, NEW)
    with bind(program.pk):
        assert not ApiToken.objects.exists()


def test_the_form_names_every_permission_by_its_words_and_its_code(browser, alpha):
    page = browser.get(TOKENS).content.decode()
    for code, scope in PARTNER_SCOPES.items():
        assert f'{escape(scope.words)} <code class="soft small">{code}</code>' in page
