"""The jobs that send mail about accounts; tried again for some minutes while no mail server takes it."""

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
    """Send a mail about an account."""
    letters.deliver(**letter, on=_today_at(letter["site_id"]))


@task("portal.entrance.tasks.send_password_reset", **_PATIENCE)
def send_password_reset(site_id: int, email: str) -> int:
    """Mail a link to a new password to whoever signs in with the address; returns how many that were."""
    return letters.deliver_reset(site_id=site_id, email=email, on=_today_at(site_id))


def _today_at(site_id: int) -> date:
    return clock.today(Site.objects.select_related("program").get(pk=site_id).program.time_zone)
