"""Queues of requests and locations for the vendor's staff."""

from django.utils.translation import gettext_lazy as _

from leads.models import LeadRequest, Location
from web.admin.queues import Queue, add_queue

add_queue(
    Queue(
        code="lead",
        title=_("Requests without a partner"),
        icon="contact_mail",
        page="leads_leadrequest",
        query="state__exact=unplaced",
        rows=lambda actor, on, rules: LeadRequest.objects.visible_to(actor).filter(state=LeadRequest.State.UNPLACED),
        kept=lambda rules: rules.leads,
        place=55,
        since="received_at",
        partner="wanted__",
        told="text",
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
        place=56,
        since="asked_at",
        told="country",
    )
)
