"""The demo's rules: a changed preset becomes a new revision once, and rules that somebody published on it stay."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.actor import Actor
from common.tenancy import bind
from config import demo
from demo.plan import DEMO_PROGRAM, load_plan
from demo.publishing import preset, publish_preset, under_newest_rules
from portal.publishing import publish_rules
from programs.models import Revision

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TODAY = NOW.date()
OLD = preset(DEMO_PROGRAM) + "# as an older release had it\n"
SYSTEM = Actor.system(None)

pytestmark = pytest.mark.django_db


def publish(source: str, effective_from: date) -> None:
    publish_rules(actor=SYSTEM, program_code=DEMO_PROGRAM, source=source, effective_from=effective_from, now=NOW)


def start() -> Revision | None:
    return publish_preset(actor=SYSTEM, source=preset(DEMO_PROGRAM), today=TODAY, now=NOW)


def test_the_first_start_publishes_and_the_second_does_not():
    assert (start().number, start()) == (1, None)


def test_a_changed_preset_is_in_force_from_today():
    publish(OLD, TODAY - timedelta(days=90))
    revision = start()
    assert (revision.number, revision.effective_from) == (2, TODAY)
    assert start() is None


def test_rules_published_on_the_preset_stay():
    start()
    publish(OLD, TODAY)
    assert start() is None


def test_it_waits_for_rules_of_a_day_to_come():
    publish(OLD, TODAY + timedelta(days=30))
    assert start().effective_from == TODAY + timedelta(days=30)


def test_the_demo_starts_with_rules_that_cannot_change(monkeypatch, capsys, alpha):
    """A partner is on a level that the preset does not have."""
    monkeypatch.setattr("portal.publishing.partners_on", lambda program: {("status", "platinum"): 1})
    monkeypatch.setattr("demo.publishing.preset", lambda code: OLD)
    demo._publish_rules(DEMO_PROGRAM)
    assert f"{DEMO_PROGRAM} keeps the rules it has: The new rules have no place for: 1 partner on platinum" in (
        capsys.readouterr().out
    )


def test_nothing_in_the_plan_is_older_than_the_newest_rules():
    plan = load_plan(DEMO_PROGRAM)
    program = start().program
    with bind(program.pk):
        assert under_newest_rules(plan, program, today=TODAY) == plan
    publish(OLD, TODAY)
    with bind(program.pk):
        capped = under_newest_rules(plan, program, today=TODAY + timedelta(days=3))
    steps = [step.days_ago for part in (capped.claim, capped.application) for one in part for step in one.step]
    assert max([*steps, *(one.days_ago for one in [*capped.revision, *capped.exchange])]) == 3
    assert capped.career == plan.career
