"""What every list of the admin does: file, columns, many rows at once, and the rows beside a record; the palette."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from activities.models import Claim
from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind
from points.models import Entry
from programs.rulebook import read_rulebook
from tests.careers import NOON, TODAY
from tests.claims import PROJECT, claimed

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
CLAIMS, QUEUE = "/admin/activities/claim/", "state=submitted"


@pytest.fixture
def three(alpha, alice):
    with bind(alpha.program_id):
        return [claimed(alpha, alice, given=replace(PROJECT, subject=f"Client {n}")) for n in range(3)]


@pytest.fixture
def desk(visit, charlie):
    return visit(charlie)


def states(rows):
    with bind(rows[0].program_id):
        return [Claim.objects.get(pk=row.pk).state for row in rows]


def test_a_list_is_a_file_with_the_filters_and_columns_of_the_page(desk, three):
    file = desk.get(f"{CLAIMS}?csv=1&{QUEUE}&columns=partner,state_words")
    head, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (len(rows), "state" in head, "last message from" in head) == (3, True, False)
    assert {row[head.index("state")] for row in rows} == {"pending"}
    assert desk.get(f"{CLAIMS}?csv=1&state=approved").content.decode().count("\n") == 1
    page = desk.get(f"{CLAIMS}?columns=partner&{QUEUE}").content.decode()
    assert "<title> Claims | " in " ".join(page.split())
    assert "column-last_word" not in page
    assert "columns=partner" in page, "links of the list keep the columns"
    assert desk.get(f"{CLAIMS}?csv=1&nothing=1").status_code == 302


def test_a_file_has_plain_numbers_empty_cells_and_the_day_in_its_name(desk, alpha):
    with bind(alpha.program_id):
        given = {"kind": "sale", "on": TODAY, "today": TODAY, "now": NOON, "amount": Decimal(20_000)}
        system, rulebook = Actor.system(alpha.program_id), read_rulebook(alpha.program_id)
        record_activity(actor=system, partner=alpha, rulebook=rulebook, **given)
        entry = Entry.objects.get(partner=alpha)
    answer = desk.get("/admin/partners/partner/?csv=1")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="partner-{TODAY}.csv"'
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row[head.index("points")] == "2000"
    assert "–" not in row
    assert "2,000" in desk.get("/admin/partners/partner/").content.decode(), "the page groups the digits"
    record = desk.get(f"/admin/points/entry/{entry.pk}/change/").context["adminform"]
    fields = {field for line in next(iter(record)) for field in line.fields}
    assert "rule_words" in fields
    assert not fields & {"reverses", "reason"}, "rows without a value are hidden"


def test_a_link_to_another_language_keeps_the_lists_filters(desk, three):
    desk.post(f"{CLAIMS}{three[2].pk}/decline/", {"text": "No."})
    page = desk.get(f"{CLAIMS}?{QUEUE}&columns=partner&lang=de")
    assert page.status_code == 200
    assert [row.pk for row in page.context["cl"].result_list] == [row.pk for row in reversed(three[:2])]
    assert page.headers["Content-Language"] == "de"
    assert desk.get(CLAIMS).headers["Content-Language"] == "de", "the next pages are in the language of the link"
    assert desk.get(f"{CLAIMS}?nothing=1").headers["Location"].endswith("?e=1")


def test_a_tab_of_the_browser_is_named_after_the_list_or_the_record(desk, three):
    assert "<title> Claims | " in " ".join(desk.get(CLAIMS).content.decode().split())
    page = desk.get(f"{CLAIMS}{three[0].pk}/change/").content.decode()
    assert f"<title> Claim {three[0].pk} | Claim | " in " ".join(page.split())


def test_many_rows_are_approved_with_a_report_of_each(desk, three):
    third = three[2]
    desk.post(f"{CLAIMS}{third.pk}/decline/", {"text": "No."})
    chosen = {"action": "approve", "_selected_action": [row.pk for row in three], "index": "0"}
    asked = desk.post(CLAIMS, chosen)
    words = asked.content.decode()
    assert "Claims: 2" in words
    assert [pk for pk, _words in asked.context["rows"]] == [row.pk for row in three[:2]]
    assert all(three[0].partner.name in row for _pk, row in asked.context["rows"]), "each is named with its partner"
    assert [state for _words, state in asked.context["left_out"]] == ["declined"], "what can't be done is said before"
    assert states(three) == ["submitted", "submitted", "declined"]
    done = desk.post(CLAIMS, {**chosen, "apply": "1", "text": ""})
    assert (done.context["done"], done.context["refused"]) == (2, 1)
    assert done.context["counted"] == "Done: 2 of 3"
    assert states(three) == ["approved", "approved", "declined"]


def test_a_queue_is_worked_through_in_turn(desk, three):
    second, first = three[1], three[2]  # sent at the same moment: the latest comes first
    page = f"{CLAIMS}{first.pk}/change/?_changelist_filters=state%3Dsubmitted"
    beside = desk.get(page).context["neighbors"]
    assert (beside.place, beside.of, beside.previous) == (1, 3, "")
    assert beside.next.startswith(f"{CLAIMS}{second.pk}/change/")
    assert f'href="{CLAIMS}{first.pk}/approve/"' in desk.get(page).content.decode(), "it asks first"
    asks = desk.get(f"{CLAIMS}{first.pk}/approve/").content.decode()
    assert "Points and levels update immediately." in asks
    assert "autofocus" in asks, "Enter confirms"
    then = desk.post(f"{CLAIMS}{first.pk}/approve/", {"text": ""})
    assert then["Location"] == beside.next, "the decided claim left the queue, so the next one follows"
    told = [str(message) for message in desk.get(then["Location"]).context["messages"]]
    assert len(told) == 1
    assert first.partner.name in told[0], "the message above another claim says which one was decided"
    assert first.subject in told[0]
    assert desk.get(f"{CLAIMS}{first.pk}/change/").context["neighbors"] is None


def test_the_palette_finds_partners_pages_and_reports(desk, alpha, erin, other_site, visit):
    def found(client, text):
        return client.get("/admin/search/", {"s": text, "extended": 1}).content.decode()

    assert f"/admin/partners/partner/{alpha.pk}/change/" in found(desk, "alpha")
    assert "/admin/activities/claim/" in found(desk, "Claims")
    assert "/admin/reports/reportmail/network/show/" in found(desk, "Network")
    assert "/admin/reports/reportmail/sales/show/" in found(desk, "sales report")
    assert "/admin/reports/reportmail/network/show/" not in found(desk, "sales report")
    assert "/admin/reports/reportmail/sales/show/" in found(desk, "reports sales")
    assert "/admin/accounts/auditentry/" in found(desk, "lóg audit")
    assert "/admin/accounts/auditentry/" not in found(desk, "audit zzqq")
    assert "Nothing found" in found(desk, "zzqq")
    assert found(desk, "").count("<li") == 0
    assert f"/admin/partners/partner/{alpha.pk}/change/" not in found(visit(erin, host=other_site.host), "alpha")


def test_filters_in_force_are_named_and_can_be_removed(desk, three, alpha):
    page = desk.get(f"{CLAIMS}?{QUEUE}&partner__id__exact={alpha.pk}&columns=partner")
    state, partner = page.context["cl"].in_force
    assert (state.title, state.value) == ("State", "pending")
    assert state.remove == f"?columns=partner&partner__id__exact={alpha.pk}"
    assert (partner.title, partner.value, partner.remove) == ("Partner", "Alpha Works", f"?columns=partner&{QUEUE}")
    assert not desk.get(CLAIMS).context["cl"].in_force


def test_the_time_zone_is_named_only_where_a_time_is_shown(desk, three, alpha):
    assert "Times are in the time zone" in desk.get(f"{CLAIMS}{three[0].pk}/change/").content.decode()
    assert "Times are in the time zone" in desk.get("/admin/accounts/auditentry/").content.decode()
    for path in ("", f"{alpha.pk}/change/"):
        assert "Times are in the time zone" not in desk.get(f"/admin/partners/partner/{path}").content.decode()
