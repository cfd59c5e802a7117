"""Failed email that vendor staff need to handle."""

from django.utils.translation import gettext_lazy as _

from notices.models import Mail
from notices.outbox import GIVEN_UP
from web.admin.queues import Queue, add_queue

add_queue(
    Queue(
        code="mail",
        title=_("Failed emails"),
        icon="unsubscribe",
        page="notices_mail",
        query="state=given_up",
        rows=lambda actor, on, rules: Mail.objects.visible_to(actor).filter(GIVEN_UP),
        kept=lambda rules: True,
        place=290,
        since="queued_at",
        decided=False,
    )
)
