"""Celery task: forget uploads."""

from celery.schedules import crontab

from common import clock
from common.jobs import Recovery, scheduled
from importing import uploads
from programs.each import in_each_program


@scheduled(
    "forget uploaded imports",
    name="importing.jobs.forget_imports",
    every=crontab(minute=5, hour=4),
    recovery=Recovery.RETRY,
)
def forget_imports() -> int:
    """Delete the files of imports uploaded long ago. Returns how many."""
    before = clock.now() - uploads.KEPT
    return in_each_program(lambda program: uploads.forget(program_id=program.pk, before=before))
