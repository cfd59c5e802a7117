"""Mail about accounts leaves after the answer.

Neither a mail server's pace nor a reset's search for the address is to be seen in an answer. These mails do not go
through the outbox: their codes and links open accounts, and belong into no table that anybody can read.
"""

import structlog
from celery import Task
from django.db import transaction
from django.http import HttpRequest

from portal.signin.jobs import send_account_mail, send_password_reset

log = structlog.get_logger("echelon.entrance")


def send_later(request: HttpRequest, *, to: str, subject: str, text: str, words: str = "", path: str = "") -> None:
    """Have a mail sent once the request is committed; ``path`` on the site is shown as a button with ``words``."""
    _after_commit(send_account_mail, site_id=request.site.pk, to=to, subject=subject, text=text, words=words, path=path)


def reset_later(request: HttpRequest, email: str) -> None:
    """Have the address looked up, and a link to a new password mailed to whoever signs in with it."""
    _after_commit(send_password_reset, site_id=request.site.pk, email=email)


def _after_commit(task: Task, **values: object) -> None:
    def ask() -> None:
        try:
            task.apply_async(kwargs=values, retry=False, kwargsrepr="(kept to itself)")
        except OSError as error:
            log.warning("entrance.mail_not_sent", error=type(error).__name__)

    transaction.on_commit(ask)
