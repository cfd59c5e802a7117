"""Access to the admin, and its content security policy."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from programs.models import Program, Site
from tests import cast
from web.admin.bound import BoundAdmin

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def test_visitor_is_redirected_to_the_portal_sign_in(visit):
    response = visit().get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/account/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize("who", ["alice", "rita", "bob", "erin"])
def test_members_and_other_programs_staff_get_not_found(who, visit, request):
    assert visit(request.getfixturevalue(who)).get("/admin/").status_code == 404


@pytest.mark.parametrize("who", ["charlie", "root"])
def test_staff_and_superusers_have_access(who, visit, request):
    assert visit(request.getfixturevalue(who)).get("/admin/").status_code == 200


def test_django_staff_flag_gives_no_access(visit):
    flagged = cast.User.objects.create_user("flag@echelon.example", is_staff=True)
    assert visit(flagged).get("/admin/").status_code == 404


def test_only_pages_bound_to_a_program_can_be_registered():
    assert admin.site._registry
    assert all(isinstance(page, BoundAdmin) for page in admin.site._registry.values())


def test_third_party_pages_are_not_registered():
    admin.site.register(Group)
    admin.site.register(Group, admin.ModelAdmin)
    assert not admin.site.is_registered(Group)


def test_password_change_uses_the_portal_page(visit, charlie):
    assert visit(charlie).get("/admin/password_change/").headers["Location"] == "/account/password/change/"


def test_program_without_rules_opens(db, visit):
    bare = Program.objects.create(code="bare", name="Bare Program")
    Site.objects.create(program=bare, host="bare.localhost", currency="EUR")
    kim = cast.hire(bare, "Kim")
    partner = cast.admit(bare, "p-1", "Partner One")
    client = visit(kim, host="bare.localhost")
    page = f"/admin/partners/partner/{partner.pk}/"
    for path in ("/admin/", "/admin/partners/partner/", f"{page}change/", f"{page}explanation/", f"{page}exception/"):
        assert client.get(path).status_code == 200, path
    assert b"no published rules" in client.get("/admin/activities/activity/add/").content


def test_scripts_load_from_this_host_only(visit, charlie):
    policy = visit(charlie).get("/admin/").headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "http" not in scripts


def test_portal_pages_keep_the_strict_policy(visit, charlie):
    policy = visit(charlie).get("/").headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy
