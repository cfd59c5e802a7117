"""What keeps Celery's worker at work when its broker goes away, and ends it when it is broken."""

import os
from threading import Timer
from typing import Any

import structlog
from celery import Celery, bootsteps
from celery.platforms import EX_FAILURE
from kombu.transport import redis
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import RedisError

# Seconds that a broken worker gets to stop by itself.
LAST_WORDS = 5.0
log = structlog.get_logger("echelon.worker")


class PatientQoS(redis.QoS):
    """What a channel knows of the tasks that were received and not finished."""

    def restore_unacked(self, client: Any = None) -> None:
        """Put them back into the queue. If the broker is away, they stay with it until the visibility timeout ends."""
        try:
            super().restore_unacked(client)
        except RedisError as error:
            log.warning("worker.tasks_left", number=len(self._delivered), error=type(error).__name__)
            self._delivered.clear()


class PatientChannel(redis.Channel):
    """A channel that stays closed once its connection is lost.

    Celery still closes it a second time and acknowledges tasks through it. The library then asked for the address of no
    connection, an error that ended the worker; an error of the connection is one that Celery expects.
    """

    QoS = PatientQoS

    def _connparams(self, asynchronous: bool = False) -> Any:
        if self.connection is None or self.connection.client is None:
            raise RedisAway("The connection of this channel is closed.")
        return super()._connparams(asynchronous)


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
    redis.Transport.Channel = PatientChannel  # the transport itself is chosen by the URL
    app.steps["worker"].add(EndsIfBroken)
