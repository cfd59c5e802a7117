"""The vendor's staff can do nothing without a second factor."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator

from accounts.operations import remove_second_factor
from accounts.permissions import PERMISSIONS, may
from common.actor import Actor
from common.tenancy import bind
from partners.actors import actor_for
from partners.tokens.operations import authenticate_token, create_token
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECURITY = "/account/security/"
PAGES = [
    "/",
    "/dashboard/",
    "/dashboard/notices/",
    "/admin/",
    "/admin/partners/partner/",
    "/admin/partners/partner/add/",
    "/admin/activities/activity/add/",
    "/certificates/",
]


@pytest.fixture(params=["charlie", "root"])
def careless(request):
    """A staff member without a second factor."""
    user = request.getfixturevalue(request.param)
    remove_second_factor(actor=Actor.system(None), user=user)
    return user


@pytest.mark.parametrize("path", PAGES)
def test_without_a_factor_every_page_redirects_to_its_setup(visit, careless, path):
    response = visit(careless).get(path)
    assert (response.status_code, response.headers["Location"]) == (302, SECURITY)


def test_without_a_factor_posts_have_no_effect(visit, careless, alpha):
    response = visit(careless).post(f"/admin/partners/partner/{alpha.pk}/exception/", {"reason": "x"})
    assert (response.status_code, response.headers["Location"]) == (302, SECURITY)


def test_without_a_factor_staff_have_no_permissions(careless, program):
    with bind(program.pk):
        actor = actor_for(careless, program)
    assert [permission for permission in PERMISSIONS if may(actor, permission)] == []
    assert not actor.is_vendor


def test_without_a_factor_staff_are_not_members_either(charlie, program, alpha):
    remove_second_factor(actor=Actor.system(None), user=charlie)
    with bind(program.pk):
        alpha.members.create(program=program, user=charlie, role="main")
        assert actor_for(charlie, program).kind == "visitor"


@pytest.mark.parametrize("path", [SECURITY, "/account/2fa/webauthn/", "/account/email/", "/account/password/change/"])
def test_without_a_factor_the_account_pages_stay_available(visit, careless, path, with_password):
    assert visit(with_password(careless)).get(path).status_code == 200


def test_the_page_says_what_is_missing(visit, careless):
    assert "One more step before you start." in visit(careless).get(SECURITY).content.decode()


def test_with_a_factor_the_next_request_is_allowed(visit, careless):
    client = visit(careless)
    assert client.get("/admin/").status_code == 302
    cast.secure(careless)
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_not_a_second_factor(visit, careless):
    Authenticator.objects.create(user=careless, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    assert visit(careless).get("/admin/").status_code == 302


def test_partners_need_no_second_factor(visit, alice):
    assert visit(alice).get("/dashboard/").status_code == 200
    page = visit(alice).get(SECURITY).content.decode()
    assert "Add a second step" in page
    assert "One more step" not in page


def test_on_another_programs_host_staff_are_visitors(visit, charlie, other_site):
    remove_second_factor(actor=Actor.system(None), user=charlie)
    assert visit(charlie, host=other_site.host).get("/").status_code == 200


def test_without_a_factor_tokens_of_staff_do_not_work(program):
    ada = cast.hire(program, "Ada", "administrator")
    asked = {"actor": cast.staff_actor(program, ada, "administrator"), "name": "Reports", "now": NOW}
    with bind(program.pk):
        _token, secret = create_token(program_id=program.pk, scopes=["partners:read"], **asked)
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOW)
    remove_second_factor(actor=Actor.system(None), user=ada)
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOW) is None
