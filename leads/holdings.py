"""What a partner has of clients' requests and deals, for its page in the admin."""

from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from leads.models import Deal, Reservation
from web.admin.holdings import Holding, add_holding


def _reservations(actor: Actor) -> QuerySet[Any]:
    """Reservations with the request's number and the client's words: the words are empty once the data are erased."""
    number = Cast(F("lead_id"), CharField())
    return Reservation.objects.visible_to(actor).annotate(
        asked_for=Concat(Value("#"), number, Value(" "), F("lead__text"), output_field=CharField())
    )


add_holding(
    Holding(
        code="requests",
        title=_("Client requests"),
        page="leads_reservation",
        rows=_reservations,
        told="asked_for",
        day="reserved_at",
        state="state",
        amount="lead__budget",
        currency="lead__currency",
        open=Q(state=Reservation.State.OPEN),
        kept=lambda rules: rules.leads,
        place=60,
    )
)
add_holding(
    Holding(
        code="deals",
        title=_("Deals"),
        page="leads_deal",
        rows=Deal.objects.visible_to,
        told="company",
        day="registered_at",
        state="state",
        amount="value",
        open=Q(state__in=Deal.OPEN),
        kept=lambda rules: rules.deals,
        place=70,
    )
)
