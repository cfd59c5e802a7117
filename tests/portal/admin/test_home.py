"""The staff's home page: counts of waiting work, overdue counts, and the most urgent rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.tenancy import bind
from partners.models import InformationRequest
from portal.queries.urgent import SHOWN
from programs.models import Site
from programs.queries import definition
from tests.careers import NOON, TODAY
from tests.cast import admit, hire, open_program
from tests.portal.admin.test_every_program import CODES
from tests.portal.admin.waiting import DAY, apply, fill_queues
from web.admin.queues import queues

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

HOME = "/admin/"
# Every page reads the site, rules, session, user and role; then one statement for all queues, one for the most urgent
# rows, four for reviews and jobs, four for forecasts.
MOST_QUERIES = 20


@pytest.fixture
def other_program(db):
    """A program that is not open to people."""
    return open_program("bitrix-2011", people=False)


@pytest.fixture
def busy(desk, program, climbed, alice):
    """A manager's browser, with rows waiting in every queue."""
    fill_queues(program, climbed, alice)
    return desk


def cards(client):
    return {one.title: one for one in client.get(HOME).context["waiting"]}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_every_queue_that_the_program_keeps_is_counted(busy, program):
    found = cards(busy)
    with bind(program.pk):
        rules = definition(program, TODAY)
    kept = [queue for queue in queues() if queue.kept(rules)]
    assert {queue.code for queue in queues()} - {queue.code for queue in kept} == {"deal", "deal_price", "nfr"}
    assert {str(queue.title) for queue in kept} <= set(found)
    assert all(found[str(queue.title)].count == 2 for queue in kept if queue.code != "website")
    assert found["Websites at risk"].count == 1


def test_each_count_links_to_a_list_of_the_same_rows(busy):
    for one in cards(busy).values():
        listed = busy.get(one.link)
        assert listed.status_code == 200, one.link
        if "jobrun" not in one.link or "state=" in one.link:
            assert len(listed.context["cl"].result_list) == one.count, one.link


def test_overdue_rows_are_marked_and_come_first(busy):
    found = list(cards(busy).values())
    late = {one.title: one.overdue for one in found if one.overdue}
    assert late == {"Preliminary review": 1, "Verification": 1, "Profile changes": 1, "Overdue answers": 2}
    assert [one.urgent for one in found] == sorted((one.urgent for one in found), reverse=True)
    assert "1 overdue" in text_of(busy.get(HOME))


def test_urgent_queues_come_first_others_are_a_line_each_and_empty_ones_are_folded(busy):
    page = busy.get(HOME)
    first, then, calm = (page.context[name] for name in ("first", "then", "calm"))
    assert {one.title for one in first} >= {"Preliminary review", "Overdue answers"}
    assert all(one.urgent for one in first)
    assert not any(one.urgent or one.calm for one in then)
    text = text_of(page)
    assert text.count("v-tile v-alarm") == len(first)
    assert text.index("v-tiles") < text.index('id="urgent"') < text.index('id="then"')
    assert f'<summary class="v-soft">{len(calm)} empty queue' in text


def test_most_urgent_are_overdue_rows_then_longest_waiting(busy):
    rows = busy.get(HOME).context["urgent"]
    assert len(rows) == SHOWN
    assert [(row.what, row.company) for row in rows[:5]] == [
        ("Verification", "Company 2"),
        ("Profile changes", "Other Partner"),
        ("Preliminary review", "Company 0"),
        ("Overdue answers", "Alpha Works"),
        ("Overdue answers", "Other Partner"),
    ]
    assert [row.overdue for row in rows[:5]] == [True] * 5
    assert rows[5].left in (0, 1, 2)
    rest = [row.since for row in rows if row.left is None]
    assert rest == sorted(rest)


def test_days_are_counted_as_in_the_list(busy, program):
    """Monday 2026-02-16: a review due on the Friday before is one business day late, not three."""
    apply(program, "Friday Ltd", "submitted", due_on=TODAY - 3 * DAY, days_ago=20)
    row = next(row for row in busy.get(HOME).context["urgent"] if row.company == "Friday Ltd")
    assert row.words == "1 day overdue"
    assert row.words in text_of(busy.get("/admin/partners/application/?queue=review"))


def test_each_urgent_row_links_to_its_page(busy):
    for row in busy.get(HOME).context["urgent"]:
        page = busy.get(row.link)
        assert page.status_code == 200, row.link
        assert page.context["neighbors"], "opened as a row of its queue, so that a decision leads to the next one"


@pytest.mark.rule("B24-1.7.2")
def test_overdue_answers_are_listed(busy, climbed):
    listed = busy.get("/admin/partners/informationrequest/?state=overdue").context["cl"].result_list
    assert [row.question for row in listed] == ["Why, alpha?", "Why, other?"]
    with bind(climbed.program_id):
        InformationRequest.objects.filter(question="Why, alpha?").update(answered_at=NOON, answer="Because.")
    assert cards(busy)["Overdue answers"].count == 1


def test_an_empty_home_is_calm(visit, program, charlie):
    response = visit(charlie).get(HOME)
    assert response.context["urgent"] == []
    assert [one.title for one in response.context["waiting"]] == []
    assert "You're all caught up." in text_of(response)


def test_home_runs_few_queries(desk, program, climbed, alice):
    def asked():
        desk.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            desk.get(HOME)
        return len(queries)

    few = asked()
    fill_queues(program, climbed, alice)
    many = asked()
    for number in range(12):
        apply(program, f"More {number}", "submitted", due_on=TODAY + timedelta(days=number))
        admit(program, f"m-{number}", f"More {number}", website_absent_on=TODAY, website="m.example")
    assert asked() == many
    assert many - few <= 0
    assert many <= MOST_QUERIES


@pytest.mark.parametrize("preset", CODES)
def test_home_shows_only_queues_the_rules_use(preset):
    program = open_program(preset)
    site = Site.objects.get(program=program, host=f"{preset}.localhost")
    client = Client(headers={"host": site.host})
    client.force_login(hire(program, "Mona"), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(HOME)
    assert response.status_code == 200
    shown = {one.title for one in [*response.context["waiting"], *response.context["calm"]]}
    with bind(program.pk):
        from programs.queries import definition

        rules = definition(program, TODAY)
    assert {str(queue.title) for queue in queues() if queue.kept(rules)} <= shown
    assert not shown & {str(queue.title) for queue in queues() if not queue.kept(rules)}


def test_rows_from_earlier_rules_are_still_shown(other_program, other_site):
    client = Client(headers={"host": other_site.host})
    client.force_login(hire(other_program, "Mona"), backend="django.contrib.auth.backends.ModelBackend")
    assert "Verification" not in {one.title for one in client.get(HOME).context["calm"]}
    apply(other_program, "Left Behind", "verifying", due_on=TODAY)
    assert cards(client)["Verification"].count == 1


def test_long_description_is_truncated_visibly(desk, program, climbed):
    with bind(program.pk):
        InformationRequest.objects.create(
            program=program, partner=climbed, question="Which invoice is it? " * 20, asked_at=NOON, due_on=TODAY - DAY
        )
    told = [row.told for row in desk.get(HOME).context["urgent"]]
    assert len(told) == 1
    assert told[0].endswith("…")
    assert len(told[0]) <= 90
