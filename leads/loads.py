"""Figures of territories for the managers' list: open requests, hours to answer, share won, and what is stuck."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from common.actor import Actor
from leads.models import LeadRequest, Offer, Reservation, Territory

DAYS = timedelta(days=183)
State = LeadRequest.State
Place = tuple[str, str]


@dataclass(slots=True)
class Load:
    """One territory's figures; hours and percent are None before anybody answered or finished."""

    open: int = 0
    stuck: int = 0
    hours: float | None = None
    won_percent: float | None = None


def loads(actor: Actor, territories: Iterable[Territory], *, today: date) -> dict[Place, Load]:
    """The figures of territories by mode and country, in three queries; answers and ends of half a year."""
    found = {(row.mode, row.country): Load() for row in territories}
    if not found:
        return {}
    since = today - DAYS
    countries = {country for _mode, country in found}
    idle = Q(reservations__state=Reservation.State.OPEN, reservations__escalated_at__isnull=False)
    live = LeadRequest.objects.visible_to(actor).filter(country__in=countries, state__in=LeadRequest.LIVE)
    stuck = Count("pk", filter=Q(state=State.UNPLACED) | idle, distinct=True)
    counted = live.order_by().values_list("mode", "country").annotate(every=Count("pk", distinct=True), some=stuck)
    for mode, country, number, waiting in counted:
        if place := found.get((mode, country)):
            place.open, place.stuck = number, waiting
    took = ExpressionWrapper(F("answered_at") - F("offered_at"), output_field=DurationField())
    answered = Offer.objects.visible_to(actor).filter(answered_at__isnull=False, offered_at__date__gte=since)
    averages = answered.order_by().values_list("territory__mode", "territory__country").annotate(mean=Avg(took))
    for mode, country, average in averages:
        if place := found.get((mode, country)):
            place.hours = average.total_seconds() / 3600
    won = Count("pk", filter=Q(state=Reservation.State.WON))
    closed = (Reservation.State.WON, Reservation.State.LOST)
    ended = Reservation.objects.visible_to(actor).filter(state__in=closed, ended_at__date__gte=since)
    shares = ended.order_by().values_list("lead__mode", "lead__country").annotate(every=Count("pk"), some=won)
    for mode, country, number, of_them in shares:
        if place := found.get((mode, country)):
            place.won_percent = 100 * of_them / number
    return found
