"""The admin's menu: its groups fold, and the browser remembers which were opened."""

import pytest

from web.admin.menu import OPENED

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def opened(client, path):
    return [
        group["code"] for group in client.get(path).context["sidebar_navigation"] if group["open"] and "title" in group
    ]


def test_only_the_current_group_and_those_kept_open_are_unfolded(visit, charlie, program):
    desk = visit(charlie)
    assert opened(desk, "/admin/") == []
    page = desk.get("/admin/partners/partner/").content.decode()
    assert '<details class="v-group" data-group="partners" open>' in page
    assert '<details class="v-group" data-group="program">' in page
    desk.cookies[OPENED] = "program.unknown"
    assert set(opened(desk, "/admin/partners/partner/")) == {"partners", "program"}


def test_pages_of_folded_groups_are_found_by_the_palette(visit, charlie, program):
    found = visit(charlie).get("/admin/search/?s=audit").content.decode()
    assert "/admin/accounts/auditentry/" in found
