"""Requests that a partner finds by their number, or the client's and the team's words."""

from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from leads.board.models import Reservation
from leads.board.queries import found_by
from web.finding import Finder, add_partner_finder


def _requests(actor: Actor, text: str) -> QuerySet[Any]:
    rows = found_by(Reservation.objects.visible_to(actor).filter(state__in=Reservation.HOLDING), text)
    number = Cast("lead_id", CharField())
    words = Concat(Value("#"), number, Value(" "), "lead__text", output_field=CharField())
    return rows.annotate(words=words).order_by("-pk")


add_partner_finder(
    Finder(
        code="requests",
        title=_("Request"),
        rows=_requests,
        told="words",
        page="leads:reservation",
        permission="leads.view",
        place=30,
        kept=lambda rules: rules.leads,
    )
)
