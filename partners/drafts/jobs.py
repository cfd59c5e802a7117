"""The nightly task that deletes old drafts of forms."""

from celery.schedules import crontab
from django.conf import settings

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from partners.drafts.operations import forget_drafts
from programs.each import in_each_program


@scheduled(
    "forget drafts of forms",
    name="partners.drafts.jobs.forget",
    every=crontab(minute=50, hour=3),
    recovery=Recovery.RETRY,
)
def forget() -> int:
    """Delete drafts that nobody changed for `settings.FORM_DRAFTS_KEPT`. Returns how many."""
    before = clock.now() - settings.FORM_DRAFTS_KEPT
    return in_each_program(lambda program: forget_drafts(actor=Actor.system(program.pk), before=before))
