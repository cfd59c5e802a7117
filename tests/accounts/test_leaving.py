"""A removed, demoted, blocked or deactivated person loses access with the next request, even in an open session."""

import pytest

from accounts.models import User
from common.tenancy import bind
from partners.models import Member
from programs.models import Staff

pytestmark = pytest.mark.django_db

DASHBOARD, ADMIN = "/dashboard/", "/admin/partners/partner/"


def change(model, program, user, **fields):
    """Change the user's memberships, or remove them if nothing is given."""
    with bind(program.pk):
        rows = model.objects.filter(program=program, user=user)
        assert rows.update(**fields) if fields else rows.delete()[0]


def test_a_removed_member(visit, program, alice):
    client = visit(alice)
    assert "Alpha Works" in client.get(DASHBOARD).content.decode()
    change(Member, program, alice)
    page = client.get(DASHBOARD).content.decode()
    assert "You aren't on a partner's team" in page
    assert "Alpha Works" not in page


def test_a_removed_member_of_two_partners_acts_for_the_other(visit, program, alpha, beta, alice):
    with bind(program.pk):
        Member.objects.create(program=program, partner=beta, user=alice, role="sales")
    client = visit(alice)
    client.post("/dashboard/partner/", {"partner": alpha.pk})
    with bind(program.pk):
        Member.objects.get(partner=alpha, user=alice).delete()
    page = client.get(DASHBOARD).content.decode()
    assert "Beta Labs" in page
    assert "Alpha Works" not in page


def test_removed_staff(visit, program, charlie):
    client = visit(charlie)
    assert client.get(ADMIN).status_code == 200
    change(Staff, program, charlie)
    assert client.get(ADMIN).status_code == 403
    assert client.post(f"{ADMIN}add/", {"name": "x"}).status_code == 403


def test_demoted_staff(visit, program, charlie):
    change(Staff, program, charlie, role="administrator")
    client = visit(charlie)
    assert client.get("/admin/").wsgi_request.actor.role == "administrator"
    change(Staff, program, charlie, role="manager")
    assert client.get("/admin/").wsgi_request.actor.role == "manager"


def test_a_demoted_superuser(visit, root):
    client = visit(root)
    assert client.get(ADMIN).status_code == 200
    User.objects.filter(pk=root.pk).update(is_superuser=False)
    assert client.get(ADMIN).status_code == 403


@pytest.mark.parametrize(("who", "path"), [("alice", DASHBOARD), ("charlie", ADMIN), ("root", ADMIN)])
def test_a_deactivated_user(visit, who, path, request):
    user = request.getfixturevalue(who)
    client = visit(user)
    assert client.get(path).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/account/login/", "/admin/login/"))


@pytest.mark.parametrize("path", [DASHBOARD, ADMIN])
def test_a_changed_password_ends_every_other_session(visit, charlie, path):
    client = visit(charlie)
    client.get(path)
    charlie.set_password("something else entirely")
    charlie.save()
    assert client.get(path).status_code == 302
