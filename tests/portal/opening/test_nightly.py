"""The nightly tasks and the `open-day` command."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from common.tenancy import bind
from points.jobs import recount_points
from points.models import Account
from points.operations import post, set_watermark
from points.totals_check import check_totals
from portal.jobs import open_days
from portal.opening import open_days as open_missed
from programs.models import JobRun, Program

DAY = date(2025, 6, 1)
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def opened(program):
    Program.objects.filter(pk=program.pk).update(opened_on=DAY - timedelta(days=3))
    return program


@time_machine.travel(NOON, tick=False)
def test_task_opens_every_missed_day_in_order(opened, alpha):
    assert open_days() == 3
    assert open_days() == 0
    with bind(opened.pk):
        days = JobRun.objects.filter(job="open_day").order_by("pk").values_list("day", flat=True)
        assert list(days) == [DAY - timedelta(days=n) for n in (2, 1, 0)]


@time_machine.travel(datetime(2025, 5, 31, 21, 30, tzinfo=UTC), tick=False)
def test_day_starts_in_the_programs_time_zone(opened, alpha):
    """9:30 p.m. in UTC is past midnight in the program's time zone."""
    open_days()
    assert Program.objects.get(pk=opened.pk).opened_on == DAY


@time_machine.travel(NOON, tick=False)
def test_open_day_command_runs_the_same_operation(opened, alpha, capsys):
    call_command("open-day", opened.code, "--on", str(DAY))
    assert "opened 3 day(s)" in capsys.readouterr().out
    call_command("open-day", opened.code, "--on", str(DAY))
    assert "nothing changed" in capsys.readouterr().out
    with pytest.raises(CommandError, match="in the future"):
        call_command("open-day", opened.code, "--on", str(DAY + timedelta(days=1)))
    with pytest.raises(CommandError, match="no program"):
        call_command("open-day", "nobody")


def test_wrong_total_is_found_and_recorded(alpha):
    with bind(alpha.program_id):
        set_watermark(program_id=alpha.program_id, active_on=DAY)
        post(
            program_id=alpha.program_id,
            partner_id=alpha.pk,
            account="main",
            points=5,
            earned_on=DAY,
            expires_on=DAY + timedelta(days=365),
            rule="test",
            key="k",
            today=DAY,
            now=NOON,
        )
    assert recount_points() == 0
    with bind(alpha.program_id):
        Account.objects.update(points=6)
    (found,) = check_totals(program_id=alpha.program_id, on=DAY, now=NOON)
    assert (found.partner_id, found.stored, found.counted) == (alpha.pk, 6, 5)
    with bind(alpha.program_id):
        assert JobRun.objects.get(job="recount_points", day=DAY).outcome["differences"] == 1


@time_machine.travel(NOON, tick=False)
def test_a_program_without_partners_has_no_days_yet(program):
    assert open_days() == 0
    assert Program.objects.get(pk=program.pk).opened_on is None


def test_quiet_day_runs_few_queries(opened, alpha, django_assert_max_num_queries):
    """A quiet day runs no extra queries; apart from totals, its cost doesn't depend on the number of partners."""
    first = DAY - timedelta(days=2)
    open_missed(program_id=opened.pk, until=first, now=NOON)
    with django_assert_max_num_queries(17):
        assert open_missed(program_id=opened.pk, until=DAY - timedelta(days=1), now=NOON)
