"""Reads of compliance records."""

from django.db.models import QuerySet

from common.actor import Actor
from store.models import ComplianceCheck


def waiting_checks(actor: Actor) -> QuerySet[ComplianceCheck]:
    """Records that wait for the vendor's decision, oldest first."""
    return ComplianceCheck.objects.visible_to(actor).waiting().order_by("opened_at", "pk")
