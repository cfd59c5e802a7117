"""Reads of tax exemptions and of the requests for them."""

from datetime import date

from django.db.models import Q, QuerySet

from common.actor import Actor
from store.models import ExemptionRequest, TaxExemption


def exemption_requests(actor: Actor) -> QuerySet[ExemptionRequest]:
    """Requests that the actor may see with their files' names, newest first."""
    rows = ExemptionRequest.objects.visible_to(actor).select_related("document")
    return rows.defer("document__content").order_by("-pk")


def waiting_exemptions(actor: Actor) -> QuerySet[ExemptionRequest]:
    """Requests that wait for the vendor's decision, oldest first."""
    return ExemptionRequest.objects.visible_to(actor).waiting().order_by("asked_at", "pk")


def lasting_exemptions(actor: Actor, on: date) -> QuerySet[TaxExemption]:
    """Exemptions that hold on a day or begin later, the first ones first."""
    rows = TaxExemption.objects.visible_to(actor).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    return rows.order_by("starts_on", "pk")
