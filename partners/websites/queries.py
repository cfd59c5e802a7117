"""Queries about partners' websites."""

from datetime import date, timedelta

from django.db.models import QuerySet

from common.actor import Actor
from partners.models import Partner
from programs.definition import Definition


def websites_in_question(actor: Actor, on: date, rules: Definition | None) -> QuerySet[Partner]:
    """Partners whose website failed its checks and whose grace period is running (B24-1.4c)."""
    check = rules.directory.website_check if rules and rules.directory else None
    rows = Partner.objects.visible_to(actor).filter(ended_on=None)
    return rows.filter(website_absent_on__gte=on - timedelta(days=check.grace_days)) if check else rows.none()
