"""What keeps Celery's worker at work when its broker goes away, and ends it when it is broken."""

import os
from threading import Timer
from typing import Any

import structlog
from celery import Celery, bootsteps
from celery.platforms import EX_FAILURE
from kombu.transport import redis

# Seconds that a broken worker gets to stop by itself.
LAST_WORDS = 10.0
log = structlog.get_logger("echelon.worker")


class PatientQoS(redis.QoS):
    """What a connection knows of the tasks that it has received and not finished."""

    def restore_unacked(self, client: Any = None) -> None:
        """Put them back into the queue, unless the connection is closed for good.

        Celery closes a lost connection twice, the second time when it has no address any more. Asking for one was an
        error that ended the worker. The tasks are still with Redis, which hands them out again after the visibility
        timeout.
        """
        if self.channel.connection.client is None:
            self._delivered.clear()
            return
        super().restore_unacked(client)


class EndsIfBroken(bootsteps.StartStopStep):  # type: ignore[misc]
    """Ends a worker that stops because of an error: it could wait forever for a child that waits for it.

    Whoever watches it, the demo or a container's restart policy, then starts a new one.
    """

    requires = ("celery.worker.components:Pool",)  # so that it stops before the children do

    def start(self, parent: Any) -> None:
        """Nothing to start."""

    def stop(self, parent: Any) -> None:
        """Set the time limit. A worker that is asked to stop has none: it finishes its tasks."""
        if parent.exitcode == EX_FAILURE:
            log.error("worker.broken", ends_in=LAST_WORDS)
            limit = Timer(LAST_WORDS, os._exit, [EX_FAILURE])
            limit.daemon = True
            limit.start()

    terminate = stop


def harden(app: Celery) -> None:
    """Let this app's workers survive a lost broker."""
    redis.Channel.QoS = PatientQoS  # Celery chooses the transport by the URL, so its own class is changed
    app.steps["worker"].add(EndsIfBroken)
