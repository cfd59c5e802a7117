"""Saved views of lists, and who works on the rows of a queue."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from activities.claims.models import Claim
from common.tenancy import bind
from desk.jobs import settle
from desk.models import Assignment, SavedView
from programs.models import Staff
from tests.cast import hire
from tests.claims import claimed
from web.admin.menu import OPENED

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
CLAIMS, PARTNERS = "/admin/activities/claim/", "/admin/partners/partner/"


def test_a_view_is_saved_shared_and_removed_by_its_person(visit, charlie, program, alpha):
    desk, other = visit(charlie), visit(hire(program, "Mara"))
    listed = desk.get(f"{PARTNERS}?country=CY&columns=code").content.decode().replace("&amp;", "&")
    save = listed.split('href="/admin/desk/savedview/save/')[1].split('"')[0]
    page = f"/admin/desk/savedview/save/{save}"
    assert desk.post(page, {"name": ""}).context["form"].errors.keys() == {"name"}
    saved = desk.post(page, {"name": "Cyprus", "shared": "on"})
    assert saved["Location"] == f"{PARTNERS}?country=CY&columns=code"
    assert "Cyprus" in other.get(PARTNERS).content.decode()
    opens = f'href="{PARTNERS}?country=CY&amp;columns=code">Cyprus</a>'
    assert opens in other.get("/admin/").content.decode()
    views = other.get("/admin/desk/savedview/").content.decode()
    assert opens in views
    assert "partners.partner" not in views
    assert "Cyprus" in other.get("/admin/search/?s=cypr").content.decode()
    with bind(program.pk):
        view = SavedView.objects.get()
    assert other.post(f"/admin/desk/savedview/{view.pk}/remove/").status_code == 200
    assert desk.post(f"/admin/desk/savedview/{view.pk}/remove/").status_code == 302
    with bind(program.pk):
        assert not SavedView.objects.exists()
        assert AuditEntry.objects.filter(action="views.keep").count() == 2


def test_views_stand_below_their_list_in_the_menu(visit, charlie, program, alpha, django_assert_max_num_queries):
    desk, other = visit(charlie), visit(hire(program, "Mara"))
    menu = re.compile(r'class="v-menu-views" aria-label="Saved views: Partners">(.*?)</ul>', re.S)
    assert not menu.search(desk.get(PARTNERS).content.decode())
    with CaptureQueriesContext(connection) as before:
        desk.get(PARTNERS)
    usual = len(before)
    for name in ("Cyprus", "Greece"):
        page = f"/admin/desk/savedview/save/?page=partners.partner&query=country%3D{name[:2].upper()}"
        desk.post(page, {"name": name, **({"shared": "on"} if name == "Cyprus" else {})})
    with django_assert_max_num_queries(usual):
        shown = menu.search(desk.get(f"{PARTNERS}?country=CY").content.decode())[1]
    assert f'<a href="{PARTNERS}?country=CY" aria-current="page">Cyprus</a>' in shown
    assert f'<a href="{PARTNERS}?country=GR">Greece</a>' in shown
    others = menu.search(other.get(PARTNERS).content.decode())[1]
    assert "Cyprus" in others
    assert "Greece" not in others, "it is another person's own"
    assert not menu.search(desk.get("/admin/").content.decode()), "the group is folded"
    desk.cookies[OPENED] = "partners"
    assert menu.search(desk.get("/admin/").content.decode())


def test_work_is_assigned_and_found_as_mine(visit, charlie, program, alpha, alice, erin, other_site):
    desk, mara = visit(charlie), hire(program, "Mara")
    with bind(program.pk):
        first, second = claimed(alpha, alice), claimed(alpha, alice)
        me, her = (Staff.objects.get(user=user) for user in (charlie, mara))
    chosen = {"action": "assign", "_selected_action": [first.pk, second.pk], "index": "0"}
    form = desk.post(CLAIMS, chosen)["Location"]
    assert desk.post(form, {"assignee": me.pk}).status_code == 302
    assert desk.get(f"{CLAIMS}?who=me").context["cl"].result_count == 2
    desk.post(f"/admin/desk/assignment/give/?page=activities.claim&rows={second.pk}", {"assignee": her.pk})
    assert [row.pk for row in desk.get(f"{CLAIMS}?who=me").context["cl"].result_list] == [first.pk]
    assert "Mara" in desk.get(f"{CLAIMS}{second.pk}/change/").content.decode()
    desk.post(f"/admin/desk/assignment/give/?page=activities.claim&rows={first.pk}", {"assignee": ""})
    assert desk.get(f"{CLAIMS}?who=nobody").context["cl"].result_count == 1
    with bind(program.pk):
        assert Assignment.objects.get().user_id == mara.pk
    elsewhere = visit(erin, host=other_site.host)
    assert not elsewhere.get("/admin/desk/assignment/").context["cl"].result_list
    assert desk.get("/admin/desk/assignment/give/?page=no.such&rows=1").status_code == 404
    assert desk.post("/admin/desk/assignment/give/?page=activities.claim&rows=", {}).context["form"].errors


def test_an_assignment_ends_when_its_row_leaves_the_queue(visit, charlie, program, alpha, alice):
    desk = visit(charlie)
    with bind(program.pk):
        first, second, third = (claimed(alpha, alice) for _ in range(3))
        me = Staff.objects.get(user=charlie)
    ids = ",".join(str(row.pk) for row in (first, second, third))
    desk.post(f"/admin/desk/assignment/give/?page=activities.claim&rows={ids}", {"assignee": me.pk})
    assert desk.post(f"{CLAIMS}{first.pk}/decline/", {"text": "Not ours"}).status_code == 302
    with bind(program.pk):
        assert {row.row_id for row in Assignment.objects.all()} == {second.pk, third.pk}
        Claim.objects.filter(pk=second.pk).update(state="declined")  # as through the API, which knows no desk
    assert settle() == 1
    with bind(program.pk):
        assert Assignment.objects.get().row_id == third.pk
