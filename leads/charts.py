"""The managers' charts: requests by territory, hours to the first answer, how requests ended, and what is stuck."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.actor import Actor
from common.countries import country_name
from leads.models import LeadRequest, Offer, Reservation
from web.bar_lists import BarList, bar_list

MOST, MONTHS = 12, 6
State = LeadRequest.State


def charts(actor: Actor, *, today: date) -> list[BarList]:
    """All charts of the program."""
    since = today - timedelta(days=31 * MONTHS)
    requests = LeadRequest.objects.visible_to(actor)
    return [_load(requests), _answers(actor, since), _conversion(actor, since), _stuck(actor, requests)]


def _load(requests: Any) -> BarList:
    rows = requests.filter(state__in=LeadRequest.LIVE).values("country").annotate(number=Count("pk"))
    found = [(country_name(row["country"]), row["number"]) for row in rows.order_by("-number", "country")[:MOST]]
    return bar_list("load", _("Open client requests by territory"), _("Client requests"), found)


def _answers(actor: Actor, since: date) -> BarList:
    took = ExpressionWrapper(F("answered_at") - F("offered_at"), output_field=DurationField())
    rows = Offer.objects.visible_to(actor).filter(answered_at__isnull=False, offered_at__date__gte=since)
    monthly = rows.annotate(month=TruncMonth("offered_at")).values("month").annotate(took=Avg(took)).order_by("month")
    found = [(_month(row["month"]), row["took"].total_seconds() / 3600) for row in monthly]
    return bar_list("answers", _("Hours until a partner answers"), _("Hours"), found, digits=1)


def _conversion(actor: Actor, since: date) -> BarList:
    rows = Reservation.objects.visible_to(actor).filter(ended_at__date__gte=since)
    monthly = rows.annotate(month=TruncMonth("ended_at")).values("month").order_by("month")
    won, lost = Q(state=Reservation.State.WON), Q(state=Reservation.State.LOST)
    counted = monthly.annotate(won=Count("pk", filter=won), ended=Count("pk", filter=won | lost))
    found = [(_month(row["month"]), 100 * row["won"] / row["ended"]) for row in counted if row["ended"]]
    return bar_list("conversion", _("Client requests won"), "%", found)


def _stuck(actor: Actor, requests: Any) -> BarList:
    held = Reservation.objects.visible_to(actor).open()
    found = [
        (_("No partner found"), requests.filter(state=State.UNPLACED).count()),
        (_("Not answered yet"), requests.filter(state=State.OFFERED).count()),
        (_("Untouched"), held.exclude(escalated_at=None).count()),
        (_("Nobody assigned"), held.filter(assignee=None).count()),
    ]
    return bar_list("stuck", _("Client requests that are stuck"), _("Client requests"), found)


def _month(moment: Any) -> str:
    return date_format(moment, "YEAR_MONTH_FORMAT")
