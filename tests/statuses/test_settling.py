"""Live activities, openings and reversals give the same result as a replay of the full history."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from activities.models import Activity
from activities.operations import UnableToRecord, UnableToRetract, record_activity, retract_activity
from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from partners.models import Card, Partner
from points.models import Account, Entry
from portal.opening import open_days
from programs.rulebook import read_rulebook
from statuses.models import Standing, StatusChange
from statuses.operations import grant_exception, settle, terminate
from tests.careers import introduce

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
SILVER = [
    ("evidence", {"evidence": "website"}),
    ("evidence", {"evidence": "social"}),
    ("evidence", {"evidence": "first_line"}),
    ("course", {"course": "tutorial"}),
    ("course", {"course": "sales"}),
]


def record(partner: Partner, kind: str, on: date, today: date | None = None, **fields) -> Activity:
    return record_activity(
        actor=Actor.system(partner.program_id),
        partner=partner,
        rulebook=read_rulebook(partner.program_id),
        kind=kind,
        on=on,
        today=today or on,
        now=NOW,
        **fields,
    )


def become_silver(partner: Partner, on: date) -> Activity:
    introduce(partner)
    for kind, attributes in SILVER:
        record(partner, kind, on, subject="Ann", attributes=attributes)
    record(partner, "sale", on, amount=Decimal(1500), subject="client 1")
    return record(partner, "sale", on, amount=Decimal(1000), subject="client 2")


def standing(partner: Partner) -> Standing:
    return Standing.objects.get(partner=partner, track="status")


def total(partner: Partner) -> int:
    return sum(Account.objects.filter(partner=partner).values_list("points", flat=True))


@pytest.fixture
def inside(program):
    with bind(program.pk):
        yield


@pytest.mark.rule("B24-up")
@pytest.mark.rule("B24-1.4a")
def test_last_activity_updates_level_points_card_and_notice(alpha, inside):
    last = become_silver(alpha, date(2025, 4, 1))
    assert standing(alpha).level == "silver"
    assert standing(alpha).review_on == date(2026, 4, 1)
    assert total(alpha) == 250
    assert Card.objects.get(partner=alpha).points == 250
    assert Notice.objects.filter(partner=alpha, kind="level").count() == 2
    verdict = StatusChange.objects.get(partner=alpha, cause="upgrade").verdict
    assert last.pk in next(f for f in verdict["findings"] if f["kind"] == "total")["counted"]


@pytest.mark.rule("B24-3.1q")
def test_retraction_undoes_points_level_and_card(alpha, inside):
    last = become_silver(alpha, date(2025, 4, 1))
    retract_activity(
        actor=Actor.system(alpha.program_id), activity=last, reason="refunded", today=date(2025, 4, 9), now=NOW
    )
    assert standing(alpha).level == "bronze"
    assert total(alpha) == 150
    assert not Card.objects.filter(partner=alpha).exists()
    assert StatusChange.objects.filter(partner=alpha, superseded_at=None).count() == 1
    with pytest.raises(UnableToRetract, match="already reversed"):
        retract_activity(
            actor=Actor.system(alpha.program_id), activity=last, reason="again", today=date(2025, 4, 9), now=NOW
        )


@pytest.mark.rule("B24-4.2b")
def test_catching_up_equals_a_replay_and_a_day_opened_twice_changes_nothing(alpha, beta, inside):
    become_silver(alpha, date(2025, 4, 1))
    open_days(program_id=alpha.program_id, until=date(2025, 4, 2), now=NOW)
    opened = open_days(program_id=alpha.program_id, until=date(2026, 4, 2), now=NOW)
    assert len(opened) == 365
    assert standing(alpha).level == "bronze"
    assert standing(alpha).since == date(2026, 4, 1)
    assert total(alpha) == 0
    before = list(StatusChange.objects.order_by("pk").values()), list(Entry.objects.order_by("pk").values())
    assert open_days(program_id=alpha.program_id, until=date(2026, 4, 2), now=NOW) == []
    settle(
        rulebook=read_rulebook(alpha.program_id),
        partner_ids=[alpha.pk, beta.pk],
        until=date(2026, 4, 2),
        now=NOW,
    )
    partner_rows = list(StatusChange.objects.filter(partner=alpha).order_by("pk").values())
    assert [row for row in before[0] if row["partner_id"] == alpha.pk] == partner_rows
    assert before[1] == list(Entry.objects.order_by("pk").values())


@pytest.mark.rule("B24-3.1.1b")
def test_reminders_come_on_their_days_and_the_grace_ends(alpha, inside):
    record(alpha, "course", date(2025, 4, 1), subject="Ann", attributes={"course": "tutorial"})
    open_days(program_id=alpha.program_id, until=date(2025, 4, 1), now=NOW)
    open_days(program_id=alpha.program_id, until=date(2025, 6, 9), now=NOW)
    last = alpha.accepted_on + timedelta(days=90)
    days = list(Notice.objects.filter(partner=alpha, kind="reminder").order_by("on").values_list("on", flat=True))
    assert days == [last - timedelta(days=n) for n in (30, 14, 3)]
    assert standing(alpha).level == ""
    assert standing(alpha).since == last + timedelta(days=1)


def test_a_backdated_sale_before_a_failed_review_restores_the_level(alpha, inside):
    become_silver(alpha, date(2025, 4, 1))
    open_days(program_id=alpha.program_id, until=date(2025, 4, 2), now=NOW)
    open_days(program_id=alpha.program_id, until=date(2026, 4, 2), now=NOW)
    today = date(2026, 4, 2)
    record(alpha, "sale", date(2025, 12, 1), today=today, amount=Decimal(9000), subject="client 3")
    record(alpha, "client_seats", date(2025, 12, 1), today=today, quantity=400, subject="client 3")
    assert standing(alpha).level == "silver"
    assert standing(alpha).confirmed_on == date(2026, 4, 1)
    assert StatusChange.objects.filter(partner=alpha).exclude(superseded_at=None).count() == 1


def test_manager_decides(alpha, inside):
    actor, today = Actor.system(alpha.program_id), date(2025, 5, 1)
    rulebook = read_rulebook(alpha.program_id)
    grant_exception(
        actor=actor, partner=alpha, rulebook=rulebook, level="gold", reason="known", on=today, today=today, now=NOW
    )
    assert standing(alpha).level == "gold"
    terminate(actor=actor, partner=alpha, reason="closed", on=today, today=today, now=NOW)
    assert standing(alpha).level == ""
    causes = StatusChange.objects.filter(partner=alpha).order_by("seq", "pk").values_list("cause", flat=True)
    assert set(causes) == {"acceptance", "exception", "termination"}


def test_invalid_activities_are_reported_by_field(alpha, inside):
    on = date(2025, 4, 1)
    with pytest.raises(UnableToRecord) as refused:
        record(alpha, "course", on, attributes={"course": "cooking"})
    assert "course" in refused.value.problems
    with pytest.raises(UnableToRecord) as refused:
        record(alpha, "sale", on)
    assert "amount" in refused.value.problems
    with pytest.raises(UnableToRecord) as refused:
        record(alpha, "sale", date(1, 1, 1), amount=Decimal(10))
    assert refused.value.problems == {"on": "0001-01-01 is before 1980-01-01."}
    record(alpha, "sale", on, amount=Decimal(10), reference="inv-1")
    with pytest.raises(UnableToRecord) as refused:
        record(alpha, "sale", on, amount=Decimal(10), reference="inv-1")
    assert "reference" in refused.value.problems
    assert total(alpha) == 1


def test_stored_totals_equal_the_entries(alpha, inside):
    become_silver(alpha, date(2025, 4, 1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(points) FROM points_entry WHERE partner_id = %s", [alpha.pk])
        assert cursor.fetchone()[0] == total(alpha)
