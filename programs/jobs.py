"""The nightly task that deletes the answers to forms."""

from celery.schedules import crontab
from django.conf import settings

from common import clock
from common.jobs import Recovery, scheduled
from programs.each import in_each_program
from programs.sent_forms.answers import forget


@scheduled(
    "forget answers to forms",
    name="programs.jobs.forget_form_answers",
    every=crontab(minute=55, hour=3),
    recovery=Recovery.RETRY,
)
def forget_form_answers() -> int:
    """Delete answers that are too old for a repeat. Returns how many."""
    before = clock.now() - settings.FORM_ANSWERS_KEPT
    return in_each_program(lambda program: forget(program_id=program.pk, before=before))
