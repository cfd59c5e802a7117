"""Starts the task that sends webhooks right after a commit. The task that runs every minute is the fallback."""

import structlog
from celery import current_app
from django.db import connection, transaction

from common.counting import answers

TASK = "store.jobs.send_webhooks"
log = structlog.get_logger("echelon.store")


def wake_after_commit() -> None:
    """Send this transaction's messages once it is committed; the task is queued once, however many there are."""
    if not any(call[1] is knock for call in connection.run_on_commit):
        transaction.on_commit(knock)


def knock() -> None:
    """Queue the task. Ignores broker errors, because the messages are already stored."""
    if not (current_app.conf.task_always_eager or answers()):  # eager tasks need no broker
        return
    try:
        current_app.signature(TASK).apply_async(retry=False)
    except Exception as error:
        log.warning("store.webhooks_not_woken", error=type(error).__name__)
