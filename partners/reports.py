"""The report about applications: how many become partners, and how long a decision takes."""

from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.models import Application
from web.reporting import Asked, Column, Median, Report, Table, add_report, days, month_of, percent

State = Application.State


def applications(asked: Asked) -> Table:
    """Applications by the month in which they were sent."""
    sent = Application.objects.visible_to(asked.actor).filter(
        submitted_at__gte=asked.begins, submitted_at__lt=asked.ends, **asked.narrowed(country="country")
    )
    took = ExpressionWrapper(F("closed_at") - F("submitted_at"), output_field=DurationField())
    decided = Q(state__in=(State.ACCEPTED, State.DECLINED))
    counted = (
        sent.annotate(month=TruncMonth("submitted_at", tzinfo=asked.zone))
        .order_by("month")
        .values("month")
        .annotate(
            sent=Count("pk"),
            accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
            declined=Count("pk", filter=Q(state=State.DECLINED)),
            withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
            took=Median(took, filter=decided),
        )
    )
    found: dict[Any, Any] = {month_of(row["month"]): row for row in counted}
    columns = [
        Column(_("Month")),
        Column(_("Sent"), drawn=True, summed=True),
        Column(_("Accepted"), drawn=True, summed=True),
        Column(_("Declined"), summed=True),
        Column(_("Withdrawn"), summed=True),
        Column(_("Open"), summed=True),
        Column(_("Conversion"), "%"),
        Column(_("Median time to a decision"), _("days"), digits=1),
    ]
    rows = [_row(month, found.get(month)) for month in asked.months()]
    return Table(columns, rows, monthly=True, unit=_("Applications"))


def _row(month: Any, row: Any) -> tuple[Any, ...]:
    if row is None:
        return (month, 0, 0, 0, 0, 0, None, None)
    sent, accepted, declined, withdrawn = (row[name] for name in ("sent", "accepted", "declined", "withdrawn"))
    still = sent - accepted - declined - withdrawn
    return (month, sent, accepted, declined, withdrawn, still, percent(accepted, sent), days(row["took"]))


add_report(
    Report(
        code="applications",
        title=gettext_lazy("Applications"),
        question=gettext_lazy("How many applications become partners, and how long does a decision take?"),
        icon="inbox",
        place=40,
        answer=applications,
        kept=lambda rules: rules.admission,
    )
)
