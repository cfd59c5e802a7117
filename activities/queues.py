"""Queues of claims for the vendor's staff."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activities.claims.queries import waiting_claims
from activities.models import Claim
from common.actor import Actor
from web.admin.queues import Queue, Rules, add_queue


def _claims(state: str) -> Callable[[Actor, date, Rules], QuerySet[Any]]:
    return lambda actor, on, rules: waiting_claims(actor).filter(state=state)


add_queue(
    Queue(
        code="plan",
        title=_("Plans to approve"),
        icon="assignment",
        page="activities_claim",
        query="state=planned",
        rows=_claims(Claim.State.PLANNED),
        kept=lambda rules: any(kind.claim and kind.claim.prior_approval for kind in rules.activities.values()),
        place=40,
        since="waits_since",
        told="subject",
    )
)
add_queue(
    Queue(
        code="claim",
        title=_("Claims"),
        icon="task_alt",
        page="activities_claim",
        query="state=submitted",
        rows=_claims(Claim.State.SUBMITTED),
        kept=lambda rules: any(kind.claim for kind in rules.activities.values()),
        place=50,
        since="waits_since",
        told="subject",
    )
)
