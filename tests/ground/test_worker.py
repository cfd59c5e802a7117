"""The worker survives a lost broker, and ends if it is broken."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from celery.platforms import EX_FAILURE
from django.conf import settings
from kombu import Connection, Queue
from kombu.transport import redis

from config.celery import app
from config.worker import EndsIfBroken, PatientChannel

_STUCK = """
from types import SimpleNamespace
from config import worker
worker.LAST_WORDS = 0.1
worker.EndsIfBroken(None).stop(SimpleNamespace(exitcode=int({exitcode})))
{then}
"""


@contextmanager
def unfinished_task(monkeypatch, kind):
    """A channel whose connection was lost while it had an unfinished task, and the task."""
    monkeypatch.setattr(redis.Transport, "Channel", kind)
    connection = Connection(settings.CELERY_BROKER_URL)
    channel = connection.default_channel
    queue = Queue("tests-of-a-lost-connection", channel=channel, durable=False)
    queue.declare()
    connection.Producer(channel).publish("task", routing_key=queue.name)
    task = queue.get()
    channel._disconnect_pools()
    connection.transport.client = None  # what the first closing leaves of it
    try:
        yield connection, channel, task
    finally:
        channel.qos._delivered.clear()
        with Connection(settings.CELERY_BROKER_URL) as another:
            queue.bind(another.default_channel).delete()


def test_the_app_uses_them():
    assert redis.Transport.Channel is PatientChannel
    assert EndsIfBroken in app.steps["worker"]


def test_a_lost_connection_leaves_its_tasks_with_the_broker(monkeypatch):
    with unfinished_task(monkeypatch, PatientChannel) as (_connection, channel, _task):
        channel.close()
        assert not channel.qos._delivered


def test_acknowledging_a_task_after_its_connection_was_lost_is_an_error_that_celery_expects(monkeypatch):
    with unfinished_task(monkeypatch, PatientChannel) as (connection, channel, task):
        channel.connection = None
        with pytest.raises(connection.connection_errors):
            task.ack()


def test_control_with_the_library_alone_these_end_the_worker(monkeypatch):
    with unfinished_task(monkeypatch, redis.Channel) as (_connection, channel, task):
        with pytest.raises(AttributeError):
            channel.close()
        channel.connection = None
        with pytest.raises(AttributeError):
            task.ack()


@pytest.mark.parametrize(("exitcode", "ended"), [(EX_FAILURE, EX_FAILURE), (0, 0)])
def test_a_worker_that_stops_because_of_an_error_ends_in_any_case(exitcode, ended):
    code = _STUCK.format(exitcode=exitcode, then="import time; time.sleep(300)" if exitcode else "")
    run = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert run.returncode == ended
    assert ("worker.broken" in run.stdout) is bool(exitcode)
