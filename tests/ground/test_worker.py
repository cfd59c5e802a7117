"""The worker survives a lost broker, and ends if it is broken."""

import subprocess
import sys

import pytest
from celery.platforms import EX_FAILURE
from django.conf import settings
from kombu import Connection, Queue
from kombu.transport import redis

from config.celery import app
from config.worker import EndsIfBroken, PatientQoS

_STUCK = """
from types import SimpleNamespace
from config import worker
worker.LAST_WORDS = 0.1
worker.EndsIfBroken(None).stop(SimpleNamespace(exitcode=int({exitcode})))
{then}
"""


def close_twice(monkeypatch, kind) -> None:
    """Close a connection that has an unfinished task, as Celery does when it is lost."""
    monkeypatch.setattr(redis.Channel, "QoS", kind)
    connection = Connection(settings.CELERY_BROKER_URL)
    channel = connection.default_channel
    queue = Queue("tests-of-a-lost-connection", channel=channel, durable=False)
    queue.declare()
    connection.Producer(channel).publish("task", routing_key=queue.name)
    assert queue.get() is not None
    connection.transport.client = None  # what the first closing leaves of it
    try:
        channel.close()
    finally:
        channel.qos._delivered.clear()
        with Connection(settings.CELERY_BROKER_URL) as another:
            queue.bind(another.default_channel).delete()


def test_a_lost_connection_leaves_its_tasks_with_the_broker(monkeypatch):
    assert app.steps["worker"] >= {EndsIfBroken}
    close_twice(monkeypatch, PatientQoS)


def test_control_with_the_library_alone_the_worker_ends(monkeypatch):
    with pytest.raises(AttributeError):
        close_twice(monkeypatch, redis.QoS)


@pytest.mark.parametrize(("exitcode", "ended"), [(EX_FAILURE, EX_FAILURE), (0, 0)])
def test_a_worker_that_stops_because_of_an_error_ends_in_any_case(exitcode, ended):
    code = _STUCK.format(exitcode=exitcode, then="import time; time.sleep(300)" if exitcode else "")
    run = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert run.returncode == ended
    assert ("worker.broken" in run.stdout) is bool(exitcode)
