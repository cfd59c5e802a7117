"""Queues of the store for the vendor's staff."""

from django.utils.translation import gettext_lazy as _

from store.bonuses.queries import waiting_applications
from web.admin.queues import Queue, add_queue

add_queue(
    Queue(
        code="bonus",
        title=_("Bonus applications"),
        icon="approval",
        page="store_bonusapplication",
        query="state=submitted",
        rows=lambda actor, on, rules: waiting_applications(actor),
        kept=lambda rules: rules.bonuses and any(kind.given == "on_application" for kind in rules.bonuses.kinds),
        place=66,
        since="applied_at",
        told="kind",
    )
)
