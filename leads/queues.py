"""Queues of requests and locations for the vendor's staff."""

from django.utils.translation import gettext_lazy as _

from leads.models import Deal, DealPrice, LeadRequest, Location, Reservation
from leads.requests.rules import BAD_STARS
from web.admin.queues import Queue, add_queue

add_queue(
    Queue(
        code="lead",
        title=_("Client requests without a partner"),
        icon="contact_mail",
        page="leads_leadrequest",
        query="state__exact=unplaced",
        rows=lambda actor, on, rules: LeadRequest.objects.visible_to(actor).filter(state=LeadRequest.State.UNPLACED),
        kept=lambda rules: rules.leads,
        place=170,
        since="received_at",
        partner="wanted__",
        told="text",
    )
)
add_queue(
    Queue(
        code="untouched",
        title=_("Client requests nobody works on"),
        icon="hourglass_disabled",
        page="leads_reservation",
        query="state__exact=open&escalated_at__isempty=0",
        rows=lambda actor, on, rules: Reservation.objects.visible_to(actor).untouched(),
        kept=lambda rules: rules.leads and rules.leads.work,
        place=172,
        since="touched_at",
        told="lead__text",
    )
)
add_queue(
    Queue(
        code="rating",
        title=_("Bad ratings from clients"),
        icon="reviews",
        page="leads_reservation",
        query=f"stars__lte={BAD_STARS}&rating_seen_at__isempty=1",
        rows=lambda actor, on, rules: Reservation.objects.visible_to(actor).rated_badly(),
        kept=lambda rules: rules.leads,
        place=174,
        since="rated_at",
        told="stars_text",
    )
)
add_queue(
    Queue(
        code="location",
        title=_("Locations to approve"),
        icon="public",
        page="leads_location",
        query="state__exact=waiting",
        rows=lambda actor, on, rules: Location.objects.visible_to(actor).filter(state=Location.State.WAITING),
        kept=lambda rules: rules.leads and rules.leads.locations,
        place=180,
        since="asked_at",
        told="country",
    )
)
add_queue(
    Queue(
        code="deal",
        title=_("Deals to decide"),
        icon="handshake",
        page="leads_deal",
        query="state__exact=submitted",
        rows=lambda actor, on, rules: Deal.objects.visible_to(actor).waiting(),
        kept=lambda rules: rules.deals,
        place=190,
        since="waits_since",
        due="due_on",
        told="company",
        deadline=lambda rules: rules.deals.decision if rules.deals else None,
    )
)
add_queue(
    Queue(
        code="deal_price",
        title=_("Prices to decide"),
        icon="sell",
        page="leads_dealprice",
        query="state__exact=asked",
        rows=lambda actor, on, rules: DealPrice.objects.visible_to(actor).filter(state=DealPrice.State.ASKED),
        kept=lambda rules: rules.deals and rules.deals.prices,
        place=210,
        since="asked_at",
        due="due_on",
        told="name",
        deadline=lambda rules: rules.deals.prices.decision if rules.deals and rules.deals.prices else None,
    )
)
