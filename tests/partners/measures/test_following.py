"""Questions that weren't answered: reminders, more time, and questions that are withdrawn."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from common.tenancy import bind
from notices.models import Notice
from partners.measures.operations.following import extend_question, remind_of_question, withdraw_question
from partners.measures.operations.requests import UnableToAnswer, UnableToAsk, answer_information
from partners.models import InformationRequest
from programs.queries import definition
from tests.cast import partner_actor, rulebook_with, staff_actor

DAY = timedelta(days=1)
TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def late(program, alpha, charlie):
    with bind(program.pk):
        own = {"program": program, "partner": alpha, "asked_by": charlie, "asked_at": NOW}
        return InformationRequest.objects.create(**own, question="Who are your clients?", due_on=TODAY - DAY)


@pytest.fixture
def by(program, charlie):
    with bind(program.pk):
        rulebook = rulebook_with(program, definition(program, TODAY))
    return {"actor": staff_actor(program, charlie), "rulebook": rulebook, "today": TODAY, "now": NOW}


def told(late):
    return list(
        Notice.objects.filter(partner=late.partner, kind="information_request").values_list("subject", flat=True)
    )


@pytest.mark.rule("B24-1.7.2")
def test_a_reminder_sends_the_question_again_once_a_day(late, by):
    with bind(late.program_id):
        remind_of_question(asked=late, **by)
        assert len(told(late)) == 1
        with pytest.raises(UnableToAsk, match="today already"):
            remind_of_question(asked=late, **by)
        remind_of_question(asked=late, **{**by, "today": TODAY + DAY})
        assert len(told(late)) == 2


def test_more_time_moves_the_last_day_and_tells_the_partner(late, by):
    with bind(late.program_id):
        for wrong in (TODAY, TODAY - DAY):
            with pytest.raises(UnableToAsk) as refused:
                extend_question(asked=late, due_on=wrong, **by)
            assert set(refused.value.problems) == {"due_on"}
        extend_question(asked=late, due_on=TODAY + 5 * DAY, **by)
        assert not InformationRequest.objects.overdue(TODAY + 5 * DAY).exists()
        (subject,) = told(late)
        assert "17" in subject


def test_a_withdrawn_question_waits_for_nobody_and_takes_no_answer(late, by, alice):
    with bind(late.program_id):
        withdraw_question(actor=by["actor"], asked=late, now=NOW)
        assert not InformationRequest.objects.open().exists()
        assert told(late) == []
        for act in (remind_of_question, lambda **given: extend_question(due_on=TODAY + 9 * DAY, **given)):
            with pytest.raises(UnableToAsk):
                act(asked=late, **by)
        with pytest.raises(UnableToAnswer):
            answer_information(
                actor=partner_actor(late.partner, alice), request=late, answer="Nobody", today=TODAY, now=NOW
            )


def test_partners_cannot_follow_up(late, by, alice):
    actor = partner_actor(late.partner, alice)
    with bind(late.program_id), pytest.raises(PermissionDenied):
        withdraw_question(actor=actor, asked=late, now=NOW)


@pytest.mark.usefixtures("fixed_day")
def test_the_page_of_an_overdue_question_has_what_can_be_done(late, visit, charlie):
    desk = visit(charlie)
    page = f"/admin/partners/informationrequest/{late.pk}"
    shown = desk.get(f"{page}/change/").content.decode()
    for path in ("remind", "more-time", "withdraw", "measure"):
        assert f"{page}/{path}/" in shown
    assert "Answered by" not in shown, "what there isn't yet is not shown"
    gone = desk.get(f"{page}/measure/")
    assert gone["Location"] == f"/admin/partners/partner/{late.partner_id}/change/?part=words"
    assert desk.post(f"{page}/withdraw/").status_code == 302
    shown = desk.get(f"{page}/change/").content.decode()
    assert f"{page}/remind/" not in shown
