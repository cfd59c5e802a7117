"""Celery task: forget uploads."""

from celery.schedules import crontab

from common import clock
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from importing import uploads
from programs.models import Program


@scheduled(
    "forget uploaded imports",
    name="importing.jobs.forget_imports",
    every=crontab(minute=5, hour=4),
    recovery=Recovery.RETRY,
)
def forget_imports() -> int:
    """Delete the files of imports uploaded long ago. Returns how many."""
    forgotten = 0
    for program_id in Program.objects.order_by("pk").values_list("pk", flat=True):
        with bind(program_id):
            forgotten += uploads.forget(program_id=program_id, before=clock.now() - uploads.KEPT)
    return forgotten
