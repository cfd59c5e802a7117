"""The nightly task that deletes stored answers for repeated API writes."""

from celery.schedules import crontab
from django.conf import settings

from common import clock
from common.jobs import Recovery, scheduled
from partners.tokens.api.idempotency import forget
from programs.each import in_each_program


@scheduled(
    "forget old answers of the API",
    name="portal.tasks.forget_answers",
    every=crontab(minute=50, hour=3),
    recovery=Recovery.RETRY,
)
def forget_answers() -> int:
    """Delete API answers that are too old to be repeated. Returns how many."""
    before = clock.now() - settings.API_ANSWERS_KEPT
    return in_each_program(lambda program: forget(program_id=program.pk, before=before))
