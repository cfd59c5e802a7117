"""Sends account emails after the response.

Response times must not reveal how long the mail server or a reset's address lookup takes. These emails skip the outbox,
because their codes and links open accounts and must not be stored in a readable table.
"""

import structlog
from celery import Task
from django.db import transaction
from django.http import HttpRequest

from portal.signin.jobs import send_account_mail, send_password_reset

log = structlog.get_logger("echelon.entrance")


def send_later(request: HttpRequest, *, to: str, subject: str, text: str, words: str = "", path: str = "") -> None:
    """Send an email once the request is committed; ``path`` on the site becomes a button labelled ``words``."""
    _after_commit(send_account_mail, site_id=request.site.pk, to=to, subject=subject, text=text, words=words, path=path)


def reset_later(request: HttpRequest, email: str) -> None:
    """Look up the address in a job and email a reset link to users with it."""
    _after_commit(send_password_reset, site_id=request.site.pk, email=email)


def _after_commit(task: Task, **values: object) -> None:
    def ask() -> None:
        try:
            task.apply_async(kwargs=values, retry=False, kwargsrepr="(kept to itself)")
        except Exception as error:  # the row is committed, so a broker that is away must not fail the page
            log.warning("entrance.mail_not_sent", error=type(error).__name__)

    transaction.on_commit(ask)
