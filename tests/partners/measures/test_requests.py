"""Information requests with deadlines, and trademark requests."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from common.tenancy import bind
from notices.models import Mail, Notice
from partners.measures.operations import requests as asking
from partners.measures.operations.requests import (
    MOST_WAITING,
    UnableToAnswer,
    UnableToAsk,
    answer_information,
    ask_information,
    ask_trademark,
    decide_trademark,
    withdraw_trademark,
)
from partners.models import InformationRequest, TrademarkRequest
from programs.queries import definition
from tests.cast import join, partner_actor, rulebook_with, staff_actor
from tests.races.crowd import at_once, together

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(program):
    with bind(program.pk):
        return definition(program, TODAY)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


def inside(whose, operation, **asked):
    with bind(whose.program_id):
        return operation(**asked)


def question(alpha, manager, rules, words="Who are your clients?", **changes):
    asked = {
        "actor": manager,
        "partner": alpha,
        "rulebook": rulebook_with(alpha.program, rules),
        "question": words,
        "today": TODAY,
        "now": NOW,
    }
    return inside(alpha, ask_information, **{**asked, **changes})


def answer(partner, asked, actor, words="Nobody yet", now=NOW):
    return inside(partner, answer_information, actor=actor, request=asked, answer=words, today=TODAY, now=now)


def wish(alpha, alice, rules, use="Logo on our van"):
    return inside(alpha, ask_trademark, actor=partner_actor(alpha, alice), definition=rules, use=use, now=NOW)


def decide(request, manager, *, approved=True, note=""):
    return inside(
        request.partner,
        decide_trademark,
        actor=manager,
        request=request,
        approved=approved,
        note=note,
        today=TODAY,
        now=NOW,
    )


def notices(partner):
    with bind(partner.program_id):
        return list(Notice.objects.filter(partner=partner).order_by("pk"))


@pytest.mark.rule("B24-1.7.2")
def test_information_is_due_in_three_calendar_days_and_overdue_afterwards(alpha, alice, manager, rules):
    asked = question(alpha, manager, rules)
    friday = question(alpha, manager, rules, "Why?", today=date(2026, 3, 6))
    assert (asked.due_on, friday.due_on) == (date(2026, 3, 5), date(2026, 3, 9))
    first, _second = notices(alpha)
    assert (first.kind, first.clause, first.link) == ("information_request", "B24-1.7.2", "/dashboard/requests/")
    assert "March 5, 2026" in first.subject
    assert "Who are your clients?" in first.body
    with bind(alpha.program_id):

        def overdue(on):
            return list(InformationRequest.objects.overdue(on).values_list("pk", flat=True))

        assert overdue(date(2026, 3, 5)) == []
        assert overdue(date(2026, 3, 6)) == [asked.pk]
        assert overdue(date(2026, 3, 10)) == [asked.pk, friday.pk]
    answer(alpha, asked, partner_actor(alpha, alice), now=NOW + timedelta(days=30))
    with bind(alpha.program_id):
        assert list(InformationRequest.objects.overdue(date(2026, 3, 10))) == [friday]
        assert AuditEntry.objects.filter(action="information.ask").count() == 2


def test_the_person_who_asked_is_told_of_the_answer(program, alpha, alice, charlie, manager, rules):
    answer(alpha, question(alpha, manager, rules), partner_actor(alpha, alice), "Nobody <b>yet</b>")
    with bind(program.pk):
        mail = Mail.objects.get(to=charlie.email)
    assert "Alpha Works" in mail.subject
    assert "Nobody <b>yet</b>" in mail.text


def test_a_request_is_answered_once_and_only_by_permitted_roles(alpha, alice, rita, bob, beta, manager, rules):
    asked = question(alpha, manager, rules)
    for actor in (partner_actor(alpha, rita, "readonly"), partner_actor(alpha, rita, "sales")):
        with pytest.raises(PermissionDenied):
            answer(alpha, asked, actor)
    with pytest.raises(InformationRequest.DoesNotExist):
        answer(alpha, asked, partner_actor(beta, bob))
    for words in ("", " \0\n ", "x" * 4001):
        with pytest.raises(UnableToAnswer) as refusal:
            answer(alpha, asked, partner_actor(alpha, alice), words)
        assert set(refusal.value.problems) == {"answer"}
    assert answer(alpha, asked, partner_actor(alpha, alice)).answered_by_id == alice.pk
    with pytest.raises(UnableToAnswer, match="colleague"):
        answer(alpha, asked, partner_actor(alpha, alice), "Again")


def test_a_request_needs_a_text_and_a_current_partner(alpha, alice, manager, rules, other_program, erin):
    for words in ("", "\0", "x" * 4001):
        with pytest.raises(UnableToAsk):
            question(alpha, manager, rules, words)
    for actor in (partner_actor(alpha, alice), staff_actor(other_program, erin)):
        with pytest.raises(PermissionDenied):
            question(alpha, actor, rules)
    with bind(alpha.program_id):
        alpha.ended_on = TODAY
        alpha.save(update_fields=["ended_on"])
    with pytest.raises(UnableToAsk, match="has ended"):
        question(alpha, manager, rules)
    assert notices(alpha) == []


def test_a_program_without_the_section_cannot_ask(alpha, alice, manager, rules):
    silent = rules.model_copy(update={"admission": None})
    with pytest.raises(UnableToAsk):
        question(alpha, manager, silent)
    with pytest.raises(UnableToAsk):
        wish(alpha, alice, silent)


@pytest.mark.rule("B24-1.6")
def test_a_trademark_request_needs_approval(alpha, alice, manager, rules):
    asked = wish(alpha, alice, rules)
    assert asked.state == "waiting"
    assert notices(alpha) == []
    decided = decide(asked, manager)
    assert (decided.state, decided.decided_by_id, decided.decided_at) == ("approved", manager.user_id, NOW)
    (notice,) = notices(alpha)
    assert (notice.kind, notice.clause) == ("trademark", "B24-1.6")
    assert "Your trademark request was approved" in notice.subject
    assert "Logo on our van" in notice.body
    with bind(alpha.program_id):
        assert AuditEntry.objects.get(action="trademarks.decide").subject_id == asked.pk


@pytest.mark.rule("B24-1.6")
def test_declining_needs_a_reason_and_a_decision_is_final(alpha, alice, manager, rules):
    asked = wish(alpha, alice, rules)
    for note in ("", "\0 "):
        with pytest.raises(UnableToAnswer) as refusal:
            decide(asked, manager, approved=False, note=note)
        assert set(refusal.value.problems) == {"note"}
    decide(asked, manager, approved=False, note="Vans rust")
    assert "Vans rust" in notices(alpha)[0].body
    with pytest.raises(UnableToAnswer, match="declined already"):
        decide(asked, manager)
    with pytest.raises(UnableToAnswer, match="declined already"):
        inside(alpha, withdraw_trademark, actor=partner_actor(alpha, alice), request=asked, now=NOW)


def test_who_may_send_trademark_requests_and_how_many(alpha, alice, rita, manager, rules):
    for role in ("readonly", "sales", "former", "blocked"):
        with pytest.raises(PermissionDenied):
            inside(alpha, ask_trademark, actor=partner_actor(alpha, rita, role), definition=rules, use="x", now=NOW)
    with pytest.raises(PermissionDenied):
        decide(wish(alpha, alice, rules), partner_actor(alpha, alice))
    for n in range(MOST_WAITING - 1):
        wish(alpha, alice, rules, f"Use {n}")
    with pytest.raises(UnableToAsk, match="open requests"):
        wish(alpha, alice, rules)


def test_a_request_can_be_withdrawn_before_it_is_decided(alpha, alice, beta, bob, manager, rules):
    asked = wish(alpha, alice, rules)
    with pytest.raises(TrademarkRequest.DoesNotExist):
        inside(alpha, withdraw_trademark, actor=partner_actor(beta, bob), request=asked, now=NOW)
    inside(alpha, withdraw_trademark, actor=partner_actor(alpha, alice), request=asked, now=NOW)
    with pytest.raises(UnableToAnswer, match="withdrawn already"):
        decide(asked, manager)


def decided_at_once(alpha, alice, manager, rules):
    asked = wish(alpha, alice, rules)
    asked.partner.program_id  # noqa: B018 - loaded before the threads
    at_once(lambda n: decide(asked, manager, approved=bool(n % 2), note=f"Manager {n}"), people=4)
    with bind(alpha.program_id):
        return AuditEntry.objects.filter(action="trademarks.decide", subject_id=asked.pk).count()


@pytest.mark.django_db(transaction=True)
def test_only_one_of_several_managers_decides(alpha, alice, manager, rules):
    assert decided_at_once(alpha, alice, manager, rules) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_several_managers_decide(alpha, alice, manager, rules, monkeypatch):
    monkeypatch.setattr("django.db.models.QuerySet.select_for_update", lambda rows, **options: rows)
    monkeypatch.setattr(asking, "_waiting", together(asking._waiting, people=4))
    assert decided_at_once(alpha, alice, manager, rules) > 1


@pytest.mark.django_db(transaction=True)
def test_colleagues_who_answer_at_once_do_not_overwrite_each_other(alpha, alice, manager, rules):
    people = [partner_actor(alpha, join(alpha, f"Person{n}")) for n in range(4)]
    asked = question(alpha, manager, rules)
    found = at_once(lambda n: answer(alpha, asked, people[n], f"Answer {n}"), people=4)
    winner = next(n for n, one in enumerate(found) if isinstance(one, InformationRequest))
    assert sum(isinstance(one, UnableToAnswer) for one in found) == 3
    with bind(alpha.program_id):
        asked.refresh_from_db()
    assert (asked.answer, asked.answered_by_id) == (f"Answer {winner}", people[winner].user_id)
