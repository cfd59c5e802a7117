"""Starts the email task right after a commit. The task that runs every 20 seconds is the fallback."""

import structlog
from celery import current_app
from django.db import connection, transaction

from common.counting import answers

TASK = "notices.tasks.send_mail"
log = structlog.get_logger("echelon.notices")


def wake_after_commit() -> None:
    """Send this transaction's emails once it is committed. The task is queued once, however many emails there are."""
    if not any(call[1] is knock for call in connection.run_on_commit):
        transaction.on_commit(knock)


def knock() -> None:
    """Queue the email task. Ignores broker errors, because the emails are already stored.

    A broker that does not answer isn't asked at all: the client library would try again for seconds.
    """
    if not (current_app.conf.task_always_eager or answers()):  # eager tasks need no broker
        return
    try:
        current_app.signature(TASK).apply_async(retry=False)
    except Exception as error:
        log.warning("notices.not_woken", error=type(error).__name__)
