"""Reads of requests for client documents."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.actor import Actor
from store.models import KycRequest


def kyc_requests(actor: Actor) -> QuerySet[KycRequest]:
    """Requests that the actor may see, newest first."""
    return KycRequest.objects.visible_to(actor).order_by("-pk")


def answered_requests(actor: Actor) -> QuerySet[KycRequest]:
    """Requests that wait for the vendor's decision, oldest first."""
    return KycRequest.objects.visible_to(actor).answered().order_by("answered_at", "pk")


def kyc_problem(actor: Actor, partner_id: int) -> str:
    """Why the partner can't order or quote until it hands in documents (B24-2.3.3); empty if it can. One query."""
    rows = KycRequest.objects.visible_to(actor).filter(partner_id=partner_id).blocking()
    company = rows.order_by("due_on").values_list("company", flat=True).first()
    if company is None:
        return ""
    return _("Orders are blocked until you submit the documents about %(company)s.") % {"company": company}
