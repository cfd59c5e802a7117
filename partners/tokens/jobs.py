"""The nightly task that deletes stored answers for repeated API writes."""

from celery.schedules import crontab
from django.conf import settings

from common import clock
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from partners.tokens.api.idempotency import forget
from programs.models import Program


@scheduled(
    "forget old answers of the API",
    name="portal.tasks.forget_answers",
    every=crontab(minute=50, hour=3),
    recovery=Recovery.RETRY,
)
def forget_answers() -> int:
    """Delete API answers that are too old to be repeated. Returns how many."""
    forgotten = 0
    for program_id in Program.objects.order_by("pk").values_list("pk", flat=True):
        with bind(program_id):
            forgotten += forget(program_id=program_id, before=clock.now() - settings.API_ANSWERS_KEPT)
    return forgotten
