"""Reads of requests for client documents."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.actor import Actor
from common.prepared import PreparedFor, Slot
from store.models import KycRequest


def kyc_requests(actor: Actor) -> QuerySet[KycRequest]:
    """Requests that the actor may see, newest first."""
    return KycRequest.objects.visible_to(actor).order_by("-pk")


def answered_requests(actor: Actor) -> QuerySet[KycRequest]:
    """Requests that wait for the vendor's decision, oldest first."""
    return KycRequest.objects.visible_to(actor).answered().order_by("answered_at", "pk")


def kyc_problem(actor: Actor, partner_id: int) -> str:
    """Why the partner can't order or quote until it hands in documents (B24-2.3.3); empty if it can. One query."""
    row = _BLOCKING.first(actor, partner=partner_id)
    if row is None:
        return ""
    return _("Orders are blocked until you submit the documents about %(company)s.") % {"company": row[0]}


_BLOCKING = PreparedFor(
    lambda actor: (
        KycRequest.objects.visible_to(actor)
        .filter(partner_id=Slot("partner"))
        .blocking()
        .order_by("due_on")
        .values_list("company")[:1]
    )
)
