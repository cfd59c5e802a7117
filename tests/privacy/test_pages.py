"""The pages about people's data: a person's own, and the manager's."""

import pytest

from accounts.models import AuditEntry, User
from common.tenancy import bind
from partners.models import Member
from privacy.models import Erasure
from tests.cast import join

pytestmark = pytest.mark.django_db


def the_admin(program, path):
    return f"/admin/privacy/erasure/{path}"


def test_a_member_sees_downloads_and_erases_their_data(visit, program, alpha, alice, monkeypatch):
    monkeypatch.setattr("allauth.account.decorators.did_recently_authenticate", lambda request: True, raising=False)
    monkeypatch.setattr(
        "allauth.account.internal.flows.reauthentication.did_recently_authenticate", lambda request: True, raising=False
    )
    zoe = join(alpha, "Zoe", "sales")
    client = visit(zoe)
    page = client.get("/account/data/").content.decode()
    assert "Teams" in page
    copy = client.post("/account/data/")
    assert copy["Content-Type"] == "application/zip"
    assert client.get("/account/data/erase/").status_code == 200
    assert client.post("/account/data/erase/").headers["Location"] == "/account/erased/"
    assert visit().get("/account/erased/").status_code == 200
    gone = User.objects.get(pk=zoe.pk)
    assert not gone.is_active
    assert "zoe" not in gone.email
    with bind(program.pk):
        assert not Member.objects.filter(user=zoe).exists()
        assert Erasure.objects.get().cause == "own"


def test_the_only_main_user_is_told_what_to_do_first(visit, alpha, alice):
    assert "only main user" in visit(alice).get("/account/data/").content.decode()


def test_a_manager_looks_up_downloads_and_erases_a_person(visit, program, alpha, alice, charlie):
    client = visit(charlie)
    page = client.post(the_admin(program, "look-up/"), {"email": alice.email.upper()}).content.decode()
    assert "Teams" in page
    copy = client.post(the_admin(program, "download/"), {"email": alice.email})
    assert copy["Content-Type"] == "application/zip"
    assert client.post(the_admin(program, "erase/"), {"email": alice.email}).status_code == 302
    with bind(program.pk):
        assert not Member.objects.filter(user=alice).exists()
        told = list(AuditEntry.objects.filter(action="privacy.decide").values_list("summary", flat=True))
    assert len(told) == 3
    assert not any("alice" in summary.lower() for summary in told)
    assert "By a partner manager" in client.get(the_admin(program, "")).content.decode()


def test_nobody_is_found_for_an_unknown_address(visit, program, charlie):
    answer = visit(charlie).post(the_admin(program, "download/"), {"email": "no@where.example"})
    assert "We have no data about a person with this address" in answer.content.decode()
