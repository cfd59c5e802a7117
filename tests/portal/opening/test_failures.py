"""A day that can't be opened is recorded, doesn't stop other programs, and is cleared once it opens."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from common.tenancy import bind
from portal import opening
from portal.jobs import open_days
from programs.job_runs import FAILED, has_failed, outcome_words
from programs.models import JobRun, Program

DAY = date(2025, 6, 1)
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def behind(alpha, delta, program, other_program):
    Program.objects.update(opened_on=DAY - timedelta(days=1))
    return program


def failed(program):
    with bind(program.pk):
        return list(JobRun.objects.filter(FAILED).values_list("day", "outcome"))


def opened_on(program):
    return Program.objects.get(pk=program.pk).opened_on


@time_machine.travel(NOON, tick=False)
def test_failure_is_recorded_and_other_programs_open(behind, other_program, monkeypatch):
    real = opening.roll_forward

    def breaks(*, program_id, **rest):
        if program_id == behind.pk:
            raise ArithmeticError("Alpha Works has 7 points too many")
        return real(program_id=program_id, **rest)

    monkeypatch.setattr(opening, "roll_forward", breaks)
    with pytest.raises(ExceptionGroup) as raised:
        open_days()
    assert [type(error) for error in raised.value.exceptions] == [ArithmeticError]
    assert (opened_on(behind), opened_on(other_program)) == (DAY - timedelta(days=1), DAY)
    assert failed(behind) == [(DAY, {"error": "ArithmeticError"})]
    assert failed(other_program) == []

    monkeypatch.setattr(opening, "roll_forward", real)
    assert open_days() == 1
    assert opened_on(behind) == DAY
    assert failed(behind) == []


def test_differences_found_by_a_check_are_a_failure(program):
    outcomes = [{"differences": 2, "totals": [{}, {}]}, {"differences": 0, "totals": []}, {"error": "x"}, {"mails": 1}]
    with bind(program.pk):
        for number, outcome in enumerate(outcomes):
            JobRun.objects.create(program=program, job=f"job-{number}", day=DAY, started_at=NOON, outcome=outcome)
        found = set(JobRun.objects.filter(FAILED).values_list("job", flat=True))
    assert found == {"job-0", "job-2"}
    assert [has_failed(outcome) for outcome in outcomes] == [True, False, True, False]
    assert outcome_words(outcomes[0]) == "differences: 2, totals: 2"
