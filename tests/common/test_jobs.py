"""Every task says how it recovers when the database or Redis was away, and does."""

from datetime import timedelta

import pytest
from celery.exceptions import Retry
from celery.schedules import crontab
from django.conf import settings
from django.db import OperationalError, connection

from common import jobs
from common.jobs import AWAY, SCHEDULE, Recovery, is_soon, scheduled, task
from config.celery import app
from notices.operations import queue_mail
from tests.notices.post import NOW, mails


def own_tasks():
    """Every task of this project that Celery knows."""
    app.loader.import_default_modules()
    return {name: found for name, found in app.tasks.items() if not name.startswith("celery.")}


def test_every_task_declares_its_recovery():
    found = own_tasks()
    assert {"notices.tasks.send_mail", "partners.tasks.look_at_website"} <= set(found)
    assert {name for name, each in found.items() if not isinstance(getattr(each, "recovery", None), Recovery)} == set()


def test_only_what_runs_again_within_an_hour_is_left_to_the_next_run():
    every = {entry["task"]: entry["schedule"] for entry in SCHEDULE.values()}
    left = {name for name, each in own_tasks().items() if each.recovery is Recovery.NEXT_RUN}
    assert "notices.tasks.send_mail" in left
    assert {name for name in left if name in every and not is_soon(every[name])} == set()
    # Where websites are not checked, that task is not scheduled.
    assert left - set(every) <= {"partners.tasks.check_websites"}


def test_mail_runs_often_enough_to_leave_within_a_minute():
    every = {entry["task"]: entry["schedule"] for entry in SCHEDULE.values()}
    assert every["notices.tasks.send_mail"] <= timedelta(seconds=20)


def test_a_declaration_is_required():
    with pytest.raises(TypeError, match="recovery"):
        task("nobody.says")
    with pytest.raises(TypeError, match="recovery"):
        scheduled("nobody says", name="nobody.says", every=timedelta(minutes=1))
    with pytest.raises(ValueError, match="more than an hour away"):
        scheduled("daily", name="daily", every=crontab(minute=1, hour=1), recovery=Recovery.NEXT_RUN)
    assert "daily" not in SCHEDULE


@pytest.mark.parametrize(
    ("every", "soon"),
    [
        (timedelta(hours=1), True),
        (timedelta(hours=2), False),
        (crontab(minute="*/10"), True),
        (crontab(minute=40), True),
        (crontab(minute=0, hour="*/2"), False),
        (crontab(minute="*", day_of_week=1), False),
    ],
)
def test_which_schedules_run_within_an_hour(every, soon):
    assert is_soon(every) is soon


def test_a_task_is_handed_on_soon_after_its_worker_was_killed_but_never_while_it_runs():
    hidden = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    limits = [found.time_limit or settings.CELERY_TASK_TIME_LIMIT for found in own_tasks().values()]
    assert max(limits) < hidden <= 3600
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST


def test_worker_and_beat_wait_for_redis_as_long_as_it_is_away():
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.broker_connection_retry
    assert app.conf.broker_connection_retry_on_startup


def away_once():
    """The database is away for one statement."""
    left = [1]

    def refuse(execute, sql, params, many, context):
        if left.pop() if left else 0:
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(refuse)


@pytest.mark.django_db
def test_a_task_that_is_retried_does_its_work_once_the_database_is_back(site, monkeypatch):
    monkeypatch.setattr("notices.wakeup.knock", lambda: None)
    found = own_tasks()["portal.entrance.tasks.send_password_reset"]
    with away_once(), pytest.raises(Retry) as retry:
        found.apply(kwargs={"site_id": site.pk, "email": "a@b.example"}, throw=True)
    assert mails(site.program) == []
    assert retry.value.when <= 60  # seconds
    retry.value.sig.apply(throw=True)
    assert [row.to for row in mails(site.program)] == ["a@b.example"]


@pytest.mark.django_db
def test_a_task_left_to_its_next_run_does_its_work_then(site, mailoutbox):
    queue_mail(program_id=site.program_id, to="a@b.example", subject="S", text="T", key="k", now=NOW)
    found = own_tasks()["notices.tasks.send_mail"]
    with away_once(), pytest.raises(OperationalError):
        found.apply(throw=True)
    assert mailoutbox == []
    assert found.apply(throw=True).result == 1


def test_every_kind_of_absence_is_retried():
    retried = [found for found in own_tasks().values() if found.recovery is Recovery.RETRY]
    assert retried
    for found in retried:
        assert set(found.autoretry_for) == set(AWAY)
        assert found.max_retries * jobs._RETRIES[Recovery.RETRY]["retry_backoff_max"] >= 24 * 3600
