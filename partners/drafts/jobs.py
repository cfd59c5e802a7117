"""The nightly task that deletes old drafts of forms."""

from celery.schedules import crontab

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from partners.drafts.operations import KEPT, forget_drafts
from programs.each import in_each_program


@scheduled(
    "forget drafts of forms",
    name="partners.drafts.jobs.forget",
    every=crontab(minute=50, hour=3),
    recovery=Recovery.RETRY,
)
def forget() -> int:
    """Delete drafts that nobody changed for two weeks. Returns how many."""
    before = clock.now() - KEPT
    return in_each_program(lambda program: forget_drafts(actor=Actor.system(program.pk), before=before))
