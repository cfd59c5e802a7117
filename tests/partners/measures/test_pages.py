"""The partner's page of requests and restrictions."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from common.tenancy import bind
from partners.models import InformationRequest, Restriction, TrademarkRequest
from tests.cast import open_program

NOW = datetime(2026, 3, 6, 9, tzinfo=UTC)
PAGE = "/dashboard/requests/"
pytestmark = [pytest.mark.usefixtures("fresh_cache"), pytest.mark.django_db]


@pytest.fixture
def other_program(db):
    """A program that is not open to people."""
    return open_program("bitrix-2011", people=False)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(alpha, charlie):
    def asked(question, due_on=date(2026, 3, 9), partner=alpha, **fields):
        with bind(partner.program_id):
            return InformationRequest.objects.create(
                program_id=partner.program_id,
                partner=partner,
                question=question,
                asked_by=charlie,
                asked_at=NOW,
                due_on=due_on,
                **fields,
            )

    return asked


def again(row):
    with bind(row.program_id):
        return type(row).objects.get(pk=row.pk)


@pytest.mark.rule("B24-1.7.2")
def test_open_requests_come_first_by_due_date_and_show_when_they_are_overdue(visit, alice, asked):
    asked("Later please", date(2026, 3, 12))
    asked("At once please", date(2026, 3, 5))
    asked("Long ago", date(2026, 1, 5), answer="It was so", answered_at=NOW, answered_by=alice)
    page = visit(alice).get(PAGE).content.decode()
    places = [page.index(words) for words in ("At once please", "Later please", "Long ago", "It was so")]
    assert places == sorted(places)
    assert "Overdue since March 5, 2026" in page
    assert "Due on March 12, 2026" in page
    assert page.count("<textarea") == 3  # two answers and a trademark request


def test_a_request_is_answered_and_invalid_answers_keep_what_was_typed(visit, alice, rita, asked):
    row = asked("Who?")
    client, path = visit(alice), f"{PAGE}{asked('Why?').pk}/answer/"
    long = "kept words " + "x" * 4000
    answer = client.post(path, {"answer": long})
    assert answer.status_code == 200
    assert "kept words" in answer.content.decode()
    assert "at most 4000 characters" in answer.content.decode()
    assert client.post(path, {"answer": ""}).status_code == 200
    assert client.post(path, {"answer": "a\0b"}).status_code == 200
    assert client.post(f"{PAGE}{row.pk}/answer/", {"answer": "We did"}).status_code == 302
    assert (again(row).answer, again(row).answered_by_id) == ("We did", alice.pk)
    late = client.post(f"{PAGE}{row.pk}/answer/", {"answer": "No, they"})
    assert "has already answered this" in late.content.decode()
    assert again(row).answer == "We did"


def test_roles_that_may_not_answer_see_requests_without_a_form(visit, rita, asked):
    row = asked("Who?")
    page = visit(rita).get(PAGE).content.decode()
    assert "Who?" in page
    assert "<textarea" not in page
    assert visit(rita).post(f"{PAGE}{row.pk}/answer/", {"answer": "x"}).status_code == 403
    assert visit(rita).post(f"{PAGE}trademarks/", {"use": "x"}).status_code == 403


def test_a_request_to_another_partner_is_not_found(visit, alice, beta, bob, asked):
    row = asked("Secret?", partner=beta)
    assert "Secret?" not in visit(alice).get(PAGE).content.decode()
    for pk in (row.pk, 987654321, 10**25):
        assert visit(alice).post(f"{PAGE}{pk}/answer/", {"answer": "x"}).status_code == 404
        assert visit(alice).post(f"{PAGE}trademarks/{pk}/withdraw/").status_code == 404
    assert again(row).answered_at is None


@pytest.mark.rule("B24-1.6")
def test_a_trademark_request_is_sent_shown_and_withdrawn(visit, alpha, alice, rita):
    client = visit(alice)
    answer = client.post(f"{PAGE}trademarks/", {"use": "<b>Logo</b> on our van"}, follow=True)
    page = answer.content.decode()
    assert "&lt;b&gt;Logo&lt;/b&gt; on our van" in page
    assert "pending" in page
    with bind(alpha.program_id):
        row = TrademarkRequest.objects.get()
    assert "on our van" in visit(rita).get(PAGE).content.decode()
    assert client.post(f"{PAGE}trademarks/{row.pk}/withdraw/").status_code == 302
    assert again(row).state == "withdrawn"
    assert "withdrawn already" in client.post(f"{PAGE}trademarks/{row.pk}/withdraw/", follow=True).content.decode()
    assert client.post(f"{PAGE}trademarks/", {"use": " "}).status_code == 200


def test_only_active_and_upcoming_restrictions_are_shown(visit, program, alpha, alice, rita):
    own = {"program": program, "partner": alpha, "effect": "access", "user": rita, "set_at": NOW}
    days = [(3, 1, 3, 5, "Over"), (3, 6, 3, 7, "Holds"), (3, 9, 3, 10, "Comes")]
    with bind(program.pk):
        for first_month, first, last_month, last, reason in days:
            Restriction.objects.create(
                **own, starts_on=date(2026, first_month, first), ends_on=date(2026, last_month, last), reason=reason
            )
        lifted = {"lifted_on": date(2026, 3, 6), "lifted_reason": "Error"}
        Restriction.objects.create(**own, **lifted, starts_on=date(2026, 3, 1), reason="Lifted")
    page = visit(alice).get(PAGE).content.decode()
    assert [reason for reason in ("Over", "Holds", "Comes", "Lifted") if f"</strong> {reason}" in page] == [
        "Holds",
        "Comes",
    ]


def test_a_program_without_these_rules_has_no_such_page(visit, other_site, dora):
    client = visit(dora, host=other_site.host)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/dashboard/").content.decode()
