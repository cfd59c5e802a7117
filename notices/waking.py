"""The outbox is looked at right after the commit; the job that looks every minute is the safety net."""

import structlog
from celery import current_app
from django.db import connection, transaction

TASK = "notices.tasks.send_mail"
log = structlog.get_logger("echelon.notices")


def wake_after_commit() -> None:
    """Have the mail that this transaction stored sent once it is committed; once, however much it stored."""
    if not any(call[1] is knock for call in connection.run_on_commit):
        transaction.on_commit(knock)


def knock() -> None:
    """Ask for the mail job. Whoever stored the mail is done: a broker that does not answer is no concern of theirs."""
    try:
        current_app.signature(TASK).apply_async(retry=False)
    except Exception as error:
        log.warning("notices.not_woken", error=type(error).__name__)
