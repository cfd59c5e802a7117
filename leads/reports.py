"""Reports about client requests: by territory and by month, with the time until a partner answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.countries import country_name
from leads.models import LeadRequest, Offer
from web.reporting import Asked, Column, Median, Report, StrOrPromise, Table, add_report, days, month_of

TERRITORY, MONTH = "territory", "month"
Answer = Offer.State
_COUNTED = ("requests", "won", "open", "accepted", "declined", "expired")


def leads(asked: Asked) -> Table:
    """Requests and the offers made for them, by territory or by month of receipt."""
    received = LeadRequest.objects.visible_to(asked.actor).filter(
        received_at__gte=asked.begins, received_at__lt=asked.ends, **asked.narrowed(country="country")
    )
    took = ExpressionWrapper(F("offers__answered_at") - F("offers__offered_at"), output_field=DurationField())
    answered = Q(offers__state__in=(Answer.ACCEPTED, Answer.DECLINED))
    by = F("country") if asked.choice == TERRITORY else TruncMonth("received_at", tzinfo=asked.zone)
    counted = (
        received.annotate(by=by)
        .order_by("by")
        .values("by")
        .annotate(
            requests=Count("pk", distinct=True),
            won=Count("pk", distinct=True, filter=Q(state=LeadRequest.State.WON)),
            open=Count("pk", distinct=True, filter=Q(state__in=LeadRequest.LIVE)),
            accepted=Count("offers", filter=Q(offers__state=Answer.ACCEPTED)),
            declined=Count("offers", filter=Q(offers__state=Answer.DECLINED)),
            expired=Count("offers", filter=Q(offers__state=Answer.EXPIRED)),
            took=Median(took, filter=answered),
        )
    )
    monthly = asked.choice != TERRITORY
    columns = [
        Column(_("Month") if monthly else _("Territory")),
        Column(_("Client requests"), drawn=True, summed=True),
        Column(_("Won"), drawn=monthly, summed=True),
        Column(_("Open"), summed=True),
        Column(_("Offers accepted"), summed=True),
        Column(_("Offers declined"), summed=True),
        Column(_("Offers not answered"), summed=True),
        Column(_("Median time to an answer"), _("hours"), digits=1),
    ]
    if monthly:
        found: dict[date, Any] = {month_of(row["by"]): row for row in counted}
        by_month = [_row(month, found.get(month)) for month in asked.months()]
        return Table(columns, by_month, monthly=True, unit=_("Client requests"))
    rows = sorted((_row(country_name(row["by"]), row) for row in counted), key=lambda row: (-row[1], row[0]))
    return Table(columns, rows)


def _row(name: Any, row: Any) -> tuple[Any, ...]:
    if row is None:
        return (name, *(0 for _column in _COUNTED), None)
    took = days(row["took"])
    return (name, *(row[column] for column in _COUNTED), None if took is None else took * 24)


def _by(rules: Any) -> Sequence[tuple[str, StrOrPromise]]:
    return [(TERRITORY, gettext_lazy("Territory")), (MONTH, gettext_lazy("Month"))]


add_report(
    Report(
        code="leads",
        title=gettext_lazy("Leads"),
        question=gettext_lazy("How many requests come from where, and how fast do partners answer?"),
        icon="contact_mail",
        place=80,
        answer=leads,
        choice=gettext_lazy("By"),
        choices=_by,
        kept=lambda rules: rules.leads,
    )
)
