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


@pytest.mark.parametrize(("who", "answer"), [("alice", 404), ("rita", 404), ("bob", 404), ("erin", 403)])
def test_members_get_not_found_and_other_programs_staff_are_told_why(who, answer, visit, request):
    assert visit(request.getfixturevalue(who)).get("/admin/").status_code == answer


@pytest.mark.parametrize("who", ["charlie", "root"])
def test_staff_and_superusers_have_access(who, visit, request):
    assert visit(request.getfixturevalue(who)).get("/admin/").status_code == 200


def test_django_staff_flag_gives_no_access(visit):
    flagged = cast.User.objects.create_user("flag@echelon.example", is_staff=True)
    assert visit(flagged).get("/admin/").status_code == 403


def test_only_pages_bound_to_a_program_can_be_registered():
    assert admin.site._registry
    assert all(isinstance(page, BoundAdmin) for page in admin.site._registry.values())


def test_third_party_pages_are_not_registered():
    admin.site.register(Group)
    admin.site.register(Group, admin.ModelAdmin)
    assert not admin.site.is_registered(Group)


def test_password_change_uses_the_portal_page(visit, charlie):
    assert visit(charlie).get("/admin/password_change/").headers["Location"] == "/account/password/change/"


@pytest.fixture
def bare(db, visit):
    """The address of a partner in a program without published rules, and the client of one of its staff."""
    program = Program.objects.create(code="bare", name="Bare Program")
    Site.objects.create(program=program, host="bare.localhost", currency="EUR")
    partner = cast.admit(program, "p-1", "Partner One")
    client = visit(cast.hire(program, "Kim"), host="bare.localhost")
    return f"/admin/partners/partner/{partner.pk}/", client


def test_program_without_rules_opens(bare):
    page, client = bare
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


@pytest.mark.parametrize("path", ["explanation", "exception", "information", "access", "discount"])
def test_page_that_needs_rules_says_that_none_are_published(path, bare):
    page, client = bare
    for response in (client.get(f"{page}{path}/"), client.post(f"{page}{path}/", {"question": "Why?"})):
        assert response.status_code == 200
        assert b"no published rules" in response.content


@pytest.mark.parametrize("path", ["note", "termination"])
def test_decision_without_rules_is_asked_as_ever(path, bare):
    page, client = bare
    assert b"<form" in client.get(f"{page}{path}/").content
