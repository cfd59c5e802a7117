"""Celery tasks that send account emails; retried for a few minutes when no mail server accepts them."""

from datetime import date
from typing import Any

from common import clock
from common.jobs import task
from portal.signin import letters
from programs.models import Site

_PATIENCE: dict[str, Any] = {
    "autoretry_for": (OSError,),
    "retry_backoff": 2,
    "retry_backoff_max": 300,
    "max_retries": 8,
}


@task("portal.entrance.tasks.send_account_mail", **_PATIENCE)
def send_account_mail(**letter: Any) -> None:
    """Send one account email."""
    letters.deliver(**letter, on=_today_at(letter["site_id"]))


@task("portal.entrance.tasks.send_password_reset", **_PATIENCE)
def send_password_reset(site_id: int, email: str) -> int:
    """Email a reset link to users with this address; returns how many."""
    return letters.deliver_reset(site_id=site_id, email=email, on=_today_at(site_id))


def _today_at(site_id: int) -> date:
    return clock.today(Site.objects.select_related("program").get(pk=site_id).program.time_zone)
